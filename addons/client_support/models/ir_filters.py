from odoo import api, models
from odoo.exceptions import ValidationError


class IrFilters(models.Model):
    """What somebody searches for in files often is a name: kept for oneself only."""

    _inherit = "ir.filters"

    @api.constrains("user_ids", "model_id")
    def _check_own_on_files(self):
        for saved in self:
            on_files = self.env["client.file.mixin"]._is_file(saved.model_id)
            if on_files and saved.user_ids != self.env.user:
                raise ValidationError(
                    self.env._("A saved search in files of residents is not shared.")
                )
