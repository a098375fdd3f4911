"""The demo directory: realistic, whole, and found in the words of residents.

It is loaded within the transaction of the test, as the installation of a demo does.
"""

import ast
import csv
from pathlib import Path

from odoo import Command, fields
from odoo.tests import TransactionCase, tagged
from odoo.tools.convert import convert_file
from odoo.tools.translate import TranslationImporter

from odoo.addons import social_map

ADDON = Path(social_map.__file__).parent
# Written before anybody who wrote it had looked at the search engine or its synonyms.
QUERIES = Path(__file__).with_name("directory_queries.csv")
NONSENSE = """
    zwoefklapper kwibuskast flurbelingstoel snorrebakt plofkwekkel drambolietoe
    knurfzaad wazzelboom blikkertand tuttefrul zompgraver krontjeklater
    kwekselaar pimpelspons grozelbiet wiebelslurf dropsnavel xylofoonles
    brompotlood fnuikstrik vliegtuigmotor duikboot postzegelveiling
    paardenzadel zonnebloempit gitaarsnaar olifantenpad kaasfondue
"""


@tagged("post_install", "-at_install")
class TestDirectoryDemo(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        manifest = ast.literal_eval((ADDON / "__manifest__.py").read_text())
        for name in manifest["demo"]:
            convert_file(cls.env, "social_map", name, {}, "init", noupdate=True)
        cls.env.flush_all()
        dutch = TranslationImporter(cls.env.cr, verbose=False)
        for name in manifest["demo"]:
            dutch.load_file(f"social_map/{name}", "nl_NL", module="social_map")
        dutch.save(force_overwrite=True)
        cls.env.invalidate_all()
        cls.env["social.service"]._index_anew()
        # What the database does by itself some time after so much was loaded.
        cls.env.cr.execute(
            "ANALYZE social_search_word, social_search_posting, social_service"
        )
        cls.services = cls.demo("social.service")
        cls.visitor = cls.env["social.service"].with_user(
            cls.env.ref("base.public_user")
        )

    @classmethod
    def demo(cls, model):
        """The records of the demo, whatever else the database holds."""
        ids = cls.env["ir.model.data"].search(
            [
                ("module", "=", "social_map"),
                ("model", "=", model),
                ("name", "like", "_demo_"),
            ]
        )
        return (
            cls.env[model].with_context(active_test=False).browse(ids.mapped("res_id"))
        )

    def test_it_is_a_whole_directory(self):
        self.assertGreaterEqual(len(self.services), 160)
        self.assertGreaterEqual(len(self.demo("social.location")), 45)
        self.assertGreaterEqual(len(self.demo("res.partner")), 60)
        states = {
            state: len(of) for state, of in self.services.grouped("state").items()
        }
        self.assertGreaterEqual(states["published"], 150)
        self.assertEqual(set(states), {"draft", "published", "paused", "ended"})
        for model, field in (
            ("support.form", "support_form_id"),
            ("life.domain", "life_domain_ids"),
            ("social.service.category", "category_ids"),
            ("target.group", "target_group_ids"),
        ):
            with self.subTest(list=model):
                listed = self.env["ir.model.data"].search(
                    [("module", "=", "social_map"), ("model", "=", model)]
                )
                published = self.services.filtered("is_published")
                unused = set(listed.mapped("res_id")) - set(published[field].ids)
                self.assertFalse(self.env[model].browse(unused).mapped("name"))

    def test_every_column_says_something(self):
        for path in (ADDON / "demo").glob("*.csv"):
            with self.subTest(file=path.name), path.open() as lines:
                rows = list(csv.DictReader(lines))
                values = {name: {row[name] for row in rows} for name in rows[0]}
                self.assertFalse(
                    [name for name, said in values.items() if said == {""}]
                )

    def test_it_is_as_old_as_a_real_one(self):
        today = fields.Date.context_today(self.services)
        visible = self.services.filtered("is_published")
        overdue = visible.filtered(
            lambda one: one.next_review and one.next_review < today
        )
        checked = visible.filtered("last_assured") - overdue
        self.assertGreater(len(overdue), 5)
        self.assertGreater(len(checked) / len(visible), 0.8)
        measured = visible.filtered("measured_on")
        self.assertTrue(measured.filtered("is_measure_current"))
        self.assertTrue(measured.filtered(lambda one: not one.is_measure_current))

    def test_it_keeps_its_secret(self):
        secret = self.demo("social.location").filtered("is_confidential")
        self.assertTrue(secret.service_location_ids)
        self.assertFalse(
            secret.with_user(self.visitor.env.user)._filtered_access("read")
        )

    def test_two_languages(self):
        service = self.env.ref("social_map.social_service_demo_schuldhulp")
        self.assertEqual(service.with_context(lang="en_US").name, "Debt support")
        self.assertEqual(service.with_context(lang="nl_NL").name, "Schuldhulpverlening")

    def test_municipalities_that_ran_in_front(self):
        found = self.env["social.area"].search([("is_front_runner", "=", True)])
        self.assertEqual(set(found.mapped("level")), {"municipality"})
        self.assertLessEqual(
            {"GM0034", "GM0363", "GM0479", "GM0505", "GM0518", "GM0935", "GM1904"},
            set(found.mapped("code")),
        )

    def test_the_editors_keep_it(self):
        editors = self.demo("res.users")
        self.assertIn("doris", editors.mapped("login"))
        self.assertEqual(self.services.owner_id, editors)
        service = self.services[0].with_user(editors[0])
        service.write({"schedule_ids": [Command.clear()]})

    def find(self, question):
        """The first services that a Dutch visitor finds."""
        visitor = self.visitor.with_context(lang="nl_NL")
        return visitor._look_up(question, limit=5, with_facets=False)

    def test_who_is_threatened_is_led_to_safety(self):
        safety = self.env.ref("social_map.life_domain_safety_justice")
        for question in (
            "mijn vriend bedreigt me",
            "ik word bedreigd door mijn ex vriend",
            "vriend bedreigt",
        ):
            first = self.find(question)["services"][:3].sudo()
            for service in first:
                self.assertIn(safety, service.life_domain_ids, (question, service.name))

    def test_who_sees_no_way_out_is_led_to_who_listens(self):
        listens = self.services.filtered(
            lambda one: (
                one.with_context(lang="nl_NL").name
                in ("Luistertelefoon, dag en nacht", "Hulp bij psychische crisis")
            )
        )
        self.assertEqual(len(listens), 2)
        for question in (
            "ik zie het niet meer zitten",
            "zie geen uitweg meer",
            "ik wil er niet meer zijn",
            "zelfdoding",
            "het leven heeft geen zin",
            "mijn zoon wil er niet meer zijn",
            "mijn dochter wil dood",
        ):
            self.assertTrue(self.find(question)["services"][:3] & listens, question)

    def test_residents_find_it(self):
        wrong = []
        with QUERIES.open() as lines:
            queries = list(csv.DictReader(lines))
        for query in queries:
            wanted = {
                self.env.ref(f"social_map.social_service_demo_{name}").id
                for name in query["expected"].split()
            }
            found = self.find(query["query"])
            if not wanted & set(found["services"].ids):
                wrong.append((query["query"], found["services"].mapped("name")))
        self.assertGreaterEqual(len(queries), 60)
        right = 1 - len(wrong) / len(queries)
        self.assertGreaterEqual(right, 0.9, "\n".join(map(str, wrong)))

    def test_nothing_answers_what_nobody_offers(self):
        """Invented words and goods: each is a gap, not a list of strangers."""
        asked = NONSENSE.split() + self.demo("social.search.gap").mapped("name")
        answered = [word for word in asked if self.find(word)["total"]]
        self.assertLessEqual(len(answered), 0.05 * len(asked), answered)
