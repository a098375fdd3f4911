from odoo import api, models


class AuditlogHttpRequest(models.Model):
    """Of a request nothing is kept: its address and its context can name a resident."""

    _inherit = "auditlog.http.request"

    @api.model
    def current_http_request(self):
        return False
