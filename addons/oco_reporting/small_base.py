"""Shares, averages and medians: hidden where few people are behind them.

Who knows a share and what it is a share of knows how many that are. So a share that
leaves the organisation is hidden when its base, its numerator or what is missing to the
whole is small, and where it says something of everybody in a group that is not large.
(Inside, shares are taken from rounded counts: see `rounding` and `kpi_protection`.)

An average with its base is a sum, and sums can be added up and subtracted: the average
of the one team that is missing follows from the average of all, that of the one quarter
from the year, and of a team that did one sort of work only from what that sort of work
took in all. So no sum is shown that together with the others tells of few
(`shown_beside`).

The proof goes over all combinations at once, each sum taken any number of times,
fractions too. What a combination tells is about those residents whom it counts in the
end, and does not cancel out. Where a piece (the people of one team and one moment, say)
is as many as the threshold, a combination about fewer must cancel. So that piece falls
away, others turn out to be counted alike in all that is left, and are one piece
together, until nothing is left, or few.
"""

from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Mapping
from math import gcd

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


def shown_beside(
    pieces: Mapping[Hashable, Collection[Hashable]],
    sums: Mapping[Hashable, Collection[Hashable]],
    threshold: int = 10,
) -> set[Hashable]:
    """Return which sums are shown: the first ones, and what can stand beside those.

    >>> teams = {"a": range(20), "b": range(20, 23), "c": range(23, 35)}
    >>> sorted(shown_beside(teams, {"all": "abc", "a": "a", "b": "b", "c": "c"}))
    ['a', 'all']

    :param pieces: {name: who}, of all that is told apart; somebody may be in two
    :param sums: {name: the pieces it is over}, what matters most first
    """
    shown = {}
    for name, inside in sums.items():
        who = set().union(*(pieces[piece] for piece in inside))
        if len(who) < threshold:
            continue
        if not tells_of_few(pieces, [*shown.values(), inside], threshold):
            shown[name] = inside
    return set(shown)


def tells_of_few(
    pieces: Mapping[Hashable, Collection[Hashable]],
    sums: Iterable[Collection[Hashable]],
    threshold: int = 10,
) -> bool:
    """Tell whether adding up and subtracting sums gives something about few people.

    >>> pieces = {"team a, x": range(20), "team b, x": range(20, 23)}
    >>> tells_of_few(pieces, [["team a, x"], ["team a, x", "team b, x"]])
    True
    """
    sums = [set(inside) for inside in sums]
    columns = defaultdict(set)
    for piece, who in pieces.items():
        column = tuple(int(piece in inside) for inside in sums)
        if who and any(column):
            columns[column] |= set(who)
    return _Few(threshold).any(columns, {}, set())


class _Few:
    """The search for a combination of sums that is about few.

    A column is what somebody counts in every sum. People with the same column, or the
    one a multiple of the other, stay or cancel together. `PATIENCE` bounds the search:
    what was not found out by then is taken for a leak.
    """

    PATIENCE = 2000

    def __init__(self, threshold):
        self.threshold = threshold
        self.steps = 0

    def any(self, columns, kept, who):
        """
        :param columns: {column: people} who may stay or cancel
        :param kept: the columns of those who may stay, without deciding
        :param who: all of these
        """
        self.steps += 1
        if self.steps > self.PATIENCE:
            return True
        if not columns:
            # What cancels everywhere says nothing.
            return bool(kept)
        heavy = max(sorted(columns), key=lambda one: len(columns[one] - who))
        others = {
            column: people for column, people in columns.items() if column != heavy
        }
        if self.any(_without(heavy, others), _without(heavy, kept), who):
            return True
        with_these = who | columns[heavy]
        if len(with_these) >= self.threshold:
            return False
        return self.any(others, {**kept, heavy: columns[heavy]}, with_these)


def _without(cancelled, columns):
    """Return the columns, as far as combinations go in which one of them cancels."""
    place = next(n for n, number in enumerate(cancelled) if number)
    found = defaultdict(set)
    for column, people in columns.items():
        rest = [
            number * cancelled[place] - column[place] * other
            for number, other in zip(column, cancelled, strict=True)
        ]
        if largest := gcd(*rest):
            first = next(number for number in rest if number)
            sign = largest if first > 0 else -largest
            found[tuple(number // sign for number in rest)] |= people
    return found
