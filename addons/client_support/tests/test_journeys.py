from datetime import date

from odoo.tests import HttpCase, tagged

from .test_referral import ReferralCase

NAME = "Journey supporter"


@tagged("post_install", "-at_install")
class TestJourneys(ReferralCase, HttpCase):
    """The five main journeys in Chromium, by the people who go them.

    What is stored afterwards is looked at over the ORM. docs/journeys.md tells them.
    """

    # On a busy machine making the scripts alone takes longer than the default.
    test_cursor_lock_timeout = 120

    def setUp(self):
        super().setUp()
        self.profile.name = NAME
        self.case.stage = "active"

    def go(self, tour, login, record=None):
        """Walk a tour, from a record or from where the app opens."""
        page = f"/odoo/{record._name}/{record.id}" if record else "/odoo"
        self.start_tour(page, f"client_journey_{tour}", login=login, timeout=200)
        self.env.invalidate_all()

    def test_1_walk_in_contact(self):
        self.as_role("walk_in", "client.resident").create({"nickname": "Pluk"})
        self.go("walk_in", "t_walk_in")
        contact = self.as_role("walk_in", "client.contact").search([])
        self.assertEqual(contact.resident_id.nickname, "Pluk")
        self.assertEqual(contact.life_domain_ids.code, "income_debt")
        self.assertEqual(contact.minutes, 30)

    def test_2_a_case_from_intake_to_closed(self):
        self.go("intake", "t_intake")
        case = self.as_role("intake", "client.case").search([])
        self.assertEqual(case.call_attempt_ids.outcome, "reached")
        self.assertEqual(case.question_ids.description, "The stairs")
        self.go("assign", "t_coordinator")
        self.assertEqual(case.sudo().supporter_id, self.profile)
        self.go("close", "t_supporter")
        case = self.as_role("supporter", "client.case").browse(case.id)
        self.assertEqual(
            (case.stage, case.closing_reason_id.code, case.resident_answer),
            ("closed", "answered", "yes"),
        )
        self.assertTrue(case.start_date and case.close_date)

    def test_3_assessment_and_plan(self):
        self.go("plan", "t_supporter", self.case)
        lines = self.case.assessment_ids.line_ids
        self.assertEqual("".join(lines.mapped("score")), "334222545343")
        goal = self.case.goal_ids
        self.assertEqual(goal.wording, "I want to stay")
        self.assertEqual(goal.life_domain_id, self.domain)
        self.assertEqual(
            (goal.action_ids.what, goal.action_ids.by), ("Call them", "resident")
        )

    def test_4_referral_with_a_warm_handover(self):
        self.go("refer", "t_supporter", self.case)
        referral = self.case.referral_ids
        self.assertEqual((referral.state, referral.answered_how), ("accepted", "link"))
        consent = self.env["client.consent"].search(
            [("number", "=", referral.consents)]
        )
        self.assertEqual(
            (consent.purpose, consent.given_how, consent.state),
            ("refer", "oral", "given"),
        )
        self.assertEqual(consent.recipient_partner_id, self.buddies)
        self.assertEqual(consent.section_ids.code, "identity")
        self.go("confirm", "t_supporter", referral)
        self.assertTrue(referral.confirmed_on and referral.is_together)
        self.assertEqual(referral.confirmed_by, "Coach")

    def test_5_objection_with_terms(self):
        self.go("objection", "t_supporter", self.case)
        procedure = self.case.procedure_ids
        objection = procedure.step_ids.filtered(lambda step: step.code == "objection")
        # Six weeks from the day after Monday 2 November 2026 (Awb art. 6:7 and 6:8).
        self.assertEqual(objection.start_date, date(2026, 11, 2))
        self.assertEqual(objection.due_date, date(2026, 12, 14))
        letter = procedure.letter_ids
        self.assertEqual(letter.kind, "objection")
        self.assertTrue(letter.printed_on)
        self.assertIn("Help in the household", letter.body)
