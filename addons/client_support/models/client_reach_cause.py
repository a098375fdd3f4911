from odoo import models


class ClientReachCause(models.Model):
    """Why people are not reached, as evaluations of client support found."""

    _name = "client.reach.cause"
    _inherit = ["client.code.mixin"]
    _description = "Cause of low reach"
