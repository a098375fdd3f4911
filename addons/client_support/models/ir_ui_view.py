from odoo import models

from .. import inside
from ..alarm import reaches_any_record


class IrUiView(models.Model):
    """Views of files, and templates that could show one with elevated rights."""

    _name = "ir.ui.view"
    _inherit = ["ir.ui.view", "client.alarm.mixin"]

    def _alarm_touches(self):
        views = self.sudo()
        touched = {
            name for name in views.mapped("model") if inside.is_inside(self.env, name)
        }
        templates = views.filtered(lambda view: view.type == "qweb")
        if reaches_any_record(*templates.mapped("arch_db")):
            touched.add("code")
        return touched
