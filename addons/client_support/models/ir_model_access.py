from odoo import models

from .. import inside


class IrModelAccess(models.Model):
    """Rights on files: a change is an alarm."""

    _name = "ir.model.access"
    _inherit = ["ir.model.access", "client.alarm.mixin"]

    def _alarm_touches(self):
        models = set(self.sudo().model_id.mapped("model"))
        return {name for name in models if inside.is_inside(self.env, name)}
