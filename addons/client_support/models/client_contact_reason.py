from odoo import fields, models


class ClientContactReason(models.Model):
    """What was asked or done in a contact."""

    _name = "client.contact.reason"
    _inherit = ["client.code.mixin"]
    _description = "Reason of contact"

    is_quick = fields.Boolean(
        string="On the quick form", help="Offered as one tap in a quick contact."
    )
