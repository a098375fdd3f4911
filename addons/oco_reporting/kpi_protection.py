"""What may be seen of the values of KPIs: plain Python, no framework.

Shares and counts of residents are sums of the cells of one table for each KPI and its
shortest period, by team, breakdown and answer, of which every cell is rounded
(`rounding`). Teams, breakdowns, totals and longer periods are sums of those same cells:
whoever subtracts one number that is shown from another gets rounded cells again.

Averages and medians cannot be rounded like that. They are hidden where they rest on
few, together with what would tell them (`small_base`).
"""

from collections import defaultdict
from collections.abc import Collection, Hashable, Mapping
from datetime import date

from .cubes import PERIODS, period_end
from .rounding import Cell, round_small_counts
from .small_base import hidden_parts, hidden_spans

# Averages, shares and medians of fewer are not shown.
LEAST_RESIDENTS = 10
HIDDEN = {
    **dict.fromkeys(("value", "numerator", "denominator", "n")),
    "is_hidden": True,
}

Period = tuple[str, date]
Table = Mapping[Cell, int]


def inside(period: Period, others: Collection[Period]) -> list[Period]:
    """Return those of the shorter periods that lie in this one."""
    kind, start = period
    return sorted(
        (other, first)
        for other, first in others
        if PERIODS[other] < PERIODS[kind] and start <= first <= period_end(start, kind)
    )


def round_tables(
    tables: Mapping[Period, Table],
    asked: Collection[Period],
    base: int,
    exact: tuple[int, ...],
    over_periods: str = "sum",
) -> dict[Period, dict[Cell, int]]:
    """Return the rounded cells of every period that is asked.

    :param tables: {(kind, first day): {cell: count}}: of the shortest kind alone when
        longer periods are sums; of all kinds inside when they count each once
    """
    rounded: dict[Period, dict[Cell, int]] = {}
    for period in sorted(tables, key=lambda one: (PERIODS[one[0]], one[1])):
        # The next shorter kind: what lies in that was seen to when that was rounded.
        shorter = inside(period, rounded) if over_periods == "unique" else []
        longest = max((PERIODS[kind] for kind, _start in shorter), default=0)
        parts = [rounded[one] for one in shorter if PERIODS[one[0]] == longest]
        rounded[period] = round_small_counts(tables[period], base, exact, parts)
    if over_periods == "sum":
        for period in set(asked) - rounded.keys():
            parts = inside(period, tables)
            cells: dict[Cell, int] = defaultdict(int)
            for part in parts:
                for cell, count in rounded[part].items():
                    cells[cell] += count
            if parts:
                rounded[period] = dict(cells)
    return {period: rounded[period] for period in asked if period in rounded}


def hidden_values(
    bases: Mapping[Period, Mapping[Hashable, int]],
    by_group: bool,
    threshold: int = LEAST_RESIDENTS,
) -> set[tuple[Period, Hashable]]:
    """Return of which periods and groups the average is hidden.

    Of groups (teams, moments) together with others in the shortest period; in a longer
    one where any of its shortest is hidden: it would be a second way to tell apart what
    the total of a period hides. Of all, when the hidden periods in it are few people.

    :param bases: {(kind, first day): {group: on how many it rests}}; the only group
        being None when it is not by group
    """
    shortest = min((PERIODS[kind] for kind, _start in bases), default=0)
    first = {period for period in bases if PERIODS[period[0]] == shortest}
    hidden = set()
    for period in first:
        counts = bases[period]
        found = (
            hidden_parts(counts, threshold)
            if by_group
            else {group for group, count in counts.items() if count < threshold}
        )
        hidden |= {(period, group) for group in found}
    groups = {group for counts in bases.values() for group in counts}
    longer = {period: inside(period, first) for period in bases.keys() - first}
    for group in groups:
        counts = {period: bases[period].get(group, 0) for period in first}
        closed = {period for period in first if (period, group) in hidden}
        found = (
            {
                span
                for span, parts in longer.items()
                if any(counts[part] and part in closed for part in parts)
                or not any(counts[part] for part in parts)
            }
            if by_group
            else hidden_spans(longer, counts, closed, threshold)
        )
        hidden |= {(span, group) for span in found}
    return hidden


def shown(numerator, denominator, value, n, unit: str) -> dict:
    """Return what is kept of a number that may be seen.

    >>> shown(15, 20, None, 20, "%")["value"]
    75.0
    >>> shown(0, 0, None, 0, "%")["value"]

    :param value: given when it is not the numerator, divided by the denominator if
        there is one
    """
    if value is None and denominator is None:
        value = numerator
    elif value is None and denominator:
        value = (100 if unit == "%" else 1) * (numerator or 0) / denominator
    return {
        "value": value,
        "numerator": numerator,
        "denominator": denominator,
        "n": n or 0,
        "is_hidden": False,
    }


def share(cells: Table, place: int) -> tuple[int, int]:
    """Return numerator and denominator of a part, out of rounded cells.

    :param place: of the part in what cells end with: (counted, of) for each part
    """
    ends = [(cell[-1][place], count) for cell, count in cells.items()]
    return (
        sum(count for (counted, _of), count in ends if counted),
        sum(count for (_counted, of), count in ends if of),
    )


def rounded_up(n: int, base: int) -> int:
    """Return on how many an average rests, as it is shown.

    Up, since then a year is never more than its quarters and never less than one.

    >>> rounded_up(11, 5), rounded_up(15, 5)
    (15, 15)
    """
    return -(-n // base) * base
