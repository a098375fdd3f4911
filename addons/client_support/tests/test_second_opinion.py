from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .test_dividing_work import DividingCase


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
        form.action_give()
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
