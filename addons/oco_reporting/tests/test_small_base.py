import unittest
from unittest.mock import patch

from .. import small_base
from ..small_base import share, shown_beside, tells_of_few


class TestShare(unittest.TestCase):
    def test_what_is_shown(self):
        self.assertEqual(share(30, 60), 0.5)
        self.assertEqual(share(10, 20), 0.5)
        self.assertEqual(share(4, 8, threshold=4), 0.5)

    def test_small(self):
        """The base, the numerator, and what is missing to the whole."""
        for numerator, base in ((4, 9), (0, 0), (3, 60), (57, 60), (9, 19)):
            with self.subTest(numerator=numerator, base=base):
                self.assertIsNone(share(numerator, base))

    def test_all_or_none(self):
        """Of twelve it says something on each of them; of sixty on the work."""
        self.assertIsNone(share(0, 12))
        self.assertIsNone(share(12, 12))
        self.assertEqual(share(0, 60), 0)
        self.assertEqual(share(60, 60), 1)

    def test_of_something_suppressed(self):
        self.assertIsNone(share(None, 60))
        self.assertIsNone(share(30, None))

    def test_more_than_all(self):
        for numerator, base in ((3, 2), (-1, 20)):
            with self.assertRaises(ValueError):
                share(numerator, base)


def people(counts):
    """So many people in each piece, no two of them the same."""
    return {
        piece: {(piece, n) for n in range(count)} for piece, count in counts.items()
    }


class TestTeams(unittest.TestCase):
    """The sum of all, and of each team."""

    def shown(self, **counts):
        large_first = sorted(counts, key=lambda team: (-counts[team], team))
        sums = {"all": list(counts), **{team: [team] for team in large_first}}
        return shown_beside(people(counts), sums) - {"all"}

    def test_large_ones_are_shown(self):
        self.assertEqual(self.shown(a=10, b=40), {"a", "b"})

    def test_one_small_takes_another_along(self):
        self.assertEqual(self.shown(a=4, b=40, c=12), {"b"})

    def test_small_ones_that_are_many_enough(self):
        self.assertEqual(self.shown(a=4, b=6, c=12), {"c"})

    def test_small_ones_that_are_too_few(self):
        self.assertEqual(self.shown(a=2, b=3, c=12, d=90), {"d"})

    def test_empty(self):
        """Nobody gives no average and no cover."""
        self.assertEqual(self.shown(a=0, b=40), {"b"})
        self.assertEqual(self.shown(a=0, b=4, c=40), set())
        self.assertEqual(self.shown(), set())

    def test_nothing_small_follows_from_a_whole(self):
        """For every split of a whole: what is hidden adds up to nothing, or enough."""
        for a in range(0, 25, 2):
            for b in range(0, 25):
                for rest in range(0, 13):
                    counts = {"a": a, "b": b, "rest": rest}
                    sums = {"all": counts, "a": "a", "b": "b"}
                    shown = shown_beside(people(counts), sums) - {"all"}
                    hidden = a + b + rest - sum(counts[name] for name in shown)
                    self.assertTrue(all(counts[name] >= 10 for name in shown))
                    self.assertTrue(not shown or hidden == 0 or hidden >= 10)

    def test_the_same_people_in_two_teams_are_no_cover(self):
        """Six in b, the same six in c: together they are six, not twelve."""
        pieces = {"a": range(20), "b": range(20, 26), "c": range(20, 26)}
        sums = {"all": "abc", "a": "a", "b": "b", "c": "c"}
        self.assertEqual(shown_beside(pieces, sums), {"all"})


class TestTwoBreakdowns(unittest.TestCase):
    """Teams (a, b, ...) and moments (x, y, ...) of the same people."""

    def shown(self, counts):
        sums = {"all": list(counts)}
        for place in (0, 1):
            for name in sorted({cell[place] for cell in counts}):
                sums[name] = [cell for cell in counts if cell[place] == name]
        return shown_beside(people(counts), sums) - {"all"}

    def test_a_team_that_does_one_moment_only(self):
        """All but 3 of moment x are of team a: x less a is of those 3."""
        counts = {"ax": 20, "bx": 3, "by": 20}
        self.assertEqual(self.shown(counts), {"a", "b"})

    def test_a_team_that_does_two_moments(self):
        """x and y less a: no pair of these sums gives it, all three do."""
        counts = {"ax": 20, "ay": 15, "bx": 2, "by": 1, "bz": 30, "cz": 12}
        self.assertEqual(self.shown(counts), {"a", "b", "c", "x"})

    def test_a_difference_between_few(self):
        """a less x is what 4 took more than 5 others: of those nine people."""
        counts = {"ax": 20, "ay": 4, "bx": 5, "by": 20}
        self.assertEqual(self.shown(counts), {"a", "b"})

    def test_breakdowns_that_cross_are_shown(self):
        counts = {team + moment: 5 for team in "abcd" for moment in "xyz"}
        self.assertEqual(self.shown(counts), set("abcdxyz"))

    def test_a_search_that_takes_too_long_hides(self):
        pieces = people(dict.fromkeys(range(40), 1))
        sums = [[n for n in range(40) if n % prime] for prime in (2, 3, 5, 7, 11)]
        with patch.object(small_base._Few, "PATIENCE", 1):
            self.assertTrue(tells_of_few(pieces, sums))
