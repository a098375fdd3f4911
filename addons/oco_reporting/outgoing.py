"""Which values of KPIs may leave the organisation, without a framework.

Managers see exact workload. Outside, a number of residents under the threshold must not
follow from anything that went out: this paper, the ones before it, another period. So
every value is a number for `suppression`: a count by itself, a share by how many are
in it and how many are not, an average by how many it is of. What has no such number
(hours, signals, checks of supporters) goes out as it is.

Two things the engine does not know are decided here. The stock of cases follows from
that of a period before, with what came and went, so it stays inside as soon as a flow
is suppressed. And a later version of a period tells no more than the one before: what
was suppressed once stays so.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from .small_base import share
from .suppression import TOTAL, Release, Table, suppress

# The codes of what comes, what goes and what is there.
FLOWS = ("K03", "K04")
STOCK = "K05"
# How a value is told apart when it is not.
WHOLE = "organisation"
# The key of what is in the whole and in none of its parts.
REST = "rest"


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
    counts each resident once. Of what is hidden inside as well (`value` None) nobody
    knows how many it is: it counts as one.
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
