"""Plain Python, no database: how long files are kept, and terms of requests."""

from datetime import date
from unittest import TestCase

from ..retention import ANSWER_MONTHS, answer_due, last_day_kept

FIFTEEN_YEARS = 180


class TestLastDayKept(TestCase):
    def test_fifteen_years_after_the_last_document(self):
        self.assertEqual(
            last_day_kept(date(2026, 3, 4), FIFTEEN_YEARS), date(2041, 3, 4)
        )

    def test_on_a_leap_day(self):
        self.assertEqual(
            last_day_kept(date(2024, 2, 29), FIFTEEN_YEARS), date(2039, 2, 28)
        )

    def test_never_while_somebody_works_on_it(self):
        self.assertIsNone(last_day_kept(date(1990, 1, 1), 1, is_open=True))
        self.assertIsNone(
            last_day_kept(date(1990, 1, 1), 1, date(2000, 1, 1), is_open=True)
        )

    def test_nothing_in_it_has_no_date(self):
        self.assertIsNone(last_day_kept(None, 24))

    def test_a_reason_makes_it_longer_never_shorter(self):
        last = date(2020, 1, 31)
        self.assertEqual(last_day_kept(last, 24, date(2030, 1, 1)), date(2030, 1, 1))
        self.assertEqual(last_day_kept(last, 24, date(2021, 1, 1)), date(2022, 1, 31))


class TestAnswerDue(TestCase):
    def test_one_month(self):
        for kind in ("access", "correction", "objection"):
            self.assertEqual(answer_due(kind, date(2026, 1, 15)), date(2026, 2, 15))

    def test_three_months_in_all_when_extended(self):
        self.assertEqual(answer_due("access", date(2026, 1, 31)), date(2026, 2, 28))
        self.assertEqual(
            answer_due("access", date(2026, 1, 31), extended=True), date(2026, 4, 30)
        )

    def test_destruction_three_months(self):
        self.assertEqual(
            answer_due("destruction", date(2026, 11, 30)), date(2027, 2, 28)
        )
        with self.assertRaises(ValueError):
            answer_due("destruction", date(2026, 11, 30), extended=True)

    def test_every_kind_ends_within_three_months(self):
        for kind, (term, extension) in ANSWER_MONTHS.items():
            with self.subTest(kind=kind):
                self.assertIn(term + extension, (3,))
