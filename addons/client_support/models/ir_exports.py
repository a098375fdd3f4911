from odoo import api, models

from .. import inside


class IrExports(models.Model):
    """No list of fields to take out of a file is kept for others to use."""

    _inherit = "ir.exports"

    @api.constrains("resource")
    def _check_not_on_a_file(self):
        inside.refuse_pointer(self, "resource")
