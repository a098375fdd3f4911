from odoo import models


class ClientEmployment(models.Model):
    """For whom a supporter works besides the organisation of the profile."""

    _name = "client.employment"
    _inherit = ["client.stake.mixin"]
    _description = "Employment of a supporter"
