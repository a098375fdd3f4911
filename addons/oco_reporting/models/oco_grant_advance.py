from odoo import fields, models


class OcoGrantAdvance(models.Model):
    """An advance on a grant that was received (Awb 4:95)."""

    _name = "oco.grant.advance"
    _description = "Advance on a grant"
    _order = "grant_id, date, id"
    _rec_name = "date"

    grant_id = fields.Many2one(
        "oco.grant",
        required=True,
        index=True,
        ondelete="cascade",
        help="Of which grant.",
    )
    currency_id = fields.Many2one(related="grant_id.currency_id")
    date = fields.Date(
        required=True,
        default=fields.Date.context_today,
        help="The day it was received.",
    )
    amount = fields.Monetary(required=True, help="How much.")

    _amount_positive = models.Constraint(
        "CHECK(amount > 0)", "An advance is more than nothing."
    )
