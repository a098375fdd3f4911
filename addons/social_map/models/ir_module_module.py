from odoo import models


class IrModuleModule(models.Model):
    """Names of life domains and the like in a new language are words to search by."""

    _inherit = "ir.module.module"

    def _update_translations(self, filter_lang=None, overwrite=False):
        result = super()._update_translations(filter_lang, overwrite)
        if "social_map" in self.mapped("name"):
            # What was loaded went straight into the tables.
            self.env.invalidate_all()
            self.env["social.service"]._index_anew()
        return result
