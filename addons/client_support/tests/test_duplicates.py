from datetime import date

from odoo.tests import Form, TransactionCase, tagged
from odoo.tools import mute_logger

from .. import duplicates
from ..duplicates import Person
from .common import ClientSupportCase

BORN = date(1958, 3, 4)
STORED = {
    "name": "Sjaan de Wit",
    "nickname": "Sjaan",
    "name_key": "sjaan de wit",
    "birth_date": BORN,
    "birth_year": 1958,
    "phone": "06 1234 5678",
    "email": "Sjaan@example.nl",
}


class TestAgreement(TransactionCase):
    """What counts as two facts that agree, without a database."""

    def test_two_facts_and_no_less(self):
        name, phone, email = "sjaan de wit", "612345678", "sjaan@example.nl"
        for person, row, expected in [
            (Person(name, BORN, "", ""), {}, True),
            (Person(name, date(1958, 1, 1), "", ""), {"birth_date": None}, True),
            (Person(name, date(1958, 1, 1), "", ""), {}, False),
            (Person(name, None, phone, ""), {}, True),
            (Person(name, None, "", email), {}, True),
            (Person(name, None, "", ""), {}, False),
            (Person("sonja de wit", BORN, "", ""), {}, True),
            (Person("anna de wit", BORN, "", ""), {}, False),
            (Person("s", None, phone, ""), {}, True),
            (Person("anna", None, phone, email), {}, False),
            (Person("sjaan", BORN, "", ""), {"name_key": None}, True),
        ]:
            with self.subTest(person=person, row=row):
                self.assertEqual(person.agrees_with({**STORED, **row}), expected)

    def test_one_fact_is_no_question(self):
        self.assertFalse(Person("sjaan de wit", None, "", "").can_be_compared())
        self.assertFalse(Person("", BORN, "612345678", "").can_be_compared())

    def test_what_is_told(self):
        self.assertEqual(duplicates.initials(STORED), "S.D.W., 1958")
        self.assertEqual(
            duplicates.initials({**STORED, "birth_date": None, "birth_year": 0}),
            "S.D.W.",
        )

    def test_telephone_numbers(self):
        for written in ("06-12345678", "+31 6 1234 5678", "0031612345678"):
            self.assertEqual(duplicates.phone_key(written), "612345678")
        self.assertEqual(duplicates.phone_key("112"), "")


@tagged("post_install", "-at_install")
class TestDuplicates(ClientSupportCase):
    """Somebody new is written down: is this person known here already?"""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.known = cls.make_resident(
            user=cls.colleague,
            name="Geertruida Bloemendal",
            nickname="Truus",
            birth_date=BORN,
            phone="06 1234 5678",
        )

    def write_down(self, user=None, **values):
        form = Form(self.as_user(user or self.users["supporter"], "client.resident"))
        for name, value in values.items():
            form[name] = value
        return form.likely_duplicates or ""

    def asked(self, user=None):
        self.write_the_log()
        self.env.cr.execute(
            "SELECT record_ids, resident_ids FROM client_access_log"
            " WHERE operation = 'duplicates' AND user_id = %s",
            [(user or self.users["supporter"]).id],
        )
        return self.env.cr.fetchall()

    def test_the_form_tells_initials_year_and_team(self):
        told = self.write_down(name="Geertruida  BLOEMENDAL", birth_date="1958-03-04")
        self.assertIn("G.B., 1958, Oever", told)
        for secret in ("Bloemendal", "Geertruida", "Truus", self.known.sudo().number):
            self.assertNotIn(secret, told)

    def test_one_fact_tells_nothing(self):
        for values in (
            {"name": "Geertruida Bloemendal"},
            {"birth_date": "1958-03-04"},
            {"phone": "0612345678"},
            {"name": "Anna Ander", "birth_date": "1958-03-04"},
            {"name": "Geertruida Bloemendal", "birth_date": "1961-01-01"},
        ):
            with self.subTest(values=values):
                self.assertFalse(self.write_down(**values))

    def test_it_never_stands_in_the_way(self):
        values = {"name": "Geertruida Bloemendal", "birth_date": "1958-03-04"}
        self.assertTrue(self.make_resident(**values))

    def test_another_organisation_knows_nothing(self):
        self.assertFalse(
            self.write_down(
                self.stranger, name="Geertruida Bloemendal", birth_date="1958-03-04"
            )
        )

    def test_every_question_leaves_a_row(self):
        self.write_down(name="Geertruida Bloemendal", phone="+31612345678")
        self.assertIn(([self.known.id], [self.known.id]), self.asked())
        self.write_down(name="Niemand Bekend", phone="0687654321")
        self.assertIn((None, None), self.asked())

    def test_no_look_at_the_file_itself(self):
        self.write_the_log()
        self.env.invalidate_all()
        self.write_down(name="Geertruida Bloemendal", phone="+31612345678")
        self.write_the_log()
        self.env.cr.execute(
            "SELECT count(*) FROM client_access_log WHERE operation = 'read'"
            " AND resident_ids @> %s AND user_id = %s",
            [[self.known.id], self.users["supporter"].id],
        )
        self.assertEqual(self.env.cr.fetchone()[0], 0)

    def test_a_file_that_exists_asks_nothing(self):
        mine = self.make_resident(name="Geertruida Bloemendal", birth_date="1958-03-04")
        self.env.invalidate_all()
        self.assertFalse(mine.likely_duplicates)
        self.assertFalse(self.asked())

    def test_who_asks_too_often_gets_no_answer(self):
        self.patch(duplicates, "MOST_A_DAY", 2)
        values = {"name": "Geertruida Bloemendal", "birth_date": "1958-03-04"}
        for _ in range(2):
            self.assertIn("G.B.", self.write_down(**values))
            self.write_the_log()
        self.assertNotIn("G.B.", self.write_down(**values))

    def test_a_list_of_names_in_one_request_is_many_questions(self):
        self.patch(duplicates, "MOST_A_DAY", 5)
        known = ["x", "Geertruida Bloemendal", "1958-03-04"]
        rows = [["x", f"Naam {number}", "1990-01-01"] for number in range(5)]
        result = self.as_role("supporter", "client.resident").load(
            ["nickname", "name", "birth_date"], [*rows, known]
        )
        self.assertNotIn("G.B.", str(result["messages"]))
        self.assertEqual(len(self.asked()), 5)

    def test_an_import_is_warned_and_goes_on(self):
        result = self.as_role("supporter", "client.resident").load(
            ["nickname", "name", "birth_date"],
            [
                ["Truus", "Geertruida Bloemendal", "1958-03-04"],
                ["Nieuw", "Nieuw Verzonnen", "1999-09-09"],
            ],
        )
        self.assertEqual(len(result["ids"]), 2)
        (message,) = result["messages"]
        self.assertEqual((message["type"], message["record"]), ("warning", 0))
        self.assertIn("G.B., 1958", message["message"])

    def test_a_full_file_is_compared_too(self):
        light = self.make_resident(name=False, nickname="Truus")
        wizard = Form(
            self.as_role("supporter", "client.full.file").with_context(
                default_resident_id=light.id
            )
        )
        wizard.name = "Geertruida Bloemendal"
        wizard.birth_date = "1958-03-04"
        self.assertIn("G.B., 1958", wizard.likely_duplicates)

    def test_the_quick_form_knows_only_what_is_open(self):
        self.make_resident(nickname="Pluk", name=False)
        quick = Form(self.as_role("supporter", "client.quick.contact"))
        quick.who = "new"
        quick.nickname = " pluk "
        self.assertTrue(quick.is_known)
        quick.nickname = "Truus"  # a colleague's
        self.assertFalse(quick.is_known)

    def test_roles_that_do_not_register_get_no_answer(self):
        for role in ("volunteer", "coordinator", "manager", "portal"):
            with self.subTest(role=role), mute_logger("odoo.models"):
                told = (
                    self.as_role(role, "client.resident")
                    .new({"company_id": self.organisation.id})
                    ._duplicates_in_words("Geertruida Bloemendal", BORN)
                )
                self.assertFalse(told)
