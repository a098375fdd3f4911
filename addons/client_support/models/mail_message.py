from odoo import api, models

from .. import inside


class MailMessage(models.Model):
    """No message hangs on a file: who gets one reads it, and may answer, forever."""

    _inherit = "mail.message"

    @api.constrains("model")
    def _check_not_on_a_file(self):
        inside.refuse_pointer(self, "model")
