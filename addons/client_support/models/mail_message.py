from odoo import api, models

from .. import inside


class MailMessage(models.Model):
    """No message hangs on a file: who gets one reads it, and may answer, forever."""

    _inherit = "mail.message"

    @api.constrains("model")
    def _check_not_on_a_file(self):
        inside.refuse_pointer(self, "model")

    @api.constrains("partner_ids", "model")
    def _check_no_resident(self):
        """Who gets a message is named to who sent it; of a ticket only to who answers
        it."""
        others = self.filtered(lambda one: one.model != "helpdesk.ticket")
        inside.refuse_residents(others, "partner_ids")
