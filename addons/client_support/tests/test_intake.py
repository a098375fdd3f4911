from datetime import timedelta

from odoo import fields
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger
from odoo.tools.safe_eval import safe_eval

from .. import roles
from .common import ClientSupportCase


@tagged("post_install", "-at_install")
class TestIntake(ClientSupportCase):
    """A new registration is the intake's until a supporter has it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.intake = cls.users["intake"]
        cls.team.member_ids += cls.intake
        cls.second = cls.make_user("t_intake_second", roles.INTAKE)
        cls.supporter = cls.env["client.supporter"].create(
            {
                "name": "Saar Steun",
                "user_id": cls.users["supporter"].id,
                "company_id": cls.organisation.id,
            }
        )

    def register(self, role="walk_in"):
        resident = self.make_resident(role, nickname="Nieuw")
        contact = self.make_contact(resident)
        contact.action_make_case()
        return contact.case_id

    @mute_logger("odoo.addons.base.models.ir_rule")
    def sees(self, user, case):
        self.env.invalidate_all()
        theirs = case.with_user(user)
        resident = case.sudo().resident_ids.with_user(user)
        opened = theirs.has_access("read")
        self.assertEqual(resident.has_access("read"), opened)
        for contact in case.sudo().contact_ids.with_user(user):
            self.assertEqual(contact.has_access("read"), opened)
        return opened

    def test_the_team_s_intake_sees_what_others_register(self):
        case = self.register()
        self.assertTrue(self.sees(self.intake, case))
        self.assertTrue(case.with_user(self.intake).has_access("write"))
        self.assertFalse(self.sees(self.second, case), "not a member of the team")
        self.assertFalse(self.sees(self.colleague, case), "not in the intake")
        rows = self.env["client.access"].search(
            [("user_id", "=", self.intake.id), ("case_id", "=", case.id)]
        )
        self.assertEqual(rows.mapped("kind"), ["intake"])

    def test_it_ends_at_assignment(self):
        for role in ("walk_in", "intake"):
            with self.subTest(role):
                case = self.register(role)
                case.sudo()._assign(self.supporter)
                self.assertFalse(self.sees(self.intake, case))
                self.assertTrue(self.sees(self.users["supporter"], case))
                again = self.as_role("intake", "client.contact")
                self.assertFalse(again.search([("case_id", "=", case.id)]))

    def test_a_supporter_who_takes_it_on_needs_no_intake(self):
        case = self.register("supporter")
        self.assertEqual(case.sudo().supporter_id, self.supporter)
        self.assertFalse(self.sees(self.intake, case))

    def test_a_form_on_the_website(self):
        resident = self.env["client.resident"].create(
            {
                "name": "Via de site",
                "team_id": self.team.id,
                "company_id": self.organisation.id,
            }
        )
        case = self.env["client.case"].create(
            {
                "resident_ids": [Command.link(resident.id)],
                "team_id": self.team.id,
                "company_id": self.organisation.id,
            }
        )
        self.assertFalse(self.sees(self.intake, case))
        case._open_for_intake()
        self.assertTrue(self.sees(self.intake, case))

    def test_the_intake_of_today(self):
        waiting = self.register()
        assigned = self.register()
        assigned.sudo()._assign(self.supporter)
        self.team.coordinator_id = self.users["coordinator"]
        team = self.as_role("coordinator", "client.team").browse(self.team.id)
        team.member_ids = [Command.link(self.second.id)]
        self.assertTrue(self.sees(self.second, waiting))
        self.assertFalse(self.sees(self.second, assigned))
        team.member_ids = [Command.unlink(self.intake.id)]
        self.assertFalse(self.sees(self.intake, waiting))
        self.assertTrue(self.sees(self.second, waiting))

    def test_the_queue_and_its_norm(self):
        first = self.register()
        second = self.register()
        today = fields.Date.context_today(first)
        second.registration_date = today - timedelta(days=15)
        action = self.env.ref("client_support.client_case_action_intake")
        cases = self.as_role("intake", "client.case")
        queue = cases.search(self.domain_of(action), order="registration_date, id")
        self.assertEqual(queue.ids, [second.id, first.id])
        self.assertEqual(queue.mapped("days_waiting"), [15, 0])
        first.sudo()._assign(self.supporter)
        self.assertEqual(cases.search(self.domain_of(action)).ids, second.ids)
        self.assertEqual(first.sudo().days_waiting, 0)
        self.assertIn(
            "client_support.menu_client_intake",
            self.open_menus("intake", "client_support"),
        )

    def domain_of(self, action):
        return safe_eval(action.domain)

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_a_coordinator_changes_the_own_teams(self):
        mine = self.as_role("coordinator", "client.team").browse(self.team.id)
        self.assertFalse(mine.has_access("write"))
        self.team.coordinator_id = self.users["coordinator"]
        self.env.invalidate_all()
        self.assertTrue(mine.has_access("write"))
        self.assertFalse(mine.has_access("create"))
        theirs = self.as_role("administrator", "client.team").browse(self.team.id)
        self.assertTrue(theirs.has_access("write"))
