from odoo import api, models


class IrActionsReport(models.Model):
    """Paper for the public as a PDF, where one can be made."""

    _inherit = "ir.actions.report"

    @api.model
    def _makes_pdf(self):
        """This computer has the program that makes a PDF."""
        return self.get_wkhtmltopdf_state() in ("ok", "workers", "upgrade")

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
