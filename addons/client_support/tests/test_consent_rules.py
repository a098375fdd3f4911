"""Plain Python, no database."""

from datetime import date, datetime
from unittest import TestCase

from .. import consent_rules as rules


class TestConsentRules(TestCase):
    def test_who_consents_by_age(self):
        expected = {
            (0, True): (False, rules.FOR_MINOR),
            (11, True): (False, rules.FOR_MINOR),
            (12, True): (True, rules.FOR_MINOR),
            (15, True): (True, rules.FOR_MINOR),
            (16, True): (True, ()),
            (17, True): (True, ()),
            (40, True): (True, ()),
            (11, False): (False, rules.FOR_MINOR),
            (14, False): (False, rules.FOR_MINOR),
            (17, False): (False, rules.FOR_MINOR),
            (18, False): (False, rules.FOR_ADULT),
        }
        for (age, capable), givers in expected.items():
            with self.subTest(age=age, capable=capable):
                self.assertEqual(tuple(rules.givers(age, capable)), givers)

    def problems(self, age, capable, by_resident, signing, standing=None):
        needed = rules.givers(age, capable)
        return rules.problems(needed, by_resident, signing, standing or signing)

    def test_under_twelve_the_parents(self):
        mother, father = {1: "parent"}, {2: "parent"}
        both = mother | father
        self.assertEqual(self.problems(8, True, False, both), [])
        self.assertEqual(self.problems(8, True, False, mother), [])
        self.assertEqual(
            self.problems(8, True, False, mother, both), ["other_parent_missing"]
        )
        self.assertEqual(self.problems(8, True, True, {}), ["representative_missing"])
        self.assertEqual(self.problems(8, True, False, {3: "guardian"}), [])
        self.assertIn("no_authority", self.problems(8, True, False, {4: "mentor"}))

    def test_from_twelve_the_child_too(self):
        parent = {1: "parent"}
        self.assertEqual(self.problems(13, True, True, parent), [])
        self.assertEqual(self.problems(13, True, False, parent), ["resident_missing"])
        self.assertEqual(self.problems(13, True, True, {}), ["representative_missing"])
        self.assertEqual(self.problems(13, False, False, parent), [])

    def test_from_sixteen_alone(self):
        self.assertEqual(self.problems(16, True, True, {}), [])
        self.assertEqual(self.problems(16, True, True, {1: "parent"}), ["no_authority"])
        self.assertEqual(self.problems(30, True, False, {}), ["resident_missing"])

    def test_an_adult_who_cannot(self):
        for authority in ("mentor", "curator", "authorised"):
            self.assertEqual(self.problems(70, False, False, {1: authority}), [])
        for authority in ("administrator", "parent"):
            self.assertIn(
                "no_authority", self.problems(70, False, False, {1: authority})
            )

    def test_authority_that_does_not_stand(self):
        self.assertEqual(
            self.problems(8, True, False, {1: "parent"}, {2: "parent"}),
            ["no_authority", "representative_missing"],
        )

    def test_age_turns_on_the_birthday(self):
        born = date(2014, 6, 2)
        self.assertEqual(rules.age_on(born, date(2026, 6, 1)), 11)
        self.assertEqual(rules.age_on(born, date(2026, 6, 2)), 12)
        leap = date(2012, 2, 29)
        self.assertEqual(rules.age_on(leap, date(2026, 2, 28)), 13)
        self.assertEqual(rules.age_on(leap, date(2026, 3, 1)), 14)

    def test_of_a_mere_year_the_youngest_age(self):
        self.assertEqual(rules.born_at_latest(None, 2010), date(2010, 12, 31))
        self.assertEqual(rules.born_at_latest(date(2010, 2, 1), 2010), date(2010, 2, 1))
        self.assertIsNone(rules.born_at_latest(None, 0))

    def test_last_day(self):
        born, day = date(2014, 6, 2), date(2026, 1, 1)
        chosen = date(2026, 12, 31)
        self.assertEqual(rules.last_day(chosen, born, day, False), chosen)
        self.assertEqual(rules.last_day(chosen, born, day, True), date(2026, 6, 1))
        self.assertEqual(
            rules.last_day(chosen, born, day, True, [None, date(2026, 3, 5)]),
            date(2026, 3, 5),
        )

    def test_days_are_dutch_days(self):
        self.assertEqual(
            rules.first_moment(date(2026, 1, 10)), datetime(2026, 1, 9, 23)
        )
        self.assertEqual(rules.end_of(date(2026, 7, 10)), datetime(2026, 7, 10, 22))
        # The day on which the clock changes has 25 hours.
        self.assertEqual(
            rules.first_moment(date(2026, 10, 25)), datetime(2026, 10, 24, 22)
        )
        self.assertEqual(rules.end_of(date(2026, 10, 25)), datetime(2026, 10, 25, 23))
