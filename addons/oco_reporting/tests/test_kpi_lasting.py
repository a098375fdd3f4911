"""Nobody computes a small count from how what stays open is told, time after time.

Overdue ones among open cases at the end of each month (K16), or those with several
domains among the cases of a quarter, half-year and year (K09): mostly the same cases.
Who knows exactly how many came and went (K03 to K06) and has all that was told, and a
solver, is given made-up years of three teams.
"""

import random
import unittest
from collections import Counter
from datetime import date

from ..kpi_protection import inside, round_tables
from ..rounding import round_small_counts
from .attacker import Unknowns

BASE = 5
TEAMS = {"a": 18, "b": 9, "c": 6}
MONTHS = [("month", date(2025, month, 1)) for month in range(1, 7)]
QUARTERS = [("quarter", date(2025, month, 1)) for month in (1, 4, 7, 10)]
LONGER = [
    ("half_year", date(2025, 1, 1)),
    ("half_year", date(2025, 7, 1)),
    ("year", date(2025, 1, 1)),
]


class Cases:
    """Open cases of teams, each with one value of a characteristic that stays."""

    def __init__(self, seed, values, periods):
        self.rng = rng = random.Random(seed)
        self.periods = periods
        self.weights = [1, *(rng.choice((0.1, 0.2, 0.5)) for _ in range(values - 1))]
        self.values = range(values)
        moves = rng.choice((0.02, 0.05, 0.15))
        now = [
            (team, self.draw())
            for team, mean in TEAMS.items()
            for _ in range(round(mean * rng.uniform(0.6, 1.6)))
        ]
        # At the end of each period, and what came and went in it, by team and value.
        self.stock, self.came, self.went = {}, {}, {}
        for number, period in enumerate(periods):
            gone = [case for case in now if number and rng.random() < moves]
            come = [
                (team, self.draw())
                for team, mean in TEAMS.items()
                for _ in range(mean)
                if number and rng.random() < moves
            ]
            now = [*(Counter(now) - Counter(gone)).elements(), *come]
            self.stock[period] = self.table(now)
            self.came[period], self.went[period] = self.table(come), self.table(gone)

    def draw(self):
        return self.rng.choices(range(len(self.weights)), self.weights)[0]

    def table(self, cases):
        cells = {(team, value): 0 for team in TEAMS for value in self.values}
        return {**cells, **Counter(cases)}

    def there(self):
        """Who was there in each period, also if they went in it; and longer ones."""
        tables = {
            period: self.sum(self.stock[period], self.went[period])
            for period in self.periods
        }
        for span in LONGER:
            first, *rest = inside(span, self.periods)
            tables[span] = self.sum(tables[first], *(self.came[one] for one in rest))
        return tables

    def sum(self, *tables):
        return {cell: sum(table[cell] for table in tables) for cell in tables[0]}

    def known(self, tables, shown):
        """Small counts of which somebody knows that they are there, and small."""
        for team in TEAMS:
            unknowns = Unknowns()
            for period, table in tables.items():
                cells = [(period, value) for value in self.values]
                total = sum(table[team, value] for value in self.values)
                for cell in cells:
                    number = shown[period].get((team, cell[1]), 0)
                    if total >= BASE:
                        low, high = max(0, number - BASE + 1), number + BASE - 1
                        unknowns.place(cell, low, high)
                unknowns.equate(cells, total)
            for before, period in zip(self.periods, self.periods[1:], strict=False):
                self.relate(unknowns, team, before, period, tables)
            for span in tables.keys() & set(LONGER):
                first, *rest = inside(span, self.periods)
                for value in self.values:
                    came = [("came", one, value) for one in rest]
                    unknowns.equate([(span, value)], 0, minus=[(first, value), *came])
            for period, table in tables.items():
                for value in self.values:
                    total = sum(table[team, other] for other in self.values)
                    if 0 < table[team, value] < BASE <= total:
                        low, high = unknowns.range([(period, value)])
                        if low > 0.001 and high < BASE - 0.001:
                            yield team, period, value, low, high

    def relate(self, unknowns, team, before, period, tables):
        """What is there now was there before, or came; what went was there."""
        # Of who was there in a period those who went in it went before the next one.
        gone_in = period if tables is self.stock else before
        for value in self.values:
            came, went = ("came", period, value), ("went", gone_in, value)
            unknowns.equate([(period, value), went], 0, minus=[(before, value), came])
        for word, one, moved in (
            ("came", period, self.came),
            ("went", gone_in, self.went),
        ):
            unknowns.equate(
                [(word, one, value) for value in self.values],
                sum(moved[one][team, value] for value in self.values),
            )


def anew(tables):
    """Each period rounded by itself, all teams together."""
    return {
        period: round_small_counts(table, BASE, (0,))
        for period, table in tables.items()
    }


class TestStock(unittest.TestCase):
    def found(self, values, seeds, protect):
        small = []
        for seed in range(seeds):
            cases = Cases(seed, values, MONTHS)
            small += cases.known(cases.stock, protect(cases.stock))
        return small

    def protect(self, tables):
        return round_tables(tables, tables, BASE, (0,), "stock")

    def test_no_small_count_follows(self):
        self.assertEqual(self.found(2, 12, self.protect), [])
        self.assertEqual(self.found(3, 6, self.protect), [])

    def test_each_month_by_itself_would_tell(self):
        self.assertTrue(self.found(2, 4, anew))


class TestUniqueCases(unittest.TestCase):
    def found(self, seeds, protect):
        small = []
        for seed in range(seeds):
            cases = Cases(seed, 2, QUARTERS)
            tables = cases.there()
            small += cases.known(tables, protect(tables))
        return small

    def test_no_small_count_follows(self):
        self.assertEqual(
            self.found(12, lambda t: round_tables(t, t, BASE, (0,), "unique")), []
        )

    def test_each_quarter_by_itself_would_tell(self):
        self.assertTrue(self.found(4, anew))
