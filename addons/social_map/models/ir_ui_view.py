from lxml import etree

from odoo import api, models
from odoo.tools import SQL


class IrUiView(models.Model):
    _inherit = "ir.ui.view"

    @api.model
    def _drop_broken_translations(self):
        """A translation of a page that is no XML goes; the page is English there.

        One such page stops the whole website app in that language. Odoo's own Dutch of
        a snippet (`website.s_contact_info`) has a quote in the middle of an attribute.
        """
        self.flush_model(["arch_db"])
        rows = self.env.execute_query(
            SQL("SELECT id, arch_db FROM ir_ui_view WHERE type = 'qweb'")
        )
        for view_id, arches in rows:
            for lang, arch in (arches or {}).items():
                if lang != "en_US" and not _is_xml(arch):
                    self.env.cr.execute(
                        SQL(
                            "UPDATE ir_ui_view SET arch_db = arch_db - %s"
                            " WHERE id = %s",
                            *(lang, view_id),
                        )
                    )
        self.invalidate_model(["arch_db"])
        self.env.registry.clear_cache("templates")


def _is_xml(arch):
    try:
        etree.fromstring(arch)
    except etree.XMLSyntaxError:
        return False
    return True
