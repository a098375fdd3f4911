from base64 import b64encode

from odoo import api, models


class IrActionsReport(models.Model):
    """Paper for the public: a code to scan and, where that can be made, a PDF."""

    _inherit = "ir.actions.report"

    @api.model
    def _makes_pdf(self):
        """This computer has the program that makes a PDF."""
        return self.get_wkhtmltopdf_state() in ("ok", "workers", "upgrade")

    @api.model
    def _code_of(self, address):
        """A QR code as an image within the page: no other site is asked for it."""
        image = self.barcode("QR", address, width=300, height=300, barLevel="M")
        return f"data:image/png;base64,{b64encode(image).decode()}"

    @api.model
    def _leaflet_as_pdf(self, page):
        """:param page: HTML that refers to nothing outside it"""
        # Elevated: a visitor may not read how large the paper is.
        return self.sudo()._run_wkhtmltopdf(
            [page],
            specific_paperformat_args={
                "data-report-margin-top": 15,
                "data-report-header-spacing": 0,
            },
        )
