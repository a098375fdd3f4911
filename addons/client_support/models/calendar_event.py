from odoo import api, models

from .. import inside


class CalendarEvent(models.Model):
    """Every colleague reads the calendar: an event says "busy" and leads to no file."""

    _inherit = "calendar.event"

    @api.constrains("res_model_id")
    def _check_not_on_a_file(self):
        inside.refuse_pointer(self, "res_model_id")
