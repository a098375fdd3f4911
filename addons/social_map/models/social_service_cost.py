from odoo import fields, models


class SocialServiceCost(models.Model):
    """What somebody pays for a service, and for what. Information, never an invoice."""

    _name = "social.service.cost"
    _inherit = ["social.part.mixin"]
    _description = "Cost of a Service"
    _order = "service_id, sequence, id"

    service_id = fields.Many2one(
        "social.service",
        required=True,
        ondelete="cascade",
        index=True,
        help="The service that costs this.",
    )
    sequence = fields.Integer(
        default=10, aggregator=None, help="The lowest comes first."
    )
    name = fields.Char(
        string="For what",
        required=True,
        translate=True,
        help="Such as: per visit, a year's membership, with a city pass.",
    )
    amount = fields.Float(
        digits=(12, 2), aggregator=None, help="In euros; 0 is free of charge."
    )

    _amount_not_negative = models.Constraint(
        "CHECK(amount >= 0)", "An amount cannot be negative."
    )

    def _whole(self):
        return [self.service_id]
