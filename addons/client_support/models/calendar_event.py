from odoo import api, models
from odoo.fields import Domain

from .. import inside

# What colleagues search by to see when somebody is busy; no resident is a guest.
SEARCHED_BY_ALL = frozenset({"partner_ids"})
# Only code in this process can put this object in a context; a client cannot.
BY_APPOINTMENT = object()


class CalendarEvent(models.Model):
    """Every colleague reads the calendar: an event says "busy" and leads to no file."""

    _inherit = "calendar.event"

    @api.constrains("res_model_id")
    def _check_not_on_a_file(self):
        inside.refuse_pointer(self, "res_model_id")

    @api.constrains("partner_ids")
    def _check_no_resident_invited(self):
        inside.refuse_residents(self, "partner_ids")

    def write(self, vals):
        """Who moves the busy time in the own agenda moves the appointment behind it."""
        result = super().write(vals)
        if {"start", "stop", "start_date", "stop_date", "active"} & vals.keys():
            for appointment in self._appointments():
                event = appointment.event_id
                if not event.active:
                    appointment._event_gone()
                elif (appointment.start, appointment.stop) != (event.start, event.stop):
                    appointment._set({"start": event.start, "stop": event.stop})
        return result

    def unlink(self):
        appointments = self._appointments()
        result = super().unlink()
        appointments._event_gone()
        return result

    def _appointments(self):
        """The appointments behind these, elevated; none when one of them does this."""
        appointments = self.env["client.appointment"]
        if self.env.context.get("by_appointment") is BY_APPOINTMENT:
            return appointments
        return appointments._of_events(self)

    @api.model
    def _search(
        self, domain, offset=0, limit=None, order=None, *, bypass_access=False, **kwargs
    ):
        """Odoo blanks what a private event is about when it is read or grouped by, yet
        finds it by any word in it: who guesses the word learns that it is there."""
        if not (self.env.su or bypass_access):
            domain = Domain(domain)
            asked = {
                condition.field_expr.split(".", 1)[0]
                for condition in domain.iter_conditions()
            }
            asked |= {term.split()[0] for term in (order or "").split(",") if term}
            if asked - self._get_public_fields() - SEARCHED_BY_ALL:
                me = self.env.user.partner_id.ids
                domain &= (
                    Domain(self._get_default_privacy_domain())
                    | Domain("partner_ids", "in", me)
                    | Domain("attendee_ids.partner_id", "in", me)
                )
        return super()._search(
            domain, offset, limit, order, bypass_access=bypass_access, **kwargs
        )
