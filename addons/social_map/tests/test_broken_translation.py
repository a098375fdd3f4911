from lxml import etree

from odoo.tests import TransactionCase, tagged


@tagged("post_install", "-at_install")
class TestBrokenTranslation(TransactionCase):
    """A page whose translation cannot be read does not stop the website app."""

    def setUp(self):
        super().setUp()
        self.env["res.lang"]._activate_lang("nl_NL")
        self.view = self.env["ir.ui.view"].create(
            {"name": "Page", "type": "qweb", "arch": "<a title='Call'>Call</a>"}
        )
        self.view.update_field_translations("arch_db", {"nl_NL": {"Call": "Bel"}})
        self.dutch = self.view.with_context(lang="nl_NL")

    def clean(self):
        self.env["ir.ui.view"]._drop_broken_translations()
        return self.dutch.arch_db

    def test_what_can_be_read_stays(self):
        self.assertIn("Bel", self.clean())

    def test_what_is_no_xml_goes(self):
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE ir_ui_view SET arch_db = arch_db || %s::jsonb WHERE id = %s",
            ['{"nl_NL": "<a title=\\"Bel\\" u=\\"\\"\\">Bel</a>"}', self.view.id],
        )
        self.env.invalidate_all()
        self.assertIn("Call", self.clean())

    def test_every_page_can_be_read_in_dutch(self):
        pages = self.env["ir.ui.view"].search([("type", "=", "qweb")])
        for page in pages.with_context(lang="nl_NL"):
            etree.fromstring(page.arch_db)
