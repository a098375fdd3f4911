"""Shares, averages and medians: hidden where few people are behind them.

Who knows a share and what it is a share of knows how many that are. So a share is
hidden when its base, its numerator or what is missing to the whole is small, and where
it says something of everybody in a group that is not large. An average with its base is
a sum, and sums can be subtracted: the average of the one team that is missing follows
from the average of all. So teams are hidden together, as many as it takes.
"""

from collections.abc import Hashable, Mapping

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


def hidden_averages(
    bases: Mapping[Hashable, int], threshold: int = 10
) -> set[Hashable]:
    """Return the groups whose average or median is hidden, the one of all being shown.

    :param bases: of how many each group is, the groups not overlapping
    """
    ordered = sorted(
        (base, type(group).__name__, group) for group, base in bases.items() if base
    )
    hidden: list[int] = []
    for base, *_ in ordered:
        # Hidden ones give each other cover: two at least, and enough people together.
        covered = len(hidden) != 1 and (not hidden or sum(hidden) >= threshold)
        if base >= threshold and covered:
            break
        hidden.append(base)
    empty = {group for group, base in bases.items() if not base}
    return empty | {group for *_, group in ordered[: len(hidden)]}
