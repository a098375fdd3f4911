from odoo import models

US = "client_support"


class ClientTaskParty(models.Model):
    """Who can do a task in a case: client support, the neighbourhood team, …"""

    _name = "client.task.party"
    _inherit = ["client.code.mixin"]
    _description = "Who does a task"

    _code_uniq = models.Constraint("UNIQUE(code)", "This code exists already.")
