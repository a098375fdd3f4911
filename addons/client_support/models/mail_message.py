from odoo import api, models
from odoo.exceptions import ValidationError


class MailMessage(models.Model):
    """Files have no messages: who once got one would keep it without a row."""

    _inherit = "mail.message"

    @api.constrains("model")
    def _check_not_on_file(self):
        files = self.env["client.file.mixin"]
        if any(files._is_file(message.model) for message in self.sudo()):
            raise ValidationError(
                self.env._("Messages cannot be attached to a resident's file.")
            )
