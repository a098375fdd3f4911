"""Days of people as moments of the database: plain Python."""

from datetime import datetime, time

from pytz import UTC, timezone

# Where residents live: consents, terms and statements tell days by the sun over it.
HERE = timezone("Europe/Amsterdam")


def midnight(day, timezone):
    """The beginning of a day where people are, in UTC as Odoo keeps it.

    :param timezone: of pytz
    """
    local = timezone.localize(datetime.combine(day, time.min))
    return local.astimezone(UTC).replace(tzinfo=None)


def by_clock(moment, timezone):
    """A moment as Odoo keeps it, by the clock of a time zone of pytz."""
    return UTC.localize(moment).astimezone(timezone)
