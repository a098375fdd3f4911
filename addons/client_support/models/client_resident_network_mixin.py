from odoo import fields, models


class ClientResidentNetworkMixin(models.AbstractModel):
    """The persons around a resident, on the resident's own form."""

    _name = "client.resident.network.mixin"
    _description = "Has a network"

    relation_ids = fields.One2many(
        "client.relation",
        "resident_id",
        string="Network",
        help="Persons around the resident: family, carers, professionals.",
    )
