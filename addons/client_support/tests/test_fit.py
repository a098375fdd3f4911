"""Plain Python, no database: how well a supporter fits a case."""

from unittest import TestCase

from ..fit import stars


class TestFit(TestCase):
    def test_domains_and_language(self):
        for asked, known, languages, spoken, expected in [
            ({1, 2}, {1, 2, 3}, {"ar_001"}, {"ar_001"}, 3),
            ({1, 2}, {1}, {"ar_001"}, {"ar_001"}, 2),
            ({1, 2}, {1, 2}, {"ar_001"}, set(), 2),
            ({1, 2}, {3}, {"ar_001"}, set(), 0),
            ({1}, set(), set(), set(), 1),
            (set(), {1}, {"nl_NL"}, set(), 1),
            ({1}, {1}, {"nl_BE", "pl_PL"}, {"pl_PL"}, 3),
            ({1}, {1}, {"ar_001", "pl_PL"}, {"pl_PL"}, 2),
        ]:
            with self.subTest(asked=asked, known=known, languages=languages):
                self.assertEqual(stars(asked, known, languages, spoken), expected)
