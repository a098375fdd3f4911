import csv
from pathlib import Path
from unittest import skipUnless

from odoo.tests import TransactionCase, tagged

# The collection that the data files were made from lies beside the repository.
SOURCE = Path(__file__).resolve().parents[4] / "shared" / "domain"

VOCABULARIES = {
    "000/001/002/003/004 statutory list": "Wmo 2015, artikel 1.1.1",
    "000 + 002 Movisie definition": "Definitie Movisie",
    "000 par. 4": "Visie Dordrecht, paragraaf 4",
    "000 Buddyzorg": "Visie Dordrecht, Buddyzorg",
    "001 Table 1": "Evaluatie 2016, tabel 1",
    "001 Table 3": "Evaluatie 2016, tabel 3",
    "001 Movisie ideal picture": "Evaluatie 2016, ideaalbeeld Movisie",
    "002 par. 2.3": "Handreiking koplopers, paragraaf 2.3",
    "002 Houben": "Levensgebieden van Houben",
    "003 intro": "Advies Haarlem, inleiding",
    "003 par. 1": "Advies Haarlem, paragraaf 1",
    "003 par. 1 list": "Advies Haarlem, paragraaf 1, opsomming",
    "ZRM 2017": "Zelfredzaamheid-Matrix (ZRM) 2017",
    "Positieve gezondheid": "Positieve gezondheid",
}

# Printed differently per source, which the collection keeps in one cell.
PRINTED = {"jeugdhulp (004: jeugdzorg)": "jeugdhulp"}

CLASSIFICATIONS = {"(none)": "other", "(not a domain)": "not_domain"}


@tagged("post_install", "-at_install")
class TestData(TransactionCase):
    """The code lists are complete, in both languages."""

    def records(self, model):
        """The records of `model` that this module brought, not the user's own."""
        data = self.env["ir.model.data"].search(
            [("module", "=", "social_map"), ("model", "=", model)]
        )
        return self.env[model].browse(
            data.filtered(lambda row: "demo" not in row.name).mapped("res_id")
        )

    def test_how_many(self):
        for model, number in {
            "life.domain": 12,
            "life.domain.term": 94,
            "target.group": 30,
            "support.form": 23,
            "social.area": 1,
            "social.persona": 5,
        }.items():
            with self.subTest(model=model):
                self.assertEqual(len(self.records(model)), number)

    def test_external_ids_follow_the_codes(self):
        for model in ("life.domain", "target.group"):
            prefix = model.replace(".", "_")
            for record in self.records(model):
                with self.subTest(code=record.code):
                    self.assertEqual(
                        record, self.env.ref(f"social_map.{prefix}_{record.code}")
                    )

    def test_every_domain_has_what_screens_show(self):
        for domain in self.records("life.domain"):
            with self.subTest(code=domain.code):
                self.assertRegex(domain.icon, r"^fa-[a-z-]+$")
                self.assertTrue(domain.scope_note)
                self.assertTrue(domain.term_ids)
        colors = self.records("life.domain").mapped("color")
        self.assertEqual(len(set(colors)), 12, "two domains look alike")

    def test_dordrecht(self):
        area = self.env.ref("social_map.social_area_gm0505")
        self.assertEqual(
            (area.name, area.code, area.level), ("Dordrecht", "GM0505", "municipality")
        )


@tagged("post_install", "-at_install")
@skipUnless(SOURCE.is_dir(), f"no folder {SOURCE.parent.name}/{SOURCE.name} beside us")
class TestDataAgainstSource(TransactionCase):
    """Every row of the collection is there, with its Dutch and English names."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("nl_NL")
        modules = cls.env["ir.module.module"].search([("name", "=", "social_map")])
        modules._update_translations(["nl_NL"])

    def rows(self, name):
        with (SOURCE / f"{name}.csv").open(encoding="utf-8", newline="") as handle:
            return list(csv.DictReader(handle))

    def assertNamed(self, record, row):
        self.assertEqual(record.with_context(lang="en_US").name, row["name_en"])
        self.assertEqual(record.with_context(lang="nl_NL").name, row["name_nl"])

    def test_life_domains(self):
        for row in self.rows("life_domains_canonical"):
            with self.subTest(code=row["code"]):
                domain = self.env.ref(f"social_map.life_domain_{row['code']}")
                self.assertNamed(domain, row)
                dutch = domain.with_context(lang="nl_NL")
                self.assertEqual(dutch.scope_note, row["scope_note_nl"])

    def test_terms(self):
        Term = self.env["life.domain.term"]
        for row in self.rows("life_domains_mapping"):
            label = PRINTED.get(row["source_term_nl"], row["source_term_nl"])
            with self.subTest(source=row["source"], label=label):
                term = Term.find(label, VOCABULARIES[row["source"]])
                self.assertEqual(term.name, label)
                self.assertEqual(term.vocabulary, VOCABULARIES[row["source"]])
                code = row["canonical_code"]
                kind = CLASSIFICATIONS.get(code, "domain")
                self.assertEqual(term.classification, kind)
                self.assertEqual(
                    term.life_domain_id.code, code if kind == "domain" else False
                )
                if row["note"]:
                    self.assertTrue(term.note)

    def test_target_groups(self):
        for row in self.rows("target_groups"):
            with self.subTest(code=row["code"]):
                group = self.env.ref(f"social_map.target_group_{row['code']}")
                self.assertNamed(group, row)
                self.assertEqual(group.hard_to_reach, row["hard_to_reach"] == "1")
                self.assertEqual(
                    group.special_category, row["special_category_data"] == "1"
                )

    def test_forms_of_support(self):
        rows = self.rows("forms_of_support")
        for row in rows:
            with self.subTest(name=row["name_nl"]):
                form = self.env["support.form"].search([("name", "=", row["name_en"])])
                self.assertNamed(form, row)
                self.assertEqual(form.formality, row["formality"])
                self.assertEqual(form.sequence, int(row["seq"]) * 10)
                for_whom = form.with_context(lang="nl_NL").for_whom or "-"
                self.assertEqual(for_whom.lower(), row["target_group_nl"].lower())
