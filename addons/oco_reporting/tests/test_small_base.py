import unittest

from ..small_base import hidden_averages, share


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


class TestAverages(unittest.TestCase):
    def test_large_ones_are_shown(self):
        self.assertEqual(hidden_averages({"a": 10, "b": 40}), set())

    def test_one_small_takes_another_along(self):
        self.assertEqual(hidden_averages({"a": 4, "b": 40, "c": 12}), {"a", "c"})

    def test_small_ones_that_are_many_enough(self):
        self.assertEqual(hidden_averages({"a": 4, "b": 6, "c": 12}), {"a", "b"})

    def test_small_ones_that_are_too_few(self):
        self.assertEqual(
            hidden_averages({"a": 2, "b": 3, "c": 12, "d": 90}), {"a", "b", "c"}
        )

    def test_empty(self):
        """Nobody gives no average and no cover."""
        self.assertEqual(hidden_averages({"a": 0, "b": 40}), {"a"})
        self.assertEqual(hidden_averages({"a": 0, "b": 4, "c": 40}), {"a", "b", "c"})
        self.assertEqual(hidden_averages({}), set())
