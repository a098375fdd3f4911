from datetime import date, datetime, timezone

from odoo.tests import BaseCase, tagged

from ..opening_hours import (
    ZONE,
    Hours,
    at_place,
    by_appointment,
    gives_appointments,
    is_open,
    next_opening,
    open_until,
    week,
)


def at(day, clock, fold=0):
    """A moment on a Dutch clock: at("2026-03-29", "10:00")."""
    moment = datetime.fromisoformat(f"{day}T{clock}")
    return moment.replace(tzinfo=ZONE, fold=fold)


def hours(weekday, opens, closes, **more):
    return Hours(weekday=weekday, opens=opens * 60, closes=closes * 60, **more)


MONDAY = hours(0, 9, 17)
# 2 November 2026 is a Monday.
BY_APPOINTMENT = hours(0, 9, 17, by_appointment=True)
CASES = (
    # What, lines, moment, open?, next opening
    ("in hours", [MONDAY], at("2026-11-02", "10:00"), True, "2026-11-09T09:00"),
    ("at opening", [MONDAY], at("2026-11-02", "09:00"), True, "2026-11-09T09:00"),
    ("just before", [MONDAY], at("2026-11-02", "08:59"), False, "2026-11-02T09:00"),
    ("at closing", [MONDAY], at("2026-11-02", "17:00"), False, "2026-11-09T09:00"),
    ("another day", [MONDAY], at("2026-11-03", "10:00"), False, "2026-11-09T09:00"),
    ("by appointment", [BY_APPOINTMENT], at("2026-11-02", "10:00"), False, None),
    (
        "by appointment, then for everybody",
        [hours(0, 9, 12, by_appointment=True), hours(0, 13, 17)],
        at("2026-11-02", "10:00"),
        False,
        "2026-11-02T13:00",
    ),
    ("no hours", [], at("2026-11-02", "10:00"), False, None),
    (
        "second Monday, on the first",
        [hours(0, 9, 17, week_of_month=2)],
        at("2026-11-02", "10:00"),
        False,
        "2026-11-09T09:00",
    ),
    (
        "second Monday, on it",
        [hours(0, 9, 17, week_of_month=2)],
        at("2026-11-09", "10:00"),
        True,
        "2026-12-14T09:00",
    ),
    (
        "last Monday, which is the fifth",
        [hours(0, 9, 17, week_of_month=-1)],
        at("2026-11-30", "10:00"),
        True,
        "2026-12-28T09:00",
    ),
    (
        "last Monday, on the fourth of five",
        [hours(0, 9, 17, week_of_month=-1)],
        at("2026-11-23", "10:00"),
        False,
        "2026-11-30T09:00",
    ),
    (
        "closed for a while",
        [
            MONDAY,
            Hours(
                is_closure=True,
                valid_from=date(2026, 11, 1),
                valid_until=date(2026, 11, 9),
            ),
        ],
        at("2026-11-02", "10:00"),
        False,
        "2026-11-16T09:00",
    ),
    (
        "not valid yet",
        [hours(0, 9, 17, valid_from=date(2026, 11, 3))],
        at("2026-11-02", "10:00"),
        False,
        "2026-11-09T09:00",
    ),
    (
        "valid on its last day",
        [hours(0, 9, 17, valid_until=date(2026, 11, 2))],
        at("2026-11-02", "10:00"),
        True,
        None,
    ),
    # Sunday 29 March 2026: the clock goes from 2 to 3.
    ("March", [hours(6, 3, 4)], at("2026-03-29", "03:30"), True, "2026-04-05T03:00"),
    (
        "ten stays ten after March",
        [hours(6, 10, 12)],
        datetime(2026, 3, 29, 8, 0, tzinfo=timezone.utc),
        True,
        "2026-04-05T10:00",
    ),
    (
        "ten was ten before March",
        [hours(6, 10, 12)],
        datetime(2026, 3, 22, 8, 59, tzinfo=timezone.utc),
        False,
        "2026-03-22T10:00",
    ),
    # Sunday 25 October 2026: the hour from 2 to 3 is lived twice.
    ("October", [hours(6, 2, 3)], at("2026-10-25", "02:30"), True, "2026-11-01T02:00"),
    (
        "October again",
        [hours(6, 2, 3)],
        at("2026-10-25", "02:30", fold=1),
        True,
        "2026-11-01T02:00",
    ),
    (
        "ten stays ten after October",
        [hours(6, 10, 12)],
        datetime(2026, 10, 25, 9, 0, tzinfo=timezone.utc),
        True,
        "2026-11-01T10:00",
    ),
    (
        "UTC as Odoo has it",
        [MONDAY],
        datetime(2026, 11, 2, 8, 0),
        True,
        "2026-11-09T09:00",
    ),
)


@tagged("post_install", "-at_install")
class TestOpeningHours(BaseCase):
    """When something is open; no database."""

    def test_cases(self):
        for what, rows, moment, opened, opens in CASES:
            with self.subTest(what):
                self.assertEqual(is_open(rows, moment), opened)
                found = next_opening(rows, moment)
                self.assertEqual(found and found.isoformat("T", "minutes")[:16], opens)

    def test_until(self):
        for rows, moment, until in (
            ([MONDAY], at("2026-11-02", "10:00"), "2026-11-02T17:00+01:00"),
            # Without a break in between, and over midnight.
            (
                [MONDAY, hours(0, 17, 20)],
                at("2026-11-02", "09:30"),
                "2026-11-02T20:00+01:00",
            ),
            (
                [hours(0, 20, 24), hours(1, 0, 6)],
                at("2026-11-02", "21:00"),
                "2026-11-03T06:00+01:00",
            ),
            ([hours(0, 20, 24)], at("2026-11-02", "21:00"), "2026-11-03T00:00+01:00"),
            ([hours(6, 1, 12)], at("2026-03-29", "01:30"), "2026-03-29T12:00+02:00"),
        ):
            with self.subTest(moment=moment):
                found = open_until(rows, moment)
                self.assertEqual(found.isoformat("T", "minutes"), until)

    def test_by_appointment(self):
        during, after = at("2026-11-02", "10:00"), at("2026-11-02", "17:00")
        closed = Hours(
            is_closure=True, valid_from=date(2026, 11, 2), valid_until=date(2026, 11, 2)
        )
        for rows, moment, expected in (
            ([BY_APPOINTMENT], during, True),
            ([BY_APPOINTMENT], after, False),
            ([MONDAY], during, False),
            ([BY_APPOINTMENT, closed], during, False),
        ):
            with self.subTest(rows=rows, moment=moment):
                self.assertEqual(by_appointment(rows, moment), expected)

    def test_gives_appointments(self):
        day = date(2026, 11, 2)
        ended = hours(0, 9, 17, by_appointment=True, valid_until=date(2026, 11, 1))
        for rows, expected in (
            ([MONDAY, BY_APPOINTMENT], True),
            ([MONDAY], False),
            ([ended], False),
        ):
            with self.subTest(rows=rows):
                self.assertEqual(gives_appointments(rows, day), expected)

    def test_day_and_night(self):
        rows = [hours(day, 0, 24) for day in range(7)]
        self.assertTrue(is_open(rows, at("2026-11-02", "23:59")))

    def test_hours_of_a_place_go_before(self):
        closed = Hours(
            is_closure=True, valid_from=date(2026, 11, 2), valid_until=date(2026, 11, 2)
        )
        here = hours(1, 10, 12)
        self.assertEqual(at_place([MONDAY], []), [MONDAY])
        self.assertEqual(at_place([MONDAY], [closed]), [MONDAY, closed])
        self.assertEqual(at_place([MONDAY, closed], [here]), [closed, here])

    def test_week(self):
        days = week([MONDAY, hours(0, 7, 8)], date(2026, 11, 5))
        self.assertEqual(days[0].date, date(2026, 11, 2))
        self.assertEqual([row.opens for row in days[0].hours], [7 * 60, 9 * 60])
        self.assertFalse(any(day.hours for day in days[1:]))
