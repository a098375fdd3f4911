from odoo import api, models

from .. import inside


class MailComposeMessage(models.TransientModel):
    """No e-mail is written from a file: it would leave the fence."""

    _inherit = "mail.compose.message"

    @api.constrains("model")
    def _check_not_on_a_file(self):
        inside.refuse_pointer(self, "model")
