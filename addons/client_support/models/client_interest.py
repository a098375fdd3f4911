from odoo import fields, models


class ClientInterest(models.Model):
    """A stake in an organisation that is no employment: a board, family, a share."""

    _name = "client.interest"
    _inherit = ["client.stake.mixin"]
    _description = "Interest of a supporter"

    description = fields.Char(
        string="What", required=True, help="The stake in a few words."
    )
