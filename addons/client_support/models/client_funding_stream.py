from odoo import models


class ClientFundingStream(models.Model):
    """Out of which money the support is paid; never by the resident (Wmo 2.1.4)."""

    _name = "client.funding.stream"
    _inherit = ["client.code.mixin"]
    _description = "Funding stream"
