"""The counts of a workbook: exact, and what of them leaves the organisation.

A closed period keeps its exact counts (`Counts`); a workbook shows them behind the
engine of `suppression`. Whatever was shown of a period is known from then on: of a
later workbook, over another period or after a correction, only that much is shown that
the two together give nobody away (`withheld`).

One mark stands for every number that is not shown. Two of them, one for small numbers
and one for those that go with them, would tell which is which, and so more than the
engine reckons with.
"""

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

from .suppression import TOTAL, Cell, Exposed, Release, Table, suppress

MARK = "x"
YES, NO = "yes", "no"


class Overlap(Exception):
    """A period that lies partly within another one: their difference is no period."""


@dataclass(frozen=True)
class Kind:
    """What a table counts, by what; the rest as in `suppression.Table`."""

    measure: str
    dimensions: tuple[str, ...] = ()
    exact: bool = False
    overlapping: tuple[str, ...] = ()
    unique: bool = False


# The tables of a workbook. `exact`: what a team did, and is agreed on, is shown.
KINDS = {
    "questions": Kind("questions", exact=True),
    "domains": Kind("questions", ("domain", "team")),
    "ages": Kind("residents", ("age",), unique=True),
    "groups": Kind("residents", ("group",), overlapping=("group",), unique=True),
    "new": Kind("new", ("team",), exact=True),
    "moments": Kind("new", ("moment",)),
    "closed": Kind("closed", ("team",), exact=True),
    "endings": Kind("closed", ("reason",)),
    "tasks": Kind("tasks", ("task",)),
    "arrivals": Kind("arrivals", ("arrival",)),
    "referrals": Kind("referrals", ("to", "confirmed")),
    "first_calls": Kind("first calls", ("met",)),
    "steps": Kind("steps", ("step", "met")),
    "invitations": Kind("invitations", ("answered",)),
}
# Tables of the survey have the code of their question in their name.
ANSWERS = "answers "


def kind_of(name: str) -> Kind:
    """What a table of a workbook counts.

    >>> kind_of("answers OCO1").dimensions
    ('answer',)
    """
    return Kind(name, ("answer",)) if name.startswith(ANSWERS) else KINDS[name]


@dataclass(frozen=True)
class Counts:
    """Exact counts of one period, by table, and the words for what they are told by.

    `labels`: {dimension: {value: words}} in the order of reading. `totals`: what was
    asked apart from the cells, to compare them with. `plain`: numbers that count no
    residents, such as hours, under names of their own.
    """

    tables: Mapping[str, Mapping[Cell, int]]
    labels: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    totals: Mapping[str, int] = field(default_factory=dict)
    plain: Mapping[str, Mapping[Cell, int]] = field(default_factory=dict)

    def dumps(self) -> str:
        """JSON, the same for the same counts."""
        return json.dumps(
            {
                "tables": _listed(self.tables),
                "labels": self.labels,
                "totals": dict(sorted(self.totals.items())),
                "plain": _listed(self.plain),
            },
            ensure_ascii=False,
        )

    @classmethod
    def loads(cls, words: str) -> "Counts":
        found = json.loads(words)
        return cls(
            _mapped(found["tables"]),
            found["labels"],
            found["totals"],
            _mapped(found["plain"]),
        )

    def as_tables(self, period, names: Iterable[str] | None = None) -> list[Table]:
        """The tables for the engine, as counts of a period.

        :param names: of which tables; all without
        """
        tables = []
        for name in sorted(self.tables if names is None else names):
            kind = kind_of(name)
            tables.append(
                Table(
                    name,
                    kind.measure,
                    kind.dimensions,
                    self.tables[name],
                    period,
                    kind.exact,
                    kind.overlapping,
                    kind.unique,
                )
            )
        return tables


def merged(parts: Sequence[Counts]) -> Counts:
    """The counts of periods that follow each other, as those of one.

    Who came in two of them counts once in the whole: unique residents cannot be added
    up and are left out. A stock is that of the first day and of the last one.
    """
    if len(parts) == 1:
        return parts[0]
    tables: dict = defaultdict(lambda: defaultdict(int))
    plain: dict = defaultdict(lambda: defaultdict(int))
    labels: dict = defaultdict(dict)
    totals: dict = defaultdict(int)
    for counts in parts:
        for name, cells in counts.tables.items():
            if not kind_of(name).unique:
                for cell, count in cells.items():
                    tables[name][cell] += count
                totals[name] += counts.totals.get(name, 0)
        for name, cells in counts.plain.items():
            for cell, count in cells.items():
                plain[name][cell] += count
        for dimension, words in counts.labels.items():
            labels[dimension].update(words)
    plain["start"] = parts[0].plain.get("start", {})
    plain["end"] = parts[-1].plain.get("end", {})
    return Counts(tables, labels, totals, plain)


@dataclass(frozen=True)
class Period:
    """Of what days a workbook is; `closings` tells one closing from the next."""

    first: date
    last: date
    closings: tuple[int, ...] = ()


# Of each table the cells and totals that are not shown; None: the table is not shown.
Withheld = Mapping[str, Collection[Cell] | None]


def spans(periods: Iterable[Period]) -> dict[Period, list[Period]]:
    """Which periods consist of which, as the engine wants to know it.

    A later closing of the same days is taken as consisting of the one before it: then
    the engine counts every correction as known.

    :raises Overlap: two of them have some days in common, and each has others as well
    """
    found: dict[Period, list[Period]] = {}
    days: dict[tuple[date, date], list[Period]] = defaultdict(list)
    for period in periods:
        days[period.first, period.last].append(period)
    newest = {}
    for key, same in days.items():
        same.sort(key=lambda period: period.closings)
        for before, after in zip(same, same[1:], strict=False):
            found[after] = [before]
        newest[key] = same[-1]
    for (first, last), same in days.items():
        inside = [
            (a, b)
            for a, b in days
            if first <= a <= b <= last and (a, b) != (first, last)
        ]
        if any(a < first <= b < last or first < a <= last < b for a, b in days):
            raise Overlap(f"{first} {last}")
        outer = [
            (a, b)
            for a, b in inside
            if not any(c <= a <= b <= d and (a, b) != (c, d) for c, d in inside)
        ]
        if outer:
            found[same[0]] = [newest[key] for key in sorted(outer)]
    return found


def withheld(
    counts: Counts,
    period: Period,
    threshold: int,
    earlier: Sequence[tuple[Counts, Period, Withheld]] = (),
) -> dict[str, list[Cell] | None]:
    """What of the counts may not be shown.

    :param threshold: the lowest count of residents that is shown
    :param earlier: all that was shown before, of whatever period
    :return: by table; None for one that cannot be protected beside what was shown
    :raises Overlap: this period lies partly within an earlier one
    """
    decomposed = spans([period, *(known for _counts, known, _hidden in earlier)])
    measures = defaultdict(list)
    for name in counts.tables:
        measures[kind_of(name).measure].append(name)
    result: dict[str, list[Cell] | None] = {}
    everything = [(counts, period, dict.fromkeys(counts.tables, ())), *earlier]
    for measure, names in measures.items():
        releases = [
            released(before, known, hidden, measure)
            for before, known, hidden in earlier
        ]
        rests, joins = _rests(everything, decomposed, measure)
        try:
            release = suppress(
                counts.as_tables(period, names), threshold, [*releases, *rests], joins
            )
        except Exposed:
            # What was agreed is shown in any case; of the rest nothing.
            result.update({name: [] if kind_of(name).exact else None for name in names})
        else:
            result.update(release.suppressed)
    for names in _questions(result):
        if None in (hidden := [result[name] for name in names]):
            result.update(dict.fromkeys(names))
        elif any(hidden):
            # Of some answers the others follow from the mean, or from each having
            # given one at least: all of them, or none.
            hides_total = any((TOTAL,) in cells for cells in hidden)
            for table in counts.as_tables(period, names):
                result[table.name] = [
                    cell for cell in table.counts if cell != (TOTAL,) or hides_total
                ]
    return result


def _questions(names: Iterable[str]) -> list[list[str]]:
    """The tables of each question; of several answers each has one (`OCO9=gp`).

    >>> _questions(["ages", "answers OCO1", "answers OCO9=gp", "answers OCO9=site"])
    [['answers OCO1'], ['answers OCO9=gp', 'answers OCO9=site']]
    """
    found = defaultdict(list)
    for name in names:
        if name.startswith(ANSWERS):
            found[name.partition("=")[0]].append(name)
    return list(found.values())


def _rests(everything, decomposed, measure):
    """The days of a period that no workbook within it is about: nobody has seen them.

    They are the difference, as far as one may add up and no later correction makes it
    negative; else the engine counts them as known.

    :return: releases that show nothing of them, and all spans with them
    """
    known = {period: (counts, hidden) for counts, period, hidden in everything}
    releases, joins = [], dict(decomposed)
    for whole, parts in decomposed.items():
        if _fills(whole, parts):
            continue
        # Of unique residents too: a year is no more than all of its quarters together.
        joins[whole] = [*parts, ("rest", whole)]
        counts, hidden = known[whole]
        tables, suppressed = [], {}
        for table in released(counts, whole, hidden, measure).tables:
            rest = dict(table.cells)
            for part in parts:
                inside, _hidden = known[part]
                for cell, count in inside.tables.get(table.name, {}).items():
                    rest[cell] = rest.get(cell, 0) - count
            tables.append(replace(table, cells=rest, period=("rest", whole)))
        if any(
            table.unique or any(count < 0 for count in table.cells.values())
            for table in tables
        ):
            continue
        for table in tables:
            if not table.exact:
                suppressed[table.name] = list(table.counts)
        releases.append(Release(tables, suppressed))
    return releases, joins


def _fills(whole: Period, parts: Sequence[Period]) -> bool:
    """Whether the parts are all the days of the whole."""
    days = sum((part.last - part.first).days + 1 for part in parts)
    return days == (whole.last - whole.first).days + 1


def released(
    counts: Counts, period: Period, hidden: Withheld, measure: str | None = None
) -> Release:
    """What was shown, as the engine wants to know it."""
    names = [
        name
        for name in counts.tables
        if hidden[name] is not None and measure in (None, kind_of(name).measure)
    ]
    return Release(
        counts.as_tables(period, names), {name: hidden[name] or () for name in names}
    )


@dataclass(frozen=True)
class Shown:
    """The counts as they are shown: a number, or the mark."""

    counts: Counts
    hidden: Withheld
    threshold: int = 10

    @cached_property
    def _all(self) -> dict[str, dict[Cell, int]]:
        return {table.name: table.counts for table in self.counts.as_tables(None)}

    def has(self, name: str) -> bool:
        """Whether the table is there and shown at all."""
        return name in self.counts.tables and self.hidden[name] is not None

    def at(self, name: str, *cell: str) -> int | str:
        """A cell or total; a combination that was never counted is zero."""
        return MARK if cell in set(self.hidden[name]) else self._all[name].get(cell, 0)

    def not_shown(self, *names: str) -> int:
        """How many cells and totals of these tables are not shown."""
        return sum(len(self.hidden[name] or ()) for name in names if self.has(name))

    def found(self, name: str) -> int:
        """The sum of the cells as counted, also of those that are not shown."""
        return sum(self.counts.tables[name].values())

    def rows(self, name: str, dimension: str) -> list[str]:
        """The values of a dimension that the table has, in the order of reading."""
        place = kind_of(name).dimensions.index(dimension)
        there = {cell[place] for cell in self.counts.tables[name]}
        return [value for value in self.counts.labels[dimension] if value in there]


def mean_tells(given: Mapping[int, int], mean: float, threshold: int) -> bool:
    """Whether the mean bounds how many gave an answer that few gave.

    For answers that are not shown, beside how many answered. Near an end of the scale
    it does: nearly all gave that answer then.

    :param given: {points: how many gave them}, of all points one can give
    :param mean: to a tenth, as it is shown

    >>> mean_tells({1: 0, 2: 3, 3: 9}, 2.8, 10)
    True
    >>> mean_tells({1: 5, 2: 20, 3: 15}, 2.3, 10)
    False
    """
    answers = sum(given.values())
    least, most = answers * (mean - 0.05), answers * (mean + 0.05)

    def possible(points, count):
        others = [other for other in given if other != points]
        rest = answers - count
        return (
            rest * min(others) + count * points <= most
            and rest * max(others) + count * points >= least
        )

    return any(
        not any(possible(points, few) for few in (0, 1))
        or not any(possible(points, many) for many in range(threshold - 1, answers + 1))
        for points, count in given.items()
        if 0 < count < threshold
    )


def _listed(tables):
    return {
        name: [[list(cell), count] for cell, count in sorted(cells.items())]
        for name, cells in sorted(tables.items())
    }


def _mapped(tables):
    return {
        name: {tuple(cell): count for cell, count in cells}
        for name, cells in tables.items()
    }
