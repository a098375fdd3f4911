from odoo import models

from ..alarm import raise_alarm


class IrModuleModule(models.Model):
    """A module can hold any code: installing or removing one is an alarm."""

    _inherit = "ir.module.module"

    def write(self, vals):
        if str(vals.get("state", "")).startswith("to "):
            raise_alarm(self.env, vals["state"], self, self.mapped("name"), vals)
        return super().write(vals)
