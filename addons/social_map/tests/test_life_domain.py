from psycopg2 import IntegrityError

from odoo.exceptions import UserError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .common import SocialMapCommon


@tagged("post_install", "-at_install")
class TestLifeDomain(SocialMapCommon):
    def test_code_is_unique(self):
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            self.env["life.domain"].create({"name": "Wonen 2", "code": "housing"})

    def test_code_never_changes(self):
        domain = self.env.ref("social_map.life_domain_housing").with_user(self.editor)
        with self.assertRaises(UserError):
            domain.code = "dwelling"
        # A form sends every field back that it was given; the same code is no change.
        domain.write({"code": "housing", "name": "Dwelling"})
        self.assertEqual(domain.name, "Dwelling")

    def test_used_domain_is_not_deleted(self):
        domain = self.env.ref("social_map.life_domain_housing")
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            domain.unlink()


@tagged("post_install", "-at_install")
class TestLifeDomainTerm(SocialMapCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Term = cls.env["life.domain.term"]
        cls.housing = cls.env.ref("social_map.life_domain_housing")
        cls.meaning = cls.env.ref("social_map.life_domain_meaning")
        cls.term = cls.Term.create(
            {
                "name": "Dák en thuis",
                "vocabulary": "Proef A",
                "life_domain_id": cls.housing.id,
            }
        )

    def assertRefused(self, **vals):
        values = {
            "name": "Proefwoord",
            "vocabulary": "Proef A",
            "classification": "domain",
            "life_domain_id": self.housing.id,
            **vals,
        }
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(IntegrityError),
            self.env.cr.savepoint(),
        ):
            self.Term.create(values).flush_recordset()

    def test_kind_and_domain_belong_together(self):
        self.assertRefused(life_domain_id=False)
        self.assertRefused(classification="other")
        self.assertRefused(classification="not_domain")

    def test_term_is_unique_in_its_vocabulary(self):
        self.assertRefused(name="dak  en THUIS")
        self.assertRefused(name="  ")

    def test_find_reads_as_people_print(self):
        for label in ("Dák en thuis", " dak en\nTHUIS "):
            with self.subTest(label=label):
                self.assertEqual(self.Term.find(label), self.term)

    def test_find_follows_a_new_name(self):
        self.term.name = "Onder dak"
        self.assertFalse(self.Term.find("dak en thuis"))
        self.assertEqual(self.Term.find("onder dak"), self.term)

    def test_find_nothing(self):
        for label in ("dak", "dak en thuis!", "", None):
            with self.subTest(label=label):
                self.assertFalse(self.Term.find(label))

    def test_find_when_vocabularies_agree(self):
        other = self.term.copy({"vocabulary": "Proef B"})
        self.assertEqual(self.Term.find("dak en thuis"), self.term)
        self.assertEqual(self.Term.find("dak en thuis", "Proef B"), other)
        self.assertEqual(self.Term.find("dak en thuis", "Proef C"), self.term)

    def test_find_when_vocabularies_disagree(self):
        other = self.term.copy(
            {"vocabulary": "Proef B", "life_domain_id": self.meaning.id}
        )
        self.assertFalse(self.Term.find("dak en thuis"))
        self.assertFalse(self.Term.find("dak en thuis", "Proef C"))
        self.assertEqual(self.Term.find("dak en thuis", "Proef A"), self.term)
        self.assertEqual(self.Term.find("dak en thuis", "Proef B"), other)

    def test_find_when_kinds_disagree(self):
        self.term.copy(
            {
                "vocabulary": "Proef B",
                "classification": "other",
                "life_domain_id": False,
            }
        )
        self.assertFalse(self.Term.find("dak en thuis"))

    def test_form_drops_the_domain_of_another_kind(self):
        with Form(self.term.with_user(self.editor)) as form:
            form.classification = "not_domain"
        self.assertFalse(self.term.life_domain_id)
