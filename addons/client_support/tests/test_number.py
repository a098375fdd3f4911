from lxml import etree

from odoo.tests import TransactionCase, tagged


@tagged("post_install", "-at_install")
class TestNumber(TransactionCase):
    """The random number of a record is drawn when it is saved."""

    def test_a_form_asks_no_number_before_it_is_drawn(self):
        """The web client refuses to save while a required field that it shows is empty;
        that what is around the field is hidden does not count."""
        numbered = [
            name
            for name, model in self.registry.items()
            if getattr(model, "_number_prefix", "") and not model._abstract
        ]
        forms = self.env["ir.ui.view"].search(
            [("model", "in", numbered), ("type", "=", "form"), ("mode", "=", "primary")]
        )
        self.assertIn("client.contact", forms.mapped("model"))
        for form in forms:
            view = self.env[form.model].get_view(form.id, "form")
            for number in etree.fromstring(view["arch"]).xpath(
                "//field[@name='number'][not(ancestor::field)]"
            ):
                self.assertTrue(
                    number.get("invisible") or view["arch"].count('create="0"'),
                    form.xml_id,
                )
