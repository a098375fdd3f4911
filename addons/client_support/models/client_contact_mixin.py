from odoo import fields, models


class ClientContactMixin(models.AbstractModel):
    """What every contact tells, of somebody known or of nobody: when, how, how long."""

    _name = "client.contact.mixin"
    _description = "What every contact tells"

    date = fields.Date(
        required=True,
        default=fields.Date.context_today,
        help="The day of the contact.",
    )
    channel_id = fields.Many2one(
        "client.contact.channel",
        required=True,
        ondelete="restrict",
        help="By what road: walk-in, telephone, outreach, …",
    )
    kind_id = fields.Many2one(
        "client.contact.kind",
        required=True,
        ondelete="restrict",
        default=lambda self: self.env.ref(
            "client_support.contact_kind_ia", raise_if_not_found=False
        ),
        help="What sort of contact; decides whether it counts as I&A.",
    )
    place_id = fields.Many2one(
        "client.finding.place",
        string="Finding place",
        ondelete="restrict",
        help="For outreach: the sort of place where the resident was met.",
    )
    in_group = fields.Boolean(
        string="In a group",
        help="Part of a talk with a group; with whom is kept nowhere.",
    )
    minutes = fields.Integer(help="How long it took, in minutes.")

    _minutes_range = models.Constraint(
        "CHECK(minutes BETWEEN 0 AND 1440)", "A contact lasts 0 minutes to a day."
    )
