from odoo import api, models

from .. import inside


class MailFollowers(models.Model):
    """Nobody follows a file: every internal user can see who follows what."""

    _inherit = "mail.followers"

    @api.constrains("res_model")
    def _check_not_on_a_file(self):
        inside.refuse_pointer(self, "res_model")
