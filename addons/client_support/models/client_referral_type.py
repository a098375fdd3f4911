from odoo import fields, models


class ClientReferralType(models.Model):
    """By what road somebody comes in, or in what way somebody is referred on."""

    _name = "client.referral.type"
    _inherit = ["client.code.mixin"]
    _description = "Type of referral"

    direction = fields.Selection(
        [("in", "In"), ("out", "Out")],
        required=True,
        default="out",
        help="To us, or from us to somebody else.",
    )
    shares = fields.Boolean(
        string="Shares data",
        default=True,
        help="Asks a consent of the resident. Off: pointing out or thinking along, and "
        "nothing of a resident goes along.",
    )
    is_warm = fields.Boolean(
        string="Warm handover",
        help="Done after a talk together and a confirmation by the receiver.",
    )
    offered_to = fields.Selection(
        [("access", "Access officers"), ("provider", "Provider staff")],
        string="Offered on the portal to",
        help="Who chooses it when referring a resident to us on the portal.",
    )
