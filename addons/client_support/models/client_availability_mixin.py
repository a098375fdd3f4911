from datetime import timedelta

from odoo import fields, models

from ..days import midnight
from ..free_slots import first_free
from ..roles import BESIDE_RESIDENTS

# How far ahead a free moment is looked for, and how long it must be.
AHEAD = timedelta(days=14)
TALK = timedelta(hours=1)


class ClientAvailabilityMixin(models.AbstractModel):
    """How much supporters have, when they are away and when they have time."""

    _name = "client.availability.mixin"
    _description = "Availability of a supporter"

    absence_ids = fields.One2many(
        "client.absence",
        "supporter_id",
        string="Absences",
        groups=",".join(BESIDE_RESIDENTS),
        help="The days on which the supporter is away.",
    )

    def _weights(self):
        """The weighted load of each supporter: {supporter: (cases, weight)}.

        Elevated: whoever divides work or arranges cover is told a sum, no case.
        """
        rows = (
            self.env["client.caseload"]
            .sudo()
            ._read_group(
                [("supporter_id", "in", self.ids), ("stage", "!=", "closed")],
                ["supporter_id"],
                ["__count", "weight:sum"],
            )
        )
        return {supporter.sudo(False): (count, sum_) for supporter, count, sum_ in rows}

    def _away_until(self):
        """Who is away today, and until which day: {supporter: date}."""
        today = fields.Date.context_today(self)
        return {
            absence.supporter_id.sudo(False): absence.date_until
            for absence in self.env["client.absence"]._overlapping(self, today, today)
        }

    def _next_free(self):
        """The first hour that each has free in two weeks: {supporter: UTC}.

        Nothing else of anybody's calendar comes out. Who has no account or no free
        hour is left out.
        """
        start = fields.Datetime.now().replace(minute=0, second=0) + timedelta(hours=1)
        stop = start + AHEAD
        # Elevated: the calendars of others, of which only that hour goes back.
        supporters = self.sudo().filtered("user_id")
        busy = {supporter: [] for supporter in supporters}
        for absence in self.env["client.absence"]._overlapping(
            supporters, start.date(), stop.date()
        ):
            busy[absence.supporter_id].append(
                (
                    midnight(absence.date_from, self.env.tz),
                    midnight(absence.date_until + timedelta(days=1), self.env.tz),
                )
            )
        events = self.env["calendar.event"].sudo()
        for event in events.search(
            [
                ("partner_ids", "in", supporters.user_id.partner_id.ids),
                ("start", "<", stop),
                ("stop", ">", start),
                ("show_as", "=", "busy"),
            ]
        ):
            for supporter in supporters:
                if supporter.user_id.partner_id in event.partner_ids:
                    busy[supporter].append((event.start, event.stop))
        free = {}
        for hours, group in supporters.grouped(
            lambda supporter: (
                supporter.user_id.resource_calendar_id
                or supporter.company_id.resource_calendar_id
            )
        ).items():
            work = hours._work_between(start, stop)
            for supporter in group:
                if moment := first_free(work, busy[supporter], TALK):
                    free[supporter.sudo(False)] = moment
        return free
