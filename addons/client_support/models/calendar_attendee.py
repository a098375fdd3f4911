from odoo import api, models

from .. import inside


class CalendarAttendee(models.Model):
    """An attendee shows whose contact it is to the one who made the meeting."""

    _inherit = "calendar.attendee"

    @api.constrains("partner_id")
    def _check_no_resident(self):
        inside.refuse_residents(self, "partner_id")
