"""When a record of the directory counts as checked. Plain Python: no Odoo, no database.

Days are days on the Dutch calendar, whatever the time zone of who looks and of the
server: a day has no hours, so that summer time changes nothing.
"""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from dateutil.relativedelta import relativedelta

ZONE = ZoneInfo("Europe/Amsterdam")
# A share of the directory is counted over this stretch, whatever term is set for
# looking again, so that places can be compared.
COUNTED_MONTHS = 12


def today(moment=None):
    """The day in the Netherlands, of a moment with a zone or of now."""
    return (moment or datetime.now(ZONE)).astimezone(ZONE).date()


def next_review(day, months):
    """The day to look again at what was checked on `day`.

    The last day of a shorter month stands in for a day that it does not have.

    >>> from datetime import date
    >>> next_review(date(2024, 2, 29), 12)
    datetime.date(2025, 2, 28)
    """
    return day + relativedelta(months=months)


def counted_since(day):
    """The first day on which a check counts for the share of a day."""
    return day - relativedelta(months=COUNTED_MONTHS)


def after(day, days):
    """So many days later."""
    return day + timedelta(days=days)


def state(last_assured, due, on, remind_days):
    """How it stands on a day: `never`, `overdue`, `due` or `current`.

    On the day of the review itself it is due, not yet overdue.

    :param due: the day of the next review, or nothing when none was set
    :param remind_days: how long before that day somebody is reminded
    """
    if not last_assured:
        return "never"
    if not due or due < on:
        return "overdue"
    return "due" if due <= after(on, remind_days) else "current"
