from odoo import fields, models


class ClientClosingReason(models.Model):
    """How a case ended (KPI K25)."""

    _name = "client.closing.reason"
    _inherit = ["client.code.mixin"]
    _description = "Closing reason"

    success = fields.Selection(
        [("yes", "Yes"), ("no", "No"), ("neutral", "Says nothing")],
        required=True,
        default="neutral",
        help="Whether this end counts as a success for the resident.",
    )
