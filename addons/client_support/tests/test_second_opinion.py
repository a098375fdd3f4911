from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..models.client_second_opinion import DAYS
from .test_dividing_work import DividingCase

LOG_ACL = "odoo.addons.base.models.ir_model"


@tagged("post_install", "-at_install")
class TestSecondOpinion(DividingCase):
    """Another supporter looks as well, chosen by somebody who does not read it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.case._assign(cls.fatima)
        cls.request = cls.as_role("supporter", "client.second.opinion").create(
            {"case_id": cls.case.id, "question": "Klopt dit besluit wel?"}
        )

    def opinion_dialog(self):
        return self.lines("coordinator", self.caseload().action_second_opinion())

    def ask_bram(self):
        self.opinion_dialog()[self.bram].action_choose()

    def mine(self):
        return self.as_user(self.colleague, "client.second.opinion").browse(
            self.request.id
        )

    def tasks(self, user):
        return self.env["mail.activity"].search([("user_id", "=", user.id)])

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_the_coordinator_is_told_that_and_not_what(self):
        row = self.caseload()
        self.assertTrue(row.asks_second_opinion)
        coordinator = self.users["coordinator"]
        self.assertIn(self.case.number, self.tasks(coordinator)[0].summary)
        self.assertFalse(self.request.with_user(coordinator).has_access("read"))

    def test_never_the_supporter_of_the_case(self):
        line = self.opinion_dialog()[self.fatima]
        self.assertIn("supporter of this case", line.objection)
        line.objection = False
        with self.assertRaises(ValidationError):
            line.action_choose()

    def test_nor_does_who_gives_one_get_the_case_meanwhile(self):
        self.ask_bram()
        with self.assertRaises(ValidationError):
            self.assign(self.bram)

    def test_another_team_goes_before_the_own_team(self):
        outside = self.env["client.supporter"].create(
            {
                "name": "Noor",
                "user_id": self.make_user(
                    "t_noor", "client_support.group_supporter"
                ).id,
                "company_id": self.organisation.id,
            }
        )
        lines = self.opinion_dialog()
        self.assertEqual(next(iter(lines)), outside)
        self.assertIn("same team", lines[self.bram].warning)
        self.assertFalse(lines[self.bram].objection)

    def test_a_volunteer_is_not_asked(self):
        victor = self.env["client.supporter"].create(
            {
                "name": "Victor",
                "user_id": self.users["volunteer"].id,
                "company_id": self.organisation.id,
                "employment_kind": "volunteer",
            }
        )
        line = self.opinion_dialog()[victor]
        self.assertIn("in this role", line.objection)
        line.objection = False
        with self.assertRaisesRegex(UserError, "who can read the case"):
            line.action_choose()

    def test_who_is_near_is_looked_up_once(self):
        """However many supporters there are to choose from."""

        def statements():
            self.env.flush_all()
            self.env.invalidate_all()
            teams = self.patch_count()
            self.opinion_dialog()
            return len(teams)

        self.assertEqual(statements(), 1)
        for number in range(3):
            self.env["client.supporter"].create(
                {"name": f"Steun {number}", "company_id": self.organisation.id}
            )
        self.assertEqual(statements(), 1)

    def patch_count(self):
        """The looks for who works beside the supporter, from now on."""
        looks = []
        near = self.registry["client.assign"]._near
        self.patch(
            self.registry["client.assign"],
            "_near",
            lambda form, case: looks.append(case) or near(form, case),
        )
        return looks

    def test_whoever_is_asked_reads_and_writes_only_the_opinion(self):
        self.assertFalse(self.sees(self.colleague))
        self.ask_bram()
        self.assertTrue(self.sees(self.colleague))
        self.assertFalse(self.writes(self.colleague))
        self.assertFalse(self.mine().has_access("write"))
        self.assertIn(self.case.number, self.tasks(self.colleague)[0].summary)
        self.assertFalse(self.caseload().asks_second_opinion)
        form = self.as_user(self.colleague, "client.second.opinion.give").create(
            {"second_opinion_id": self.request.id, "opinion": "Vraag het na."}
        )
        leads = form.action_give()["params"]["next"]
        # Not back to the request, which is closed to the writer now.
        self.assertEqual(leads["tag"], "client_support.my_day")
        self.assertEqual(leads["target"], "main")
        self.assertFalse(form.exists())
        theirs = self.as_role("supporter", "client.second.opinion").browse(
            self.request.id
        )
        self.assertEqual(theirs.opinion, "Vraag het na.")
        self.assertEqual(theirs.state, "given")
        self.assertFalse(self.sees(self.colleague))

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_nobody_else_gives_it(self):
        self.ask_bram()
        forms = self.as_role("supporter", "client.second.opinion.give")
        with self.assertRaises(AccessError):
            forms.create(
                {"second_opinion_id": self.request.id, "opinion": "Ik zelf."}
            ).action_give()
        with self.assertRaises(AccessError):
            self.request.with_user(self.users["supporter"]).write({"opinion": "x"})

    def test_what_a_client_sends_along_is_left_out(self):
        self.request.action_withdraw()
        request = self.as_role("supporter", "client.second.opinion").create(
            {
                "case_id": self.case.id,
                "question": "Nog eens?",
                "state": "given",
                "supporter_id": self.fatima.id,
                "opinion": "Prima zo.",
            }
        )
        self.assertEqual(request.state, "requested")
        self.assertFalse(request.supporter_id)
        self.assertFalse(request.opinion)

    def test_withdrawn_ends_the_reading(self):
        self.ask_bram()
        self.request.action_withdraw()
        self.assertFalse(self.sees(self.colleague))
        with self.assertRaises(UserError):
            self.request.action_withdraw()
        line = self.opinion_dialog()[self.bram]
        with self.assertRaises(UserError):
            line.action_choose()

    def four_weeks_later(self):
        """The day has passed, and with it the reading."""
        self.request.sudo().due_date -= timedelta(days=DAYS + 1)
        self.env["client.access"]._end(
            [("user_id", "=", self.colleague.id), ("kind", "=", "consult")]
        )

    def decide(self, what, user=None):
        forms = self.as_user(
            user or self.users["supporter"], "client.second.opinion.late"
        )
        form = forms.create(
            {
                "second_opinion_id": self.request.id,
                "what": what,
                "reason": "Was ziek",
            }
        )
        form.action_decide()
        self.assertFalse(form.exists())

    def test_more_time_with_a_reason(self):
        self.ask_bram()
        self.four_weeks_later()
        self.assertFalse(self.sees(self.colleague))
        theirs = self.as_role("supporter", "client.second.opinion").browse(
            self.request.id
        )
        self.assertTrue(theirs.is_late)
        (line,) = theirs._day_lines()
        self.assertEqual((line["block"], line["tone"]), ("others", "danger"))
        self.decide("prolonged")
        self.assertTrue(self.sees(self.colleague))
        self.assertFalse(self.writes(self.colleague))
        (line,) = self.mine()._day_lines()
        self.assertEqual(line["block"], "me")
        term = self.request.term_ids
        self.assertEqual((term.reason, term.supporter_id), ("Was ziek", self.bram))
        today = fields.Date.context_today(self.case)
        self.assertEqual(
            (term.due_before, term.due_after),
            (today - timedelta(days=1), today + timedelta(days=DAYS)),
        )
        self.assertEqual(self.request.state, "assigned")
        self.mine()._give("Vraag het na.")
        self.assertFalse(self.sees(self.colleague))
        for act in (
            lambda: term.with_user(self.users["supporter"]).unlink(),
            lambda: term.with_user(self.users["supporter"]).write({"reason": "x"}),
            lambda: self.as_role("supporter", "client.second.opinion.term").create(
                {"second_opinion_id": self.request.id, "case_id": self.case.id}
            ),
        ):
            with self.assertRaises(AccessError), mute_logger(LOG_ACL):
                act()
        with self.assertRaisesRegex(UserError, "Nobody is looking"):
            self.decide("prolonged")

    def test_more_time_meets_a_conflict_of_interest(self):
        self.ask_bram()
        self.four_weeks_later()
        self.env["client.employment"].create(
            {"supporter_id": self.bram.id, "partner_id": self.provider.id}
        )
        self.case.provider_ids = self.provider
        with self.assertRaises(ValidationError):
            self.decide("prolonged")

    def test_another_is_asked_after_all(self):
        self.ask_bram()
        self.decide("asked_again")
        self.assertFalse(self.sees(self.colleague))
        self.assertEqual(self.request.state, "requested")
        self.assertFalse(self.request.supporter_id or self.request.due_date)
        self.assertEqual(self.request.term_ids.supporter_id, self.bram)
        self.assertTrue(self.caseload().asks_second_opinion)
        self.ask_bram()
        self.assertTrue(self.sees(self.colleague))

    def test_who_gives_it_does_not_prolong_the_own_reading(self):
        self.ask_bram()
        for user in (self.colleague, self.users["coordinator"], self.stranger):
            with (
                self.assertRaises(AccessError),
                mute_logger("odoo.addons.base.models.ir_rule", LOG_ACL),
            ):
                self.decide("prolonged", user)

    def test_the_reading_ends_in_any_language(self):
        """Assigned in the one, given in another."""
        self.env["res.lang"]._activate_lang("nl_NL")
        self.users["coordinator"].lang = "nl_NL"
        self.ask_bram()
        self.mine()._give("Vraag het na.")
        self.assertFalse(self.sees(self.colleague))

    def test_a_conflict_of_interest_counts_here_too(self):
        self.env["client.employment"].create(
            {"supporter_id": self.bram.id, "partner_id": self.provider.id}
        )
        self.case.provider_ids = self.provider
        line = self.opinion_dialog()[self.bram]
        self.assertTrue(line.objection)
        line.objection = False
        with self.assertRaises(ValidationError):
            line.action_choose()
