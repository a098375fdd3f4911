from odoo import fields, models


class ClientSupporterPartMixin(models.AbstractModel):
    """Something of one supporter; it is of the organisation that they work for."""

    _name = "client.supporter.part.mixin"
    _description = "Of one supporter"

    supporter_id = fields.Many2one(
        "client.supporter",
        required=True,
        index=True,
        ondelete="cascade",
        help="Of whom it is.",
    )
    company_id = fields.Many2one(
        string="Works for",
        related="supporter_id.company_id",
        store=True,
        index=True,
        help="The organisation of the supporter.",
    )
