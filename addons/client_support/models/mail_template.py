from odoo import api, models

from .. import inside


class MailTemplate(models.Model):
    """No template renders a file into an e-mail."""

    _inherit = "mail.template"

    @api.constrains("model_id")
    def _check_not_on_a_file(self):
        inside.refuse_pointer(self, "model_id")
