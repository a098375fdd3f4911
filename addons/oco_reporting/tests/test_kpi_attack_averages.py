"""Averages beside rounded counts of the same ones, and a solver."""

import random
import unittest
from collections import Counter
from dataclasses import replace
from datetime import timedelta
from itertools import product
from unittest.mock import patch

import numpy as np

from odoo.tests import tagged

from ..experience import round_answers, summary
from ..kpis import KPIS
from .attacker import Unknowns
from .made_up_year import MONTHS, MadeUpCounts, MadeUpTeams, Told, inside, is_of
from .test_kpi_protection import BASE, around

NORM = 7
# Of the days until a first call; how many, and whether that was in time.
DAYS = {5: True, 2: True, 6: True, 4: True, 9: False, 30: False}
BEYOND = {"main": 2, "p90": 10}
START = 3
# Breakdowns of all teams together.
OF_ALL = ("organisation", "moment")
# Most stay as they were.
SCORES = (3, 3, 3, 2, 4, 1)
POINTS = {score: score - START for score in SCORES}


def of_whole(unknowns, cells, points, mean, name):
    """Note a mean of points to one decimal: 20 times it is known within one.

    :param points: what each cell counts for
    """
    near = round(20 * round(mean, 1))
    plus, minus = (
        [cell for cell in cells for _ in range(20 * sign * points(cell))]
        for sign in (1, -1)
    )
    for sign in (1, -1):
        most = near + sign
        slack = [("slack", name, sign)]
        more, less = (cells * size for size in (max(0, most), max(0, -most)))
        unknowns.equate(
            [*plus, *less, *(slack if sign > 0 else [])],
            0,
            minus=[*minus, *more, *(slack if sign < 0 else [])],
        )


@tagged("post_install", "-at_install")
class TestDaysUntilFirstCall(MadeUpCounts):
    """Median and nine out of ten (K12) beside how many were in time (K13).

    They say of a part of all that it waited longer than the norm, or not.
    """

    LEAST_SMALL = 2
    SIZES = ((5, 4), (7, 6), (18, 9))

    def known_late(self):
        """All small counts that are known, of some years."""
        for seed, sizes in enumerate(self.SIZES):
            self.env.cr.execute("DELETE FROM oco_fact_case")
            self.make_up({"days": list(DAYS)}, sizes, seed)
            every = [one for one, count in self.counts.items() for _ in range(count)]
            self._put(
                "case",
                ("date", "team_id", "first_call_date", "first_call_due", "person_key"),
                {
                    (
                        month,
                        team,
                        month + timedelta(days=days),
                        month + timedelta(days=NORM),
                        f"person {number}",
                    ): 1
                    for number, (month, team, days) in enumerate(every)
                },
                event="registered",
            )
            self.build()
            self.told = self.values("K12")
            parts = {"main": ([True], [True, False])}
            yield from self.known(Told("K13", "quarter", {}, parts=parts, classes=DAYS))

    def reckon(self, unknowns):
        """The manager knows of how many the days were taken."""
        for value in self.told:
            some = [
                one
                for one in unknowns.places
                if one[0] in MONTHS and len(one) == 3
                if inside(value, one[0]) and is_of(value, one[1], {})
            ]
            late = [one for one in some if not DAYS[one[2]]]
            last = sum(self.counts[one] for one in some) - 1
            below, rest = divmod(
                last * (BEYOND[value["part"]] - 1), BEYOND[value["part"]]
            )
            slack = ("slack", value["id"])
            if value["value"] > NORM:
                above = below + bool(rest)
                unknowns.equate(late, last + 1 - above, minus=[slack])
            else:
                unknowns.equate([*late, slack], last - below)

    def test_nothing_follows(self):
        self.assertEqual(list(self.known_late()), [])
        # Of many it is told.
        self.assertEqual({value["part"] for value in self.told}, set(BEYOND))
        # Of a year it is that of all, not one made of its quarters.
        self.assertIn("year", {value["period"] for value in self.told})
        for value in self.told:
            days = [
                days
                for (month, team, days), count in self.counts.items()
                if inside(value, month) and is_of(value, team, {})
                for _ in range(count)
            ]
            of_all = np.percentile(days, 100 - 100 / BEYOND[value["part"]])
            self.assertEqual(value["value"], round(of_all), value)

    def test_of_few_it_would_tell(self):
        kpi = KPIS["K12"]
        parts = tuple(replace(part, beside="") for part in kpi.parts)
        with patch.dict(KPIS, K12=replace(kpi, parts=parts)):
            self.assertTrue(list(self.known_late()))


@tagged("post_install", "-at_install")
class TestScores(MadeUpCounts):
    """Points that were won (K26) beside how many went up, down or stayed.

    A mean below zero says that somebody went down.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.domains = [
            str(one.id) for one in cls.env["life.domain"].search([], limit=2)
        ]

    def setUp(self):
        super().setUp()
        self.knows_means = False
        self.live(
            "assessment",
            {"life_domain_id": self.domains, "end_score": SCORES},
            sizes=(3, 2),
            start_score=START,
        )
        self.build()

    def known_scores(self):
        every = list(POINTS)
        return self.known(
            Told(
                "K26",
                "year",
                {"domain": 0},
                parts={
                    "improved": ([s for s in every if s > START], every),
                    "equal": ([START], every),
                    "worse": ([s for s in every if s < START], every),
                },
                points=POINTS,
            )
        )

    def reckon(self, unknowns):
        """What a mean of all scores would add: never told."""
        for value in self.values("K26") if self.knows_means else ():
            some = [
                one
                for one in unknowns.places
                if one[0] in MONTHS and len(one) == 4
                if is_of(value, one[1], {"domain": one[2]})
            ]
            number = sum(self.counts[one] for one in some)
            total = sum(POINTS[one[3]] * self.counts[one] for one in some)
            of_whole(
                unknowns, some, lambda c: POINTS[c[3]], total / number, value["id"]
            )

    def test_nothing_follows(self):
        self.assertEqual(list(self.known_scores()), [])

    def test_the_mean_is_of_what_is_told(self):
        values = [value for value in self.values("K26") if value["part"] == "main"]
        self.assertGreater(len(values), 4)
        for value in values:
            self.assertFalse(value["numerator"] % BASE or value["denominator"] % BASE)
            mean = value["numerator"] / value["denominator"]
            self.assertAlmostEqual(value["value"], mean)

    def test_a_mean_of_all_would_tell(self):
        self.knows_means = True
        self.assertTrue(list(self.known_scores()))


@tagged("post_install", "-at_install")
class TestDaysOfALateCase(MadeUpTeams):
    """How long a case took that came in after its quarter was closed (K15).

    The quarter keeps its mean. Those of half-year and year are made of what quarters
    tell, for of all cases they would tell of the late one: who knows how many were
    closed subtracts the one from the other, of each team and moment.
    """

    A_MONTH = 2
    # Days that a case took, and a width within which it would become known.
    LATE, NEAR = 200, 40
    MOMENTS = ("before", "during")
    BREAKDOWNS = ("organisation", "team", "moment")

    def setUp(self):
        super().setUp()
        rng = random.Random(6)
        self.days = {
            (month, team, moment, number): rng.randint(1, 240)
            for month in MONTHS
            for team in self.teams.ids
            for moment in self.MOMENTS
            for number in range(self.A_MONTH)
        }
        self.add(self.days)
        self.close_first_quarter()
        self.late = (MONTHS[1], self.team.id, self.MOMENTS[0], self.A_MONTH)
        self.days[self.late] = self.LATE
        self.add({self.late: self.LATE})

    def add(self, days):
        self._put(
            "case",
            ("date", "team_id", "moment", "days", "person_key"),
            {
                (*one[:3], lasted, " ".join(map(str, one))): 1
                for one, lasted in days.items()
            },
            event="closed",
        )
        self.build()

    def means(self):
        return [
            value
            for value in self.values("K15")
            if value["part"] == "mean" and value["breakdown"] in self.BREAKDOWNS
        ]

    def of(self, value):
        """The cases that a value is of."""
        return [
            one
            for one in self.days
            if inside(value, one[0]) and is_of(value, one[1], {"moment": one[2]})
            if one != self.late or value["period"] != "quarter"
        ]

    def test_longer_periods_tell_what_their_quarters_tell(self):
        means = self.means()
        seen = Counter(value["period"] for value in means)
        self.assertEqual(seen, {"quarter": 20, "half_year": 10, "year": 5})
        for value in means:
            if value["period"] == "quarter":
                continue
            quarters = [
                one
                for one in means
                if one["period"] == "quarter" and inside(value, one["date"])
                if all(
                    one[name] == value[name]
                    for name in ("breakdown", "team_id", "key_code")
                )
            ]
            number = sum(one["n"] for one in quarters)
            days = sum(one["value"] * one["n"] for one in quarters)
            self.assertEqual(value["value"], round(days / number))
            # It is near to that of all cases too.
            every = self.of(value)
            mean = sum(self.days[one] for one in every) / len(every)
            self.assertAlmostEqual(value["value"], mean, delta=3)

    def test_a_quarter_closed_as_hidden_hides_the_year(self):
        """Though by now it would be of enough residents."""
        self.env.cr.execute(
            """
            UPDATE oco_kpi_value SET is_hidden = TRUE, value = NULL, n = NULL
             WHERE company_id = %s AND period = 'quarter' AND date = %s
               AND team_id IS NULL
            """,
            [self.organisation.id, MONTHS[0]],
        )
        self.env.invalidate_all()
        self.build()
        told = {
            (value["period"], value["date"], value["breakdown"])
            for value in self.means()
            if value["breakdown"] != "team"
        }
        self.assertEqual(
            told,
            {
                *(("quarter", MONTHS[at], by) for at in (3, 6, 9) for by in OF_ALL),
                *(("half_year", MONTHS[6], by) for by in OF_ALL),
            },
        )

    def known(self, step):
        """What the late case took, from means of all: the least and the most.

        :param step: that means are rounded to
        """
        unknowns = Unknowns()
        for value in self.means():
            some, off = self.of(value), ("off", value["id"])
            every = sum(self.days[one] for one in some)
            told = step * round(every / len(some) / step) if step else every / len(some)
            unknowns.place(off, 0, step * len(some))
            unknowns.equate([*some, off], (told + step / 2) * len(some))
        least, most = unknowns.range([self.late])
        self.assertLess(least, self.LATE + 0.001)
        self.assertGreater(most, self.LATE - 0.001)
        return most - least

    def test_means_of_all_would_tell(self):
        self.assertAlmostEqual(self.known(0), 0, 3)
        self.assertLess(self.known(1), self.NEAR)


class TestMeansOfAnswers(unittest.TestCase):
    """Beside rounded answers the mean of all tells of small ones, to the number."""

    ANSWERS = {"agree": 5, "neutral": 3, "disagree": 1, "unknown": None}

    def possible(self, counts, told, mean):
        """Every number of answers that gives the cells, how many answered, the mean."""
        *firsts, last = self.ANSWERS
        number = sum(counts.values())
        for row in product(
            *(range(low, high + 1) for low, high in (around(told[v]) for v in firsts))
        ):
            low, high = around(told[last])
            if low <= number - sum(row) <= high:
                values = dict(zip(firsts, row, strict=True))
                answers = {v: (n, self.ANSWERS[v]) for v, n in values.items()}
                found = summary(answers)["mean"]
                if mean is None or found and abs(found - mean) < 0.0501:
                    yield {**values, last: number - sum(row)}

    def known(self, with_mean):
        rng = random.Random(4)
        for _ in range(60):
            counts = Counter(
                rng.choices(
                    list(self.ANSWERS), (6, 2, 1, 1), k=rng.choice((10, 14, 25))
                )
            )
            rounded = round_answers({("Q1", v): n for v, n in counts.items()}, BASE)
            told = {value: rounded.get(("Q1", value), 0) for value in self.ANSWERS}
            mean = summary({v: (n, self.ANSWERS[v]) for v, n in counts.items()})["mean"]
            worlds = list(self.possible(counts, told, with_mean and round(mean, 1)))
            for value, count in counts.items():
                some = {world[value] for world in worlds}
                if 0 < count < BASE and min(some) > 0 and max(some) < BASE:
                    yield counts, value, some

    def test_a_mean_of_all_would_tell(self):
        """Hence it is one of the answers as they are told, and adds nothing to them."""
        self.assertTrue([one for one in self.known(True) if len(one[2]) == 1])

    def test_answers_as_they_are_told(self):
        self.assertEqual(list(self.known(None)), [])
