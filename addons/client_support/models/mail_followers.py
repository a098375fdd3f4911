from odoo import api, models

from .. import inside


class MailFollowers(models.Model):
    """Nobody follows a file: every internal user can see who follows what."""

    _inherit = "mail.followers"

    @api.constrains("res_model")
    def _check_not_on_a_file(self):
        inside.refuse_pointer(self, "res_model")

    @api.constrains("partner_id", "res_model")
    def _check_no_resident(self):
        """Who follows is named to colleagues; of a ticket only to who answers it."""
        others = self.filtered(lambda one: one.res_model != "helpdesk.ticket")
        inside.refuse_residents(others, "partner_id")
