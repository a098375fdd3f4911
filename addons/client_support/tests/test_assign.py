from datetime import timedelta

from odoo import fields
from odoo.exceptions import ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from ..weight import weight
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

    def ask_about(self, count):
        """Let the case be about so many life domains."""
        domains = self.env["life.domain"].search(
            [("id", "!=", self.domain.id)], limit=count - 1
        )
        self.case.question_ids = [
            Command.create({"life_domain_id": domain.id}) for domain in domains
        ]

    def test_load_is_weighted_against_capacity(self):
        self.fatima.max_cases = 2
        self.bram.max_cases = 4
        self.assign(self.fatima)
        line = self.dialog()[self.fatima]
        self.assertEqual((line.open_cases, line.weight, line.load), (1, 0.5, 25))
        self.ask_about(4)
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

    def test_the_caseload_weighs_as_the_plain_sum(self):
        for count in (1, 3, 6, 9):
            self.case.question_ids = [Command.clear()]
            self.ask_about(count + 1)
            for stage in ("registered", "waiting"):
                self.case.stage = stage
                with self.subTest(count=count, stage=stage):
                    self.assertEqual(self.caseload().weight, weight(count, stage))

    def test_a_law_is_something_to_know_as_well(self):
        self.case.question_ids.legal_framework = "wlz"
        self.fatima.life_domain_ids = self.bram.life_domain_ids = self.domain
        self.bram.legal_framework_ids = self.env.ref(
            "client_support.legal_framework_wlz"
        )
        lines = self.dialog()
        self.assertEqual(lines[self.bram].fit, "3")
        self.assertEqual(lines[self.fatima].fit, "2")

    def test_first_free_hour_and_no_more(self):
        hours = self.organisation.resource_calendar_id
        hours.tz = "UTC"
        free = self.dialog()[self.fatima].next_free
        self.assertTrue(free)
        self.env["calendar.event"].create(
            {
                "name": "Geheim overleg",
                "start": free,
                "stop": free + timedelta(minutes=30),
                "user_id": self.users["supporter"].id,
                "partner_ids": self.users["supporter"].partner_id.ids,
            }
        )
        lines = self.dialog()
        self.assertGreater(lines[self.fatima].next_free, free)
        self.assertEqual(lines[self.bram].next_free, free)
        self.assertNotIn("Geheim", str(lines[self.fatima].read()))

    def test_who_is_away_has_no_hour_and_is_told(self):
        today = fields.Date.context_today(self.case)
        self.env["client.absence"].create(
            {
                "supporter_id": self.fatima.id,
                "date_from": today,
                "date_until": today + timedelta(days=30),
            }
        )
        line = self.dialog()[self.fatima]
        self.assertFalse(line.next_free)
        self.assertIn("away until", line.warning)
        self.assertFalse(line.objection)

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
