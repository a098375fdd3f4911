from odoo import api, models
from odoo.exceptions import ValidationError


class CalendarEvent(models.Model):
    """Every employee reads the calendar, so that no event points at a file."""

    _inherit = "calendar.event"

    @api.constrains("res_model_id")
    def _check_not_on_file(self):
        files = self.env["client.file.mixin"]
        if any(files._is_file(event.res_model_id.model) for event in self.sudo()):
            raise ValidationError(
                self.env._("A calendar event cannot point at a resident's file.")
            )
