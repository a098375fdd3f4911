"""Nobody computes a small count, or the average of few, from values of KPIs."""

import random
import unittest
from collections import Counter, defaultdict
from datetime import date
from itertools import product

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

from ..cubes import PERIODS, period_end
from ..kpi_protection import inside, round_tables, shown_groups, shown_periods
from ..rounding import round_small_counts
from .attacker import Unknowns

BASE, LEAST = 5, 10
MONTHS = [("month", date(2025, month, 1)) for month in range(1, 13)]
QUARTERS = [("quarter", date(2025, month, 1)) for month in (1, 4, 7, 10)]
HALVES = [("half_year", date(2025, month, 1)) for month in (1, 7)]
YEAR = ("year", date(2025, 1, 1))
LONGER = [*HALVES, YEAR]


def around(number):
    return max(0, number - BASE + 1), number + BASE - 1


class Reader:
    """Has every value of a KPI: by team, by moment and in all, of every period.

    Does not have the cells of the table they are sums of, but knows that there are such
    cells, and how they are rounded. And has the exact number of each team in a quarter.
    """

    def __init__(self, tables, asked, values=None):
        rounded = round_tables(tables, asked, BASE, (0,))
        self.unknowns = unknowns = Unknowns()
        cells = {cell for table in tables.values() for cell in table}
        for period, table in tables.items():
            totals = Counter()
            for cell, count in table.items():
                totals[cell[0]] += count
            for cell in cells:
                if totals[cell[0]] < BASE:
                    unknowns.place((period, cell))
                    unknowns.place(("shown", period, cell), 0, 0)
                    continue
                unknowns.place((period, cell))
                unknowns.place(("shown", period, cell))
                # The true number is the one shown, and less than a base more or less.
                off = ("off", period, cell)
                unknowns.place(off, 1 - BASE, BASE - 1)
                unknowns.equate(
                    [(period, cell)], 0, minus=[("shown", period, cell), off]
                )
            for team in totals:
                unknowns.equate(
                    [(period, cell) for cell in cells if cell[0] == team], totals[team]
                )
        for period in asked:
            parts = [period] if period in tables else inside(period, tables)
            for value in ("team", "moment", "all"):
                groups = defaultdict(list)
                for cell in cells:
                    group = {"team": cell[0], "moment": cell[1], "all": None}[value]
                    groups[group, cell[-1]].append(cell)
                for some in groups.values():
                    unknowns.equate(
                        [("shown", part, cell) for part in parts for cell in some],
                        sum(rounded[period].get(cell, 0) for cell in some),
                    )


def answers(seed, size, quarters=QUARTERS, teams=3):
    """Closings by team, moment and whether it succeeded; some quarters are quiet."""
    rng = random.Random(seed)
    tables = {}
    for quarter in quarters:
        table = dict.fromkeys(product(range(teams), "ab", ("yes", "no")), 0)
        for _ in range(round(size * rng.choice((0.3, 1, 1.5)))):
            team = min(int(rng.expovariate(1.2)), teams - 1)
            table[team, rng.choice("aab"), "yes" if rng.random() < 0.8 else "no"] += 1
        tables[quarter] = table
    return tables


class TestSharesAndCounts(unittest.TestCase):
    def test_no_small_count_follows_from_any_value(self):
        checked = 0
        for seed, size in enumerate((20, 45, 120)):
            tables = answers(seed, size, QUARTERS[:2])
            asked = [*QUARTERS[:2], HALVES[0]]
            reader = Reader(tables, asked)
            for period, table in tables.items():
                totals = Counter()
                for cell, count in table.items():
                    totals[cell[0]] += count
                groups = defaultdict(list)
                for cell in table:
                    groups[cell[0], cell[-1]].append(cell)
                    groups[cell].append(cell)
                for group, cells in groups.items():
                    count = sum(table[cell] for cell in cells)
                    if not 0 < count < BASE or totals[group[0]] < BASE:
                        continue
                    checked += 1
                    low, high = reader.unknowns.range(
                        [(period, cell) for cell in cells]
                    )
                    with self.subTest(seed=seed, period=period, group=group):
                        self.assertLess(low, 1.001)
                        self.assertGreater(high, min(BASE - 1, totals[group[0]]) - 1e-3)
                        self.assertGreater(high - low, 1.999)
        self.assertGreater(checked, 15)

    def test_exact_shares_would_tell(self):
        """A year of 60 less two large quarters: what the others hid."""
        unknowns = Unknowns()
        unknowns.equate(["Q1"], 28)
        unknowns.equate(["Q2"], 29)
        unknowns.equate(["Q1", "Q2", "Q3"], 60)
        self.assertEqual(unknowns.range(["Q3"]), (3, 3))

    def test_longer_periods_and_totals_are_sums_of_what_is_shown(self):
        tables = answers(4, 60)
        rounded = round_tables(tables, [*QUARTERS, *LONGER], BASE, (0,))
        for period in LONGER:
            together = Counter()
            for part in inside(period, QUARTERS):
                together.update(rounded[part])
            self.assertEqual(rounded[period], dict(together))

    def test_a_running_year_is_what_its_quarters_showed(self):
        tables = {QUARTERS[0]: {(1, "a", "yes"): 12}}
        rounded = round_tables(tables, [QUARTERS[0], YEAR], BASE, (0,))
        self.assertEqual(rounded[YEAR], rounded[QUARTERS[0]])

    def test_the_same_stock_on_the_same_day_is_shown_alike(self):
        cells = {(1, "x"): 13, (1, "y"): 7, (2, "x"): 4}
        tables = {("month", date(2025, 3, 1)): cells, QUARTERS[0]: cells}
        first, second = round_tables(tables, tables, BASE, (0,), "stock").values()
        self.assertEqual(first, second)


class Calendar:
    """Unique people by kind of period, of which the rounded counts are known."""

    def __init__(self, counts, shown):
        self.unknowns = Unknowns()
        for period in counts:
            self.unknowns.place(period, *around(shown[period]))
        for period in counts:
            kinds = {
                other for other, _start in counts if PERIODS[other] < PERIODS[period[0]]
            }
            for kind in kinds:
                parts = [one for one in inside(period, counts) if one[0] == kind]
                for part in parts:
                    # Who was there in a part was there.
                    self.unknowns.equate(
                        [period], 0, minus=[part, ("more", part, period)]
                    )
                    self.unknowns.place(("more", part, period))
                self.unknowns.equate([period, ("fewer", period, kind)], 0, minus=parts)
                self.unknowns.place(("fewer", period, kind))

    def known(self, counts):
        """Of which small counts it is known that somebody is there, or how few."""
        for period, count in counts.items():
            if 0 < count < BASE:
                low, high = self.unknowns.range([period])
                shown_low, shown_high = self.unknowns.bounds[
                    self.unknowns.places[period]
                ]
                if low > shown_low + 0.001 or high < min(shown_high, BASE) - 0.001:
                    yield period, count, low, high


def visits(rng, size, bands):
    """Residents of some ages, each coming in some months, one more often than another.

    :return: {period: {(team, age): how many came in it}}
    """
    people = []
    for _ in range(size):
        first = rng.randrange(12)
        months = {(first + more) % 12 for more in range(rng.choice((1, 1, 2, 5)))}
        people.append((months, (0, min(int(rng.expovariate(0.8)), bands - 1))))
    tables = {}
    for period in [*MONTHS, *QUARTERS, *LONGER]:
        kind, start = period
        months = {
            number
            for number, (_kind, first) in enumerate(MONTHS)
            if start <= first <= period_end(start, kind)
        }
        cells = dict.fromkeys(((0, band) for band in range(bands)), 0)
        cells.update(Counter(cell for came, cell in people if came & months))
        tables[period] = cells
    return tables


class TestUniqueResidents(unittest.TestCase):
    """Over months, quarters and years: each is at least any part, at most all parts."""

    def found(self, rounding):
        for seed in range(40):
            rng = random.Random(seed)
            tables = visits(
                rng, rng.choice((8, 20, 35, 60, 120)), rng.choice((1, 3, 5))
            )
            rounded = rounding(tables)
            for cell in tables[YEAR]:
                counts = {period: cells[cell] for period, cells in tables.items()}
                shown = {period: rounded[period].get(cell, 0) for period in tables}
                for known in Calendar(counts, shown).known(counts):
                    yield seed, cell, known

    def test_no_small_one_follows_from_the_others(self):
        self.assertEqual(
            list(self.found(lambda t: round_tables(t, t, BASE, (0,), "unique"))), []
        )

    def test_rounded_apart_they_would(self):
        def apart(tables):
            return {
                period: round_small_counts(cells, BASE, (0,))
                for period, cells in tables.items()
            }

        self.assertTrue(list(self.found(apart)))

    def test_a_quarter_is_no_less_than_its_month(self):
        months = [{("a",): 5}, {}, {}]
        self.assertEqual(
            round_small_counts({("a",): 1, ("b",): 4}, BASE, None, months)[("a",)], 5
        )

    def test_a_quarter_does_not_say_that_each_month_had_somebody(self):
        """12 in three months of at most 4: 15 would say that none had fewer than 3."""
        for months, expected in (([{}, {}, {}], 10), ([{("a",): 10}, {}, {}], 15)):
            rounded = round_small_counts({("a",): 13}, BASE, None, months)
            self.assertEqual(rounded, {("a",): expected})


def fewest_told(people, sums):
    """About how few people adding up and subtracting sums gives something.

    :param people: {piece: how many, of whom nobody is in two}
    :param sums: the pieces that each number that is shown is the sum over
    """
    pieces = [piece for piece, count in people.items() if count]
    counted = np.array(
        [[piece in one for one in sums] for piece in pieces], dtype=float
    )
    counts = np.array([people[piece] for piece in pieces], dtype=float)
    if not counted.size:
        return np.inf
    # How often each sum is taken; and of each piece whether something is left.
    size, most = len(pieces), 1000
    cost = np.concatenate([np.zeros(len(sums)), counts])
    least = np.inf
    for place in np.flatnonzero(counts < LEAST):
        this = np.concatenate([counted[place], np.zeros(size)])
        answer = milp(
            cost,
            integrality=np.repeat([0, 1], [len(sums), size]),
            bounds=Bounds(
                np.repeat([-most, 0], [len(sums), size]),
                np.repeat([most, 1], [len(sums), size]),
            ),
            constraints=[
                LinearConstraint(np.hstack([counted, -most * np.eye(size)]), ub=0),
                LinearConstraint(np.hstack([counted, most * np.eye(size)]), lb=0),
                LinearConstraint(this, 1, 1),
            ],
        )
        if answer.status == 0:
            least = min(least, round(answer.fun))
    return least


TEAMS, MOMENTS = ("a", "b", "c"), ("x", "y")
GROUPS = [*((0, team) for team in TEAMS), *((1, moment) for moment in MOMENTS)]
SPANS = {**{quarter: [quarter] for quarter in QUARTERS[:2]}, HALVES[0]: QUARTERS[:2]}


def numbered(counts):
    """So many people in each period, no two of them the same."""
    return {
        period: {(period, number) for number in range(count)}
        for period, count in counts.items()
    }


def sums_of_all(worlds):
    """{period: the pieces of it}, as far as the average of all is shown."""
    people = numbered({one: sum(cells.values()) for one, cells in worlds.items()})
    return {
        span: [(one, cell) for one in SPANS[span] for cell in worlds[one]]
        for span in shown_periods(people, [HALVES[0]], LEAST)
    }


def sums_of_groups(worlds, shown):
    """The pieces of each group of which the average is shown."""
    return [
        [
            (one, cell)
            for one in SPANS[span]
            for cell in worlds[one]
            if cell[place] == name
        ]
        for span, place, name in shown
    ]


class TestAverages(unittest.TestCase):
    """Nothing about few is computed from averages, by adding and subtracting sums.

    Of three teams and two moments, in two quarters and the half-year.
    """

    def fewest(self, world, protect):
        people = {
            (quarter, cell): count
            for quarter, cells in world.items()
            for cell, count in cells.items()
        }
        sums = [*sums_of_all(world).values(), *sums_of_groups(world, protect(world))]
        return fewest_told(people, sums)

    def worlds(self, count=25):
        rng = random.Random(1)
        for _ in range(count):
            yield {
                quarter: {
                    cell: rng.choice((0, 0, 1, 3, 6, 11, 25))
                    for cell in product(TEAMS, MOMENTS)
                }
                for quarter in QUARTERS[:2]
            }

    def together(self, world):
        people = {
            quarter: {
                cell: {(cell, number) for number in range(count)}
                for cell, count in cells.items()
            }
            for quarter, cells in world.items()
        }
        return shown_groups(people, [HALVES[0]], LEAST)

    def each_by_itself(self, world):
        """Teams as if there were no moments, and the other way round."""
        shown = set()
        for place in (0, 1):
            people = {}
            for quarter, cells in world.items():
                people[quarter] = found = defaultdict(set)
                for cell, count in cells.items():
                    found[cell[place],] |= {(cell, number) for number in range(count)}
            shown |= {
                (span, place, name)
                for span, _place, name in shown_groups(people, [HALVES[0]], LEAST)
            }
        return shown

    def test_nothing_follows(self):
        shown = 0
        for world in self.worlds():
            with self.subTest(world=world):
                self.assertGreaterEqual(self.fewest(world, self.together), LEAST)
            shown += len(self.together(world))
        self.assertGreater(shown, 60)

    def test_breakdowns_each_by_themselves_would_tell(self):
        """A team whose cases are all of the moments x and y, and few others there."""
        world = {
            QUARTERS[0]: {("a", "x"): 20, ("a", "y"): 15, ("b", "x"): 3},
            QUARTERS[1]: {("a", "x"): 20},
        }
        world[QUARTERS[0]] |= {("b", "z"): 14, ("c", "z"): 12}
        self.assertEqual(self.fewest(world, self.each_by_itself), 3)
        self.assertGreaterEqual(self.fewest(world, self.together), LEAST)
        self.assertTrue(
            [w for w in self.worlds(10) if self.fewest(w, self.each_by_itself) < LEAST]
        )

    def test_hiding_the_small_ones_alone_would_tell(self):
        def primary(world):
            return {
                (quarter, place, name)
                for quarter, cells in world.items()
                for place, name in GROUPS
                if sum(n for cell, n in cells.items() if cell[place] == name) >= LEAST
            }

        self.assertTrue(
            [world for world in self.worlds(10) if self.fewest(world, primary) < LEAST]
        )

    def test_by_hand(self):
        world = {
            QUARTERS[0]: {("a",): 20, ("b",): 3, ("c",): 12},
            QUARTERS[1]: {("a",): 20},
        }
        self.assertEqual(
            self.together(world),
            {(period, 0, "a") for period in (*QUARTERS[:2], HALVES[0])},
        )


class TestPeriodsOfAll(unittest.TestCase):
    """The average of the organisation in quarters, halves and a year."""

    def hidden(self, people):
        return {*people, *LONGER} - shown_periods(people, LONGER, LEAST)

    def of(self, *counts):
        return self.hidden(numbered(dict(zip(QUARTERS, counts, strict=True))))

    def test_all_are_shown(self):
        self.assertEqual(self.of(20, 10, 30, 12), set())

    def test_one_small_quarter_hides_all_around_it(self):
        self.assertEqual(self.of(20, 4, 30, 12), {QUARTERS[1], HALVES[0], YEAR})

    def test_small_quarters_that_are_many_together(self):
        self.assertEqual(self.of(6, 4, 30, 12), {*QUARTERS[:2]})
        # The year is what one of its halves is: together they are four and six.
        self.assertEqual(self.of(20, 4, 30, 6), {QUARTERS[1], QUARTERS[3], *HALVES})

    def test_nobody(self):
        self.assertEqual(self.of(20, 0, 0, 0), {*QUARTERS[1:], HALVES[1]})

    def test_the_same_few_in_two_quarters(self):
        """Six of the second and the same six of the fourth are no twelve."""
        people = numbered(dict(zip(QUARTERS, (20, 6, 30, 6), strict=True)))
        people[QUARTERS[3]] = people[QUARTERS[1]]
        self.assertEqual(self.hidden(people), {QUARTERS[1], QUARTERS[3], *HALVES, YEAR})


class TestLateEntries(unittest.TestCase):
    """A year whose first quarter was closed, and a case that came in late."""

    TABLE = {
        (1, "a", "yes"): 12,
        (1, "a", "no"): 4,
        (1, "b", "yes"): 6,
        (2, "a", "no"): 7,
    }

    def tables(self, late):
        tables = {QUARTERS[0]: dict(self.TABLE), QUARTERS[1]: dict(self.TABLE)}
        for cell, count in late.items():
            tables[QUARTERS[0]][cell] += count
        return tables

    def steps(self, late, closed=(QUARTERS[0],)):
        """The year less its quarters, as somebody sees it who has them all."""
        first = round_tables(self.tables({}), QUARTERS[:1], BASE, (0,))
        now = round_tables(
            self.tables(late),
            [*QUARTERS[1:2], YEAR],
            BASE,
            (0,),
            kept=first,
            closed=closed,
        )
        left = Counter(now[YEAR])
        left.subtract(first[QUARTERS[0]])
        left.subtract(now[QUARTERS[1]])
        return {cell: count for cell, count in left.items() if count}

    def test_one_late_case_shows_in_no_cell(self):
        for cell in self.TABLE:
            self.assertEqual(self.steps({cell: 1}), {}, cell)

    def test_a_year_counted_anew_would_show_it(self):
        self.assertTrue([cell for cell in self.TABLE if self.steps({cell: 1}, ())])

    def test_what_rounding_cannot_make_is_counted_anew(self):
        self.assertEqual(self.steps({(1, "a", "yes"): 13}), {(1, "a", "yes"): 15})
