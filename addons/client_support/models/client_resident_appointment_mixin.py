from odoo import fields, models

# The road that somebody who chose nothing for reminders wants to be reached by.
ROAD_OF_CHANNEL = {"email": "email", "phone": "sms", "app": "sms"}


class ClientResidentAppointmentMixin(models.AbstractModel):
    """How a resident is reminded of appointments, and which there are."""

    _name = "client.resident.appointment.mixin"
    _description = "Appointments of a resident"

    reminder_channel = fields.Selection(
        [
            ("email", "By e-mail"),
            ("sms", "By text message"),
            ("none", "No reminders"),
        ],
        string="Reminders of appointments",
        help="Only when, where and with whom. Empty: as the resident wants to be "
        "reached.",
    )
    appointment_ids = fields.One2many(
        "client.appointment",
        "resident_id",
        string="Appointments",
        help="What is planned and what took place.",
    )

    def _reminder_road(self):
        """ "email", "sms" or None, elevated: what was chosen and can be done."""
        chosen = self.reminder_channel or ROAD_OF_CHANNEL.get(self.preferred_channel)
        if chosen == "email" and self.email:
            return "email"
        if (
            chosen == "sms"
            and self.phone
            and self.company_id.sends_text_messages
            and "sms.sms" in self.env
        ):
            return "sms"
        return None
