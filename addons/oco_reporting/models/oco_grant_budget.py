from odoo import api, fields, models

from ..workbook.report import COST, INCOME, SUBSIDY, deviates
from .oco_grant import decimal


class OcoGrantBudget(models.Model):
    """A post of costs or income: what was budgeted and what it became."""

    _name = "oco.grant.budget"
    _inherit = ["client.impersonal.mixin"]
    _description = "Post of costs and income"
    _order = "grant_id, kind, sequence, id"
    _impersonal_fields = ("name", "explanation")

    grant_id = fields.Many2one(
        "oco.grant",
        required=True,
        index=True,
        ondelete="cascade",
        help="Of which grant.",
    )
    currency_id = fields.Many2one(related="grant_id.currency_id")
    sequence = fields.Integer(
        default=10, aggregator=None, help="Its place in the list."
    )
    kind = fields.Selection(
        [(COST, "Costs"), (INCOME, "Other income"), (SUBSIDY, "Subsidy")],
        required=True,
        default=COST,
        help="Other income is what others paid for the same work.",
    )
    name = fields.Char(
        string="Post", required=True, help="Such as staff, housing or volunteers."
    )
    is_eligible = fields.Boolean(
        string="Eligible", default=True, help="Costs that count for the grant."
    )
    budgeted = fields.Monetary(help="As in the budget of the grant.")
    realised = fields.Monetary(help="As in the accounts.")
    difference = fields.Monetary(
        compute="_compute_difference", help="Realised above budgeted."
    )
    previous_year = fields.Monetary(help="What it was the year before.")
    explanation = fields.Text(help="Why it differs from the budget, without persons.")
    explanation_due = fields.Boolean(
        compute="_compute_difference",
        help="It differs more from the budget than may pass in silence.",
    )

    _not_negative = models.Constraint(
        "CHECK(budgeted >= 0 AND realised >= 0 AND previous_year >= 0)",
        "Costs and income are not negative: enter a receipt as other income.",
    )

    @api.depends("budgeted", "realised", "grant_id.deviation")
    def _compute_difference(self):
        for post in self:
            budgeted, realised = decimal(post.budgeted), decimal(post.realised)
            post.difference = realised - budgeted
            post.explanation_due = deviates(
                budgeted, realised, post.grant_id._threshold()
            )
