from odoo import fields, models


class ClientRegisteringMixin(models.AbstractModel):
    """What the forms that register contacts begin with: when, for whom, how, what."""

    _name = "client.registering.mixin"
    _description = "Form to register contacts"

    date = fields.Date(
        required=True, default=fields.Date.context_today, help="The day of the contact."
    )
    team_id = fields.Many2one(
        "client.team",
        required=True,
        default=lambda self: self.env["client.team"]._default_for_user(),
        help="For which team you register.",
    )
    channel_id = fields.Many2one(
        "client.contact.channel", required=True, help="By what road the contact came."
    )
    kind_id = fields.Many2one(
        "client.contact.kind",
        required=True,
        default=lambda self: self.env.ref(
            "client_support.contact_kind_ia", raise_if_not_found=False
        ),
        help="Decides whether it counts as information and advice.",
    )
