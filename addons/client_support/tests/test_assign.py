from odoo.exceptions import ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from .test_dividing_work import DividingCase


@tagged("post_install", "-at_install")
class TestAssignDialog(DividingCase):
    """Who may take the case: fit, load, warnings, reasons against."""

    def setUp(self):
        super().setUp()
        self.arabic = (
            self.env["res.lang"]
            .with_context(active_test=False)
            .search([("code", "=like", "ar%")], limit=1)
        )

    def test_fit_is_a_number_and_the_best_comes_first(self):
        self.resident.sudo().lang_id = self.arabic
        self.bram.life_domain_ids = self.domain
        self.bram.lang_ids = self.arabic
        self.fatima.life_domain_ids = self.env["life.domain"].search(
            [("id", "!=", self.domain.id)], limit=1
        )
        lines = self.dialog()
        self.assertEqual(lines[self.bram].fit, "3")
        self.assertEqual(lines[self.fatima].fit, "0")
        self.assertEqual(list(lines), [self.bram, self.fatima])

    def test_nothing_of_the_case_comes_along(self):
        self.bram.life_domain_ids = self.domain
        line = self.dialog()[self.bram]
        dialog = line.assign_id
        for record in (line, dialog):
            for field in record._fields.values():
                self.assertNotIn(
                    field.comodel_name,
                    {"client.case", "client.resident", "client.question"},
                )
        words = f"{line.objection}{line.warning}{line.fit}"
        self.assertNotIn(self.domain.name, words)

    def test_target_groups_count_for_nothing(self):
        """Some say something on health; the stars of two profiles would tell."""
        group = self.env["target.group"].search([], limit=1)
        before = self.dialog()[self.bram].fit
        self.resident.sudo().target_group_ids = group
        self.bram.target_group_ids = group
        self.assertEqual(self.dialog()[self.bram].fit, before)

    def test_load_against_capacity(self):
        self.fatima.max_cases = 2
        self.bram.max_cases = 4
        self.assign(self.fatima)
        lines = self.dialog()
        self.assertEqual(lines[self.fatima].load, 50)
        self.assertEqual(lines[self.bram].load, 0)
        self.assertNotIn("room", lines[self.fatima].warning)
        self.fatima.max_cases = 1
        lines = self.dialog()
        self.assertEqual(lines[self.fatima].load, 100)
        self.assertIn("room", lines[self.fatima].warning)
        self.assertFalse(lines[self.fatima].objection)
        self.assertEqual(list(lines), [self.bram, self.fatima])

    def test_a_refused_one_cannot_be_chosen_whatever_the_client_sends(self):
        self.organisation.requires_vog = True
        line = self.dialog()[self.fatima]
        self.assertIn("VOG", line.objection)
        line.objection = False
        with self.assertRaises(ValidationError):
            line.action_choose()

    def volunteer_at(self, provider):
        volunteer = self.env["client.supporter"].create(
            {
                "name": "Victor",
                "user_id": self.users["volunteer"].id,
                "company_id": self.organisation.id,
                "employment_kind": "volunteer",
            }
        )
        self.env["client.employment"].create(
            {"supporter_id": volunteer.id, "partner_id": provider.id}
        )
        return volunteer

    def test_a_volunteer_at_a_provider_is_warned_not_banned(self):
        volunteer = self.volunteer_at(self.provider)
        line = self.dialog()[volunteer]
        self.assertFalse(line.objection)
        self.assertIn("provider of indicated care", line.warning)
        line.action_choose()
        self.assertEqual(self.case.supporter_id, volunteer)

    def test_but_not_where_that_provider_cares_for_the_resident(self):
        volunteer = self.volunteer_at(self.provider)
        self.assign(volunteer)
        with self.assertLogs("client_support.alarm", "WARNING"):
            self.case.provider_ids = [Command.link(self.provider.id)]
        self.assertFalse(self.case.supporter_id)
        self.assertTrue(self.dialog()[volunteer].objection)
        tasks = self.env["mail.activity"].search(
            [("user_id", "=", self.users["coordinator"].id)]
        )
        self.assertIn(self.case.number, tasks.mapped("summary")[0])

    def test_care_of_the_own_organisation(self):
        municipality = self.env["social.area"].create(
            {"name": "Elders", "level": "municipality", "independence_check": "person"}
        )
        self.case.municipality_id = municipality
        self.organisation.provides_indicated_care = True
        self.assertFalse(self.dialog()[self.fatima].objection)
        self.case.provider_ids = self.organisation.partner_id
        self.assertIn("own organisation", self.dialog()[self.fatima].objection)
