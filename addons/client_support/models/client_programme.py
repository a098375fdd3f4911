from odoo import models


class ClientProgramme(models.Model):
    """A programme that work is part of, such as the front runners of client support.

    A tag on public activities, to find together what was done under it.
    """

    _name = "client.programme"
    _inherit = ["client.code.mixin"]
    _description = "Programme"
