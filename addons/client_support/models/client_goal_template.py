from odoo import fields, models

from .client_goal_action import BY


class ClientGoalTemplate(models.Model):
    """Plain words to begin a goal with; the resident makes them their own."""

    _name = "client.goal.template"
    _inherit = ["client.code.mixin"]
    _description = "Example of a goal"

    life_domain_id = fields.Many2one(
        "life.domain",
        index="btree_not_null",
        ondelete="restrict",
        help="The part of life that it is about; empty: any.",
    )
    wording = fields.Text(
        string="What I want", required=True, translate=True, help="In plain words."
    )
    target = fields.Text(
        string="When it is good", translate=True, help="How one knows that it worked."
    )
    first_step = fields.Char(translate=True, help="A good first step.")
    first_by = fields.Selection(
        BY, string="By", required=True, default="resident", help="Who takes that step."
    )
    first_days = fields.Integer(
        string="Within days",
        default=14,
        aggregator=None,
        help="How many days there are for that step.",
    )

    _first_days_range = models.Constraint(
        "CHECK(first_days BETWEEN 0 AND 365)", "Choose 0 to 365 days."
    )
