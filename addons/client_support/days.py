"""Days of people as moments of the database: plain Python."""

from datetime import datetime, time

from pytz import UTC


def midnight(day, timezone):
    """The beginning of a day where people are, in UTC as Odoo keeps it.

    :param timezone: of pytz
    """
    local = timezone.localize(datetime.combine(day, time.min))
    return local.astimezone(UTC).replace(tzinfo=None)
