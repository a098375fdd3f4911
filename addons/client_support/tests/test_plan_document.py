from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import file_path

from ..models.client_plan_document import (
    KINDS,
    PARTS,
    PICTURES,
    STORY_CHARACTERS,
    VERY_PLAIN,
)
from .test_goal import PlanCase


@tagged("post_install", "-at_install")
class TestPlanDocument(PlanCase):
    """Papers that the resident makes and takes along."""

    def paper(self, kind="personal_plan", **values):
        return self.as_role("supporter", "client.plan.document").create(
            {"case_id": self.case.id, "kind": kind, **values}
        )

    def page(self, paper):
        report = self.env["ir.actions.report"].with_user(self.users["supporter"])
        html, _kind = report._render_qweb_html(
            "client_support.report_plan_document", paper.ids
        )
        return html.decode()

    def test_each_paper_has_its_questions_in_two_ways(self):
        model = self.env["client.plan.document"]
        self.assertEqual(set(PARTS), {code for code, _label in KINDS})
        for names in PARTS.values():
            for name in names:
                self.assertEqual(model._fields[name].type, "text")
                self.assertIn(name, VERY_PLAIN)
                file_path(f"client_support/static/src/img/parts/{PICTURES[name]}.svg")

    def test_every_paper_prints(self):
        self.make_goal([{"what": "Bellen"}])
        for kind, names in PARTS.items():
            for level in ("b1", "a2"):
                with self.subTest(kind=kind, level=level):
                    texts = {name: f"MERK-{name}" for name in names}
                    page = self.page(self.paper(kind, reading_level=level, **texts))
                    for text in texts.values():
                        self.assertIn(text, page)
                    self.assertEqual("/img/parts/" in page, level == "a2")
                    self.assertEqual(
                        "huis zonder trap" in page,
                        kind in ("personal_plan", "family_plan"),
                    )

    def test_a_page_says_how_to_print(self):
        self.assertIn("Ctrl+P", self.page(self.paper()))

    def test_seven_days(self):
        paper = self.paper(notified_on="2026-02-25")
        self.assertEqual(str(paper.hand_in_until), "2026-03-04")
        self.assertIn("Wmo 2.3.2(2)", paper.hand_in_sum)
        # 18 December + 7 = Christmas on a Friday; the 26th; Sunday; Monday 28.
        paper = self.paper(notified_on="2026-12-18")
        self.assertEqual(str(paper.hand_in_until), "2026-12-28")
        self.assertIn("Christmas Day", paper.hand_in_sum)
        self.assertFalse(self.paper("my_story", notified_on="2026-02-25").hand_in_until)

    def test_what_was_agreed_to_stays(self):
        goal = self.make_goal([{"what": "Bellen", "who": "mijn zus"}])
        paper = self.paper(wishes="Rust")
        paper.action_agree()
        self.assertIn("huis zonder trap", paper.agreed_goals)
        self.assertIn("Bellen (mijn zus)", paper.agreed_goals)
        goal.wording = "Iets anders"
        self.assertIn("huis zonder trap", self.page(paper))
        self.assertNotIn("Iets anders", self.page(paper))
        for refused in (
            lambda: paper.write({"wishes": "Onrust"}),
            paper.unlink,
            paper.action_agree,
        ):
            with self.assertRaises(UserError):
                refused()
        paper.reading_level = "a2"
        new = self.env["client.plan.document"].browse(
            paper.action_new_version()["res_id"]
        )
        self.assertEqual((new.wishes, new.agreed_on), ("Rust", False))
        new.with_user(self.users["supporter"]).wishes = "Onrust"

    def test_agreement_is_by_the_button(self):
        paper = self.paper(agreed_on="2026-01-01", agreed_goals="Verzonnen")
        self.assertFalse(paper.agreed_on or paper.agreed_goals)
        for name in ("agreed_on", "agreed_goals"):
            with self.assertRaises(AccessError):
                paper[name] = "2026-01-01"

    def test_my_story_fits(self):
        self.paper("my_story", story="a" * STORY_CHARACTERS)
        with self.assertRaises(ValidationError):
            self.paper("my_story", story="a" * STORY_CHARACTERS, helps="b")
        with self.assertRaises(ValidationError):
            self.paper("my_story", story="\n".join("abc" * 11))
        self.paper(situation="a" * STORY_CHARACTERS * 3)

    def test_after_the_talk(self):
        paper = self.paper("after_talk", officer_proposal="Vier uur", wishes="Zes uur")
        with self.assertRaises(UserError):
            paper.action_agree()
        paper.write({"understood": "yes", "agrees": "partly", "fits": "yes"})
        with self.assertRaises(UserError):
            paper.action_agree()
        paper.write({"next_step": "Bellen", "next_step_on": "2026-12-01"})
        task = paper.activity_ids
        self.assertEqual(task.user_id, self.users["supporter"])
        self.assertEqual(str(task.date_deadline), "2026-12-01")
        self.assertNotIn("Bellen", f"{task.summary} {task.note}")
        paper.next_step_on = "2026-12-02"
        self.assertEqual(paper.activity_ids, task)
        by_hand = paper.activity_schedule(
            "mail.mail_activity_data_todo",
            "2026-11-30",
            "Zelf",
            user_id=self.users["supporter"].id,
        )
        paper.sudo().next_step_on = False
        self.assertEqual(paper.activity_ids, by_hand)
        paper.next_step_on = "2026-12-02"
        paper.action_agree()
        self.assertTrue(paper.agreed_on)
        fine = self.paper("after_talk", understood="yes", agrees="yes", fits="yes")
        fine.action_agree()
        self.assertFalse(fine.activity_ids)

    # Whose it is ---------------------------------------------------------------------

    def test_a_paper_of_one_has_no_goals_of_the_other(self):
        other = self.make_resident(nickname="Ander")
        self.case.sudo().resident_ids = [Command.link(other.id)]
        self.make_goal(resident_id=other.id, wording="MERK-ANDER")
        self.make_goal(resident_id=False, wording="MERK-SAMEN")
        page = self.page(self.paper(resident_id=self.resident.id))
        self.assertIn("MERK-SAMEN", page)
        self.assertNotIn("MERK-ANDER", page)
        self.assertIn("MERK-ANDER", self.page(self.paper("family_plan")))

    # In the language of the resident -------------------------------------------------

    def test_in_the_language_of_the_resident(self):
        dutch = self.env["res.lang"]._activate_lang("nl_NL")
        turkish = self.env["res.lang"].with_context(active_test=False)
        turkish = turkish.search([("code", "=", "tr_TR")])
        paper = self.paper(wishes="Rust", reading_level="a2")
        for lang, code, notice in (
            (dutch, "nl_NL", False),
            (self.env.ref("base.lang_en"), "en_US", False),
            (turkish, "nl_NL", True),
        ):
            with self.subTest(lang=lang.code):
                self.resident.sudo().lang_id = lang
                paper.invalidate_recordset()
                self.assertEqual(paper.print_language, code)
                self.assertEqual(paper.is_other_language, notice)
                page = self.page(paper)
                self.assertEqual("Dit wil ik" in page, code == "nl_NL")
                self.assertEqual("I want this" in page, code == "en_US")
