from odoo import fields, models


class OcoFactMixin(models.AbstractModel):
    """One event that figures count, with its dimensions on the row itself.

    Nobody has rights on facts: they stand so close to a file that a filter could point
    at a person. Only the engine reads them, to build cubes.
    """

    _name = "oco.fact.mixin"
    _description = "Fact"

    date = fields.Date(required=True, help="The day of the event.")
    company_id = fields.Many2one(
        "res.company", required=True, ondelete="cascade", help="Whose work it is."
    )
    team_id = fields.Many2one(
        "client.team", required=True, ondelete="restrict", help="The team that did it."
    )
    kept = fields.Boolean(
        help="Of files that were destroyed: a count per month that stays, without a "
        "file behind it.",
    )
    quantity = fields.Integer(
        required=True,
        default=1,
        help="How many events the row stands for; the only thing to add up.",
    )
