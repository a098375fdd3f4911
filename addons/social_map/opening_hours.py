"""When something is open. Plain Python: no Odoo, no database.

Hours are Dutch wall-clock time: ten o'clock stays ten o'clock when the clock is
changed. In the night of October in which an hour is lived twice, who is open in that
hour is open in both; hours that do not exist in the night of March are not open.
"""

from collections import namedtuple
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Europe/Amsterdam")
DAY_MINUTES = 24 * 60
# How far ahead is looked for the next opening: beyond a closed summer.
MAX_DAYS = 120


@dataclass(frozen=True)
class Hours:
    """A line of opening hours, or days on which it is closed.

    :ivar weekday: 0 is Monday
    :ivar opens: minutes after midnight; so is ``closes``, which may be 1440
    :ivar week_of_month: 1 to 4, or -1 for the last; None is every week
    :ivar valid_from: the first day that it holds; ``valid_until`` the last
    :ivar by_appointment: only for who has one: it is open to nobody else
    """

    weekday: int | None = None
    opens: int = 0
    closes: int = 0
    week_of_month: int | None = None
    valid_from: date | None = None
    valid_until: date | None = None
    is_closure: bool = False
    by_appointment: bool = False
    note: str = ""


# A day: its date, the lines that it is open by, the closure that empties it or None.
Day = namedtuple("Day", "date hours closure")


def dutch(moment):
    """The moment on a Dutch clock; without a zone it is UTC, as in Odoo's fields."""
    return (
        moment if moment.tzinfo else moment.replace(tzinfo=timezone.utc)
    ).astimezone(ZONE)


def week_of_month(day):
    """Which of its weekday in the month a day is, and whether it is the last.

    >>> week_of_month(date(2026, 3, 31))
    (5, True)
    """
    is_last = (day + timedelta(days=7)).month != day.month
    return (day.day - 1) // 7 + 1, is_last


def at_place(of_service, of_place):
    """The lines that hold at a place: its own hours go before those of the service;
    days on which the service is closed hold everywhere."""
    if all(row.is_closure for row in of_place):
        return [*of_service, *of_place]
    return [row for row in of_service if row.is_closure] + list(of_place)


def _holds(row, day):
    return (row.valid_from or day) <= day <= (row.valid_until or day)


def on_day(rows, day):
    """The day: lines that it is open by, in order, and the closure that empties it."""
    rows = [row for row in rows if _holds(row, day)]
    for row in rows:
        if row.is_closure:
            return Day(day, [], row)
    number, is_last = week_of_month(day)
    nth = (None, number, -1) if is_last else (None, number)
    hours = [
        row for row in rows if row.weekday == day.weekday() and row.week_of_month in nth
    ]
    return Day(day, sorted(hours, key=lambda row: (row.opens, row.closes)), None)


def week(rows, day):
    """The seven days, from Monday on, of the week in which a day falls."""
    monday = day - timedelta(days=day.weekday())
    return [on_day(rows, monday + timedelta(days=number)) for number in range(7)]


def _walk_in(rows):
    """Without the hours for which one needs an appointment."""
    return [row for row in rows if row.is_closure or not row.by_appointment]


def _at(day, minutes):
    midnight = datetime.combine(day, time(), ZONE)
    return midnight + timedelta(minutes=minutes)


def open_until(rows, moment):
    """When it closes, if anybody can walk in now; None when nobody can."""
    rows, now = _walk_in(rows), dutch(moment)
    minute, day = now.hour * 60 + now.minute, now.date()
    closes = None
    for _day in range(8):
        for row in on_day(rows, day).hours:
            if row.opens <= minute < row.closes:
                closes, minute = _at(day, row.closes), row.closes
        if minute < DAY_MINUTES or closes is None:
            return closes
        # Until midnight: perhaps it goes on in the next day.
        day, minute = day + timedelta(days=1), 0
        if not any(row.opens == 0 for row in on_day(rows, day).hours):
            return closes
    return closes


def is_open(rows, moment):
    """Whether anybody can walk in at that moment."""
    return open_until(rows, moment) is not None


def by_appointment(rows, moment):
    """Whether it is there at that moment for who has an appointment."""
    now = dutch(moment)
    minute = now.hour * 60 + now.minute
    return any(
        row.by_appointment and row.opens <= minute < row.closes
        for row in on_day(rows, now.date()).hours
    )


def gives_appointments(rows, day):
    """Whether there are hours by appointment, on that day or later."""
    return any(
        row.by_appointment and not row.is_closure and (row.valid_until or day) >= day
        for row in rows
    )


def next_opening(rows, moment):
    """When anybody can walk in next, after that moment; None when that is not within
    months."""
    rows, now = _walk_in(rows), dutch(moment)
    wall = now.replace(tzinfo=None)
    for ahead in range(MAX_DAYS):
        day = now.date() + timedelta(days=ahead)
        for row in on_day(rows, day).hours:
            opens = _at(day, row.opens)
            if opens.replace(tzinfo=None) > wall:
                return opens
    return None
