from odoo import fields, models


class ClientArrival(models.Model):
    """By what road a resident came to client support."""

    _name = "client.arrival"
    _inherit = ["client.code.mixin"]
    _description = "How residents arrive"

    is_professional = fields.Boolean(
        help="Somebody pointed the resident here for the work they do.",
    )
