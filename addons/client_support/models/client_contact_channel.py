from odoo import fields, models


class ClientContactChannel(models.Model):
    """By what road a resident came: walk-in, telephone, outreach, …"""

    _name = "client.contact.channel"
    _inherit = ["client.code.mixin"]
    _description = "Channel"

    is_quick = fields.Boolean(
        string="On the quick form", help="Offered as one tap in a quick contact."
    )
