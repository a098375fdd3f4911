"""The tables of shares by themselves: every number that is shown, and a solver."""

import random
from collections import Counter, defaultdict
from datetime import date
from unittest.mock import patch

from odoo.tests import tagged

from ..cubes import period_end, period_start
from ..models import oco_kpi_value
from .attacker import Unknowns
from .made_up_year import MONTHS, MadeUpTeams
from .test_kpi_protection import BASE

IN_TIME, LATE = date(2025, 1, 1), date(2025, 12, 31)
DUE = date(2025, 6, 30)
OBJECTED = ("granted", "partly", "refused", "withdrawn")

# Of each KPI: the fact and what all of them have; its columns, of which the last ones
# say what counts, with a weight; by what it is told apart; the shortest period; and
# {part: (what counts, of what)}, by those last columns.
TABLES = {
    "K13": (
        (
            "case",
            {"event": "registered", "first_call_due": DUE, "kept_period": "month"},
        ),
        ("first_call_date", "first_attempt_date"),
        {(IN_TIME, IN_TIME): 6, (LATE, IN_TIME): 1, (LATE, LATE): 2},
        (),
        "quarter",
        {
            "main": ([(IN_TIME, IN_TIME)], None),
            "attempts": ([(IN_TIME, IN_TIME), (LATE, IN_TIME)], None),
        },
    ),
    "K17": (
        ("step", {"event": "done", "step_code": "talk"}),
        ("is_attended", "is_declined"),
        {(True, False): 6, (False, True): 1, (False, False): 2},
        (),
        "quarter",
        {"main": ([(True, False)], None), "declined": ([(False, True)], None)},
    ),
    "K18": (
        (
            "step",
            {
                "event": "started",
                "step_code": "personal_plan",
                "supported_on": IN_TIME,
                "due_date": DUE,
            },
        ),
        ("done_date",),
        {(IN_TIME,): 40, (LATE,): 1},
        ("law", ("wmo", "jeugdwet", "wlz")),
        "year",
        {"main": ([(IN_TIME,)], None)},
    ),
    "K19": (
        ("step", {"event": "due", "responsible": "college", "due_date": DUE}),
        ("done_date",),
        {(IN_TIME,): 5, (LATE,): 1},
        ("law", ("wmo", "jeugdwet", "wlz")),
        "quarter",
        {"main": ([(IN_TIME,)], None)},
    ),
    "K20": (
        ("step", {"event": "done", "step_code": "objection"}),
        ("outcome",),
        {
            (outcome,): weight
            for outcome, weight in zip(OBJECTED, (6, 2, 3, 1), strict=True)
        },
        ("law", ("wmo", "jeugdwet", "wlz")),
        "year",
        {outcome: ([(outcome,)], None) for outcome in OBJECTED},
    ),
    "K23": (
        ("referral", {"direction": "out", "state": "sent", "is_warm": True}),
        ("is_confirmed",),
        {(True,): 5, (False,): 2},
        (),
        "quarter",
        {"main": ([(True,)], None)},
    ),
    "K24": (
        ("case", {"event": "new", "kept_period": "month"}),
        ("told",),
        {("yes",): 6, ("no",): 2, ("unknown",): 1},
        ("informed_medium", ("letter", "talk")),
        "quarter",
        {
            "main": ([("yes",)], [("yes",), ("no",)]),
            "unknown": ([("unknown",)], None),
        },
    ),
}
WITHOUT_TEAMS = ("K18", "K19", "K20")


@tagged("post_install", "-at_install")
class TestKpiTables(MadeUpTeams):
    """K13, K17 to K20, K23 and K24 of a made-up year, with all that is shown."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        rng = random.Random(5)
        cls.counts = {}
        for code, table in TABLES.items():
            (fact, always), columns, classes, keys, _kind, _parts = table
            counts = cls.counts[code] = Counter()
            for month in MONTHS:
                for team, mean in zip(cls.teams.ids, (7, 3), strict=True):
                    for _ in range(round(rng.uniform(0.3, 1.5) * mean)):
                        [of] = rng.choices(list(classes), classes.values())
                        key = (
                            rng.choices(keys[1], range(len(keys[1]), 0, -1))
                            if keys
                            else []
                        )
                        counts[(month, team, *key, *of)] += 1
            cls._put(
                fact,
                ("date", "team_id", *keys[:1], *columns),
                counts,
                # Each of another resident, as of files that are destroyed.
                kept=True,
                **always,
            )
        cls.build()

    def knowledge(self, code, base=BASE):
        """What the values of a KPI tell, as equations of its small counts.

        :param base: that values are rounded to
        :return: the unknowns, the counts of each cell, and those that are exact
        """
        _fact, columns, classes, keys, kind, parts = TABLES[code]
        by_team = code not in WITHOUT_TEAMS
        cells = Counter()
        for (month, team, *rest), count in self.counts[code].items():
            cells[(period_start(month, kind), by_team and team, *rest)] += count
        unknowns, totals = Unknowns(), Counter()
        everywhere = {
            (start, team, *key, *of)
            for start, team, *_ in cells
            for key in ([(one,) for one in keys[1]] if keys else [()])
            for of in classes
        }
        for cell in everywhere:
            totals[cell[:2]] += cells[cell]
        groups = defaultdict(list)
        for cell in everywhere:
            groups[cell[:2]].append(cell)
            shown, off = ("shown", cell), ("off", cell)
            unknowns.place(shown, 0, None if totals[cell[:2]] >= base else 0)
            unknowns.place(off, 1 - base, base - 1)
            unknowns.equate([cell], 0, minus=[shown, off])
        for group, some in groups.items():
            unknowns.equate(some, totals[group])
        width = len(columns)
        for value in self.values(code):
            if value["part"] not in parts:
                continue
            counted, of = parts[value["part"]]
            end = period_end(value["date"], value["period"])
            inside = [
                cell
                for cell in everywhere
                if value["date"] <= cell[0] <= end
                and (not value["team_id"] or cell[1] == value["team_id"][0])
                and (not value["key_code"] or cell[2] == value["key_code"])
            ]
            for some, name in ((counted, "numerator"), (of, "denominator")):
                unknowns.equate(
                    [("shown", c) for c in inside if not some or c[-width:] in some],
                    value[name],
                )
        return unknowns, cells, totals

    def test_a_late_case_makes_no_step_between_a_year_and_its_quarters(self):
        """Of which the first was closed: somebody would see where the case went."""
        self.close_first_quarter()
        before = self.year_and_quarters()
        for team in self.teams.ids:
            for told in ("yes", "no", "unknown"):
                cell = (date(2025, 2, 1), team, "letter", told)
                self._put(
                    "case",
                    ("date", "team_id", "informed_medium", "told"),
                    {cell: 1},
                    event="new",
                    kept=True,
                    kept_period="month",
                )
                self.build()
                year, quarters = self.year_and_quarters()
                self.assertEqual(quarters, before[1])
                self.assertEqual(year, before[0])

    def year_and_quarters(self):
        """What the two kinds of period show of K24."""
        values = [
            (
                value["period"],
                str(value["date"]),
                value["breakdown"],
                str(value["team_id"]),
                str(value["key_code"]),
                value["part"],
                value["numerator"],
                value["denominator"],
            )
            for value in self.values("K24")
        ]
        return tuple(
            sorted(value for value in values if value[0] == kind)
            for kind in ("year", "quarter")
        )

    def test_exact_counts_would_tell(self):
        """The solver finds what is small when nothing is rounded."""
        with patch.object(oco_kpi_value, "SMALL_COUNT_BASE", 1):
            self.build()
        self.assertTrue(list(self.known("K24", base=1)))

    def test_no_small_count_follows(self):
        for code in TABLES:
            with self.subTest(code=code):
                self.assertEqual(list(self.known(code)), [])

    def known(self, code, base=BASE):
        """The small counts that are known to be there, and to be small.

        By somebody who knows besides how many a team had in all, which is not shown of
        all of these.
        """
        unknowns, cells, totals = self.knowledge(code, base)
        self.assertTrue(self.values(code))
        small = [
            cell
            for cell, count in sorted(cells.items(), key=str)
            if 0 < count < BASE <= totals[cell[:2]]
        ]
        self.assertTrue(small)
        for cell in small:
            low, high = unknowns.range([cell])
            if low > 0.001 and high < BASE - 0.001:
                yield cell, low, high
