from odoo import models


class ClientSignalSource(models.Model):
    """Who called for it: clients, a client council, a political party, …

    A sort of source and no person or organisation: a signal names nobody.
    """

    _name = "client.signal.source"
    _inherit = ["client.code.mixin"]
    _description = "Source of a signal"
