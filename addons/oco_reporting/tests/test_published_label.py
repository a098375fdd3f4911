import unittest
from datetime import date

from ..published_label import split, stock_measure

FIRST, LAST = date(2016, 1, 1), date(2016, 6, 30)


class TestPublishedLabel(unittest.TestCase):
    def test_words_and_day(self):
        for label, key, day in (
            ("I&A-contacten", "i a contacten", None),
            ("  Beëindigde   trajecten ", "beeindigde trajecten", None),
            ("trajecten actief op 30 juni", "trajecten actief", (30, 6, None)),
            ("Trajecten actief (per 1 januari 2016)", "trajecten actief", (1, 1, 2016)),
            ("actief op 31-12-2015", "actief", (31, 12, 2015)),
            ("nieuwe trajecten in 2016", "nieuwe trajecten", None),
            ("2016", "", None),
        ):
            with self.subTest(label=label):
                self.assertEqual(split(label), (key, day))

    def test_day_says_start_or_end(self):
        for day, measure in (
            ((31, 12, 2015), "cases_start"),
            ((1, 1, None), "cases_start"),
            ((30, 6, 2016), "cases_end"),
            ((1, 7, None), "cases_end"),
            ((30, 6, 2015), None),
            ((31, 3, None), None),
        ):
            with self.subTest(day=day):
                self.assertEqual(stock_measure(day, FIRST, LAST), measure)
