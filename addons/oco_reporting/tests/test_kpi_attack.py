"""A manager with every cube, every KPI and every result of the survey, and a solver."""

import random
from collections import Counter, defaultdict
from datetime import date
from unittest.mock import patch

from odoo.tests import tagged

from ..cubes import PERIODS, period_end, period_start
from ..experience import summary
from ..models import oco_kpi_value
from .attacker import Unknowns
from .made_up_year import MONTHS, MadeUpYear
from .test_kpi_protection import BASE, Calendar

REASONS = {"answered": "yes", "no_contact": "no", "moved": "neutral"}
SOLVED = {"answered"}
AGES = ("18-26", "45-64", "75+")
POINTS = {"agree": 5, "neutral": 3, "disagree": 1, "unknown": None}
VALUES = tuple(POINTS)
ROLES = ("manager", "finance", "reader")


@tagged("post_install", "-at_install")
class TestKpiAttack(MadeUpYear):
    """Of a year of closings, residents and answers, made up, in the tables of facts."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.users["reader"] = cls.make_user(
            "t_reader", "oco_reporting.group_figures_reader"
        )
        exporting = cls.env.ref("base.group_allow_export").id
        for role in ROLES:
            cls.users[role].group_ids = [(4, exporting)]
        cls.teams = cls.team | cls.env["client.team"].create(
            [
                {"name": name, "company_id": cls.organisation.id}
                for name in ("Wal", "Dijk")
            ]
        )
        cls.reasons = {
            cls.env.ref(f"client_support.closing_reason_{code}").id: code
            for code in REASONS
        }
        rng = random.Random(6)
        cls.closings = Counter()
        for month in MONTHS:
            for team, mean in zip(cls.teams.ids, (14, 8, 3), strict=True):
                for _ in range(round(rng.uniform(0.5, 1.5) * mean)):
                    cls.closings[
                        month,
                        team,
                        rng.choices(list(cls.reasons), (7, 2, 1))[0],
                        rng.choice(("reflection", "obtaining")),
                        rng.choices(("yes", "no", None), (5, 1, 4))[0],
                    ] += 1
        cls._put(
            "case",
            ("date", "team_id", "closing_reason_id", "moment", "resident_answer"),
            cls.closings,
            event="closed",
            days=30,
            # Each of another resident, as of files that are destroyed.
            kept=True,
            kept_period="month",
        )
        cls.visits = {}
        for number in range(90):
            first = rng.randrange(12)
            team, age = rng.choices(cls.teams.ids, (5, 3, 1))[0], rng.choice(AGES)
            for more in range(rng.choice((1, 1, 2, 5))):
                month = MONTHS[(first + more) % 12]
                cls.visits[month, team, f"person {number}", age] = 1
        cls._put("reach", ("date", "team_id", "person_key", "age_band"), cls.visits)
        cls.answers = Counter()
        for month in MONTHS:
            for _ in range(rng.choice((1, 4, 6))):
                team = rng.choices([*cls.teams.ids, None], (5, 3, 1, 1))[0]
                value = rng.choices(VALUES, (6, 2, 1, 1))[0]
                cls.answers[month, team, value] += 1
        for value, points in POINTS.items():
            cls._put(
                "survey",
                ("date", "team_id", "value"),
                {cell: n for cell, n in cls.answers.items() if cell[2] == value},
                code="OCO1",
                version="easy-1",
                is_first=True,
                score=points,
            )
        cls.build()
        cls.env["oco.survey.result"]._build()

    # What a manager reads -------------------------------------------------------------

    def cube(self, cube, *groupby, period="month"):
        """{values: quantity}, as the manager's pivot gives it."""
        found = self.as_role("manager", "oco.figure").formatted_read_group(
            [
                ("cube", "=", cube),
                ("period", "=", period),
                ("company_id", "=", self.organisation.id),
            ],
            [*(f"{name}:month" if name == "date" else name for name in groupby)],
            ["quantity:sum"],
        )
        return {
            tuple(
                date.fromisoformat(group[f"{name}:month"][0])
                if name == "date"
                else group[name]
                and (group[name][0] if name[-3:] == "_id" else group[name])
                for name in groupby
            ): group["quantity:sum"]
            for group in found
        }

    # Closings -------------------------------------------------------------------------

    def cells(self):
        """Every closing there might be: month, team, reason, moment and answer."""
        return [
            (month, team, reason, moment, answer)
            for month in MONTHS
            for team in self.teams.ids
            for reason in self.reasons
            for moment in ("reflection", "obtaining")
            for answer in ("yes", "no", None)
        ]

    def round_off(self, unknowns, shown, cells, base=BASE):
        """Some cells of which the sum lies less than a base from what is shown."""
        off = ("off", shown)
        unknowns.place(off, 1 - base, base - 1)
        unknowns.equate(cells, 0, minus=[shown, off])

    def knowledge(self, base=BASE):
        """All that figures and KPIs tell of closings, as equations.

        :param base: that values of KPIs are rounded to
        """
        unknowns, cells = Unknowns(), self.cells()
        by_team = defaultdict(list)
        by_reason = defaultdict(list)
        for cell in cells:
            by_team[cell[:2]].append(cell)
            by_reason[cell[:3]].append(cell)
        exact = self.cube("cases", "date", "team_id")
        for group, some in by_team.items():
            unknowns.equate(some, exact.get(group, 0))
        endings = self.cube("endings", "date", "team_id", "closing_reason_id")
        for group, some in by_reason.items():
            if exact.get(group[:2], 0) >= BASE:
                unknowns.place(("ending", group), *[endings.get(group, 0)] * 2)
                self.round_off(unknowns, ("ending", group), some)
        # What values are sums of: their cells are not shown, but known to be rounded.
        for code, kind, tally in (
            ("K25", "quarter", lambda c: (c[3], REASONS[self.reasons[c[2]]])),
            ("K25", "quarter", lambda c: c[4] and (c[3], f"answer_{c[4]}")),
            ("K27", "year", lambda c: (self.reasons[c[2]] in SOLVED,)),
        ):
            tables = defaultdict(list)
            for cell in cells:
                if found := tally(cell):
                    start = period_start(cell[0], kind)
                    tables[(code, start, cell[1], *found)].append(cell)
            teams = defaultdict(list)
            for key, some in tables.items():
                teams[key[1:3]] += some
            is_shared = not str(next(iter(tables))[-1]).startswith("answer")
            if is_shared:
                self.share_out_endings(unknowns, tables, endings, exact, base)
            for key, some in tables.items() if not is_shared else ():
                if sum(self.closings[cell] for cell in teams[key[1:3]]) < base:
                    unknowns.place(key, 0, 0)
                else:
                    unknowns.place(key)
                    self.round_off(unknowns, key, some, base)
            for value in self.values(code):
                self.add_value(unknowns, code, tables, value)
        return unknowns

    def share_out_endings(self, unknowns, tables, endings, exact, base):
        """Tables of which the cells are parts of what the cube of endings tells."""
        groups = defaultdict(dict)
        for key, some in tables.items():
            groups[(*key[:3], key[-1])][key] = some
        for parts in groups.values():
            told = {cell[:3] for some in parts.values() for cell in some}
            around = [
                (max(0, number - BASE + 1), number + BASE - 1)
                if exact.get(one[:2], 0) >= BASE
                else (0, exact.get(one[:2], 0))
                for one in told
                for number in [endings.get(one, 0)]
            ]
            within = [sum(bounds) for bounds in zip(*around, strict=True)]
            total = sum(endings.get(one, 0) for one in told)
            unknowns.share_out(parts, total, within, base)

    def add_value(self, unknowns, code, tables, value):
        end = period_end(value["date"], value["period"])
        inside = [
            key
            for key in tables
            if value["date"] <= key[1] <= end
            and (not value["team_id"] or key[2] == value["team_id"][0])
            and (not value["key_code"] or key[3] == value["key_code"])
        ]
        ends = {
            "not_applicable": (["neutral"], ["yes", "no", "neutral"]),
            "main": (["yes"], ["yes", "no"])
            if code == "K25"
            else ([True], [True, False]),
        }.get(
            value["part"], ([value["part"]], [f"answer_{one}" for one in ("yes", "no")])
        )
        if not {key[-1] for key in inside} & set(ends[1]):
            return
        for some, name in zip(ends, ("numerator", "denominator"), strict=True):
            unknowns.equate([key for key in inside if key[-1] in some], value[name])

    def small_closings(self):
        """Small counts by reason, success, answer: of a team in a month, quarter, year.

        Not those of a team with fewer than a base in all, of which nothing is told.
        """
        groups, totals = defaultdict(list), Counter()
        for cell in self.cells():
            month, team, reason, _moment, answer = cell
            quarter = period_start(month, "quarter")
            for group in (
                (month, team, reason),
                (quarter, team, REASONS[self.reasons[reason]]),
                (quarter, team, "answer", answer),
                ("year", team, answer),
            ):
                groups[group].append(cell)
                totals[group] += self.closings[cell]
                totals[group[:2]] += self.closings[cell]
        return [
            cells
            for group, cells in sorted(groups.items(), key=str)
            if 0 < totals[group] < BASE <= totals[group[:2]]
        ]

    def bounded(self, unknowns, small, whole=False):
        """Those of which somebody knows that there are two, or how many within one."""
        for cells in small:
            low, high = unknowns.range(cells, whole)
            if low > 1.001 or high - low < 1.999:
                yield cells[0], low, high

    def test_closings(self):
        self.assertGreater(len(self.values("K25")), 40)
        self.assertTrue(self.values("K27"))
        small, unknowns = self.small_closings(), self.knowledge()
        self.assertGreater(len(small), 40)
        self.assertEqual(list(self.bounded(unknowns, small)), [])
        # In whole numbers, of some of them: that takes long.
        self.assertEqual(list(self.bounded(unknowns, small[::20], whole=True)), [])

    def test_exact_shares_would_tell(self):
        with patch.object(oco_kpi_value, "SMALL_COUNT_BASE", 1):
            self.build()
        unknowns = self.knowledge(base=1)
        self.assertTrue(list(self.bounded(unknowns, self.small_closings())))

    # Unique residents -----------------------------------------------------------------

    def test_residents(self):
        """By team and age, of months, quarters, half-years and the year."""
        self.assertEqual(list(self.known_residents()), [])

    def test_residents_rounded_apart_would_tell(self):
        engine = type(self.env["oco.engine"])
        with patch.object(engine, "_parts", lambda *_: defaultdict(list)):
            self.build()
        self.assertTrue(list(self.known_residents()))

    def known_residents(self):
        shown = {
            kind: self.cube("residents", "date", "team_id", "age_band", period=kind)
            for kind in PERIODS
        }
        self.assertTrue(all(shown.values()))
        for team in self.teams.ids:
            for age in AGES:
                counts, cells = {}, {}
                for kind in PERIODS:
                    for start in sorted({period_start(one, kind) for one in MONTHS}):
                        end = period_end(start, kind)
                        counts[kind, start] = len(
                            {
                                person
                                for month, in_team, person, old in self.visits
                                if start <= month <= end
                                and (in_team, old) == (team, age)
                            }
                        )
                        cells[kind, start] = shown[kind].get((start, team, age), 0)
                for known in Calendar(counts, cells).known(counts):
                    yield team, age, known

    def test_unique_residents_are_the_cells_of_their_cube(self):
        """A total of its own would say how many came to two teams, or twice."""
        cells = self.cube("areas", "date", period="quarter")
        found = {
            (value["date"],): value["numerator"]
            for value in self.values("K02")
            if (value["breakdown"], value["period"], value["part"])
            == ("organisation", "quarter", "main")
        }
        self.assertEqual(found, cells)
        self.assertFalse([number for number in found.values() if number % BASE])

    # Answers --------------------------------------------------------------------------

    def test_answers(self):
        self.assertEqual(list(self.known_answers()), [])

    def known_answers(self):
        """The small numbers of answers that are known to be there, or within one."""
        results = self.as_role("manager", "oco.survey.result").search(
            [("company_id", "=", self.organisation.id), ("code", "=", "OCO1")]
        )
        self.assertEqual({row.is_hidden for row in results}, {True, False})
        unknowns = Unknowns()
        groups = [*self.teams.ids, None]
        quarters = sorted({period_start(month, "quarter") for month in MONTHS})
        cells = [
            (q, team, value) for q in quarters for team in groups for value in VALUES
        ]
        counts = Counter()
        for (month, team, value), count in self.answers.items():
            counts[period_start(month, "quarter"), team, value] += count
        for cell in cells:
            unknowns.place(("shown", cell))
            self.round_off(unknowns, ("shown", cell), [cell])
        for row in results.filtered(lambda one: not one.is_hidden):
            some = [
                cell
                for cell in cells
                if row.date_from <= cell[0] <= row.date_to
                and (not row.team_id or cell[1] == row.team_id.id)
            ]
            unknowns.equate(some, row.answers)
            given = {one.value: one.quantity for one in row.value_ids}
            self.assertFalse([count for count in given.values() if count % BASE])
            for value in VALUES:
                unknowns.equate(
                    [("shown", cell) for cell in some if cell[2] == value],
                    given.get(value, 0),
                )
            # Of the answers as they are told, and so no more than those tell.
            mean = summary({one: (n, POINTS[one]) for one, n in given.items()})["mean"]
            self.assertEqual(
                (row.has_mean, row.mean), (bool(mean), round(mean or 0, 1))
            )
        checked = 0
        for quarter in quarters:
            for team in groups:
                for value in VALUES:
                    cell = (quarter, team, value)
                    checked += 0 < counts[cell] < BASE
                    yield from self.bounded_answers(unknowns, counts, [cell])
            for value in VALUES:
                some = [(quarter, team, value) for team in groups]
                yield from self.bounded_answers(unknowns, counts, some)
        self.assertGreater(checked, 15)

    def bounded_answers(self, unknowns, counts, cells):
        if 0 < sum(counts[cell] for cell in cells) < BASE:
            low, high = unknowns.range(cells)
            if low > 1.001 or high - low < 1.999:
                yield cells, low, high

    # Routes ---------------------------------------------------------------------------

    def test_no_route_gives_what_is_hidden(self):
        mine = [("company_id", "=", self.organisation.id)]
        numbers = ("value", "numerator", "denominator", "n")
        for role in ROLES:
            values = self.as_role(role, "oco.kpi.value")
            hidden = values.search([*mine, ("is_hidden", "=", True)])
            with self.subTest(role=role):
                self.assertTrue(hidden)
                for name in numbers:
                    told = [*mine, ("is_hidden", "=", True), (name, "!=", False)]
                    self.assertFalse(values.search_count(told), name)
                    for operator in (">", "<"):
                        told[-1] = (name, operator, 0)
                        self.assertFalse(values.search_count(told), name)
                rows = hidden.export_data(list(numbers))["datas"]
                self.assertFalse(
                    [row for row in rows if any(map(float, filter(None, row)))]
                )
                measures = [
                    f"{name}:sum" for name in numbers if values._fields[name].aggregator
                ]
                domain = [*mine, ("is_hidden", "=", True)]
                for groups in values.formatted_read_grouping_sets(
                    domain, [[], ["team_id"], ["breakdown", "date:quarter"]], measures
                ):
                    for group in groups:
                        self.assertFalse(any(group[name] for name in measures))
                groups = values.formatted_read_group(domain, ["kpi_id"], measures)
                self.assertFalse(
                    [g for g in groups if any(g[name] for name in measures)]
                )
                bar = values.read_progress_bar(
                    mine,
                    "breakdown",
                    {"field": "period", "colors": {"year": "success"}},
                )
                self.assertTrue(bar)
                panel = values.search_panel_select_range(
                    "breakdown", search_domain=domain, enable_counters=True
                )
                # Rows, of which there is one for each team whatever it counts.
                self.assertEqual(
                    sum(one["__count"] for one in panel["values"]), len(hidden)
                )

    def test_that_there_is_a_row_tells_nothing(self):
        """A moment, a law, a domain with few residents has no row, not a hidden one."""
        found = self.env["oco.kpi.value"].search(
            [
                ("company_id", "=", self.organisation.id),
                ("is_hidden", "=", True),
                ("breakdown", "not in", ("organisation", "team")),
                ("kpi_id.code", "in", ("K15", "K18", "K26", "K35")),
            ]
        )
        self.assertFalse(found)
