import random
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date

from odoo.tools import SQL

from odoo.addons.client_support.tests.common import ClientSupportCase

from ..cubes import period_end, period_start
from .attacker import Unknowns
from .test_kpi_protection import BASE

MONTHS = [date(2025, month, 1) for month in range(1, 13)]


class MadeUpYear(ClientSupportCase):
    """A year made up in the tables of facts, of which a manager has every value."""

    @classmethod
    def build(cls):
        engine = cls.env["oco.engine"]
        months = [(cls.organisation.id, month) for month in MONTHS]
        engine._build_cubes({model._name: months for model in engine._fact_models()})

    def close_first_quarter(self):
        """Closed as it stands: what comes in later is in the year alone."""
        period = self.env["oco.period"].create(
            {"company_id": self.organisation.id, "kind": "quarter", "date": MONTHS[0]}
        )
        self.env["oco.period.closing"].create({"period_id": period.id, "version": 1})
        self.env.cr.execute(
            "UPDATE oco_period SET state = 'closed' WHERE id = %s", [period.id]
        )
        self.env.invalidate_all()

    @classmethod
    def _put(cls, fact, columns, counts, **values):
        values |= {"company_id": cls.organisation.id}
        names = SQL(", ").join(map(SQL.identifier, (*columns, *values, "quantity")))
        for cell, count in counts.items():
            cls.env.cr.execute(
                SQL(
                    "INSERT INTO %s (%s) VALUES %s",
                    SQL.identifier(f"oco_fact_{fact}"),
                    names,
                    (*cell, *values.values(), count),
                )
            )

    def values(self, code):
        """Every value of a KPI that is shown."""
        return self.as_role("manager", "oco.kpi.value").search_read(
            [
                ("kpi_id.code", "=", code),
                ("company_id", "=", self.organisation.id),
                ("is_hidden", "=", False),
            ],
            [
                *("period", "date", "breakdown", "team_id", "key_code", "part"),
                *("numerator", "denominator", "n", "value"),
            ],
        )


class MadeUpTeams(MadeUpYear):
    """Of two teams, known from the first month on."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.teams = cls.team | cls.env["client.team"].create(
            {"name": "Wal", "company_id": cls.organisation.id}
        )
        cls.env.cr.execute(
            "INSERT INTO oco_fact_month (fact, company_id, month, fingerprint)"
            " VALUES ('oco.fact.case', %s, %s, '1')",
            [cls.organisation.id, MONTHS[0]],
        )


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
    cube of endings tells of each team. Of a mean `points` gives what each of the last
    place counts for.
    """

    code: str
    kind: str
    by: dict
    part: str = "main"
    parts: dict = field(default_factory=dict)
    classes: dict = field(default_factory=dict)
    within: bool = False
    points: dict = field(default_factory=dict)

    def cell(self, month, team, rest):
        """(first day, team, keys, what it counts as)."""
        keys = tuple(rest[place] for place in self.by.values())
        last = self.classes.get(rest[-1], rest[-1]) if self.parts else None
        return period_start(month, self.kind), team, keys, last

    def sums(self, value):
        """({one of the last place: what it counts for}, the number that is told)."""
        if value["part"] in self.parts:
            counted, of = (dict.fromkeys(some, 1) for some in self.parts[value["part"]])
            return [(counted, value["numerator"]), (of, value["denominator"])]
        if self.points and value["part"] == self.part:
            of = dict.fromkeys(self.points, 1)
            return [(self.points, value["numerator"]), (of, value["denominator"])]
        told_by = value["breakdown"].removeprefix("team_")
        if self.parts or value["part"] != self.part or told_by not in self.by:
            return []
        return [({None: 1}, value["numerator"])]

    def is_in(self, cell, value):
        start, team, keys, _last = cell
        by = dict(zip(self.by, keys, strict=True))
        return inside(value, start) and is_of(value, team, by)


class MadeUpCounts(MadeUpTeams):
    """Of counts by all that facts have, and what values of KPIs tell of them."""

    # So many small counts an attack looks for at least, or it would prove little.
    LEAST_SMALL = 5

    def live(self, fact, columns, sizes=(15, 6), **always):
        """Make up facts: for each month and team some, of these columns."""
        self.make_up(columns, sizes)
        # Each of another resident, as of files that are destroyed.
        always |= {"kept": True, "kept_period": "month"}
        self._put(fact, ("date", "team_id", *columns), self.counts, **always)

    def make_up(self, columns, sizes, seed=3):
        """Count what there is, for each month and team.

        :param columns: {name: values}, the first ones more often
        :param sizes: about how many a month of each team
        """
        rng = random.Random(seed)
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
        self.cells = [()]
        for values in columns.values():
            once = dict.fromkeys(values)
            self.cells = [(*cell, value) for cell in self.cells for value in once]

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
                    for part, (counted, _of) in table.parts.items():
                        if cell[-1] in counted and len(counted) > 1:
                            of_all[part, cell[:3]] += some
                            of_all[part, cell[:2]] += some
                            of_all[part, cell[0], cell[2]] += some
                if table.within:
                    continue
                unknowns.place(shown, 0, None if is_told else 0)
                unknowns.place(off, *((1 - base, base - 1) if is_told else (0, BASE)))
                unknowns.equate(some, 0, minus=[shown, off])
            small += of_all.values()
            for value in self.values(table.code):
                for counted, number in table.sums(value):
                    seen += 1
                    some = [cell for cell in cells if table.is_in(cell, value)]
                    plus, minus = (
                        [
                            ("shown", id(table), cell)
                            for cell in some
                            for _ in range(sign * counted.get(cell[-1], 0))
                        ]
                        for sign in (1, -1)
                    )
                    unknowns.equate(plus, number, minus=minus)
        self.reckon(unknowns)
        small = [
            some for some in small if 0 < sum(self.counts[one] for one in some) < BASE
        ]
        self.assertGreater(seen, 15)
        self.assertGreater(len(small), self.LEAST_SMALL)
        for some in small[:: max(1, len(small) // 50)]:
            low, high = unknowns.range(some)
            if low > 0.001 and high < BASE - 0.001:
                yield some[0], low, high

    def reckon(self, unknowns):
        """What somebody knows besides: nothing."""

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
