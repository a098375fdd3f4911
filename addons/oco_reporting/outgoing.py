"""Which values of KPIs may leave the organisation, without a framework.

Managers see exact workload. Outside, a number of residents under the threshold must not
follow from anything that went out: this paper, the ones before it, another period, a
workbook.

What a workbook counts as well (`SOURCES`) is told as the workbook of those days tells
it, from the same closed counts: exactly, or not at all. So there is one account of it,
that of `disclosure`, whatever is made first. A count that is rounded inside and that no
workbook has stays there: beside exact totals it would say more than a gap does.

Every other value is a number for `suppression` here: a count by itself, a share by how
many are in it and how many are not, an average by how many it is of. What has no such
number (hours, signals, checks of supporters) goes out as it is.

Two things the engine does not know are decided here. The stock of cases follows from
that of a period before, with what came and went, so it stays inside as soon as a flow
is suppressed. And a later version of a period tells no more than the one before: what
was suppressed once stays so.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from .cubes import SMALL_COUNT_BASE
from .disclosure import YES, Shown, Withheld
from .small_base import share
from .suppression import TOTAL, Cell, Release, Table, suppress

# The codes of what comes, what goes and what is there.
FLOWS = ("K03", "K04")
STOCK = "K05"
# How a value is told apart when it is not.
WHOLE = "organisation"
# The key of what is in the whole and in none of its parts.
REST = "rest"
# In a source: the key of what is told apart.
KEY = object()


@dataclass(frozen=True)
class Source:
    """What of a workbook a value is made of (`disclosure.KINDS`).

    `counted`, and `of` for a share, are the cells or totals that it is. Without them it
    follows from the table in another way, or bounds it: it is told as it is inside, and
    only when nothing of the table is left out; with `bounds`, when that total is not.

    `side`: a median says on which side of it at least that part of all are.
    """

    table: str
    counted: Cell | None = None
    of: Cell | None = None
    bounds: Cell | None = None
    side: float = 0

    def is_hidden(self, hidden: Withheld) -> bool:
        """Whether something of it is not shown."""
        cells = hidden.get(self.table)
        if cells is not None and self.bounds is not None:
            return self.bounds in cells
        if cells is None or self.counted is None or KEY in self.counted:
            return cells is None or bool(cells)
        return self.counted in cells or self.of in cells

    def leaves_room(self, n: int, book: Shown) -> bool:
        """Whether what a median says of how many are on a side bounds no small count.

        So many are on the one side, and so few on the other, that these could be the
        threshold more, which is as far as `suppression` looks.

        :param n: of how many it is, told to fives and rounded up
        """
        if not self.side or not book.has(self.table):
            return False
        cells = book.counts.tables[self.table].values()
        few = sum(cells) - max(cells, default=0)
        return few + book.threshold <= self.side * (n - SMALL_COUNT_BASE + 1)


# By name of the value. Not the same counts, but of the same things: the days to a first
# call (K12), one that was tried (K13), who waits (K14), warm referrals alone (K23),
# endings by what they mean (K25).
SOURCES = {
    "K02.main": Source("ages", (TOTAL,)),
    "K07.main": Source("questions", ()),
    "K07.main team": Source("domains", (TOTAL, KEY)),
    "K12.main": Source("first_calls", side=0.5),
    "K12.p90": Source("first_calls", side=0.1),
    "K13.main": Source("first_calls", (YES,), (TOTAL,)),
    "K13.attempts": Source("first_calls"),
    # One more waits: one at least came in.
    "K14.main": Source("arrivals", bounds=(TOTAL,)),
    "K19.main": Source("steps", (TOTAL, YES), (TOTAL, TOTAL)),
    "K21.main": Source("arrivals", (TOTAL,)),
    "K22.main": Source("referrals", (TOTAL, TOTAL)),
    "K23.main": Source("referrals"),
    "K25.main": Source("endings"),
    "K25.not_applicable": Source("endings"),
}


@dataclass(frozen=True, order=True)
class Period:
    """A closed period; `version` is that of its closing."""

    kind: str
    date: str
    version: int

    def __str__(self) -> str:
        return f"{self.kind} {self.date} {self.version}"

    @classmethod
    def parse(cls, text: str) -> "Period":
        kind, date, version = text.split()
        return cls(kind, date, int(version))


@dataclass(frozen=True)
class Value:
    """A value of a KPI as it was closed.

    `n` is on how many it rests; `numerator` and `denominator` are those of a share,
    where they are known. `protects`: "nothing" when it counts no residents. `unique`:
    counts each resident once. `is_rounded`: taken from counts to fives. Of what is
    hidden inside as well (`value` None) nobody knows how many it is: it counts as one.
    """

    code: str
    part: str
    period: Period
    unit: str
    value: float | None
    n: int = 0
    numerator: int | None = None
    denominator: int | None = None
    breakdown: str = WHOLE
    key: str = ""
    protects: str = "base"
    unique: bool = False
    is_rounded: bool = False

    @property
    def source(self) -> Source | None:
        """Where a workbook has it, if it does."""
        name = f"{self.code}.{self.part}"
        if self.breakdown == WHOLE:
            return SOURCES.get(name)
        source = SOURCES.get(f"{name} {self.breakdown}")
        key = "" if self.key == REST else self.key
        return source and replace(
            source, counted=tuple(key if one is KEY else one for one in source.counted)
        )

    @property
    def measure(self) -> str:
        return f"{self.code}.{self.part}" + ("" if self.unit == "n" else "/n")

    @property
    def table(self) -> str:
        return f"{self.measure} {self.breakdown} {self.period}"

    @property
    def subject(self) -> tuple[str, ...]:
        """What it counts and when, whatever the version of its period."""
        return self.measure, self.period.kind, self.period.date

    @property
    def cell(self) -> tuple[str, ...]:
        return () if self.breakdown == WHOLE else (self.key,)

    @property
    def is_split(self) -> bool:
        """Whether it is a share of which the two parts are known."""
        parts = (self.value, self.numerator, self.denominator)
        return self.unit == "%" and None not in parts


def let_out(
    values: Sequence[Value],
    workbooks: Mapping[Period, Shown],
    threshold: int,
    earlier: Release,
) -> tuple[dict[Value, Value], Release]:
    """Return what goes out, and the proof for what no workbook counts.

    :param values: counts told apart (`breakdown`) come with the count of the whole
    :param workbooks: what a workbook of each period shows
    :param earlier: all that the organisation let out so far
    :return: {given value: the value as it is told}
    :raises suppression.Exposed: no way to publish them was found
    """
    counted = {
        value: _as_counted(value, workbooks.get(value.period), threshold)
        for value in values
        if value.source and value.source.counted is not None
    }
    others = [
        value
        for value in values
        if value not in counted and not (value.is_rounded and value.unit == "n")
    ]
    may_go, release = protect(others, threshold, earlier)
    hidden = {period: book.hidden for period, book in workbooks.items()}
    return {
        **{value: found for value, found in counted.items() if found},
        # Without a workbook nobody knows what it would bound.
        **{
            value: value
            for value in may_go
            if not value.source
            or not value.source.is_hidden(hidden.get(value.period, {}))
            or value.period in workbooks
            and value.source.leaves_room(value.n, workbooks[value.period])
        },
    }, release


def _as_counted(value: Value, book: Shown | None, threshold: int) -> Value | None:
    """The value as a workbook has it; None when it does not show it."""
    source = value.source
    if not book or source.is_hidden(book.hidden):
        return None
    part = book.at(source.table, *source.counted)
    if source.of is None:
        # What is agreed on is shown in a workbook, however small it is.
        return None if 0 < part < threshold else replace(value, value=part)
    whole = book.at(source.table, *source.of)
    percent = share(part, whole, threshold)
    if percent is None:
        return None
    return replace(value, value=100 * percent, numerator=part, denominator=whole)


def bounded(hidden: Withheld, told: Iterable[str]) -> set[str]:
    """Tables of which something hidden is bounded by a rounded number that is out.

    Until version 19.0.1.7.0 pages and files told numbers as they are rounded inside.

    :param hidden: what a workbook would leave out
    :param told: names in `SOURCES`, or of tables, that were told of those days
    """
    return {
        source.table
        for name in told
        for source in [SOURCES.get(name) or Source(name)]
        if source.is_hidden({source.table: (), **hidden})
    }


def protect(
    values: Sequence[Value], threshold: int, earlier: Release
) -> tuple[set[Value], Release]:
    """Return which values may go out beside all that went out earlier, and the proof.

    :param values: counts told apart (`breakdown`) come with the count of the whole
    :param earlier: all that the organisation let out so far
    :raises suppression.Exposed: no way to publish them was found
    """
    counted = [value for value in values if value.protects != "nothing"]
    tables = _tables(counted)
    spans = _spans([*earlier.tables, *tables])
    release = suppress(tables, threshold, [earlier], spans)
    hidden = {
        (name, cell) for name, cells in release.suppressed.items() for cell in cells
    }
    kept = _hidden_before(earlier)
    shown = {
        value
        for value in values
        if value.value is not None
        and (
            value.protects == "nothing"
            or not any((value.table, cell) in hidden for cell in _cells(value))
            and not any((value.subject, cell) in kept for cell in _cells(value))
            and _may_be_told(value, threshold)
        )
    }
    if _hides_a_flow(earlier) or _hides_a_flow(release):
        shown = {value for value in shown if value.code != STOCK}
    return shown, release


def complete(values: Iterable[Value]) -> Iterator[tuple[Value, Value]]:
    """Yield counts that were told apart so that the parts add up to their whole.

    What is in no part gets a part of its own; where the parts are more than the whole,
    or one of them is not known, they are left out. Unique residents need not add up.

    :return: (the value, the given value that it is or is made of)
    """
    values = list(values)
    wholes = {
        (value.measure, value.period): value
        for value in values
        if value.breakdown == WHOLE
    }
    parts = defaultdict(list)
    for value in values:
        whole = wholes.get((value.measure, value.period))
        if value.breakdown == WHOLE or value.unique:
            yield value, value
        elif whole:
            parts[value.breakdown, whole].append(value)
    for (breakdown, whole), found in parts.items():
        counts = [value.value for value in (whole, *found)]
        if None in counts or 2 * counts[0] < sum(counts):
            continue
        yield from ((value, value) for value in found)
        if rest := 2 * counts[0] - sum(counts):
            yield replace(whole, breakdown=breakdown, key=REST, value=rest), whole


def _may_be_told(value: Value, threshold: int) -> bool:
    return (
        not value.is_split
        or share(value.numerator, value.denominator, threshold) is not None
    )


def _cells(value: Value) -> list[tuple[str, ...]]:
    """The cells of its table that must be shown for the value to be."""
    return [("in",), ("out",), ("*",)] if value.is_split else [value.cell]


def _tables(values: Iterable[Value]) -> list[Table]:
    cells: dict[str, dict] = defaultdict(dict)
    first: dict[str, Value] = {}
    for value in values:
        first.setdefault(value.table, value)
        if value.is_split:
            cells[value.table] = {
                ("in",): value.numerator,
                ("out",): value.denominator - value.numerator,
            }
        else:
            count = value.value if value.unit == "n" else value.n
            cells[value.table][value.cell] = 1 if value.value is None else int(count)
    tables = []
    for name, value in first.items():
        dimensions = () if value.breakdown == WHOLE else (value.breakdown,)
        tables.append(
            Table(
                name,
                value.measure,
                ("answer",) if value.is_split else dimensions,
                cells[name],
                period=str(value.period),
                # Who came to two teams is one resident.
                overlapping=dimensions if value.unique else (),
                unique=value.unique,
            )
        )
    return tables


def _spans(tables: Iterable[Table]) -> dict[str, tuple[str, ...]]:
    """Each year with the last version of its quarters, of all that is known."""
    periods = sorted({Period.parse(table.period) for table in tables})
    quarters = {one.date: one for one in periods if one.kind == "quarter"}
    return {
        str(year): tuple(
            str(quarter)
            for date, quarter in quarters.items()
            if date[:4] == year.date[:4]
        )
        for year in periods
        if year.kind == "year"
    }


def _hidden_before(earlier: Release) -> set[tuple]:
    """(subject, cell) of all that was suppressed."""
    return {
        ((table.measure, period.kind, period.date), cell)
        for table in earlier.tables
        for period in [Period.parse(table.period)]
        for cell in earlier.suppressed.get(table.name, ())
    }


def _hides_a_flow(release: Release) -> bool:
    """Whether a flow of the whole organisation is suppressed."""
    return any(
        set(cell) <= {TOTAL}
        for table in release.tables
        if table.measure.startswith(FLOWS)
        for cell in release.suppressed.get(table.name, ())
    )


def dumps(release: Release) -> str:
    """Write a release down; equal ones give equal texts."""
    return json.dumps(
        [
            {
                "name": table.name,
                "measure": table.measure,
                "dimensions": table.dimensions,
                "period": table.period,
                "overlapping": list(table.overlapping),
                "unique": table.unique,
                "cells": sorted([*map(list, table.cells.items())]),
                "suppressed": sorted(release.suppressed.get(table.name, ())),
            }
            for table in release.tables
        ]
    )


def loads(texts: Iterable[str]) -> Release:
    """Read what `dumps` wrote into one release, that holds every table once."""
    rows = {row["name"]: row for text in texts for row in json.loads(text)}
    return Release(
        [
            Table(
                row["name"],
                row["measure"],
                tuple(row["dimensions"]),
                {tuple(cell): count for cell, count in row["cells"]},
                period=row["period"],
                overlapping=tuple(row["overlapping"]),
                unique=row["unique"],
            )
            for row in rows.values()
        ],
        {
            name: [tuple(cell) for cell in row["suppressed"]]
            for name, row in rows.items()
        },
    )
