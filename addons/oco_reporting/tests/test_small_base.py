import unittest

from ..small_base import hidden_parts, hidden_spans, share


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


class TestParts(unittest.TestCase):
    def test_large_ones_are_shown(self):
        self.assertEqual(hidden_parts({"a": 10, "b": 40}), set())

    def test_one_small_takes_another_along(self):
        self.assertEqual(hidden_parts({"a": 4, "b": 40, "c": 12}), {"a", "c"})

    def test_small_ones_that_are_many_enough(self):
        self.assertEqual(hidden_parts({"a": 4, "b": 6, "c": 12}), {"a", "b"})

    def test_small_ones_that_are_too_few(self):
        self.assertEqual(
            hidden_parts({"a": 2, "b": 3, "c": 12, "d": 90}), {"a", "b", "c"}
        )

    def test_empty(self):
        """Nobody gives no average and no cover."""
        self.assertEqual(hidden_parts({"a": 0, "b": 40}), {"a"})
        self.assertEqual(hidden_parts({"a": 0, "b": 4, "c": 40}), {"a", "b", "c"})
        self.assertEqual(hidden_parts({}), set())

    def test_nothing_small_follows_from_a_whole(self):
        """For every split of a whole: what is hidden adds up to nothing, or enough."""
        for a in range(0, 25):
            for b in range(0, 25):
                for rest in range(0, 13):
                    parts = {"a": a, "b": b}
                    shown = parts.keys() - hidden_parts(parts, 10, a + b + rest)
                    hidden = a + b + rest - sum(parts[name] for name in shown)
                    self.assertTrue(all(parts[name] >= 10 for name in shown))
                    self.assertTrue(not shown or hidden == 0 or hidden >= 10)


class TestSpans(unittest.TestCase):
    """Halves and a year above quarters."""

    SPANS = {
        "H1": ("Q1", "Q2"),
        "H2": ("Q3", "Q4"),
        "year": ("Q1", "Q2", "Q3", "Q4"),
    }

    def hidden(self, *counts):
        quarters = dict(zip(self.SPANS["year"], counts, strict=True))
        few = {quarter for quarter, count in quarters.items() if count < 10}
        return hidden_spans(self.SPANS, quarters, few)

    def test_all_are_shown(self):
        self.assertEqual(self.hidden(20, 10, 30, 12), set())

    def test_one_small_quarter_hides_all_around_it(self):
        self.assertEqual(self.hidden(20, 4, 30, 12), {"H1", "year"})

    def test_small_quarters_that_are_many_together(self):
        self.assertEqual(self.hidden(6, 4, 30, 12), set())
        self.assertEqual(self.hidden(20, 4, 30, 6), {"H1", "H2"})

    def test_nobody(self):
        self.assertEqual(self.hidden(20, 0, 0, 0), {"H2"})
