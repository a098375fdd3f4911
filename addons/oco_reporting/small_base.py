"""Shares, averages and medians: hidden where few people are behind them.

Who knows a share and what it is a share of knows how many that are. So a share that
leaves the organisation is hidden when its base, its numerator or what is missing to the
whole is small, and where it says something of everybody in a group that is not large.
(Inside, shares are taken from rounded counts: see `rounding` and `kpi_protection`.)

An average with its base is a sum, and sums can be subtracted: the average of the one
team that is missing follows from the average of all, that of the one quarter from the
year. So teams are hidden together, as many as it takes, and a year is hidden whose
hidden quarters are few people.

What is shown at the end are groups of which each lies within another or outside it (the
teams in a quarter, the quarter in its year). All that can be computed from such groups
is about whole pieces: a group without the ones shown inside it. Every piece is nobody
or as many people as the threshold, and so is every sum of pieces.
"""

from collections.abc import Collection, Hashable, Mapping

# What is true of all or none of a group is told of groups of this many thresholds:
# "nobody was content" of eleven people is known of each of them.
ALL_OR_NONE = 5


def share(numerator: int | None, base: int | None, threshold: int = 10) -> float | None:
    """Return numerator / base, or None where it may not be shown.

    :param numerator: None if it is suppressed; so the base
    :param threshold: the lowest count that is shown
    :raises ValueError: the numerator is not a part of the base
    """
    if numerator is None or base is None:
        return None
    if not 0 <= numerator <= base:
        raise ValueError("a share is of a whole")
    parts = (numerator, base - numerator)
    if base < threshold or any(0 < part < threshold for part in parts):
        return None
    if 0 in parts and base < ALL_OR_NONE * threshold:
        return None
    return numerator / base


def hidden_parts(
    counts: Mapping[Hashable, int], threshold: int = 10, whole: int | None = None
) -> set[Hashable]:
    """Return the groups of which nothing is shown, something of all being shown.

    >>> sorted(hidden_parts({"a": 12, "b": 15, "c": 3}))
    ['a', 'c']
    >>> sorted(hidden_parts({"a": 12, "b": 18}))
    []

    :param counts: of how many each group is, the groups not overlapping
    :param whole: how many there are, if some are in no group
    """
    ordered = sorted(
        (count, type(group).__name__, group) for group, count in counts.items() if count
    )
    hidden = (whole or 0) and whole - sum(counts.values())
    number = 0
    # Hidden ones give each other cover: enough people together.
    while number < len(ordered) and (
        ordered[number][0] < threshold or 0 < hidden < threshold
    ):
        hidden += ordered[number][0]
        number += 1
    empty = {group for group, count in counts.items() if not count}
    return empty | {group for *_, group in ordered[:number]}


def hidden_spans(
    spans: Mapping[Hashable, Collection[Hashable]],
    counts: Mapping[Hashable, int],
    hidden: Collection[Hashable],
    threshold: int = 10,
) -> set[Hashable]:
    """Return the longer periods of which nothing is shown.

    >>> year = {"year": ("Q1", "Q2", "Q3")}
    >>> hidden_spans(year, {"Q1": 20, "Q2": 3, "Q3": 20}, {"Q2"})
    {'year'}
    >>> hidden_spans(year, {"Q1": 9, "Q2": 3, "Q3": 20}, {"Q1", "Q2"})
    set()

    :param spans: {longer period: the shortest ones it is made of}, within each other
        or apart
    :param counts: of how many each of the shortest is
    :param hidden: those of the shortest of which nothing is shown
    """
    pieces = [frozenset([part]) for part in counts if part not in hidden]
    found = set()
    for span, inside in sorted(spans.items(), key=lambda item: len(item[1])):
        rest = set(inside).difference(*(one for one in pieces if one <= set(inside)))
        left = sum(counts.get(part, 0) for part in rest)
        if sum(counts.get(part, 0) for part in inside) < threshold or (
            0 < left < threshold
        ):
            found.add(span)
        else:
            pieces.append(frozenset(inside))
    return found
