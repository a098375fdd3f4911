from datetime import date

from odoo.tests import HttpCase, tagged

from .test_referral import ReferralCase

NAME = "Journey supporter"


@tagged("post_install", "-at_install")
class TestJourneys(ReferralCase, HttpCase):
    """The five main journeys in Chromium, by the people who go them.

    What is stored afterwards is looked at over the ORM. docs/journeys.md tells them.
    """

    def setUp(self):
        super().setUp()
        self.profile.name = NAME

    def page(self, record):
        return f"/odoo/{record._name}/{record.id}"

    def test_1_walk_in_contact(self):
        self.as_role("walk_in", "client.resident").create({"nickname": "Pluk"})
        self.start_tour("/odoo", "client_journey_walk_in", login="t_walk_in")
        contact = self.as_role("walk_in", "client.contact").search([])
        self.assertEqual(contact.resident_id.nickname, "Pluk")
        self.assertEqual(contact.life_domain_ids.code, "income_debt")
        self.assertEqual(contact.minutes, 30)

    def test_2_a_case_from_intake_to_closed(self):
        self.start_tour("/odoo", "client_journey_intake", login="t_intake")
        case = self.as_role("intake", "client.case").search([])
        self.assertEqual(case.call_attempt_ids.outcome, "reached")
        self.assertEqual(case.question_ids.description, "The stairs")
        self.start_tour("/odoo", "client_journey_assign", login="t_coordinator")
        self.env.invalidate_all()
        self.assertEqual(case.sudo().supporter_id, self.profile)
        self.start_tour("/odoo", "client_journey_close", login="t_supporter")
        case = self.as_role("supporter", "client.case").browse(case.id)
        self.assertEqual(
            (case.stage, case.closing_reason_id.code, case.resident_answer),
            ("closed", "answered", "yes"),
        )
        self.assertTrue(case.start_date and case.close_date)

    def test_3_assessment_and_plan(self):
        self.case.stage = "active"
        self.start_tour(
            self.page(self.case), "client_journey_plan", login="t_supporter"
        )
        self.env.invalidate_all()
        lines = self.case.assessment_ids.line_ids
        self.assertEqual("".join(lines.mapped("score")), "334222545343")
        goal = self.case.goal_ids
        self.assertEqual(goal.wording, "I want to stay")
        self.assertEqual(goal.life_domain_id, self.domain)
        self.assertEqual((goal.action_ids.what, goal.action_ids.by), ("Call them", "resident"))

    def test_4_referral_with_a_warm_handover(self):
        self.case.stage = "active"
        self.start_tour(
            self.page(self.case), "client_journey_refer", login="t_supporter"
        )
        self.env.invalidate_all()
        referral = self.case.referral_ids
        self.assertEqual((referral.state, referral.answered_how), ("accepted", "link"))
        consent = self.env["client.consent"].search([("number", "=", referral.consents)])
        self.assertEqual(
            (consent.purpose, consent.given_how, consent.state),
            ("refer", "oral", "given"),
        )
        self.assertEqual(consent.recipient_partner_id, self.buddies)
        self.assertEqual(consent.section_ids.code, "identity")
        self.start_tour(
            self.page(referral), "client_journey_confirm", login="t_supporter"
        )
        self.env.invalidate_all()
        self.assertTrue(referral.confirmed_on and referral.is_together)
        self.assertEqual(referral.confirmed_by, "Coach")

    def test_5_objection_with_terms(self):
        self.case.stage = "active"
        self.start_tour(
            self.page(self.case), "client_journey_objection", login="t_supporter"
        )
        self.env.invalidate_all()
        procedure = self.case.procedure_ids
        objection = procedure.step_ids.filtered(lambda step: step.code == "objection")
        # Six weeks from the day after Monday 2 November 2026 (Awb art. 6:7 and 6:8).
        self.assertEqual(objection.start_date, date(2026, 11, 2))
        self.assertEqual(objection.due_date, date(2026, 12, 14))
        letter = procedure.letter_ids
        self.assertEqual(letter.kind, "objection")
        self.assertTrue(letter.printed_on)
        self.assertIn("Help in the household", letter.body)
