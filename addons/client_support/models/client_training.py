from odoo import fields, models


class ClientTraining(models.Model):
    """A training that a supporter followed; volunteers too."""

    _name = "client.training"
    _inherit = ["client.supporter.part.mixin"]
    _description = "Training of a supporter"
    _order = "date desc, id desc"

    supporter_id = fields.Many2one(help="Who followed it.")
    name = fields.Char(
        string="What", required=True, help="The training in a few words."
    )
    date = fields.Date(
        required=True,
        default=fields.Date.context_today,
        help="The day it was finished.",
    )
