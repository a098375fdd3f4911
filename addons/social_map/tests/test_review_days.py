from datetime import date, datetime, timezone

from odoo.tests import BaseCase

from .. import hours_text, review


class TestReviewDays(BaseCase):
    """Days and hours, without a database."""

    def test_the_day_is_the_dutch_one(self):
        for moment, day in (
            (datetime(2026, 3, 28, 22, 59), date(2026, 3, 28)),
            (datetime(2026, 3, 28, 23, 0), date(2026, 3, 29)),
            (datetime(2026, 3, 29, 21, 59), date(2026, 3, 29)),
            (datetime(2026, 3, 29, 22, 0), date(2026, 3, 30)),
            (datetime(2026, 10, 25, 22, 59), date(2026, 10, 25)),
            (datetime(2026, 10, 25, 23, 0), date(2026, 10, 26)),
        ):
            with self.subTest(moment):
                moment = moment.replace(tzinfo=timezone.utc)
                self.assertEqual(review.today(moment), day)

    def test_state(self):
        on = date(2026, 10, 25)
        for assured, due, expected in (
            (None, date(2027, 1, 1), "never"),
            (on, None, "overdue"),
            (on, date(2026, 10, 24), "overdue"),
            (on, on, "due"),
            (on, date(2026, 11, 24), "due"),
            (on, date(2026, 11, 25), "current"),
        ):
            with self.subTest(due=due):
                self.assertEqual(review.state(assured, due, on, 30), expected)

    def test_hours(self):
        for text, expected in (
            ("9-17", [(9, 17)]),
            ("9.00 - 12.30 en 13:00 tot 17:00 uur", [(9, 12.5), (13, 17)]),
            ("  ", []),
            ("0:00-24:00", [(0, 24)]),
        ):
            with self.subTest(text):
                self.assertEqual(hours_text.parse(text), expected)
        for text in ("17-9", "9-25", "9:75-10", "open", "9-12, 11-13", "9", "9-12;"):
            with self.subTest(text), self.assertRaises(ValueError):
                hours_text.parse(text)
        self.assertEqual(
            hours_text.parse(hours_text.write([(9, 12.25), (13, 24)])),
            [(9, 12.25), (13, 24)],
        )
