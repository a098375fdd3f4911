from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..wizard.client_caller_lookup import LIMITS
from .test_witness import WitnessCase

NAME = "Zoë van den Berg"
BIRTH_DATE = "1958-03-14"
MARKER = "GEHEIMROEP"


@tagged("post_install", "-at_install")
class TestCallerLookup(WitnessCase):
    """A colleague learns who the supporter is, and nothing else."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.supporter = cls.env["client.supporter"].create(
            {
                "name": "Saar Steun",
                "user_id": cls.users["supporter"].id,
                "company_id": cls.organisation.id,
            }
        )
        cls.caller = cls.make_resident(
            nickname=MARKER, name=NAME, birth_date=BIRTH_DATE
        )
        cls.caller_case = cls.as_role("supporter", "client.case").create(
            {"resident_ids": [(4, cls.caller.id)]}
        )

    def ask(self, user=None, name=NAME, birth_date=BIRTH_DATE):
        lookup = self.as_user(user or self.colleague, "client.caller.lookup").create(
            {"name": name, "birth_date": birth_date}
        )
        lookup.action_look_up()
        return lookup

    def test_the_supporter_and_nothing_else(self):
        for role in ("walk_in", "intake"):
            lookup = self.ask(self.users[role])
            self.assertEqual(
                lookup.answer,
                "Saar Steun (Oever) is the supporter and can take the call.",
            )
        read = lookup.read()[0]
        self.assertNotIn("resident_id", read)
        self.assertNotIn("case_id", read)
        for secret in (MARKER, self.caller.number, self.caller_case.number):
            self.assertNotIn(secret, str(read))
        for name in ("resident_id", "case_id", "supporter_id"):
            with self.assertRaises(AccessError):
                lookup.read([name])
        self.assertFalse(
            self.as_role("intake", "client.resident").search([("name", "=", NAME)])
        )

    def test_as_people_spell_it(self):
        for name in ("zoe  VAN DEN berg", " Zoë van den Berg "):
            self.assertTrue(self.ask(name=name).is_known, name)

    def test_unknown_is_one_calm_answer(self):
        unknown = self.ask(name="Niemand Bekend").answer
        self.assertIn("We do not know this person in this way", unknown)
        others = {
            "other birth date": self.ask(birth_date="1958-03-15"),
            "a part of the name": self.ask(name="Zoë"),
            "the nickname": self.ask(name=MARKER),
            "a wildcard": self.ask(name="%"),
            "another organisation": self.ask(self.stranger),
        }
        for reason, lookup in others.items():
            with self.subTest(reason):
                self.assertEqual(lookup.answer, unknown)
                self.assertFalse(lookup.is_known)

    def test_who_may(self):
        for role in set(self.users) - {"supporter", "walk_in", "intake"}:
            with self.subTest(role), self.assertRaises(AccessError):
                self.ask(self.users[role])

    def test_forms_are_ones_own(self):
        lookup = self.ask()
        theirs = self.as_role("intake", "client.caller.lookup")
        self.assertFalse(theirs.search([]))
        with mute_logger("odoo.addons.base.models.ir_rule"):
            self.assertFalse(theirs.browse(lookup.id).has_access("read"))

    def test_whether_the_call_can_be_taken(self):
        cover = self.env["client.supporter"].create(
            {
                "name": "Co Collega",
                "user_id": self.colleague.id,
                "company_id": self.organisation.id,
            }
        )
        now = fields.Datetime.now()
        self.env["calendar.event"].create(
            {
                "name": "Teamoverleg",
                "start": fields.Datetime.subtract(now, minutes=5),
                "stop": fields.Datetime.add(now, minutes=25),
                "partner_ids": [(6, 0, self.users["supporter"].partner_id.ids)],
            }
        )
        answer = self.ask(self.users["intake"]).answer
        self.assertIn("is in a meeting until", answer)
        self.assertNotIn("Teamoverleg", answer)
        self.as_role("supporter", "client.cover").create(
            {"supporter_id": self.supporter.id, "colleague_id": cover.id}
        ).action_cover()
        self.assertIn(
            f"is away. {self.colleague.name} covers.",
            self.ask(self.users["intake"]).answer,
        )

    def test_nobody_supports_now(self):
        self.caller_case.sudo().write(
            {"stage": "closed", "closing_reason_id": self.closing_reason().id}
        )
        self.assertIn("No supporter at this moment. Team Oever", self.ask().answer)

    def closing_reason(self):
        return self.env["client.closing.reason"].search([], limit=1)

    def test_every_look_up_is_logged_and_shown(self):
        self.written()
        lookup = self.ask()
        rows = self.written()
        self.assertEqual({row["operation"] for row in rows}, {"search"})
        [row] = rows
        self.assertEqual(row["user_id"], self.colleague.id)
        self.assertEqual(row["field_names"], "birth_date,name")
        self.assertEqual(row["resident_ids"], self.caller.ids)
        self.assertTrue(row["elevated"])
        self.ask(name="Niemand Bekend")
        [row] = self.written()
        self.assertFalse(row["resident_ids"])
        self.assertTrue(lookup.exists())
        portal = self.users["portal"]
        self.env["client.access"]._grant(portal, self.caller, "resident", "test")
        [file] = self.as_user(portal, "client.access.log")._shown_to_user()
        self.assertIn(
            (
                "a client supporter of Naast u",
                "looked up: who supports you",
                "somebody rang with your name and birth date",
            ),
            {(line["who"], line["what"], line["why"]) for line in file["lines"]},
        )

    def test_no_fishing(self):
        for period in LIMITS:
            parameter = f"client_support.lookups_per_{period}"
            self.env["ir.config_parameter"].set_param(parameter, 2)
            for _time in range(2):
                if self.colleague_asked() < 2:
                    self.ask(name="Niemand Bekend")
                self.written()
            with (
                self.assertLogs("client_support.alarm", "WARNING") as alarm,
                self.assertRaises(UserError),
            ):
                self.ask()
            self.assertIn(f"user {self.colleague.id} asked 2 times", alarm.output[0])
            self.assertNotIn(NAME, alarm.output[0])
            self.env["ir.config_parameter"].set_param(parameter, 100)
        # The limit is each user's own.
        self.assertTrue(self.ask(self.users["intake"]).is_known)

    def colleague_asked(self):
        return self.as_user(self.colleague, "client.caller.lookup")._asked_within("day")

    def test_deleting_the_form_does_not_reset_the_count(self):
        before = self.colleague_asked()
        self.ask().unlink()
        self.written()
        self.assertEqual(self.colleague_asked(), before + 1)

    def test_no_request_in_a_file_by_its_number(self):
        lookups = self.as_user(self.colleague, "client.caller.lookup")
        values = {"telephone": "078 123 45 67"}
        with self.assertRaises(AccessError):
            lookups.create({**values, "resident_id": self.caller.id})
        with self.assertRaises(AccessError):
            lookups.with_context(default_resident_id=self.caller.id).create(values)
        form = lookups.create({**values, "is_known": True})
        with self.assertRaises(AccessError):
            form.write({"resident_id": self.caller.id})
        with self.assertRaises(UserError):
            form.action_ask_callback()
