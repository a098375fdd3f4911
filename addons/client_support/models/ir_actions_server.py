from odoo import models

from .. import inside


class IrActionsServer(models.Model):
    """Server actions, and with them scheduled ones: code can do anything."""

    _name = "ir.actions.server"
    _inherit = ["ir.actions.server", "client.alarm.mixin"]

    def _alarm_touches(self):
        actions = self.sudo()
        touched = {
            name
            for name in actions.mapped("model_name")
            if inside.is_inside(self.env, name)
        }
        # A model's name can be spelled in a hundred ways: all code is told of.
        if any(action.state == "code" for action in actions):
            touched.add("code")
        return touched
