from odoo import fields, models


class ClientRelianceLevel(models.Model):
    """What a score on a life domain means: the ladder of self-reliance, 1 to 5."""

    _name = "client.reliance.level"
    _inherit = ["client.code.mixin"]
    _description = "Level of self-reliance"
    _order = "score"

    score = fields.Integer(
        required=True, aggregator=None, help="1 is the lowest, 5 the highest."
    )
    description = fields.Char(
        required=True,
        translate=True,
        help="How one recognises this level, on any life domain.",
    )

    _score_uniq = models.Constraint(
        "UNIQUE(score)", "There is a level with this score already."
    )
    _score_range = models.Constraint(
        "CHECK(score BETWEEN 1 AND 5)", "A score lies between 1 and 5."
    )
