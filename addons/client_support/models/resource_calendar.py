from pytz import UTC

from odoo import models


class ResourceCalendar(models.Model):
    """The working hours of Odoo, as intervals that our own sums read."""

    _inherit = "resource.calendar"

    def _work_between(self, start, stop):
        """The hours of work between two moments in UTC: [(start, stop)], in UTC."""
        if not self:
            return []
        intervals = self._work_intervals_batch(UTC.localize(start), UTC.localize(stop))[
            False
        ]
        return [
            tuple(day.astimezone(UTC).replace(tzinfo=None) for day in (begin, end))
            for begin, end, _meta in intervals
        ]
