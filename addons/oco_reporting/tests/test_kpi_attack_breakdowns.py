"""Breakdowns of KPIs beside each other and beside the cubes, and a solver."""

import random
from collections import Counter, defaultdict
from dataclasses import dataclass, field, replace
from unittest.mock import patch

from dateutil.relativedelta import relativedelta

from odoo.tests import tagged

from .. import kpi_protection
from ..cubes import PERIODS, period_end, period_start
from ..models import oco_kpi_value
from .attacker import Unknowns
from .made_up_year import MONTHS, MadeUpTeams
from .test_kpi_attack import REASONS
from .test_kpi_protection import BASE, HALVES, QUARTERS, YEAR

SPANS = (*QUARTERS, *HALVES, YEAR)


def inside(value, start):
    return value["date"] <= start <= period_end(value["date"], value["period"])


def is_of(value, team, keys):
    """Whether a value is told of this team and these keys, by breakdown."""
    if value["team_id"] and value["team_id"][0] != team:
        return False
    name = value["breakdown"].removeprefix("team_")
    if name not in keys:
        return True
    of, key = keys[name], value["key_code"]
    # Of several keys at once each counts the cell.
    return key in (of or "").split(",") if key else not of


@dataclass
class Told:
    """A table of which the cells are rounded together, and values of a KPI are sums.

    `by` gives the place in a fact of what is told apart by each breakdown. Of a share
    `parts` says which of the last place counts, and among which; a count is told by
    those breakdowns alone, as `part`. With `within` the cells are parts of what the
    cube of endings tells of each team.
    """

    code: str
    kind: str
    by: dict
    part: str = "main"
    parts: dict = field(default_factory=dict)
    classes: dict = field(default_factory=dict)
    within: bool = False

    def cell(self, month, team, rest):
        """(first day, team, keys, what it counts as)."""
        keys = tuple(rest[place] for place in self.by.values())
        last = self.classes.get(rest[-1], rest[-1]) if self.parts else None
        return period_start(month, self.kind), team, keys, last

    def sums(self, value):
        """(which of the last place, the number that is told of those)."""
        if value["part"] in self.parts:
            counted, of = self.parts[value["part"]]
            return [(counted, value["numerator"]), (of, value["denominator"])]
        told_by = value["breakdown"].removeprefix("team_")
        if self.parts or value["part"] != self.part or told_by not in self.by:
            return []
        return [((None,), value["numerator"])]

    def is_in(self, cell, value):
        start, team, keys, _last = cell
        by = dict(zip(self.by, keys, strict=True))
        return inside(value, start) and is_of(value, team, by)


@tagged("post_install", "-at_install")
class TestKpiBreakdowns(MadeUpTeams):
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

    def live(self, fact, columns, sizes=(15, 6), **always):
        """Make up facts: for each month and team some, of these columns.

        :param columns: {name: values}, the first ones more often
        :param sizes: about how many a month of each team
        """
        rng = random.Random(3)
        self.counts = Counter()
        for month in MONTHS:
            for team, mean in zip(self.teams.ids, sizes, strict=True):
                for _ in range(round(rng.uniform(0.4, 1.5) * mean)):
                    self.counts[
                        (month, team)
                        + tuple(
                            rng.choices(values, range(len(values), 0, -1))[0]
                            for values in columns.values()
                        )
                    ] += 1
        # Each of another resident, as of files that are destroyed.
        always |= {"kept": True, "kept_period": "month"}
        self._put(fact, ("date", "team_id", *columns), self.counts, **always)
        self.cells = [()]
        for values in columns.values():
            self.cells = [(*cell, value) for cell in self.cells for value in values]

    def known(self, *tables, base=BASE):
        """The small counts that are known to be there, and to be small.

        By somebody who knows how many a team had in each month.
        """
        unknowns, small, seen = Unknowns(), [], 0
        of_team = {
            (month, team): [(month, team, *cell) for cell in self.cells]
            for month in MONTHS
            for team in self.teams.ids
        }
        for true in of_team.values():
            unknowns.equate(true, sum(self.counts[one] for one in true))
        for table in tables:
            cells, of_all = defaultdict(list), defaultdict(list)
            totals = Counter()
            for true in of_team.values():
                for one in true:
                    cell = table.cell(*one[:2], one[2:])
                    cells[cell].append(one)
                    totals[cell[:2]] += self.counts[one]
            if table.within:
                self.share_out(unknowns, table, cells, base)
            for cell, some in cells.items():
                shown, off = ("shown", id(table), cell), ("off", id(table), cell)
                is_told = totals[cell[:2]] >= base
                if is_told:
                    small.append(some)
                    of_all[cell[0], cell[2:]] += some
                if table.within:
                    continue
                unknowns.place(shown, 0, None if is_told else 0)
                unknowns.place(off, *((1 - base, base - 1) if is_told else (0, BASE)))
                unknowns.equate(some, 0, minus=[shown, off])
            small += of_all.values()
            for value in self.values(table.code):
                for counted, number in table.sums(value):
                    seen += 1
                    unknowns.equate(
                        [
                            ("shown", id(table), cell)
                            for cell in cells
                            if cell[-1] in counted and table.is_in(cell, value)
                        ],
                        number,
                    )
        small = [
            some for some in small if 0 < sum(self.counts[one] for one in some) < BASE
        ]
        self.assertGreater(seen, 15)
        self.assertGreater(len(small), 5)
        for some in small[:: max(1, len(small) // 50)]:
            low, high = unknowns.range(some)
            if low > 0.001 and high < BASE - 0.001:
                yield some[0], low, high

    def share_out(self, unknowns, table, cells, base):
        """Of what the cube tells by month, team and reason."""
        told, around = defaultdict(int), defaultdict(lambda: [0, 0])
        by_month = Counter()
        for one, count in self.counts.items():
            by_month[one[:2]] += count
        figures = {
            (figure.date, figure.team_id.id, str(figure.closing_reason_id.id)): figure
            for figure in self.env["oco.figure"].search(
                [("cube", "=", "endings"), ("company_id", "=", self.organisation.id)]
            )
        }
        for (month, team), every in by_month.items():
            for reason, success in self.success.items():
                figure = figures.get((month, team, reason))
                number = figure.quantity if figure else 0
                group = period_start(month, table.kind), team, success
                told[group] += int(number)
                around[group][0] += int(max(0, number - BASE + 1))
                around[group][1] += int(number + BASE - 1 if every >= BASE else every)
        groups = defaultdict(dict)
        for cell, some in cells.items():
            groups[(*cell[:2], cell[-1])]["shown", id(table), cell] = some
        for group, parts in groups.items():
            unknowns.share_out(parts, told[group], around[group], base)

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
