from odoo import api, models

from .. import inside


class ResourceBooking(models.Model):
    """Free time is booked for a technical contact, never for a resident."""

    _inherit = "resource.booking"

    @api.constrains("partner_ids")
    def _check_no_resident_books(self):
        inside.refuse_residents(self, "partner_ids")
