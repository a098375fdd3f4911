"""Breakdowns of KPIs beside each other and beside the cubes, and a solver."""

import random
from collections import Counter, defaultdict
from dataclasses import replace
from itertools import combinations
from unittest.mock import patch

from dateutil.relativedelta import relativedelta

from odoo.tests import tagged

from .. import kpi_protection
from ..cubes import PERIODS, period_end
from ..models import oco_kpi_value
from .attacker import Unknowns
from .made_up_year import MONTHS, MadeUpCounts, MadeUpTeams, Told, is_of
from .test_kpi_attack import REASONS
from .test_kpi_protection import BASE, HALVES, QUARTERS, YEAR

SPANS = (*QUARTERS, *HALVES, YEAR)


@tagged("post_install", "-at_install")
class TestKpiBreakdowns(MadeUpCounts):
    """A made-up year of which a manager has every value."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()

        def ids(name, *codes):
            return [str(cls.env.ref(f"{name}_{code}").id) for code in codes]

        cls.arrivals = ids("client_support.arrival", "swt", "gp")
        cls.reasons = ids("client_support.contact_reason", "advice", "information")
        cls.groups = ids("social_map.target_group", "autism", "street")
        cls.sets = (*cls.groups, ",".join(sorted(cls.groups)), None)
        endings = ids("client_support.closing_reason", *REASONS)
        cls.success = dict(zip(endings, REASONS.values(), strict=True))

    # Counts that add up ---------------------------------------------------------------

    def check(self, *tables):
        """Nothing follows; all does when values are not rounded.

        :param tables: the first of which is the one to look at; beside it may be those
            of cubes, which stay rounded
        """
        self.build()
        self.assertEqual(list(self.known(*tables)), [])
        with (
            patch.object(oco_kpi_value, "SMALL_COUNT_BASE", 1),
            patch.object(kpi_protection, "share_out", lambda counts, *_: counts),
        ):
            self.build()
        exact = replace(tables[0], within=False)
        self.assertTrue(list(self.known(exact, base=1)))

    def test_new_cases_by_law(self):
        self.live(
            "case",
            {
                "law": ["wmo", None, "several", "youth_act"],
                "arrival_id": self.arrivals,
            },
            event="new",
        )
        self.check(
            Told("K03", "month", {"law": 0}),
            Told("K03", "month", {"arrival": 1}),
        )

    def test_told_by_access_organisation(self):
        self.live(
            "case",
            {
                "arrival_id": self.arrivals,
                "access_organisation": ["Gemeente A", None, "Gemeente B"],
                "told": ["yes", "unknown", "no"],
            },
            event="new",
        )
        self.check(
            Told(
                "K24",
                "quarter",
                {"arrival": 0, "access": 1},
                parts={
                    "main": (("yes",), ("yes", "no")),
                    "unknown": (("unknown",), ("yes", "no", "unknown")),
                },
            )
        )

    def test_contacts_by_road(self):
        self.live(
            "contact",
            {"arrival_id": [None, *self.arrivals], "reason_id": self.reasons},
            sizes=(6, 3),
            is_ia=True,
            channel_id=self.channel.id,
            kind_id=self.env.ref("client_support.contact_kind_ia").id,
        )
        self.check(
            Told("K21", "quarter", {"arrival": 0}, part="contacts"),
            Told("K01", "month", {"reason": 1}),
        )

    def test_cases_by_how_they_heard_of_us(self):
        self.live(
            "case",
            {
                "how_found": ["family", None, "internet", "newspaper", "other"],
                "arrival_id": self.arrivals,
            },
            sizes=(6, 3),
            event="registered",
        )
        self.check(
            Told("K21", "quarter", {"found": 0}),
            Told("K21", "month", {"arrival": 1}),
        )

    def test_referrals_by_organisation(self):
        self.live(
            "referral",
            {"organisation": ["Wijkteam A", "Huisarts B", "School C", "Wijkteam D"]},
            sizes=(5, 2),
            direction="in",
            state="done",
        )
        self.check(Told("K21", "quarter", {"referrer": 0}))

    def test_success_by_target_group(self):
        self.live(
            "case",
            {"target_groups": self.sets, "closing_reason_id": list(self.success)},
            event="closed",
            days=9,
        )
        self.check(
            Told(
                "K25",
                "quarter",
                {"group": 0},
                parts={
                    "main": (("yes",), ("yes", "no")),
                    "not_applicable": (("neutral",), ("yes", "no", "neutral")),
                },
                classes=self.success,
                within=True,
            ),
            Told("K04", "month", {"closing_reason": 1}),
        )

    # Each counted once ----------------------------------------------------------------

    def test_multiple_problems_by_target_group(self):
        """Cases that go on in one period and the next; groups of one and the same."""
        self.live_on()
        self.build()
        self.assertEqual(list(self.known_active()), [])
        with patch.object(oco_kpi_value, "SMALL_COUNT_BASE", 1):
            self.build()
        self.assertTrue(list(self.known_active(base=1)))

    def live_on(self):
        rng, self.active = random.Random(8), defaultdict(set)
        events = Counter()
        for number in range(150):
            begin = rng.randrange(12)
            end = begin + rng.choice((0, 1, 3, 6))
            cell = (
                rng.choices(self.teams.ids, (3, 1))[0],
                rng.choices(self.sets, (4, 2, 1, 3))[0],
                rng.choice((1, 1, 2)),
            )
            for event, month in (("new", begin), ("closed", end)):
                if month < 12:
                    day = MONTHS[month] + relativedelta(days=event == "closed")
                    key = f"case {number}"
                    events[(day, *cell, event, key, f"person {number}")] += 1
            for span in SPANS:
                first, last = span[1], period_end(span[1], span[0])
                if any(
                    first <= MONTHS[month] <= last
                    for month in range(begin, min(end, 11) + 1)
                ):
                    self.active[span, cell].add(number)
        names = ("date", "team_id", "target_groups", "number_of_domains", "event")
        self._put("case", (*names, "event_key", "person_key"), events)

    def known_active(self, base=BASE):
        unknowns, small, seen = Unknowns(), [], 0
        cells = sorted({cell for _span, cell in self.active}, key=str)
        counts = {
            (span, cell): len(self.active[span, cell])
            for span in SPANS
            for cell in cells
        }
        totals = Counter()
        for (span, cell), count in counts.items():
            totals[span, cell[0]] += count
        for span in SPANS:
            for cell in cells:
                one, is_told = (span, cell), totals[span, cell[0]] >= base
                shown, off = ("shown", one), ("off", one)
                unknowns.place(shown, 0, None if is_told else 0)
                unknowns.place(off, *((1 - base, base - 1) if is_told else (0, BASE)))
                unknowns.equate([one], 0, minus=[shown, off])
                shorter = [s for s in SPANS if PERIODS[s[0]] < PERIODS[span[0]]]
                for kind in {s[0] for s in shorter}:
                    parts = [
                        (s, cell)
                        for s in shorter
                        if s[0] == kind
                        and span[1] <= s[1] <= period_end(span[1], span[0])
                    ]
                    for part in parts:
                        unknowns.equate([one], 0, minus=[part, ("more", part, one)])
                    unknowns.equate([one, ("fewer", one, kind)], 0, minus=parts)
            for team in self.teams.ids:
                unknowns.equate(
                    [(span, cell) for cell in cells if cell[0] == team],
                    totals[span, team],
                )
        small += [[one] for one, count in counts.items() if 0 < count < BASE]
        for span in SPANS:
            for group in self.groups:
                some = [(span, c) for c in cells if group in (c[1] or "").split(",")]
                small.append([one for one in some if one[1][2] == 2])
        for value in self.values("K09"):
            if value["breakdown"] not in ("organisation", "team", "group"):
                continue
            some = [cell for cell in cells if is_of(value, cell[0], {"group": cell[1]})]
            span = (value["period"], value["date"])
            if span not in SPANS:
                continue
            for multiple, name in ((True, "numerator"), (False, "denominator")):
                seen += 1
                unknowns.equate(
                    [
                        ("shown", (span, cell))
                        for cell in some
                        if not multiple or cell[2] >= 2
                    ],
                    value[name],
                )
        self.assertGreater(seen, 20)
        for some in small:
            count = sum(counts[one] for one in some)
            told = any(totals[one[0], one[1][0]] >= BASE for one in some)
            if not (0 < count < BASE and told):
                continue
            low, high = unknowns.range(some)
            if low > 0.001 and high < BASE - 0.001:
                yield some[0], low, high


@tagged("post_install", "-at_install")
class TestHardToReach(MadeUpTeams):
    """Residents of any group that is hard to reach (K10) beside the cube of groups.

    Somebody who has the number of every age apart, of which only the sum is told.
    """

    AGES = ("18-26", "45-64", "75+")

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.groups = cls.env["target.group"].search([], limit=3)
        cls.groups.hard_to_reach = True
        cls.sets = [
            frozenset(some)
            for size in range(1, 4)
            for some in combinations(cls.groups.ids, size)
        ]

    def live(self, seed):
        """Residents of one or more groups, or of none, in a month of the year."""
        rng, self.people, visits = random.Random(seed), Counter(), {}
        self.env.cr.execute("DELETE FROM oco_fact_reach")
        for number in range(rng.choice((25, 60, 120))):
            of = {
                one for one in self.groups.ids if rng.random() < rng.choice((0.1, 0.5))
            }
            age = rng.choices(self.AGES, (6, 3, 1))[0]
            self.people[age, frozenset(of)] += 1
            for group in (None, *of):
                month, team = rng.choice(MONTHS), rng.choice(self.teams.ids)
                visits[month, team, f"person {number}", age, group] = 1
        names = ("date", "team_id", "person_key", "age_band", "target_group_id")
        self._put("reach", names, visits)
        self.build()

    def told(self):
        """By age: what the cube tells of each group, and what K10 tells of all."""
        cells = {
            (figure.age_band, figure.target_group_id.id): int(figure.quantity)
            for figure in self.env["oco.figure"].search(
                [
                    ("cube", "=", "groups"),
                    ("period", "=", "year"),
                    ("company_id", "=", self.organisation.id),
                ]
            )
        }
        by_age = {}
        for age in self.AGES:
            some = [cells.get((age, group), 0) for group in self.groups.ids]
            count = sum(self.people[age, of] for of in self.sets)
            near = BASE * int(count / BASE + 0.5)
            by_age[age] = some, min(sum(some), max(*some, near))
        return by_age

    def known(self, is_exact=False):
        """The small counts that are known to be there, and to be small.

        :param is_exact: K10 is told to the number
        """
        for age, (some, told) in self.told().items():
            unknowns = Unknowns()
            every = [(age, of) for of in self.sets]
            of_group = [[one for one in every if g in one[1]] for g in self.groups.ids]
            for place, (cells, shown) in enumerate(zip(of_group, some, strict=True)):
                unknowns.place(("off", place), 1 - BASE, BASE - 1)
                unknowns.equate(cells, shown, minus=[("off", place)])
            # What it was raised or lowered to, to lie between groups and their sum, it
            # may have been far under or above.
            low, high = -2, 2
            if told == max(some):
                low = None
            if told == sum(some):
                high = None
            if is_exact:
                low = high = 0
                told = sum(self.people[one] for one in every)
            if low is not None:
                unknowns.equate(every, told + low, minus=[("more", age)])
            if high is not None:
                unknowns.equate([*every, ("less", age)], told + high)
            for cells in (*of_group, every, *([one] for one in every)):
                if 0 < sum(self.people[one] for one in cells) < BASE:
                    self.seen += 1
                    low_, high_ = unknowns.range(cells, whole=True)
                    if low_ > 0.001 and high_ < BASE - 0.001:
                        yield age, low_, high_

    def test_no_small_count_follows(self):
        self.seen, would_tell = 0, []
        for seed in range(6):
            self.live(seed)
            [value] = [
                value
                for value in self.values("K10")
                if value["breakdown"] == "organisation" and value["period"] == "year"
            ]
            numbers = [number for _some, number in self.told().values()]
            self.assertEqual(
                value["numerator"], min(sum(numbers), value["denominator"])
            )
            self.assertEqual(list(self.known()), [])
            would_tell += self.known(is_exact=True)
        self.assertGreater(self.seen, 40)
        self.assertTrue(would_tell)
