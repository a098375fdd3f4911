from odoo import fields, models


class ClientTraining(models.Model):
    """A training that a supporter followed; volunteers too."""

    _name = "client.training"
    _description = "Training of a supporter"
    _order = "date desc, id desc"

    supporter_id = fields.Many2one(
        "client.supporter",
        required=True,
        index=True,
        ondelete="cascade",
        help="Who followed it.",
    )
    company_id = fields.Many2one(
        string="Works for",
        related="supporter_id.company_id",
        store=True,
        index=True,
        help="The organisation of the supporter.",
    )
    name = fields.Char(
        string="What", required=True, help="The training in a few words."
    )
    date = fields.Date(
        required=True,
        default=fields.Date.context_today,
        help="The day it was finished.",
    )
