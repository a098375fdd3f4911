"""What may be seen of the values of KPIs: plain Python, no framework.

Shares and counts of residents are sums of the cells of one table for each KPI and its
shortest period, by team, breakdown and answer, of which every cell is rounded
(`rounding`). Teams, breakdowns, totals and longer periods are sums of those same cells:
whoever subtracts one number that is shown from another gets rounded cells again.

Averages and medians cannot be rounded like that. They are hidden where they rest on
few, or would tell of few together with the others (`small_base`).
"""

from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Mapping
from datetime import date, timedelta

from .cubes import PERIODS, period_end, period_start
from .rounding import Cell, round_small_counts
from .small_base import shown_beside

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
    kept: Mapping[Period, Table] | None = None,
    closed: Collection[Period] = (),
    within: Mapping[Period, Table] | None = None,
) -> dict[Period, dict[Cell, int]]:
    """Return the rounded cells of every period that is asked, and of those counted.

    What is open goes on being so: of two stocks, or of the cases of two quarters, who
    knows what came and went knows which cells are of the same ones. So these are
    rounded with what was told before at hand, and each known total by itself, so that
    what happens in another team does not turn them.

    :param tables: {(kind, first day): {cell: count}}: of the shortest kind alone when
        longer periods are sums; of all kinds inside when they count each once, or the
        stock on their last day
    :param kept: what this gave before, of these periods and others
    :param closed: periods that were told for good: of those only what is no matter of
        rounding is counted anew
    :param within: by period what a cube tells of the same, by the first and last place
        of a cell: that is shared out, in place of rounding the counts a second time
    """
    kept = kept or {}
    rounded: dict[Period, dict[Cell, int]] = {}

    def told(period):
        return rounded.get(period, kept.get(period))

    for period in sorted(tables, key=lambda one: (PERIODS[one[0]], one[1])):
        # The next shorter kind: what lies in that was seen to when that was rounded.
        shorter = inside(period, {**kept, **rounded}) if over_periods != "sum" else []
        longest = max((PERIODS[kind] for kind, _start in shorter), default=0)
        parts = [one for one in shorter if PERIODS[one[0]] == longest]
        if within is not None:
            cells = share_out(tables[period], within.get(period, {}), base)
        elif over_periods == "sum":
            cells = round_small_counts(tables[period], base, exact)
        elif over_periods == "stock" and parts and ends_together(parts[-1], period):
            cells = dict(told(parts[-1]))
        else:
            parts = [told(one) for one in parts] if over_periods == "unique" else []
            before = _most(parts) if parts else told(preceding(period)) or {}
            cells = _round_lasting(tables[period], base, exact, parts, before)
        if period in closed and period in kept:
            # What a cube tells of a closed period does not change either.
            cells = (
                corrected(kept[period], cells, base) if within is None else kept[period]
            )
        rounded[period] = cells
    if over_periods == "sum":
        for period in set(asked) - rounded.keys():
            parts = inside(period, tables)
            cells: dict[Cell, int] = defaultdict(int)
            for part in parts:
                for cell, count in rounded[part].items():
                    cells[cell] += count
            if parts:
                rounded[period] = dict(cells)
    return rounded


def share_out(counts: Table, totals: Table, base: int) -> dict[Cell, int]:
    """Return what is told already, divided over cells in multiples of the base.

    Each gets its part of that, by what it counts, and what is over goes where most is
    missing. So the cells add up to what is told, and tell of the whole no more than
    that does: not even that somebody is there.

    >>> share_out({(1, "a", "yes"): 9, (1, "b", "yes"): 4}, {(1, "yes"): 15}, 5)
    {(1, 'a', 'yes'): 10, (1, 'b', 'yes'): 5}
    >>> share_out({(1, "a", "yes"): 9, (1, "b", "yes"): 4}, {}, 5)
    {}

    :param totals: of the first and the last place of the cells
    """
    groups: dict[Cell, dict[Cell, int]] = defaultdict(dict)
    for cell, count in sorted(counts.items(), key=repr):
        if count:
            groups[cell[0], cell[-1]][cell] = count
    shared: dict[Cell, int] = {}
    for group, cells in groups.items():
        units, number = totals.get(group, 0) // base, sum(cells.values())
        parts = {cell: divmod(count * units, number) for cell, count in cells.items()}
        left = units - sum(whole for whole, _rest in parts.values())
        for cell in sorted(parts, key=lambda one: -parts[one][1]):
            whole = parts[cell][0] + (left > 0)
            left -= 1
            if whole:
                shared[cell] = whole * base
    return shared


def ends_together(part: Period, period: Period) -> bool:
    """Whether a shorter period ends on the last day of another one."""
    return period_end(part[1], part[0]) == period_end(period[1], period[0])


def preceding(period: Period) -> Period:
    """Return the period of this kind that came before.

    >>> preceding(("quarter", date(2026, 1, 1)))
    ('quarter', datetime.date(2025, 10, 1))
    """
    kind, start = period
    return kind, period_start(start - timedelta(days=1), kind)


def corrected(told: Table, now: Table, base: int) -> dict[Cell, int]:
    """Return the cells as they were told, and anew where rounding cannot make that.

    One case that is entered late can turn cells of others, up or down by the base.

    >>> corrected({"a": 5, "b": 10}, {"a": 10, "b": 20, "c": 5}, 5)
    {'a': 5, 'b': 20}
    """
    cells = dict(told)
    for cell in sorted({*told, *now}, key=repr):
        if abs(now.get(cell, 0) - told.get(cell, 0)) > base:
            cells[cell] = now.get(cell, 0)
    return {cell: count for cell, count in cells.items() if count}


def _most(tables: Collection[Table]) -> dict[Cell, int]:
    """Return of each cell the most that one of the tables has."""
    cells: dict[Cell, int] = {}
    for table in tables:
        for cell, count in table.items():
            cells[cell] = max(count, cells.get(cell, 0))
    return cells


def _round_lasting(table, base, exact, parts, before) -> dict[Cell, int]:
    rows = defaultdict(dict)
    for cell, count in table.items():
        rows[tuple(cell[place] for place in exact)][cell] = count
    rounded = {}
    for _total, row in sorted(rows.items(), key=repr):
        of_row = [
            {cell: count for cell, count in one.items() if cell in row}
            for one in (before, *parts)
        ]
        rounded |= round_small_counts(row, base, exact, of_row[1:], before=of_row[0])
    return rounded


def shown_periods(
    people: Mapping[Period, Collection[Hashable]],
    spans: Collection[Period],
    threshold: int = LEAST_RESIDENTS,
) -> set[Period]:
    """Return of which periods the average of all is shown.

    The shortest ones first, then the longer as far as nothing about few follows from
    it: those few who are all that is hidden in a year, be it in two of its quarters.

    :param people: {shortest period: who}
    :param spans: the longer periods
    """
    years = defaultdict(dict)
    for period in sorted({*people, *spans}, key=lambda one: (PERIODS[one[0]], one[1])):
        if parts := [period] if period in people else inside(period, people):
            years[period[1].year][period] = parts
    return set().union(
        *(
            shown_beside(
                {one: who for one, who in people.items() if one in sums},
                sums,
                threshold,
            )
            for sums in years.values()
        )
    )


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


def weighted_mean(means: Iterable[tuple[float, int]]) -> float:
    """Return the mean of means, each of so many.

    >>> weighted_mean([(80, 10), (90, 30)])
    87.5
    """
    means = list(means)
    return sum(mean * count for mean, count in means) / sum(n for _mean, n in means)


def share(cells: Table, place: int) -> tuple[int, int]:
    """Return numerator and denominator of a part, out of rounded cells.

    :param place: of the part in what cells end with: (counted, of) for each part
    """
    ends = [(cell[-1][place], count) for cell, count in cells.items()]
    return (
        sum(count for (counted, _of), count in ends if counted),
        sum(count for (_counted, of), count in ends if of),
    )


def leaves_room(
    told: tuple[int | None, int | None] | None,
    true: tuple[int, int],
    one_in: int,
    base: int,
) -> bool:
    """Tell whether a quantile says no more than the share within a norm beside it.

    When one in ten took longer than some days, that is longer than the norm or not, and
    so it bounds how many were late. It is shown when the same follows from the numbers
    as they are told, and not just so: then all small counts may be what they are told
    as, whatever is shown of other teams and periods.

    >>> leaves_room((70, 70), (68, 71), 10, 5), leaves_room((70, 70), (60, 71), 10, 5)
    (True, False)
    >>> leaves_room((65, 70), (66, 71), 10, 5)
    False

    :param told: (within the norm, of how many), as shown; two times None if hidden,
        None if there is no such share
    :param true: the same, of those that the quantile is of
    :param one_in: one in so many lies beyond the quantile
    """
    if told is None:
        return True
    if None in told:
        return False
    far, really = (one_in * (of - within) - of for within, of in (told, true))
    return abs(far) >= one_in * base and (far > 0) == (really > 0)


def rounded_up(n: int, base: int) -> int:
    """Return on how many an average rests, as it is shown.

    Up, since then a year is never more than its quarters and never less than one.

    >>> rounded_up(11, 5), rounded_up(15, 5)
    (15, 15)
    """
    return -(-n // base) * base
