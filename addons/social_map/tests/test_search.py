from datetime import date, datetime

from freezegun import freeze_time

from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from ..ages import BANDS
from ..opening_hours import Hours, at_place, is_open
from .common import SocialMapCommon
from .directory import make_directory, rows

# What must be among the first five.
GOAL = 0.9


class SearchCommon(SocialMapCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # Whatever is there: demo data, or services of an addon.
        cls.env["social.service"].search([]).write({"active": False})
        cls.organisation = cls.env["res.partner"].create(
            {
                "name": "Stichting Wierde",
                "is_company": True,
                "is_support_organization": True,
                "public_description": "Helpt.",
                "phone": "078 000 00 00",
            }
        )
        cls.domains = {
            domain.code: domain for domain in cls.env["life.domain"].search([])
        }
        cls.city = cls.env["social.area"].create(
            {"name": "Proefstad", "level": "municipality"}
        )
        cls.north, cls.south = cls.env["social.area"].create(
            [{"name": name, "parent_id": cls.city.id} for name in ("Noord", "Zuid")]
        )

    @classmethod
    def service(cls, name, **vals):
        """A published service for the whole country, unless told otherwise."""
        return cls.env["social.service"].create(
            {
                "name": name,
                "summary": "Hulp.",
                "partner_id": cls.organisation.id,
                "life_domain_ids": [Command.set(cls.domains["participation"].ids)],
                "is_nationwide": "area_ids" not in vals,
                "state": "published",
                **vals,
            }
        )

    @classmethod
    def place(cls, service, latitude=0, longitude=0, **vals):
        location = cls.env["social.location"].create(
            {
                "name": "Huis",
                "street": "Straat 1",
                "postal_code": "3399 AA",
                "city": "Proefstad",
                "latitude": latitude,
                "longitude": longitude,
                **vals,
            }
        )
        return cls.env["social.service.location"].create(
            {"service_id": service.id, "location_id": location.id}
        )

    def look_up(self, words="", user=None, **asked):
        services = self.env["social.service"].with_user(user or self.public)
        return services._look_up(words, **asked)

    def names(self, words="", **asked):
        return self.look_up(words, **asked)["services"].mapped("name")

    def count(self, facet, value, **chosen):
        counts = {
            one: count
            for one, _label, count in self.look_up(chosen=chosen)["facets"][facet]
        }
        return counts.get(value, 0)


@tagged("post_install", "-at_install")
class TestSearchQuality(SearchCommon):
    """What residents type finds what they mean."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        make_directory(cls.env)
        cls.env.flush_all()

    def test_misspelt_and_lay_words(self):
        asked, missed = rows("queries.csv"), []
        self.assertGreaterEqual(len(asked), 60)
        for row in asked:
            found = self.look_up(row["query"], limit=5, with_facets=False)["services"]
            if not set(found.mapped("name")) & set(row["service"].split(";")):
                missed.append(row["query"])
        self.assertLessEqual(len(missed), (1 - GOAL) * len(asked), missed)

    def test_did_you_mean(self):
        for typed, meant in (
            ("mantelsorg", "mantelzorg"),
            ("vrijwilligrs", "vrijwilligers"),
            ("Budgetmaatje", ""),
        ):
            with self.subTest(typed=typed):
                self.assertEqual(self.look_up(typed)["suggestion"], meant)

    def test_nothing_resembles_it(self):
        self.assertEqual(self.look_up("xqzwvk")["total"], 0)

    def test_any_text_may_be_typed(self):
        for words in (
            "%",
            "'; DROP",
            "\\",
            "ë" * 500,
            "a b c",
            "§life.domain:1",
            "100%_x",
        ):
            with self.subTest(words=words):
                self.look_up(words)

    def test_statements_do_not_grow_with_what_is_found(self):
        counts = set()
        for words in ("schuld", "hulp", "taalhuis"):
            self.look_up(words)
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.look_up(words, limit=80)
            counts.add(self.env.cr.sql_log_count - before)
        self.assertLessEqual(max(counts), 15)
        self.assertLessEqual(max(counts) - min(counts), 1, counts)


@tagged("post_install", "-at_install")
class TestSearch(SearchCommon):
    """The engine: who finds what, in which order, with which counts."""

    # Who

    def test_unpublished_is_nowhere(self):
        one = self.service("Zeldzaamheid", keywords="mantelzorg")
        self.assertEqual(self.names("zeldzaamheid"), ["Zeldzaamheid"])
        for change in ({"state": "draft"}, {"state": "ended"}, {"active": False}):
            one.write({"state": "published", "active": True})
            one.write(change)
            for user in (self.public, self.portal, self.employee, self.editor):
                answer = self.look_up("zeldzaamheid", user=user)
                self.assertEqual((answer["total"], answer["suggestion"]), (0, ""))
                self.assertFalse(any(answer["facets"].values()))
                # A slip is not put right to what may not be seen.
                self.assertEqual(
                    self.look_up("zeldzaamheit", user=user)["suggestion"], ""
                )
                self.assertNotIn(one, self.look_up(user=user)["services"])

    def test_organisation_that_left(self):
        self.service("Zeldzaamheid")
        self.organisation.is_support_organization = False
        self.assertEqual(self.look_up("zeldzaamheid")["total"], 0)

    def test_nobody_reads_the_index(self):
        self.service("Zeldzaamheid")
        for user in (self.public, self.portal, self.employee, self.editor):
            for model in ("social.search.word", "social.search.posting"):
                with self.assertRaises(AccessError):
                    self.env[model].with_user(user).search([])
            services = self.env["social.service"].with_user(user)
            with self.assertRaises(AccessError):
                services.search([]).read(["search_document"])
            with self.assertRaises(AccessError):
                services.search([("search_document", "like", "x")])

    # The words that it is found by

    def test_index_follows_every_text(self):
        one = self.service("Proef")
        group = self.env["target.group"].create({"name": "Zwaluwen", "code": "zwaluw"})
        for field, value in (
            ("name", "Kievit"),
            ("alternate_name", "Kluut"),
            ("keywords", "grutto, tureluur"),
            ("summary", "Over de ooievaar."),
            ("description", "Over de aalscholver."),
            ("easy_text", "De lepelaar."),
            ("for_whom", "Voor wie de wulp kent."),
            ("target_group_ids", group.ids),
        ):
            one.write({field: value})
        birds = "kievit kluut tureluur ooievaar aalscholver lepelaar wulp zwaluw"
        for words in birds.split():
            with self.subTest(words=words):
                self.assertEqual(self.look_up(words)["services"], one)
        one.name = "Plevier"
        self.assertFalse(self.names("kievit"))

    def test_index_follows_lists_and_organisation(self):
        domain = self.env["life.domain"].create({"name": "Vogels", "code": "birds"})
        one = self.service("Proef", life_domain_ids=[Command.set(domain.ids)])
        term = self.env["life.domain.term"].create(
            {"name": "pluimvee", "vocabulary": "Proef", "life_domain_id": domain.id}
        )
        self.assertEqual(self.look_up("pluimvee")["services"], one)
        term.name = "gevogelte"
        domain.name = "Zangvogels"
        self.organisation.name = "Stichting Nestkast"
        for words in ("gevogelte", "zangvogels", "nestkast"):
            self.assertEqual(self.look_up(words)["services"], one)
        term.unlink()
        self.assertFalse(self.names("gevogelte"))

    def test_all_languages(self):
        self.env["res.lang"]._activate_lang("nl_NL")
        one = self.service("Help")
        one.with_context(lang="nl_NL").name = "Bijstand"
        for words in ("help", "bijstand"):
            self.assertEqual(self.look_up(words)["services"], one)
        one.update_field_translations("summary", {"nl_NL": "Over de kiekendief."})
        self.assertEqual(self.look_up("kiekendief")["services"], one)

    # Order

    def test_name_before_text(self):
        self.service("Anders", description="Ook iets over rouwen.")
        self.service("Rouwgroep")
        self.assertEqual(self.names("rouw"), ["Rouwgroep", "Anders"])

    def test_stable_order_and_pages(self):
        for name in ("Boot", "Boot", "Aap", "Duif", "Clown"):
            self.service(name)
        whole = self.look_up(limit=10)["services"]
        self.assertEqual(whole.mapped("name"), ["Aap", "Boot", "Boot", "Clown", "Duif"])
        self.assertLess(whole[1].id, whole[2].id)
        pages = [self.look_up(limit=2, offset=offset) for offset in (0, 2, 4, 6)]
        self.assertEqual(
            [one.id for page in pages for one in page["services"]], whole.ids
        )
        self.assertEqual({page["total"] for page in pages}, {5})

    def test_other_orders(self):
        self.env["social.postcode"].search([("code", "=", "3301")]).unlink()
        self.env["social.postcode"].create(
            {"code": "3301", "latitude": 51.8, "longitude": 4.6}
        )
        area = {"area_ids": [Command.set(self.city.ids)]}
        best = self.service("Rouwgroep", **area)
        near = self.service("een boot", description="Over rouw.", **area)
        last = self.service("Een aap", description="Over rouw.", **area)
        self.place(best, 51.9, 4.6)
        self.place(near, 51.81, 4.6)
        best.last_assured, last.last_assured = "2026-01-01", "2026-02-01"
        near.last_assured = False
        asked = {"words": "rouw", "postcode": "3301"}
        for order, expected in (
            ("best", best + near + last),
            ("near", near + best + last),
            # Capitals do not count.
            ("name", last + near + best),
            ("checked", last + best + near),
            ("nonsense", best + near + last),
        ):
            with self.subTest(order=order):
                found = self.look_up(**asked, order=order)
                self.assertEqual(found["services"], expected)
                pages = [
                    self.look_up(**asked, order=order, offset=offset, limit=1)
                    for offset in range(3)
                ]
                self.assertEqual([one["services"].id for one in pages], expected.ids)
                self.assertEqual(found["total"], 3)

    # Synonyms

    def test_synonym_works_at_once(self):
        one = self.service(
            "Kievit", life_domain_ids=[Command.set(self.domains["mobility"].ids)]
        )
        two = self.service("Lepelaar")
        synonym = self.env["social.synonym"].with_user(self.editor)
        synonym = synonym.create({"name": "xantippe, rare vogel", "words": "lepelaar"})
        self.assertEqual(self.look_up("xantippe")["services"], two)
        self.assertEqual(self.look_up("een vogel, een rare")["services"], two)
        self.assertFalse(self.names("vogel"))
        synonym.write({"words": False, "life_domain_ids": self.domains["mobility"].ids})
        self.assertEqual(self.look_up("xantippe")["services"], one)
        synonym.active = False
        self.assertFalse(self.names("xantippe"))

    def test_a_phrase_of_words_that_say_nothing_stands_in_a_row(self):
        self.service("Lepelaar")
        self.env["social.synonym"].create(
            {"name": "wil er niet meer zijn", "words": "lepelaar"}
        )
        for question, answers in (
            ("ik wil er niet meer zijn", ["Lepelaar"]),
            ("mijn xantippe wil er niet meer zijn", ["Lepelaar"]),
            ("ik wil niet dat er meer xantippes zijn", []),
        ):
            with self.subTest(question):
                self.assertEqual(self.names(question), answers)

    def test_the_phrase_that_says_most_counts(self):
        """Of "xantippe willen" the second word says nothing by itself."""
        self.service("Kievit")
        self.service("Lepelaar")
        self.env["social.synonym"].create(
            [
                {"name": "xantippe", "words": "kievit"},
                {"name": "xantippe willen", "words": "lepelaar"},
            ]
        )
        self.assertEqual(self.names("mijn dochter wil xantippe"), ["Lepelaar"])
        self.assertIn("Kievit", self.names("mijn man is xantippe"))

    def test_a_synonym_that_was_typed_as_two(self):
        self.service("Lepelaar")
        self.env["social.synonym"].create({"name": "boomvalk", "words": "lepelaar"})
        self.assertEqual(self.names("een boom valk"), ["Lepelaar"])

    def test_half_of_a_word_is_no_slip(self):
        for name in ("Boomklever", "Klevir"):
            self.service(name)
        found = self.look_up("boom klever")
        self.assertEqual(found["services"].mapped("name"), ["Boomklever"])
        self.assertFalse(found["suggestion"])
        self.assertEqual(self.look_up("klever")["suggestion"], "klevir")

    def test_no_slip_of_a_word_that_says_nothing(self):
        self.service("Kievit", description="Kijk naar zoveel dat u wilt.")
        found = self.look_up("dattoo")
        self.assertFalse(found["services"])
        self.assertFalse(found["suggestion"])

    def test_synonym_needs_a_meaning(self):
        with self.assertRaises(ValidationError):
            self.env["social.synonym"].create({"name": "xantippe"})
        with self.assertRaises(ValidationError):
            self.env["social.synonym"].create({"name": " , !", "words": "x"})

    def test_who_keeps_synonyms(self):
        Synonym = self.env["social.synonym"]
        for user in (self.employee, self.portal, self.public):
            with self.assertRaises(AccessError):
                Synonym.with_user(user).create({"name": "xantippe", "words": "x"})
        self.assertTrue(Synonym.with_user(self.editor).has_access("unlink"))

    # Facets

    def test_own_choice_does_not_count(self):
        work, money = self.domains["work_day"], self.domains["income_debt"]
        self.service("A", cost="free", life_domain_ids=[Command.set(work.ids)])
        self.service("B", cost="paid", life_domain_ids=[Command.set(money.ids)])
        self.service(
            "C", cost="free", life_domain_ids=[Command.set((work + money).ids)]
        )
        self.assertEqual(self.names(chosen={"domain": [work.id]}), ["A", "C"])
        self.assertEqual(self.names(chosen={"domain": [work.id], "cost": ["paid"]}), [])
        self.assertEqual(self.count("domain", money.id, domain=[work.id]), 2)
        self.assertEqual(self.count("cost", "free", domain=[work.id]), 2)
        self.assertEqual(self.count("cost", "paid", domain=[work.id]), 0)
        self.assertEqual(
            self.count("domain", money.id, domain=[work.id], cost=["free"]), 1
        )
        # Each count is what one gets on choosing it.
        for facet, options in self.look_up()["facets"].items():
            for value, _label, count in options:
                choice = value if value is True else [value]
                total = self.look_up(chosen={facet: choice})["total"]
                self.assertEqual(total, count, (facet, value))

    def test_wider_areas_serve_too(self):
        for name, area in (
            ("Stad", self.city),
            ("Noord", self.north),
            ("Zuid", self.south),
        ):
            self.service(name, area_ids=[Command.set(area.ids)])
        self.service("Land")
        self.assertEqual(
            self.names(chosen={"area": [self.north.id]}), ["Land", "Noord", "Stad"]
        )
        # Who names the whole city is told what is for a part of it as well.
        self.assertEqual(
            self.names(chosen={"area": [self.city.id]}),
            ["Land", "Noord", "Stad", "Zuid"],
        )
        for area, count in ((self.north, 3), (self.city, 4)):
            self.assertEqual(self.count("area", area.id, area=[self.south.id]), count)

    def test_other_facets(self):
        language = self.env["social.language"].search([], limit=1)
        category = self.env["social.service.category"].search([], limit=1)
        group = self.env["target.group"].search([], limit=1)
        self.service("Anders")
        self.service(
            "Gezocht",
            language_ids=language.ids,
            category_ids=category.ids,
            target_group_ids=group.ids,
            formality="informal",
            performs_client_support=True,
        )
        for chosen in (
            {"language": [language.id]},
            {"category": [str(category.id)]},
            {"group": [group.id]},
            {"form": ["informal"]},
            {"client_support": True},
        ):
            with self.subTest(chosen):
                self.assertEqual(self.names(chosen=chosen), ["Gezocht"])

    def test_ages(self):
        """A service is for every band in which somebody can use it."""
        for name, low, high in (
            ("Iedereen", 0, 0),
            ("Tot en met 26", 0, 26),
            ("Vanaf 18", 18, 0),
            ("Net 65", 65, 65),
            ("Van 70", 70, 0),
        ):
            self.service(name, minimum_age=low, maximum_age=high)
        expected = {
            "0-17": ["Iedereen", "Tot en met 26"],
            "18-26": ["Iedereen", "Tot en met 26", "Vanaf 18"],
            "27-44": ["Iedereen", "Vanaf 18"],
            "45-64": ["Iedereen", "Vanaf 18"],
            "65-74": ["Iedereen", "Net 65", "Van 70", "Vanaf 18"],
            "75+": ["Iedereen", "Van 70", "Vanaf 18"],
        }
        self.assertEqual(list(expected), list(BANDS))
        for band, names in expected.items():
            with self.subTest(band=band):
                self.assertEqual(self.names(chosen={"age": [band]}), names)
                self.assertEqual(self.count("age", band), len(names))
                # The own choice does not count in its own facet.
                self.assertEqual(self.count("age", band, age=["0-17"]), len(names))
        both = self.names(chosen={"age": ["0-17", "75+"]})
        self.assertEqual(both, ["Iedereen", "Tot en met 26", "Van 70", "Vanaf 18"])
        changed = self.env["social.service"].search([("name", "=", "Van 70")])
        changed.minimum_age = 80
        self.assertEqual(self.count("age", "65-74"), 3)
        labels = {value: label for value, label, _n in self.look_up()["facets"]["age"]}
        self.assertEqual(labels["18-26"], "18 to 26 years")
        self.assertEqual(labels["75+"], "75 years and older")

    def test_unknown_choices_are_ignored(self):
        self.service("Anders")
        for chosen in (
            {"nonsense": [1]},
            {"domain": [0, "x", 10**12]},
            {"cost": ["free); DROP"]},
            {"area": []},
            {"age": ["18", "0-17'"]},
            None,
        ):
            self.assertEqual(self.look_up(chosen=chosen)["total"], 1, chosen)

    # Distance

    def test_distance(self):
        self.env["social.postcode"].search([("code", "in", ("3301", "3399"))]).unlink()
        self.env["social.postcode"].create(
            [
                {"code": "3301", "latitude": 51.8, "longitude": 4.6},
                {"code": "3399", "latitude": 51.9, "longitude": 4.6},
            ]
        )
        area = {"area_ids": [Command.set(self.city.ids)]}
        far, near = self.service("Ver", **area), self.service("Zeer nabij", **area)
        self.place(far)
        self.place(near, 51.81, 4.6)
        self.place(near, 52.5, 4.6)
        nowhere, country = self.service("Nergens", **area), self.service("Land")
        self.place(country, 51.8, 4.6)
        answer = self.look_up(postcode=" 3301 ab")
        self.assertEqual(answer["services"], near + far + country + nowhere)
        self.assertEqual(set(answer["distances"]), {near.id, far.id})
        # One degree of latitude is 111.2 km.
        self.assertAlmostEqual(answer["distances"][near.id], 1.1, 1)
        self.assertAlmostEqual(answer["distances"][far.id], 11.1, 1)
        for postcode in ("", "9999", "33", "x", "3301 ABC"):
            self.assertFalse(self.look_up(postcode=postcode)["distances"])

    def test_secret_address_has_no_distance(self):
        self.env["social.postcode"].search([("code", "=", "3301")]).unlink()
        self.env["social.postcode"].create(
            {"code": "3301", "latitude": 51.8, "longitude": 4.6}
        )
        one = self.service("Opvang", area_ids=[Command.set(self.city.ids)])
        self.place(one, 51.8, 4.6, is_confidential=True)
        for user in (self.public, self.portal, self.employee):
            self.assertFalse(self.look_up(user=user, postcode="3301")["distances"])

    # Open now

    @freeze_time("2026-11-02 09:30:00")
    def test_open_now_is_what_the_hours_say(self):
        """Half past ten on the first Monday of November, by both ways to reckon."""
        monday = {"weekday": "0", "opens_at": 10.5, "closes_at": 17}
        closure = {
            "is_closure": True,
            "valid_from": "2026-11-01",
            "valid_until": "2026-11-02",
        }
        kinds = {
            "open": [monday],
            "closed": [monday, closure],
            "ended": [{**monday, "opens_at": 9, "closes_at": 10.5}],
            "first": [{**monday, "week_of_month": "1"}],
            "second": [{**monday, "week_of_month": "2"}],
            "last": [{**monday, "week_of_month": "-1"}],
            "later": [{**monday, "valid_from": "2026-11-03"}],
            "before": [{**monday, "valid_until": "2026-11-01"}],
            "tuesday": [{**monday, "weekday": "1"}],
            "by appointment": [{**monday, "by_appointment": True}],
            "only closure": [closure],
            "none": [],
        }
        expected = set()
        for own, own_rows in kinds.items():
            for here, here_rows in {"no place": None, **kinds}.items():
                name = f"{own}, {here}"
                one = self.service(
                    name, schedule_ids=[Command.create(row) for row in own_rows]
                )
                lines = self.lines(own_rows)
                if here_rows is not None:
                    place = self.place(one)
                    place.schedule_ids = [Command.create(row) for row in here_rows]
                    lines = at_place(lines, self.lines(here_rows))
                if is_open(lines, datetime(2026, 11, 2, 9, 30)):
                    expected.add(name)
        found = set(self.names(chosen={"open_now": True}, limit=200))
        self.assertEqual(found, expected)
        self.assertTrue(expected)
        self.assertEqual(self.count("open_now", True), len(expected))

    def lines(self, schedules):
        def day(text):
            return text and date.fromisoformat(text)

        return [
            Hours(
                weekday=int(row["weekday"]) if "weekday" in row else None,
                opens=round(row.get("opens_at", 0) * 60),
                closes=round(row.get("closes_at", 0) * 60),
                week_of_month=int(row["week_of_month"])
                if "week_of_month" in row
                else None,
                valid_from=day(row.get("valid_from")),
                valid_until=day(row.get("valid_until")),
                is_closure=row.get("is_closure", False),
                by_appointment=row.get("by_appointment", False),
            )
            for row in schedules
        ]

    @freeze_time("2026-11-02 09:30:00")
    def test_paused_is_not_open(self):
        one = self.service("Proef")
        one.schedule_ids = [
            Command.create({"weekday": "0", "opens_at": 9, "closes_at": 17})
        ]
        self.assertEqual(self.names(chosen={"open_now": True}), ["Proef"])
        one.action_pause()
        self.assertEqual(self.names(chosen={"open_now": True}), [])

    # Staff

    def test_search_bar_of_staff(self):
        self.service("Anders", description="Iets over mantelzorg.")
        one = self.service("Mantelzorg")
        draft = self.service("Mantelzorg in het klein", state="draft")
        services = self.env["social.service"].with_user(self.editor)
        found = services.search([("found_by", "ilike", "mantelsorg")])
        self.assertEqual(found[:2], one + draft)
        self.assertEqual(len(found), 3)
        self.assertEqual(
            services.search([("found_by", "ilike", "mantelsorg")], limit=1, offset=1),
            draft,
        )
        self.assertEqual(
            services.search([("found_by", "ilike", "mantelsorg")], order="name").mapped(
                "name"
            ),
            ["Anders", "Mantelzorg", "Mantelzorg in het klein"],
        )
        self.assertEqual(services.name_search("mantelsorg", limit=1)[0][0], one.id)
        self.assertFalse(services.search([("found_by", "ilike", "xqzwvk")]))
        # As the visitor: no more than what is published.
        self.assertNotIn(
            draft,
            self.env["social.service"]
            .with_user(self.portal)
            .search([("found_by", "ilike", "mantelzorg")]),
        )
