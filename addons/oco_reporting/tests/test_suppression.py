import random
import unittest
from itertools import product

from ..suppression import SUPPRESSED, TOTAL, Exposed, Release, Table, suppress

THRESHOLD = 10


def table(cells, name="table", dimensions=("team", "moment"), **options):
    return Table(name, "cases", dimensions, cells, **options)


def hidden(release, name="table"):
    shown = release.shown(name)
    return {cell for cell, count in shown.items() if count is SUPPRESSED}


def square(*rows):
    """Cells by team and moment, one row per team."""
    return {(t, m): n for t, row in enumerate(rows) for m, n in enumerate(row)}


class TestByHand(unittest.TestCase):
    def test_nothing_small_nothing_hidden(self):
        release = suppress([table(square((10, 20), (30, 0)))])
        self.assertEqual(hidden(release), set())
        self.assertEqual(release.shown("table")[0, TOTAL], 30)
        self.assertEqual(release.shown("table")[TOTAL, TOTAL], 60)

    def test_a_small_cell_takes_three_along(self):
        """In its row, in its column, and where those two meet: the cheapest."""
        cells = square((3, 40, 90), (30, 50, 80), (95, 85, 99))
        release = suppress([table(cells)])
        self.assertEqual(hidden(release), {(0, 0), (0, 1), (1, 0), (1, 1)})

    def test_one_dimension(self):
        """The total stands, so the next smallest goes too."""
        cells = {("a",): 4, ("b",): 30, ("c",): 12}
        release = suppress([table(cells, dimensions=("team",))])
        self.assertEqual(hidden(release), {("a",), ("c",)})

    def test_a_remainder_under_the_threshold_is_hidden_further(self):
        """2 and 3 would do for each other, but 5 together bounds both."""
        cells = {("a",): 2, ("b",): 3, ("c",): 12, ("d",): 50}
        release = suppress([table(cells, dimensions=("team",))])
        self.assertEqual(hidden(release), {("a",), ("b",), ("c",)})

    def test_a_common_total_is_hidden_in_both_tables(self):
        """A team with 7 cases: in no table may its parts add up to that."""
        moments = table(square((3, 4), (30, 50), (60, 70)), "moments")
        sources = Table(
            "sources", "cases", ("team", "source"), square((7, 0), (50, 30), (65, 65))
        )
        release = suppress([moments, sources])
        for name in ("moments", "sources"):
            self.assertIs(release.shown(name)[0, TOTAL], SUPPRESSED)
        self.assertEqual(release.shown("sources")[TOTAL, TOTAL], 217)

    def test_tables_of_other_things_are_not_linked(self):
        cases = table({("a",): 4, ("b",): 30}, "cases", ("team",))
        contacts = Table("contacts", "contacts", ("team",), {("a",): 50, ("b",): 30})
        release = suppress([cases, contacts])
        self.assertEqual(hidden(release, "contacts"), set())

    def test_agreed_performance_is_shown_whatever_it_counts(self):
        """And what it says of its parts cannot be taken back: they stay uncertain."""
        total = Table("total", "cases", ("team",), {(0,): 3, (1,): 40}, exact=True)
        parts = table(square((3, 0, 0), (0, 20, 20)))
        release = suppress([total, parts])
        self.assertEqual(release.shown("total")[0,], 3)
        self.assertIs(release.shown("table")[0, 0], SUPPRESSED)
        self.assertGreater(len([c for c in hidden(release) if c[0] == 0]), 1)

    def test_groups_that_overlap_have_no_total(self):
        cells = square((3, 30), (40, 20), (20, 50))
        groups = Table(
            "groups", "residents", ("team", "group"), cells, overlapping=("group",)
        )
        release = suppress([groups])
        self.assertNotIn((0, TOTAL), release.shown("groups"))
        self.assertEqual(hidden(release, "groups"), {(0, 0), (2, 0)})

    def test_nothing_at_all(self):
        self.assertEqual(suppress([]).suppressed, {})
        self.assertEqual(suppress([table({})]).suppressed, {"table": []})

    def test_another_threshold(self):
        release = suppress([table({("a",): 4, ("b",): 30}, dimensions=("team",))], 4)
        self.assertEqual(hidden(release), set())


class TestRefused(unittest.TestCase):
    def test_totals_that_differ(self):
        one = table({("a",): 20}, "one", ("team",))
        other = table({("a", "x"): 21}, "other")
        with self.assertRaisesRegex(ValueError, "other contradicts another table"):
            suppress([one, other])

    def test_bad_tables(self):
        for cells in ({("a",): -1}, {("a", "b"): 1}, {(TOTAL,): 3}):
            with self.subTest(cells=cells), self.assertRaises(ValueError):
                suppress([table(cells, dimensions=("team",))])
        with self.assertRaises(ValueError):
            suppress([table({("a", "b"): 20}), table({("a", "b"): 20})])

    def test_what_cannot_be_protected(self):
        """Shown before: the total and all other parts. Nothing helps any more."""
        cells = {("a",): 4, ("b",): 30}
        before = table(cells, "before", ("team",))
        with self.assertRaises(Exposed) as caught:
            suppress(
                [table(cells, "now", ("team",))],
                earlier=[Release([before], {"before": [("a",)]})],
            )
        self.assertEqual(caught.exception.numbers, [("cases", None, {"team": "a"})])


class TestPeriods(unittest.TestCase):
    quarters = {
        "Q1": (40, 3, 60),
        "Q2": (40, 30, 60),
        "Q3": (40, 25, 61),
        "Q4": (40, 30, 60),
    }

    def quarter(self, period):
        counts = self.quarters[period]
        cells = {(team,): count for team, count in enumerate(counts)}
        return Table(f"teams {period}", "cases", ("team",), cells, period)

    def year(self, **options):
        cells = {
            (team,): sum(counts[team] for counts in self.quarters.values())
            for team in range(3)
        }
        return Table("teams", "cases", ("team",), cells, "year", **options)

    def earlier(self):
        releases = []
        for period in self.quarters:
            releases.append(suppress([self.quarter(period)], earlier=releases))
        return releases

    def test_a_year_does_not_tell_what_a_quarter_hid(self):
        """The year's 88 minus 30, 25 and 30 would be the 3 of the first quarter."""
        earlier = self.earlier()
        self.assertEqual(hidden(earlier[0], "teams Q1"), {(0,), (1,)})
        alone = suppress([self.year()])
        self.assertEqual(hidden(alone, "teams"), set())
        linked = suppress(
            [self.year()], earlier=earlier, spans={"year": list(self.quarters)}
        )
        self.assertEqual(hidden(linked, "teams"), {(0,), (1,)})

    def test_what_was_shown_stays_shown_and_what_was_hidden_hidden(self):
        earlier = self.earlier()
        again = suppress([self.quarter("Q1")], earlier=earlier)
        self.assertEqual(again.shown("teams Q1"), earlier[0].shown("teams Q1"))


class TestUnique(unittest.TestCase):
    """Residents count once per period: a year is at most the sum of its quarters."""

    def run_year(self, counts, year, spans=("Q1", "Q2")):
        earlier = [suppress([self.table(period, counts[period])]) for period in spans]
        return suppress([self.table("year", year)], 10, earlier, {"year": spans})

    def table(self, period, counts):
        cells = {(team,): count for team, count in enumerate(counts)}
        return Table(
            f"residents {period}", "residents", ("team",), cells, period, unique=True
        )

    def test_a_year_that_says_how_many_a_quarter_had(self):
        """15 in the year and 11 in the second quarter: at least 4 in the first."""
        counts = {"Q1": (5, 12, 40), "Q2": (11, 30, 40)}
        release = self.run_year(counts, (15, 35, 60))
        self.assertIn((0,), hidden(release, "residents year"))

    def test_a_year_that_does_not(self):
        """All in the first quarter may have come back in the second."""
        counts = {"Q1": (5, 12, 40), "Q2": (11, 30, 40)}
        release = self.run_year(counts, (11, 30, 40))
        self.assertEqual(hidden(release, "residents year"), set())


class TestSameResult(unittest.TestCase):
    def test_whatever_the_order(self):
        rng = random.Random(5)
        cells = {cell: rng.randint(0, 25) for cell in product(range(6), "abcde")}
        ages = {(team, age): 0 for team in range(6) for age in range(3)}
        for (team, _), count in cells.items():
            for _ in range(count):
                ages[team, rng.randrange(3)] += 1

        def result(shuffle):
            tables = []
            for name, some in (("moment", cells), ("age", ages)):
                items = list(some.items())
                shuffle(items)
                tables.append(Table(name, "cases", ("team", name), dict(items)))
            shuffle(tables)
            return suppress(tables).suppressed

        expected = result(lambda items: None)
        self.assertTrue(expected["age"])
        for seed in range(3):
            self.assertEqual(result(random.Random(seed).shuffle), expected)
