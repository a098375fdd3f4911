from odoo import api, models
from odoo.exceptions import ValidationError

from .. import inside


class IrFilters(models.Model):
    """A search on files can hold a name: it is kept for oneself."""

    _inherit = "ir.filters"

    @api.constrains("model_id", "user_ids")
    def _check_own_on_files(self):
        for search in self:
            if (
                inside.is_inside(self.env, search.model_id)
                and search.user_ids != self.env.user
            ):
                raise ValidationError(
                    self.env._(
                        "A search on files cannot be shared: it may hold a name. "
                        "Save it for yourself."
                    )
                )
