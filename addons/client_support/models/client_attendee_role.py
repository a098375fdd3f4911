from odoo import models


class ClientAttendeeRole(models.Model):
    """As what somebody sits at the table: carer, confidant, interpreter, …"""

    _name = "client.attendee.role"
    _inherit = ["client.code.mixin"]
    _description = "Role at an appointment"
