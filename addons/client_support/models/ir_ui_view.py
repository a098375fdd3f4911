from odoo import models

from .. import inside


class IrUiView(models.Model):
    """Views of files, and templates that could show one with elevated rights."""

    _name = "ir.ui.view"
    _inherit = ["ir.ui.view", "client.alarm.mixin"]

    def _alarm_touches(self):
        views = self.sudo()
        touched = {
            name for name in views.mapped("model") if inside.is_inside(self.env, name)
        }
        for view in views.filtered(lambda view: view.type == "qweb"):
            arch = view.arch_db or ""
            if "sudo" in arch or "env[" in arch:
                touched.add("code")
        return touched
