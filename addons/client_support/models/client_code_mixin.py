from odoo import fields, models


class ClientCodeMixin(models.AbstractModel):
    """A code list: fixed codes for figures, names for people, own additions."""

    _name = "client.code.mixin"
    _inherit = ["choice.list.mixin"]
    _description = "Code list"

    code = fields.Char(
        required=True,
        help="Technical name that figures and imports rely on; do not change it.",
    )

    _code_uniq = models.Constraint("UNIQUE(code)", "This code exists already.")
