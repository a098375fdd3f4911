from odoo import api, models
from odoo.exceptions import AccessError


class SpreadsheetDashboardShare(models.Model):
    """A dashboard leaves the organisation as a checked workbook, not as a link.

    A link shows a copy to whoever holds it, without a login and without an end.
    """

    _inherit = "spreadsheet.dashboard.share"

    @api.constrains("dashboard_id", "access_token")
    def _check_closed(self):
        raise AccessError(self._closed())

    def _check_dashboard_access(self, access_token):
        raise AccessError(self._closed())

    @api.model
    def _closed(self):
        return self.env._(
            "Dashboards are not shared by link. Export the accountability workbook."
        )
