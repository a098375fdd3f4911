from odoo import api, models
from odoo.exceptions import ValidationError

from ..access import SHARED


class ClientSection(models.Model):
    """A part of a file that a resident can consent to share; codes as in access.py."""

    _name = "client.section"
    _inherit = ["client.code.mixin"]
    _description = "Part of a file"

    @api.constrains("code")
    def _check_code(self):
        """Unlike other code lists it takes no additions: the fence knows its parts."""
        for section in self:
            if section.code not in SHARED:
                raise ValidationError(
                    self.env._("“%s” is not a part that can be shared.", section.code)
                )
