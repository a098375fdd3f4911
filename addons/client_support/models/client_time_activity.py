from odoo import fields, models


class ClientTimeActivity(models.Model):
    """What hours go to; says whether they count as work with or for a resident."""

    _name = "client.time.activity"
    _inherit = ["client.code.mixin"]
    _description = "Activity"

    is_client_bound = fields.Boolean(
        string="With or for a resident",
        help="Counts as time for residents in the figures; other time is indirect.",
    )
