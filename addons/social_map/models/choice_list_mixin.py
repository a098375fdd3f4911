from odoo import fields, models


class ChoiceListMixin(models.AbstractModel):
    """A list to choose from, kept by those who manage it."""

    _name = "choice.list.mixin"
    _inherit = ["social.unsigned.mixin"]
    _description = "List to choose from"
    _order = "sequence, id"

    name = fields.Char(
        required=True,
        translate=True,
        help="What it is called on screens and in reports.",
    )
    sequence = fields.Integer(
        default=100,
        aggregator=None,
        help="Place in lists and on forms; the lowest comes first.",
    )
    active = fields.Boolean(
        default=True,
        help="What is archived can no longer be chosen; what was registered with it "
        "keeps it.",
    )
