from odoo import api, models

from .. import inside


class MailScheduledMessage(models.Model):
    """No message is planned on a file."""

    _inherit = "mail.scheduled.message"

    @api.constrains("model")
    def _check_not_on_a_file(self):
        inside.refuse_pointer(self, "model")
