from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..models.client_disclosure import STEPS
from .test_consent import ConsentCase

ALARM = "client_support.alarm"


@tagged("post_install", "-at_install")
class TestDisclosure(ConsentCase):
    """Told without consent: a ground in law, a second person, and it stays."""

    def setUp(self):
        super().setUp()
        self.coordinator = self.users["coordinator"]
        self.today = fields.Date.context_today(self.env.user)

    def prepare(self, **values):
        return self.as_role("supporter", "client.disclosure").create(
            {
                "resident_id": self.resident.id,
                "ground": "vital_interest",
                "recipient_description": "Veilig Thuis",
                "summary": "GEHEIM wat er speelt",
                "reason": "GEHEIM waarom nu",
                "second_id": self.coordinator.id,
                **values,
            }
        )

    def asked(self, **values):
        disclosure = self.prepare(**values)
        disclosure.action_ask()
        return disclosure

    def approved(self, **values):
        disclosure = self.asked(**values)
        self.by_second(disclosure).action_approve()
        return disclosure

    def told(self, **values):
        disclosure = self.approved(**values)
        with self.assertLogs(ALARM, "WARNING") as logs:
            disclosure.action_disclose()
        self.assertIn(disclosure.number, logs.output[0])
        self.assertNotIn("GEHEIM", logs.output[0])
        return disclosure

    def by_second(self, disclosure):
        second = self.as_user(disclosure.second_id, "client.disclosure")
        return second.browse(disclosure.id)

    def test_nothing_without_approval(self):
        disclosure = self.prepare()
        for act in (disclosure.action_disclose, disclosure.action_told):
            with self.assertRaises(UserError):
                act()
        disclosure.action_ask()
        with self.assertRaises(UserError):
            disclosure.action_disclose()
        self.assertEqual(disclosure.state, "asked")

    def test_the_second_person_reads_it_and_no_more(self):
        disclosure = self.prepare()
        self.assertFalse(self.by_second(disclosure).search([]))
        disclosure.action_ask()
        seen = self.by_second(disclosure)
        self.assertIn("GEHEIM", seen.summary)
        self.assertFalse(seen.env["client.resident"].search([]))
        row = self.env["client.access"].search(
            [("user_id", "=", self.coordinator.id), ("valid_until", ">", "now")]
        )
        self.assertEqual((row.kind, row.section), ("consult", "consents"))
        self.assertEqual(row.basis, disclosure.number)
        with self.assertRaises(AccessError), mute_logger("odoo.addons.base.models"):
            seen.action_disclose()

    def test_who_asked_cannot_approve(self):
        disclosure = self.asked()
        with self.assertRaisesRegex(AccessError, "second person"):
            disclosure.action_approve()
        with self.assertRaises(UserError):
            self.prepare(second_id=self.supporter.id).action_ask()
        with self.assertRaises(AccessError), mute_logger("odoo.addons.base.models"):
            self.as_user(self.colleague, "client.disclosure").browse(
                disclosure.id
            ).action_approve()

    def test_who_wrote_it_cannot_approve_when_another_asks(self):
        disclosure = self.prepare(second_id=self.supporter.id)
        self.env["client.access"]._grant(
            self.colleague, self.resident, "supporter", "test"
        )
        with self.assertRaises(UserError):
            self.as_user(self.colleague, "client.disclosure").browse(
                disclosure.id
            ).action_ask()

    def test_who_can_be_second(self):
        for user in (
            self.users["manager"],
            self.users["privacy_officer"],
            self.users["employee"],
            self.stranger,
            self.officer,
        ):
            with self.subTest(user=user.login), self.assertRaises(UserError):
                self.prepare(second_id=user.id).action_ask()
        self.assertEqual(self.approved(second_id=self.colleague.id).state, "approved")

    def test_approval_needs_a_standing_row(self):
        disclosure = self.asked()
        self.env["client.access"]._end([("user_id", "=", self.coordinator.id)])
        with self.assertRaises(AccessError), mute_logger("odoo.addons.base.models"):
            self.by_second(disclosure).action_approve()

    def test_asked_is_fixed_and_changing_needs_a_new_approval(self):
        disclosure = self.approved()
        for record in (disclosure, disclosure.sudo()):
            with self.assertRaises(UserError):
                record.summary = "iets anders"
            with self.assertRaises(UserError):
                record.web_save({"summary": "iets anders"}, {"id": {}})
        disclosure.action_reopen()
        disclosure.summary = "iets anders"
        with self.assertRaises(UserError):
            disclosure.action_disclose()
        disclosure.action_ask()
        self.assertEqual(disclosure.state, "asked")

    def test_approval_is_not_set_by_hand(self):
        now = fields.Datetime.now()
        disclosure = self.prepare(asked_at=now, approved_at=now)
        self.assertEqual(disclosure.state, "draft")
        with self.assertRaises(AccessError):
            disclosure.approved_at = now

    def test_the_reporting_code_has_five_steps(self):
        steps = dict.fromkeys(STEPS, self.today)
        disclosure = self.prepare(ground="reporting_code", **steps)
        for step in STEPS:
            disclosure[step] = False
            with self.assertRaisesRegex(UserError, "five steps"):
                disclosure.action_ask()
            disclosure[step] = self.today
        disclosure.write({"step_talked": False, "step_talked_not": " "})
        with self.assertRaisesRegex(UserError, "five steps"):
            disclosure.action_ask()
        disclosure.step_talked_not = "onveilig"
        disclosure.step_decided = self.today + timedelta(days=3)
        with self.assertRaisesRegex(UserError, "future"):
            disclosure.action_ask()
        disclosure.step_decided = self.today
        disclosure.action_ask()

    def test_what_was_told_stays(self):
        disclosure = self.told()
        self.assertEqual(disclosure.state, "done")
        self.assertEqual(disclosure.disclosed_by_id, self.supporter)
        for act in (
            lambda: disclosure.write({"reason": "x"}),
            lambda: disclosure.sudo().write({"reason": "x"}),
            disclosure.unlink,
            disclosure.copy,
            disclosure.action_reopen,
            disclosure.action_disclose,
        ):
            with self.assertRaises(UserError):
                act()
        disclosure.action_told()
        self.assertEqual(disclosure.told_on, self.today)
        with self.assertRaises(UserError):
            disclosure.action_told()

    def test_told_by_telephone_opens_nothing(self):
        disclosure = self.told()
        self.assertFalse(
            self.env["client.access"].search(
                [("kind", "=", "disclosure"), ("basis", "=", disclosure.number)]
            )
        )

    def opened(self, **values):
        return self.told(
            how="access",
            case_id=self.case.id,
            recipient_user_id=self.officer.id,
            section_ids=[Command.set(self.sections["case"].ids)],
            **values,
        )

    def test_opened_for_some_days(self):
        disclosure = self.opened(access_days=3)
        self.assertEqual(self.seen("client.case"), self.case)
        self.assertFalse(self.seen("client.resident"))
        row = self.env["client.access"].search(
            [("basis", "=", disclosure.number), ("kind", "=", "disclosure")]
        )
        left = row.valid_until - fields.Datetime.now()
        self.assertTrue(timedelta(days=2) < left <= timedelta(days=3))
        with self.assertRaises(AccessError), mute_logger("odoo.addons.base.models"):
            self.as_user(self.officer, "client.disclosure").search([])

    def test_opened_asks_for_who_and_what(self):
        for values in (
            {"recipient_user_id": False},
            {"section_ids": False},
            {"case_id": False},
            {"access_days": 90},
            {"recipient_user_id": self.users["portal"].id},
        ):
            disclosure = self.prepare(
                **{
                    "how": "access",
                    "case_id": self.case.id,
                    "recipient_user_id": self.officer.id,
                    "section_ids": [Command.set(self.sections["case"].ids)],
                    **values,
                }
            )
            with self.subTest(values=values), self.assertRaises(UserError):
                disclosure.action_ask()

    def test_the_resident_does_not_see_it_until_told(self):
        portal = self.users["portal"]
        self.env["client.access"]._grant(portal, self.resident, "resident", "x")
        disclosure = self.opened()
        for model in ("client.disclosure", "client.access"):
            with self.assertRaises(AccessError), mute_logger("odoo.addons.base.models"):
                self.as_user(portal, model).search([])
        log = self.env["client.access.log"]
        self.as_user(self.officer, "client.case").browse(self.case.id).read(["stage"])
        # Nothing is committed in a test, so what a real one does then is done here.
        log._write_acts(self.env.cr, log._book().take())

        def why():
            log = self.as_user(portal, "client.access.log")
            return [
                line["why"] for file in log._shown_to_user() for line in file["lines"]
            ]

        law = "a law allows it without your permission"
        self.assertNotIn(law, why())
        disclosure.action_told()
        self.env.flush_all()
        self.assertIn(law, why())

    def test_the_privacy_officer_sees_that_it_happened(self):
        disclosure = self.told(recipient_partner_id=self.town.id)
        overview = self.as_role("privacy_officer", "client.consent.overview")
        values = overview.search([("number", "=", disclosure.number)]).read()[0]
        self.assertEqual(
            (values["kind"], values["purpose"], values["state"]),
            ("disclosure", "vital_interest", "done"),
        )
        self.assertEqual(values["date_from"], disclosure.disclosed_at.date())
        for secret in ("GEHEIM", "Sjaan", "Veilig Thuis"):
            self.assertNotIn(secret, str(values))
        with self.assertRaises(AccessError), mute_logger("odoo.addons.base.models"):
            self.as_role("privacy_officer", "client.disclosure").search([])
