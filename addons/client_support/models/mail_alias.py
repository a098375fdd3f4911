from odoo import api, models

from .. import inside


class MailAlias(models.Model):
    """No e-mail is put into a file by the gateway."""

    _inherit = "mail.alias"

    @api.constrains("alias_model_id", "alias_parent_model_id")
    def _check_not_on_a_file(self):
        inside.refuse_pointer(self, "alias_model_id", "alias_parent_model_id")
