"""What may be seen of the values of KPIs: plain Python, no framework.

Shares and counts of residents are sums of the cells of one table for each KPI and its
shortest period, by team, breakdown and answer, of which every cell is rounded
(`rounding`). Teams, breakdowns, totals and longer periods are sums of those same cells:
whoever subtracts one number that is shown from another gets rounded cells again.

Averages and medians cannot be rounded like that. They are hidden where they rest on
few, or would tell of few together with the others (`small_base`).
"""

from collections import defaultdict
from collections.abc import Collection, Hashable, Mapping
from datetime import date

from .cubes import PERIODS, period_end
from .rounding import Cell, round_small_counts
from .small_base import hidden_spans, shown_beside

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


def hidden_periods(
    bases: Mapping[Period, int], threshold: int = LEAST_RESIDENTS
) -> set[Period]:
    """Return of which periods the average of all is hidden.

    Of the shortest those of few, of the longer ones those whose hidden periods are few.

    :param bases: {(kind, first day): on how many it rests}
    """
    first, longer = _by_length(bases)
    counts = {period: bases[period] for period in first}
    few = {period for period, count in counts.items() if count < threshold}
    return few | hidden_spans(longer, counts, few, threshold)


def shown_groups(
    people: Mapping[Period, Mapping[Cell, Collection[Hashable]]],
    spans: Collection[Period],
    threshold: int = LEAST_RESIDENTS,
) -> set[tuple[Period, int, Hashable]]:
    """Return of which groups (teams, moments) the average is shown, by period.

    Of all breakdowns of a shortest period together, earlier ones first and large groups
    before small ones. In a longer period a group is shown of which none of the shortest
    is hidden: then that is their sum, and tells no more.

    :param people: {shortest period: {cell: who}}, a cell having a place for each
        breakdown
    :param spans: the longer periods
    :return: {(period, place of the breakdown, group)}
    """
    shown, all_groups = set(), {}
    for period, cells in people.items():
        groups = defaultdict(list)
        for cell in cells:
            for place, group in enumerate(cell):
                groups[place, group].append(cell)
        sizes = {
            name: len(set().union(*(cells[cell] for cell in inside)))
            for name, inside in groups.items()
        }
        ordered = sorted(
            groups, key=lambda one: (one[0], -sizes[one], str(type(one[1])), one[1])
        )
        sums = {None: list(cells), **{name: groups[name] for name in ordered}}
        all_groups[period] = {name for name in groups if sizes[name]}
        found = shown_beside(cells, sums, threshold) - {None}
        shown |= {(period, *name) for name in found}
    for span in spans:
        parts = inside(span, people)
        there = set().union(*(all_groups[part] for part in parts))
        shown |= {
            (span, *name)
            for name in there
            if all((part, *name) in shown for part in parts if name in all_groups[part])
        }
    return shown


def _by_length(
    periods: Collection[Period],
) -> tuple[set[Period], dict[Period, list[Period]]]:
    """Return the shortest periods, and the longer ones with what lies inside them."""
    shortest = min((PERIODS[kind] for kind, _start in periods), default=0)
    first = {period for period in periods if PERIODS[period[0]] == shortest}
    return first, {period: inside(period, first) for period in set(periods) - first}


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
