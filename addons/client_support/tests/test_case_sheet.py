from datetime import date, timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import BaseCase, tagged
from odoo.tools import mute_logger

from .. import deidentify
from .common import ClientSupportCase

NAME = "Zoë van den Berg"
DILEMMA = "De een wil alleen verder, de ander vindt dat te vroeg. Wat doe ik?"


@tagged("post_install", "-at_install")
class TestDeidentify(BaseCase):
    """What gives somebody away in a text, and what does not."""

    def test_what_has_no_place(self):
        texts = {
            "email": ["mail zoe@voorbeeld.nl", "Z.oe+x@a-b.nl"],
            "telephone": [
                "bel 06-12345678",
                "06 12 34 56 78",
                "+31 6 12345678",
                "078-1234567",
                "(078) 123 45 67",
                "0031 78 123 45 67",
            ],
            "nine_digits": ["bsn 123456782", "1234.56.782", "123 456 782"],
            "postcode": ["op 3311 AB", "3311AB."],
        }
        for code, examples in texts.items():
            for text in examples:
                with self.subTest(text):
                    self.assertIn(code, deidentify.found(text))

    def test_what_may_be_said(self):
        for text in (
            DILEMMA,
            "Sinds 2019 al 3 keer, om 10.30 uur",
            "een schuld van 12500 euro",
            "in 2024 is veel gebeurd",
            "4 kinderen van 5 tot 12",
            "",
            None,
        ):
            with self.subTest(text):
                self.assertEqual(
                    deidentify.found(text, [NAME], [date(1958, 3, 14)]), []
                )

    def test_names(self):
        for text in ("ZOE wil dat", "mevrouw Berg", "met zoë's zus"):
            with self.subTest(text):
                self.assertEqual(deidentify.found(text, [NAME]), ["name"])
        # Not as a part of another word, and not the small words in it.
        self.assertEqual(deidentify.found("van den bergen en zo", [NAME]), [])

    def test_birth_dates(self):
        for text in (
            "14-3-1958", "14/03/58", "14 maart 1958", "1958-03-14",
            "14.03.1958",
        ):  # fmt: skip
            with self.subTest(text):
                self.assertIn(
                    "birth_date", deidentify.found(text, [], [date(1958, 3, 14)])
                )
        self.assertEqual(
            deidentify.found("114-3-1958 en 15-3-1958", [], [date(1958, 3, 14)]), []
        )

    def test_age_bands(self):
        today = date(2026, 11, 22)
        bands = {2020: "0-11", 2014: "12-17", 2005: "18-24", 1992: "25-34"}
        bands |= {1943: "75-84", 1930: "85+"}
        for year, band in bands.items():
            self.assertEqual(deidentify.age_band(year, today), band)


@tagged("post_install", "-at_install")
class TestCaseSheet(ClientSupportCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.peer = cls.env["client.supporter"].create(
            {
                "name": "Co Collega",
                "user_id": cls.colleague.id,
                "company_id": cls.organisation.id,
            }
        )
        special, ordinary = (
            cls.env["target.group"].search(
                [("special_category", "=", is_special)], limit=1
            )
            for is_special in (True, False)
        )
        cls.special, cls.ordinary = special, ordinary
        cls.resident = cls.make_resident(
            nickname="Zo",
            name=NAME,
            birth_date="1958-03-14",
            target_group_ids=[(6, 0, (special | ordinary).ids)],
        )
        cls.case_ = cls.as_role("supporter", "client.case").create(
            {
                "resident_ids": [(4, cls.resident.id)],
                "registration_date": fields.Date.today() - timedelta(days=30),
                "moment": "using",
                "question_ids": [
                    (
                        0,
                        0,
                        {
                            "life_domain_id": cls.domain.id,
                            "description": "GEHEIMVRAAG",
                            "legal_framework": "wmo",
                        },
                    )
                    for _time in range(2)
                ],
            }
        )

    def form(self, user=None, **values):
        return self.as_user(
            user or self.users["supporter"], "client.case.sheet.make"
        ).create(
            {
                "case_id": self.case_.id,
                "supporter_ids": [(6, 0, self.peer.ids)],
                "dilemma": DILEMMA,
                **values,
            }
        )

    def make(self, **values):
        action = self.form(**values).action_make()
        return self.env["client.case.sheet"].browse(action["res_id"])

    def test_what_the_case_is_about_and_not_who(self):
        sheet = self.as_user(self.colleague, "client.case.sheet").browse(self.make().id)
        self.assertEqual(sheet.dilemma, DILEMMA)
        self.assertRegex(sheet.age_bands, r"^(55-64|65-74|75-84)$")
        self.assertEqual(sheet.target_group_ids, self.ordinary)
        self.assertEqual(sheet.life_domain_ids, self.domain)
        self.assertEqual(sheet.questions, f"{self.domain.name}, Wmo 2015 (×2)")
        self.assertEqual(sheet.moment, "using")
        self.assertEqual(sheet.weeks, 4)
        told = str(sheet.read())
        for secret in (NAME, "GEHEIMVRAAG", "1958", self.case_.number):
            self.assertNotIn(secret, told)
        self.assertNotIn(self.resident.number, told)
        self.assertFalse(
            self.as_user(self.colleague, "client.case").search(
                [("id", "=", self.case_.id)]
            )
        )

    def test_it_does_not_point_at_a_file(self):
        for field in self.env["client.case.sheet"]._fields.values():
            self.assertFalse(
                self.env["client.resident"]._is_file(field.comodel_name), field
            )

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_for_who_was_asked(self):
        sheet = self.make()
        readers = (self.users["supporter"], self.colleague)
        for user in [*self.users.values(), self.colleague, self.stranger]:
            with self.subTest(user.login):
                theirs = sheet.with_user(user)
                self.assertEqual(theirs.has_access("read"), user in readers)
                self.assertFalse(theirs.has_access("write"))
                self.assertEqual(
                    theirs.has_access("unlink"), user == self.users["supporter"]
                )

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_it_expires_and_is_deleted(self):
        sheet = self.make()
        sheet.valid_until = fields.Datetime.now() - timedelta(seconds=1)
        self.env.invalidate_all()
        self.assertFalse(sheet.with_user(self.colleague).has_access("read"))
        kept = self.make()
        self.env["client.case.sheet"]._gc_expired()
        self.assertFalse(sheet.exists())
        self.assertTrue(kept.exists())

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_who_left_the_organisation_reads_it_no_more(self):
        sheet = self.make()
        for user in (self.colleague, self.users["supporter"]):
            self.assertTrue(sheet.with_user(user).has_access("read"))
            user.write(
                {"company_ids": self.neighbour.ids, "company_id": self.neighbour.id}
            )
            self.env.invalidate_all()
            self.assertFalse(sheet.with_user(user).has_access("read"))

    def test_a_text_that_says_who_it_is(self):
        for text in ("Bel 06-12345678", "Zij is van 14-3-1958", "zie 3311 AB, Zoë"):
            form = self.form(dilemma=text, is_checked=True)
            with self.subTest(text), self.assertRaises(UserError):
                form.action_make()
        form = self.form(dilemma="Mevrouw Berg op een berg")
        self.assertIn("a name of the resident", form.warning)
        with self.assertRaises(UserError):
            form.action_make()
        # A name that is a word as well: the supporter says that it is chance.
        form.is_checked = True
        self.assertTrue(form.action_make())

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_only_who_works_on_the_case(self):
        with self.assertRaises(AccessError):
            self.form(self.colleague).action_make()
        self.env["client.access"]._grant(self.colleague, self.case_, "consult", "test")
        with self.assertRaises(AccessError):
            self.form(self.colleague).action_make()

    def test_only_colleagues_and_not_for_ever(self):
        far = self.env["client.supporter"].create(
            {
                "name": "Ver",
                "user_id": self.stranger.id,
                "company_id": self.neighbour.id,
            }
        )
        with self.assertRaises(AccessError):
            self.form(supporter_ids=[(6, 0, far.ids)]).action_make()
        for days in (0, 57):
            with self.assertRaises(UserError):
                self.form(days=days).action_make()

    def test_printed(self):
        sheet = self.make()
        report = self.env["ir.actions.report"].with_user(self.colleague)
        html, _kind = report._render_qweb_html(
            "client_support.report_client_case_sheet", sheet.ids
        )
        self.assertIn(DILEMMA, html.decode())
        self.assertNotIn(NAME, html.decode())
        self.env.invalidate_all()
        with (
            mute_logger("odoo.addons.base.models.ir_rule"),
            self.assertRaises(AccessError),
        ):
            report.with_user(self.users["intake"])._render_qweb_html(
                "client_support.report_client_case_sheet", sheet.ids
            )
