from odoo import api, models

from .. import inside


class IrModelAccess(models.Model):
    """Rights on files: a refusal leaves a row, a change is an alarm."""

    _name = "ir.model.access"
    _inherit = ["ir.model.access", "client.alarm.mixin"]

    @api.model
    def _make_access_error(self, model, mode):
        if isinstance(self.env[model], self.pool["client.witness.mixin"]):
            self.env[model]._witness("denied")
        return super()._make_access_error(model, mode)

    def _alarm_touches(self):
        models = set(self.sudo().model_id.mapped("model"))
        return {name for name in models if inside.is_inside(self.env, name)}
