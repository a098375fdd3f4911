from odoo import fields, models


class ClientWaitingReason(models.Model):
    """Why a case is on the waiting list, and how long that may take."""

    _name = "client.waiting.reason"
    _inherit = ["client.code.mixin"]
    _description = "Reason to wait"

    norm_days = fields.Integer(
        string="Norm (days)",
        default=14,
        aggregator=None,
        help="How many days a resident may wait for this reason; none is no norm.",
    )
