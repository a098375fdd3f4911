from odoo import api, models
from odoo.exceptions import ValidationError


class IrAttachment(models.Model):
    """A document of a file opens with the file, and by no other road."""

    _inherit = "ir.attachment"

    @api.constrains("public", "access_token", "res_model")
    def _check_not_open_on_file(self):
        for attachment in self.sudo():
            if (
                attachment.public or attachment.access_token
            ) and attachment._is_of_file():
                raise ValidationError(
                    self.env._(
                        "A document in a resident's file cannot be made public or "
                        "shared by a link."
                    )
                )

    def _is_of_file(self):
        """Whether it hangs on something inside the fence."""
        return self.env["client.file.mixin"]._is_file(self.res_model)
