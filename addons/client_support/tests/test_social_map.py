from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, HttpCase, new_test_user, tagged
from odoo.tools import mute_logger

from .test_referral import ReferralCase

# From the case to the social map; what the search says that it was filled in with.
CHIPS = """
(async () => {
    const find = async (selector) => {
        for (let tries = 0; tries < 300; tries++) {
            const found = document.querySelector(selector);
            if (found) return found;
            await new Promise((go) => setTimeout(go, 100));
        }
        throw new Error(`${selector} did not come`);
    };
    (await find("button[name=action_social_map]")).click();
    await find(".o_kanban_view");
    const chip = await find(".o_searchview_facet .o_facet_value");
    const told = chip.parentElement.textContent;
    if (!told.includes("Wonen hier of Geld hier")) throw new Error(told);
    console.log("test successful");
})();
"""


class DirectoryCase(ReferralCase):
    """Two organisations with a service that everybody can find."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.walk = cls.make_service("Samen wandelen", cls.buddies)
        cls.others = cls.env["res.partner"].create(
            {"name": "Hulphuis Voorbeeld", "is_company": True}
        )
        cls.letters = cls.make_service("Hulp bij brieven", cls.others)
        cls.editor = new_test_user(
            cls.env,
            "t_directory_editor",
            "social_map.group_directory_editor",
            lang="en_US",
        )

    @classmethod
    def make_service(cls, name, partner):
        partner.write(
            {
                "is_support_organization": True,
                "public_description": "Wij helpen.",
                "phone": "078 123",
            }
        )
        return cls.env["social.service"].create(
            {
                "name": name,
                "state": "published",
                "partner_id": partner.id,
                "summary": f"{name}, gratis.",
                "life_domain_ids": cls.domain.ids,
                "area_ids": cls.area.ids,
            }
        )

    def found(self, service=None, user=None, case=True):
        """A service as it stands on the screen of who looks for this case."""
        service = self.as_user(user or self.supporter, "social.service").browse(
            (service or self.walk).id
        )
        return service.with_context(of_case=self.case.id) if case else service


@tagged("post_install", "-at_install")
class TestLookUp(DirectoryCase):
    def test_filled_in_from_the_case(self):
        group = self.env["target.group"].create({"name": "Proef", "code": "t_proef"})
        self.resident.sudo().write(
            {"target_group_ids": group.ids, "area_id": self.area.id}
        )
        self.case.write(
            {"question_ids": [Command.create({"life_domain_id": self.domain.id})]}
        )
        context = self.case.action_social_map()["context"]
        self.assertEqual(context["of_case"], self.case.id)
        self.assertEqual(context["search_default_life_domain_ids"], self.domain.ids)
        self.assertEqual(context["search_default_target_group_ids"], group.ids)
        self.assertEqual(context["search_default_area_ids"], self.area.ids)

    def test_who_may_not_know_the_groups_does_not_get_them(self):
        group = self.env["target.group"].create({"name": "Proef", "code": "t_proef"})
        self.resident.sudo().target_group_ids = group
        volunteer = self.users["volunteer"]
        for file in (self.resident, self.case):
            self.env["client.access"]._grant(
                volunteer, file.sudo(), "volunteer", "Given"
            )
        theirs = self.as_user(volunteer, "client.case").browse(self.case.id)
        context = theirs.action_social_map()["context"]
        self.assertNotIn("search_default_target_group_ids", context)

    def test_a_case_of_somebody_else(self):
        for user in (self.stranger, self.users["employee"], self.editor):
            case = self.as_user(user, "client.case").browse(self.case.id)
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                case.action_social_map()
            for method in ("action_refer", "action_plan", "action_compare"):
                with self.assertRaises(AccessError):
                    getattr(self.found(user=user), method)()
        self.assertFalse(self.case.sudo().provider_option_ids)

    def test_nothing_is_kept_in_the_social_map(self):
        """No column of the social map holds the number or the key of a case."""
        before = self.walk.read()[0]
        self.found().action_plan()
        self.found().action_compare()
        self.found().action_favourite()
        self.walk.invalidate_recordset()
        self.assertEqual(self.walk.read()[0], before)


@tagged("post_install", "-at_install")
class TestChips(DirectoryCase, HttpCase):
    """What the search was filled in with, in words."""

    test_cursor_lock_timeout = 120

    def test_two_life_domains_in_dutch(self):
        self.env["res.lang"]._activate_lang("nl_NL")
        domains = self.env["life.domain"].create(
            [
                {"name": name, "code": f"t_chip_{place}", "sequence": place}
                for place, name in enumerate(("Wonen hier", "Geld hier"), 1)
            ]
        )
        self.case.write(
            {
                "question_ids": [
                    Command.create({"life_domain_id": d.id}) for d in domains
                ]
            }
        )
        self.supporter.lang = "nl_NL"
        self.browser_js(
            f"/odoo/action-client_support.client_case_action/{self.case.id}",
            CHIPS,
            login=self.supporter.login,
            timeout=200,
        )


@tagged("post_install", "-at_install")
class TestFound(DirectoryCase):
    def test_refer(self):
        context = self.found().action_refer()["context"]
        self.assertEqual(context["default_case_id"], self.case.id)
        self.assertEqual(context["default_service_id"], self.walk.id)
        self.assertEqual(context["default_partner_id"], self.buddies.id)
        self.assertEqual(context["default_life_domain_id"], self.domain.id)
        without = self.found(case=False).action_refer()["context"]
        self.assertNotIn("default_case_id", without)
        with self.assertRaises(AccessError):
            self.found(user=self.editor, case=False).action_refer()

    def test_plan(self):
        action = self.found().action_plan()
        self.assertFalse(action["res_id"])
        step = action["context"]["default_action_ids"][0][2]
        self.assertEqual(step["service_id"], self.walk.id)
        goal = self.as_role("supporter", "client.goal").create(
            {
                "case_id": self.case.id,
                "life_domain_id": self.domain.id,
                "wording": "Ik wil naar buiten",
            }
        )
        action = self.found().action_plan()
        self.assertEqual(action["res_id"], goal.id)
        self.assertEqual(goal.action_ids.service_id, self.walk)
        self.assertEqual(goal.action_ids.partner_id, self.buddies)
        # Its name is what happens; who does it is not the same name again.
        told = goal.action_ids._in_words()[0]
        self.assertEqual(told["what"], "Samen wandelen")
        self.assertEqual(told["who"], self.buddies.name)
        goal.action_ids.what = "Elke week naar buiten"
        self.assertEqual(goal.action_ids._in_words()[0]["who"], "Samen wandelen")

    def test_more_goals_to_choose_from(self):
        goals = self.as_role("supporter", "client.goal").create(
            [
                {
                    "case_id": self.case.id,
                    "life_domain_id": self.domain.id,
                    "wording": wording,
                    "attained": attained,
                }
                for wording, attained in (
                    ("Ik wil naar buiten", "not_yet"),
                    ("Ik wil mensen zien", "partly"),
                    ("Dat is klaar", "reached"),
                )
            ]
        )
        action = self.found().action_plan()
        self.assertEqual(goals.search(action["domain"]), goals[:2])
        self.assertFalse(goals.action_ids)
        chosen = goals[1].with_context(**action["context"]).action_choose()
        self.assertEqual(chosen["res_id"], goals[1].id)
        self.assertEqual(goals.action_ids.service_id, self.walk)
        self.assertEqual(goals.action_ids.goal_id, goals[1])
        theirs = goals[0].with_user(self.stranger).with_context(**action["context"])
        with self.assertRaises(AccessError):
            theirs.action_choose()

    def test_compare_once(self):
        self.walk.write(
            {"cost": "free", "waiting_weeks": 3, "measured_on": fields.Date.today()}
        )
        self.found().action_compare()
        done = self.found().action_compare()
        self.assertIn(self.case.number, done["params"]["message"])
        option = self.case.provider_option_ids
        self.assertEqual(option.partner_id, self.buddies)
        self.assertEqual((option.cost, option.waiting_weeks), ("free", 3))
        self.walk.measured_on = "2020-01-01"
        option.invalidate_recordset()
        self.assertFalse(option.waiting_weeks)

    def test_send_stays_in_the_message(self):
        both = self.found() | self.found(self.letters)
        action = both.action_send()
        self.assertEqual(action["res_model"], "client.message")
        body = action["context"]["default_body"]
        self.assertIn("Samen wandelen", body)
        self.assertIn("Hulp bij brieven", body)
        self.assertIn(self.walk._page_path(), body)
        with self.assertRaisesRegex(UserError, "from a case"):
            self.found(case=False).action_send()

    def test_a_list_names_nobody(self):
        lists = self.as_role("supporter", "social.shortlist")
        with self.assertRaisesRegex(ValidationError, "without persons"):
            lists.create({"name": f"Voor {self.case.number}"})
        mine = lists.create({"name": "Brieven", "service_ids": self.letters.ids})
        dialog = self.as_role("supporter", "social.shortlist.choose").create(
            {
                "service_ids": self.walk.ids,
                "is_new": True,
                "name": f"Voor {self.case.number}",
            }
        )
        with self.assertRaisesRegex(ValidationError, "without persons"):
            dialog.action_put()
        action = mine.with_context(of_case=self.case.id).action_send()
        self.assertIn("Hulp bij brieven", action["context"]["default_body"])

    def test_each_role_fills_lists_of_its_own(self):
        """From a case too: a list belongs to who made it, and to no case."""
        for role in ("supporter", "volunteer", "intake", "walk_in", "coordinator"):
            with self.subTest(role):
                found = self.found(user=self.users[role])
                opened = found.action_shortlist()
                mine = self.as_role(role, opened["res_model"]).browse(opened["res_id"])
                self.assertEqual(mine.service_ids, self.walk)
                other = self.found(self.letters, user=self.users[role])
                asked = other.action_shortlist()
                dialog = (
                    self.as_role(role, asked["res_model"])
                    .with_context(**asked["context"])
                    .create({})
                )
                self.assertEqual(dialog._own_lists(), mine)
                dialog.action_put()
                self.assertEqual(mine.service_ids, self.walk | self.letters)


@tagged("post_install", "-at_install")
class TestReferToService(DirectoryCase):
    def test_the_organisation_follows(self):
        referral = self.as_role("supporter", "client.referral").create(
            {
                "case_id": self.case.id,
                "resident_id": self.resident.id,
                "type_id": self.type("referral").id,
                "service_id": self.walk.id,
            }
        )
        self.assertEqual(referral.partner_id, self.buddies)
        referral.service_id = self.as_role("supporter", "social.service").browse(
            self.letters.id
        )
        self.assertEqual(referral.partner_id, self.others)
        with self.assertRaisesRegex(ValidationError, "another organisation"):
            self.make(partner_id=self.others.id, service_id=self.walk.id)

    def test_text_alone_still_works(self):
        referral = self.make(service="De wandelgroep")
        self.assertEqual(referral.partner_id, self.buddies)
        self.assertFalse(referral.service_id)

    def test_what_was_asked_stays(self):
        referral = self.ask(service_id=self.walk.id)
        with self.assertRaisesRegex(UserError, "cannot be changed"):
            referral.service_id = False

    def test_no_offer_of_the_own_organisation(self):
        own = self.make_service("Eigen aanbod", self.organisation.partner_id)
        with self.assertRaisesRegex(ValidationError, "own organisation"):
            self.make(partner_id=own.partner_id.id, service_id=own.id)

    def test_told_to_who_is_asked(self):
        referral = self.ask(service_id=self.walk.id, asked="Iemand om mee te wandelen")
        token = referral._draw_link().rsplit("/", 1)[1]
        page = self.env["client.referral"]._by_link(token)
        self.assertEqual(page["service"], "Samen wandelen")
        other = self.make(codes=["identity"], service_id=self.walk.id)
        document = other.env["client.referral.handover"]._make(other)
        self.assertIn("Samen wandelen", document.content)

    def test_a_service_that_was_named_is_not_deleted(self):
        self.make(service_id=self.walk.id)
        self.walk.sudo().state = "draft"
        with self.assertRaisesRegex(UserError, "ended, not deleted"):
            self.walk.unlink()


@tagged("post_install", "-at_install")
class TestExperience(DirectoryCase):
    """Counts of three residents, of whole quarters, and nothing to subtract."""

    def refer(self, count, result="declined", months=4, **values):
        day = fields.Date.subtract(fields.Date.today(), months=months)
        for number in range(count):
            resident = self.make_resident(name=f"Inwoner {number}")
            referral = self.as_role("supporter", "client.referral").create(
                {
                    "case_id": self.as_role("supporter", "client.case")
                    .create({"resident_ids": resident.ids})
                    .id,
                    "resident_id": resident.id,
                    "type_id": self.type("consult").id,
                    "service_id": self.walk.id,
                }
            )
            referral.sudo().write(
                {
                    "state": result,
                    "requested_on": fields.Date.subtract(day, weeks=6),
                    "answered_on": day,
                    **values,
                }
            )
        self.env.flush_all()

    def told(self, user=None):
        lines = self.as_user(user or self.editor, "client.referral.experience")
        return {
            line.outcome: (line.quantity, line.weeks)
            for line in lines.search([("service_id", "=", self.walk.id)])
        }

    def test_from_three_on(self):
        self.refer(2, decline_reason="target_group")
        self.refer(2, decline_reason="no_capacity")
        self.assertEqual(self.told(), {})
        self.refer(1, decline_reason="target_group")
        self.assertEqual(self.told(), {"declined_target_group": (3, 0)})

    def test_on_every_route(self):
        self.refer(2, decline_reason="not_suitable")
        self.refer(3, decline_reason="other_area")
        model = self.as_user(self.editor, "client.referral.experience")
        domain = [("service_id", "=", self.walk.id)]
        self.assertEqual(model.search_count(domain), 1)
        self.assertEqual(
            model._read_group(domain, [], ["quantity:sum", "__count"]), [(3, 1)]
        )
        self.assertEqual(
            model._read_group(
                [("partner_id", "=", self.buddies.id)], ["partner_id"], ["quantity:sum"]
            )[0][1],
            3,
        )
        self.assertEqual(self.found(user=self.editor, case=False).experience_count, 3)
        allowed = {"partner_id", "service_id", "outcome", "quantity", "weeks"}
        self.assertLessEqual(
            {name for name, field in model._fields.items() if field.store},
            allowed | {"id"},
        )

    def test_this_quarter_is_not_told(self):
        self.refer(3, months=0, decline_reason="other")
        self.assertEqual(self.told(), {})

    def test_what_began_and_how_long_it_took(self):
        day = fields.Date.subtract(fields.Date.today(), months=4)
        self.refer(3, "started", started_on=day)
        self.assertEqual(self.told(), {"accepted": (3, 6)})

    def test_what_ends_today_shows_next_quarter(self):
        today = fields.Date.today()
        self.refer(3, "done", outcome="fits", ended_on=today)
        self.assertEqual(self.told(), {"accepted": (3, 0)})
        self.refer(3, "done", outcome="fits", ended_on="2020-01-01")
        self.assertEqual(self.told(), {"accepted": (3, 0)})

    @mute_logger("odoo.addons.base.models.ir_model")
    def test_who_reads_it(self):
        self.refer(3, decline_reason="other")
        for role in ("manager", "finance", "employee", "volunteer", "portal"):
            user = self.users[role]
            with self.subTest(role=role):
                with self.assertRaises(AccessError):
                    self.told(user)
                with self.assertRaises(AccessError):
                    self.found(user=user, case=False).read(["experience_count"])
        for user in (self.supporter, self.editor, self.users["coordinator"]):
            self.assertEqual(len(self.told(user)), 1)
        with self.assertRaises(AccessError):
            self.found(user=self.editor).action_refer()


@tagged("post_install", "-at_install")
class TestGap(DirectoryCase):
    def test_a_gap_becomes_a_signal(self):
        counted = self.env["social.search.gap"].create(
            {"name": "wasmachine", "month": "2026-09-01", "count": 4}
        )
        coordinator = self.users["coordinator"]
        for user in (self.editor, coordinator):
            gap = self.as_user(user, "social.search.gap").browse(counted.id)
            context = gap.action_signal()["context"]
            self.assertIn("wasmachine", context["default_description"])
            counted.state = "new"
            signal = (
                self.as_user(user, "client.signal").with_context(**context).create({})
            )
            self.assertEqual((signal.kind, counted.state), ("gap", "sent"))

    def test_not_what_one_cannot_see(self):
        gap = self.env["social.search.gap"].create(
            {"name": "jan jansen", "month": "2026-09-01", "count": 2}
        )
        for user in (self.editor, self.users["coordinator"], self.supporter):
            theirs = self.as_user(user, "social.search.gap").browse(gap.id)
            with self.subTest(user=user.login):
                with self.assertRaises(AccessError):
                    theirs.action_signal()
                with self.assertRaises(AccessError):
                    self.as_user(user, "client.signal").create(
                        {
                            "kind": "gap",
                            "description": "Iets",
                            "search_gap_id": gap.id,
                        }
                    )


@tagged("post_install", "-at_install")
class TestAgreements(DirectoryCase):
    def agree(self, **values):
        return self.as_role("coordinator", "social.agreement").create(
            {"name": "Samen aan de voordeur", "partner_ids": self.buddies.ids, **values}
        )

    def test_on_the_form_of_every_party(self):
        agreement = self.agree()
        partners = self.buddies | self.organisation.partner_id
        for role in ("supporter", "manager", "walk_in", "employee", "finance"):
            theirs = self.as_role(role, "res.partner").browse(partners.ids)
            for partner in theirs:
                self.assertEqual(partner.agreement_ids, agreement, role)
        other = self.as_role("supporter", "res.partner").browse(self.others.id)
        self.assertFalse(other.agreement_ids)
        stranger = self.as_user(self.stranger, "res.partner").browse(self.buddies.id)
        self.assertFalse(stranger.agreement_ids)
        for role in ("provider_staff", "access_officer", "portal"):
            with self.subTest(role=role), self.assertRaises(AccessError):
                self.as_role(role, "res.partner").browse(self.buddies.id).read(
                    ["agreement_ids"]
                )

    def test_between_others(self):
        """Neither party works here: the directory editor keeps it, everybody reads."""
        agreement = self.as_user(self.editor, "social.agreement").create(
            {
                "name": "Warme overdracht",
                "kind": "referral",
                "partner_ids": (self.buddies | self.others).ids,
                "rhythm": "quarter",
            }
        )
        self.assertFalse(agreement.company_id)
        readers = [self.users[role] for role in ("supporter", "employee", "finance")]
        for user in (*readers, self.stranger):
            for party in self.buddies | self.others:
                theirs = self.as_user(user, "res.partner").browse(party.id)
                self.assertEqual(theirs.agreement_ids, agreement, user.login)
                self.assertFalse(theirs.agreement_ids.has_access("write"))
        own = self.as_role("supporter", "res.partner").browse(
            self.organisation.partner_id.id
        )
        self.assertFalse(own.agreement_ids)
        # The form, with what only some of them may read.
        for user in (self.editor, self.users["finance"], self.users["coordinator"]):
            with self.subTest(user=user.login):
                form = Form(self.as_user(user, "social.agreement").browse(agreement.id))
                self.assertEqual(form.name, agreement.name)
                self.assertEqual(
                    "meeting_ids" in form._view["fields"],
                    user == self.users["coordinator"],
                )
        coordinator = self.as_role("coordinator", "social.agreement")
        coordinator = coordinator.browse(agreement.id)
        coordinator.evaluation_date = "2027-01-01"
        with self.assertRaises(ValidationError):
            coordinator.partner_ids = [Command.unlink(self.others.id)]

    def test_with_ourselves_one_other_is_enough(self):
        agreement = self.agree()
        self.assertEqual(agreement.company_id, self.organisation)
        with self.assertRaises(ValidationError):
            agreement.company_id = False

    def test_the_evaluation_is_told(self):
        soon = fields.Date.add(fields.Date.today(), days=10)
        agreement = self.agree(evaluation_date=soon)
        self.assertTrue(agreement.is_due)
        self.assertIn(agreement, agreement.search([("is_due", "=", True)]))
        self.env["social.agreement"]._cron_remind()
        self.env["social.agreement"]._cron_remind()
        tasks = self.env["mail.activity"].search(
            [("summary", "ilike", "Samen aan de voordeur")]
        )
        self.assertEqual(len(tasks), 1)

    def test_six_points_and_meetings(self):
        today = fields.Date.today()
        agreement = self.agree(
            quality_free="yes",
            quality_moments="partly",
            quality_learning="yes",
            meeting_ids=[
                Command.create({"name": "Voordeur", "date": day, "kind": "partners"})
                for day in (today, fields.Date.subtract(today, years=2))
            ],
        )
        self.assertEqual(agreement.quality_met, 2)
        self.assertEqual(agreement.meetings_in_year, 1)
