from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged

from .test_case_stages import LifeOfACase


@tagged("post_install", "-at_install")
class TestCaseIntake(LifeOfACase):
    """The first call, the suggested route, what warns and never blocks."""

    def call(self, case, outcome):
        case.with_context(call_outcome=outcome).action_log_call()

    def test_calls_until_somebody_is_reached(self):
        case = self.make_case("intake")
        self.assertEqual(case.first_call_due, self.today + timedelta(days=14))
        for outcome in ("not_reached", "voicemail"):
            self.call(case, outcome)
        self.assertFalse(case.first_call_date)
        self.call(case, "reached")
        self.assertEqual(case.first_call_date, self.today)
        self.assertEqual(case.call_attempt_ids.user_id, self.users["intake"])
        self.assertFalse(case.call_pressure)

    def test_days_against_the_norm(self):
        case = self.make_case("intake")
        for days, pressure in [(0, "fine"), (7, "fine"), (8, "soon"), (14, "soon"),
                               (15, "late")]:  # fmt: skip
            case.registration_date = self.today - timedelta(days=days)
            with self.subTest(days=days):
                self.assertEqual(
                    (case.days_uncalled, case.call_pressure), (days, pressure)
                )
        self.organisation.first_call_days = 30
        self.assertEqual(case.call_pressure, "fine")

    def test_who_called_is_not_made_up(self):
        case = self.make_case("intake")
        attempts = case.env["client.call.attempt"]
        attempt = attempts.create(
            {
                "case_id": case.id,
                "outcome": "reached",
                "user_id": self.users["supporter"].id,
            }
        )
        self.assertEqual(attempt.user_id, self.users["intake"])
        with self.assertRaises(AccessError):
            attempt.outcome = "voicemail"
        with self.assertRaises(AccessError):
            attempt.unlink()
        with self.assertRaises(AccessError):
            case.first_call_date = self.today
        with self.assertRaises(ValidationError):
            attempts.create(
                {
                    "case_id": case.id,
                    "outcome": "reached",
                    "moment": fields.Datetime.now() + timedelta(hours=1),
                }
            )

    def test_the_suggestion_follows_what_is_known(self):
        case = self.make_case()
        self.assertEqual(case.route_suggested, "short")
        case.resident_ids.in_municipality = "no"
        self.assertEqual(case.route_suggested, "other_organisation")
        self.assertIn("municipality", case.route_why)
        case.resident_ids.in_municipality = "yes"
        case.write({"safety_flag": "Dog", "safety_until": self.today})
        self.assertEqual(case.route_suggested, "case")
        # The flag of yesterday says nothing on today.
        case.safety_until = self.today - timedelta(days=1)
        self.assertEqual(case.route_suggested, "short")

    def test_the_suggestion_is_for_who_may_know_what_it_rests_on(self):
        case = self.make_case("walk_in")
        with self.assertRaises(AccessError):
            case.read(["route_suggested"])

    def test_several_domains_are_a_multiple_problem(self):
        case = self.make_case()
        self.assertEqual((case.number_of_domains, case.is_multi_problem), (1, False))
        money = self.env.ref("social_map.life_domain_income_debt")
        case.question_ids = [(0, 0, {"life_domain_id": money.id})]
        self.assertEqual((case.number_of_domains, case.is_multi_problem), (2, True))
        self.organisation.multi_domain_count = 3
        self.assertFalse(case.is_multi_problem)

    def test_eligibility_warns_and_never_blocks(self):
        case = self.make_case()
        case.resident_ids.write({"legal_stay": "no", "in_municipality": "no"})
        self.assertIn("legally", case.eligibility_warning)
        self.assertIn("elsewhere", case.eligibility_warning)
        case.eligibility_reason = "Moves here next week"
        case.action_start()
        self.assertEqual(case.stage, "active")
        # That it was overridden is in the log of the file, as every change.
        self.write_the_log()
        self.assertTrue(
            self.env["client.access.log"].search_count(
                [
                    ("operation", "=", "write"),
                    ("field_names", "ilike", "eligibility_reason"),
                    ("user_id", "=", self.users["supporter"].id),
                ]
            )
        )

    def test_a_wlz_indication_becomes_a_task(self):
        case = self.make_case(stage="active")
        case.wlz_status = "applying"
        self.assertFalse(case.activity_ids)
        self.assertIn("Wlz", case.eligibility_warning)
        case.wlz_status = "indicated"
        case.wlz_status = "indicated"
        self.assertEqual(len(case.activity_ids), 1)
        self.assertEqual(case.activity_ids.user_id, self.users["supporter"])

    def test_asking_for_another_supporter_is_told_without_content(self):
        self.team.coordinator_id = self.users["coordinator"]
        case = self.make_case(stage="active")
        case.wants_other_supporter = True
        task = self.env["mail.activity"].search(
            [("user_id", "=", self.users["coordinator"].id)]
        )
        self.assertIn(case.number, task.summary)
        self.assertFalse(task.res_model)
        case.sudo()._assign(self.profiles[self.colleague])
        self.assertFalse(case.sudo().wants_other_supporter)
