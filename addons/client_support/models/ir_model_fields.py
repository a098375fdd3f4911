from odoo import models

from .. import inside


class IrModelFields(models.Model):
    """A field that is made by hand can compute by code, or point at a file."""

    _name = "ir.model.fields"
    _inherit = ["ir.model.fields", "client.alarm.mixin"]

    def _alarm_touches(self):
        made = self.sudo()
        named = {*made.mapped("model"), *made.mapped("relation")}
        touched = {name for name in named if inside.is_inside(self.env, name)}
        # Both are worked out with elevated rights, of any record they reach.
        if any(field.compute or field.related for field in made):
            touched.add("code")
        return touched
