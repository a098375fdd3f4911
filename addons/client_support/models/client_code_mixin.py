from odoo import fields, models


class ClientCodeMixin(models.AbstractModel):
    """A code list: fixed codes for figures, names for people, own additions."""

    _name = "client.code.mixin"
    _description = "Code list"
    _order = "sequence, id"

    code = fields.Char(
        required=True,
        help="Technical name that figures and imports rely on; do not change it.",
    )
    name = fields.Char(
        required=True, translate=True, help="What people see on the screen."
    )
    sequence = fields.Integer(
        default=10, aggregator=None, help="Place in lists; the lowest comes first."
    )
    active = fields.Boolean(
        default=True, help="Switch off what is no longer chosen; old records keep it."
    )
