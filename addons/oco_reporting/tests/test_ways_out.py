"""Workbooks beside pages and files of the same days: nobody computes a small count.

A page or file tells some of the counts of a workbook. Somebody who has both, and a
solver, is given a made-up year as it would go out, and as it did before both were told
from one account: then pages told numbers as they are rounded inside.
"""

import unittest
from dataclasses import replace
from math import ceil
from random import Random
from unittest.mock import patch

from .. import outgoing
from ..disclosure import ANSWERS, NO, YES, Period
from ..kpi_protection import rounded_up
from ..outgoing import Value, bounded, let_out, loads, protect
from ..rounding import round_small_counts
from . import test_disclosure as made_up
from .test_disclosure import (
    JOINS,
    QUARTERS,
    TEAMS,
    THRESHOLD,
    YEAR,
    people,
    read_all,
    releases,
    reports,
    truth,
    values_of,
)

NOTHING = loads([])
# Days within which the first call should be.
NORM = 10
FIRST_CALL = "eerste gesprek binnen de norm (K13)"


def closed(period):
    """The period of a workbook as pages and files have it."""
    kind = {3: "quarter", 6: "half_year", 12: "year"}[
        period.last.month - period.first.month + 1
    ]
    return outgoing.Period(kind, str(period.first), max(period.closings, default=0) + 1)


def inside(counts, period):
    """The values of KPIs as managers have them: residents to fives."""
    when = closed(period)
    cells = {
        name: round_small_counts(table, 5) for name, table in counts.tables.items()
    }

    def count(code, name, **values):
        number = sum(cells[name].values())
        return Value(code, "main", when, "n", number, is_rounded=True, **values)

    def share(code, name, place=0):
        some = cells[name].items()
        yes = sum(number for cell, number in some if cell[place] == YES)
        base = sum(cells[name].values())
        percent = 100 * yes / base if base else None
        return Value(code, "main", when, "%", percent, base, yes, base, is_rounded=True)

    questions = count("K07", "domains")
    teams = [
        replace(
            questions,
            breakdown="team",
            key=team,
            value=sum(n for cell, n in cells["domains"].items() if cell[1] == team),
        )
        for team in TEAMS
    ]
    return [
        *(count("K02", "ages", unique=True), questions, *teams),
        *(share("K13", "first_calls"), share("K19", "steps", 1)),
        *(count("K21", "arrivals"), count("K22", "referrals")),
    ]


def of_value(period, value):
    """The single counts that a value is the sum of, as the reader of sheets has them:
    (what was counted, of all of what)."""
    terms = {"K13": [FIRST_CALL], "K19": values_of("steps")[0]}
    if value.code in terms:
        yes, no = (
            [(period, "terms", step, which) for step in terms[value.code]]
            for which in (YES, NO)
        )
        return yes, [*yes, *no]
    if value.code == "K07":
        domains, teams = values_of("domains")
        teams = teams if value.breakdown != "team" else [value.key]
        cells = [(period, "matrix", d, team) for d in domains for team in teams]
    elif value.code == "K22":
        cells = [
            (period, "referrals", to, which)
            for to in values_of("referrals")[0]
            for which in (YES, NO)
        ]
    else:
        name = {"K02": "ages", "K21": "arrivals"}[value.code]
        cells = [(period, name, one) for one in values_of(name)[0]]
    return cells, None


def read_page(reader, period, told):
    """What somebody with the workbooks learns of a page or file of the same days.

    A total that is rounded lies within 2 of the truth, and a cell within 4; from the
    total in the workbook follows which multiple of five the share is of.
    """
    unknowns = reader.unknowns
    for given, value in told.items():
        if given.code == "K12":
            side = YES if value.value < NORM else NO
            cell = (period, "terms", FIRST_CALL, side)
            unknowns.place(("more", cell))
            half = ceil(given.denominator / 2)
            unknowns.equate([cell], half, minus=[("more", cell)])
            continue
        cells, base = of_value(period, given)
        slack = ("rounded", period, given.code, given.key)
        if base is None and not value.is_rounded:
            unknowns.equate(cells, value.value)
        elif base is None and given.breakdown != "team":
            unknowns.place(slack, high=4)
            unknowns.equate([*cells, slack], value.value + 2)
        elif base is not None and not value.is_rounded:
            unknowns.equate(cells, value.numerator)
            unknowns.equate(base, value.denominator)
        elif value.code == "K13":
            unknowns.place(slack, high=8)
            unknowns.equate([*cells, slack], value.numerator + 4)


def with_median(counts, period):
    """The values of KPIs, and the median of days until the first call."""
    first_calls = counts.tables["first_calls"]
    everybody, late = sum(first_calls.values()), first_calls[NO,]
    median = Value(
        "K12",
        "main",
        closed(period),
        "days",
        NORM + (5 if 2 * late >= everybody else -5),
        rounded_up(everybody, 5),
        denominator=everybody,
    )
    return [*inside(counts, period), median]


def found(by_period, tell, joins=JOINS, values=inside):
    """The small counts that a reader of workbooks and pages bounds too narrowly.

    :param tell: gives what is told of a period: (its values, its `Shown`) -> told
    """
    shown = list(releases(by_period))
    reader = read_all(list(reports(shown)), joins)
    for (period, counts), (_period, book) in zip(by_period, shown, strict=True):
        told = tell(values(counts, period), {closed(period): book})
        read_page(reader, period, told)
    small = {}
    for cell, count in truth(by_period).items():
        # Of a sheet that is not shown at all nothing is asked.
        if 0 < count < THRESHOLD and cell in reader.unknowns.places:
            low, high = reader.unknowns.range([cell])
            if low > 1.001 or high < THRESHOLD - 1.001:
                small[cell] = count, low, high
    return small


def by_one_account(values, books):
    return let_out(values, books, THRESHOLD, NOTHING)[0]


def by_themselves(values, _books):
    """As pages and files were made before: of what is rounded, beside each other."""
    return {value: value for value in protect(values, THRESHOLD, NOTHING)[0]}


class TestOneAccount(unittest.TestCase):
    def test_the_reader_finds_what_two_accounts_give_away(self):
        by_period = made_up.year(1, (60, 40))
        self.assertTrue(found(by_period, by_themselves, {}))

    def test_workbooks_pages_and_files_of_a_year(self):
        by_period = made_up.year(1, (60, 90, 140, 40))
        self.assertEqual(found(by_period, by_one_account), {})

    def test_pages_of_the_year_first(self):
        by_period = made_up.year(3, (180, 220, 160, 150))
        order = [by_period[-1], *by_period[:4]]
        self.assertEqual(found(order, by_one_account, {YEAR: QUARTERS}), {})

    def test_a_quarter_that_was_opened_again(self):
        dice = Random(4)
        some = people(dice, 60)
        again = Period(QUARTERS[0].first, QUARTERS[0].last, (7,))
        by_period = [
            (QUARTERS[0], made_up.counted(some)),
            (again, made_up.counted([*some, *people(dice, 1)])),
        ]
        self.assertEqual(found(by_period, by_one_account, {}), {})
        # What was not told the first time is not told the second time either.
        first, second = (
            {
                (value.code, value.key)
                for value in by_one_account(
                    inside(counts, period), {closed(period): book}
                )
            }
            for (period, counts), (_period, book) in zip(
                by_period, releases(by_period), strict=True
            )
        )
        self.assertLessEqual(second, first)

    def test_something_is_told(self):
        """It tells the numbers of the workbook, not those that are rounded."""
        [(period, counts)] = made_up.year(1, (240,))[:1]
        [(_period, book)] = releases([(period, counts)])
        told = by_one_account(inside(counts, period), {closed(period): book})
        numbers = {
            value.code: value.value
            for value in told.values()
            if value.breakdown != "team"
        }
        self.assertEqual(numbers["K02"], 240)
        self.assertEqual(numbers["K07"], 240)
        met = counts.tables["first_calls"][YES,]
        self.assertAlmostEqual(numbers["K13"], 100 * met / 240)

    def test_nothing_is_told_beside_no_workbook(self):
        """Of a period that was closed before counts were kept, or that overlaps."""
        [(period, counts)] = made_up.year(1, (240,))[:1]
        self.assertEqual(by_one_account(inside(counts, period), {}), {})

    def test_a_rounded_count_that_no_workbook_has_stays_inside(self):
        [(period, counts)] = made_up.year(1, (240,))[:1]
        [(_period, book)] = releases([(period, counts)])
        residents, *_others = inside(counts, period)
        team = replace(residents, breakdown="team", key=TEAMS[0])
        told = by_one_account([residents, team], {closed(period): book})
        self.assertEqual(set(told), {residents})

    def test_what_bounds_a_table_is_told_when_all_of_it_is(self):
        when = closed(YEAR)
        success = Value("K25", "main", when, "%", 75.0, 40, 30, 40, is_rounded=True)
        for least, is_told in ((10, True), (4, False)):
            counts = made_up.counted([])
            counts.tables["endings"].update({("e0",): 30, ("e2",): least})
            counts.tables["closed"].update({("t1",): 30 + least})
            [(_period, book)] = releases([(YEAR, counts)])
            told = by_one_account([success], {when: book})
            self.assertEqual(bool(told), is_told, least)


class TestInequalities(unittest.TestCase):
    """What bounds a count without being one."""

    def year(self, late, everybody):
        """Quarters with so many late first calls, and their year."""
        by_period, total = [], made_up.counted([])
        for quarter, some, all_of_them in zip(QUARTERS, late, everybody, strict=True):
            counts = made_up.counted([])
            counts.tables["first_calls"].update(
                {(YES,): all_of_them - some, (NO,): some}
            )
            for cell, count in counts.tables["first_calls"].items():
                total.tables["first_calls"][cell] += count
            by_period.append((quarter, counts))
        return [*by_period, (YEAR, total)]

    def years(self):
        yield self.year((3, 12, 7, 2), (17, 30, 60, 14))
        dice = Random(7)
        for _ in range(6):
            everybody = [dice.choice((12, 16, 24, 40, 90)) for _quarter in QUARTERS]
            late = [dice.randrange(dice.choice((3, 8, count))) for count in everybody]
            yield self.year(late, everybody)

    def test_a_median_beside_how_many_were_late(self):
        told = 0
        for year in self.years():
            self.assertEqual(found(year, by_one_account, values=with_median), {})
            for (period, counts), (_same, book) in zip(
                year, releases(year), strict=True
            ):
                values = by_one_account(
                    with_median(counts, period), {closed(period): book}
                )
                told += any(value.code == "K12" for value in values)
        self.assertGreater(told, 10)

    def test_it_would_tell_without_a_look_at_the_workbook(self):
        with patch.dict(outgoing.SOURCES):
            del outgoing.SOURCES["K12.main"]
            self.assertTrue(
                [
                    year
                    for year in self.years()
                    if found(year, by_one_account, values=with_median)
                ]
            )

    def test_who_waits_came_in(self):
        """Four more wait: with arrivals hidden, one would know that four came."""
        when = closed(YEAR)
        waiting = Value("K14", "main", when, "n", 24, 24)
        for roads, is_told in (({("a1",): 4}, False), ({("a1",): 4, ("a2",): 9}, True)):
            counts = made_up.counted([])
            counts.tables["arrivals"].update(roads)
            [(_period, book)] = releases([(YEAR, counts)])
            told = by_one_account([waiting], {when: book})
            self.assertEqual(bool(told), is_told, roads)


class TestBefore(unittest.TestCase):
    """What went out rounded, before both were told from one account."""

    def test_a_table_beside_a_rounded_number(self):
        hidden = {
            "first_calls": [(YES,), (NO,)],
            "ages": [("a1",), ("a2",)],
            "arrivals": [("a1",), ("*",)],
            "domains": [("d1", "t1"), ("d2", "t1")],
            f"{ANSWERS}OCO1": [("a1",)],
        }
        told = ["K13.main", "K02.main", "K21.main", "K07.main team", "answers OCO1"]
        self.assertEqual(
            # The residents all together are shown.
            bounded(hidden, told),
            {"first_calls", "arrivals", "domains", f"{ANSWERS}OCO1"},
        )
        self.assertEqual(bounded({"first_calls": []}, told), set())
        self.assertEqual(bounded(hidden, []), set())
