from odoo import models


class ClientStartingPoint(models.Model):
    """What client support holds itself to: seven starting points, or an organisation's.

    Ticked on a case by whoever looks back on it; printed for residents and partners.
    """

    _name = "client.starting.point"
    _inherit = ["client.code.mixin"]
    _description = "Starting point of client support"

    _code_uniq = models.Constraint("UNIQUE(code)", "This code exists already.")
