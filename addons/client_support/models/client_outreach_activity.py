from odoo import fields, models


class ClientOutreachActivity(models.Model):
    """What was done to let people know that client support exists, and to let them
    take part: the awareness log.

    Audience, medium and how many were reached; nobody is named.
    """

    _name = "client.outreach.activity"
    _inherit = ["client.gathering.mixin"]
    _description = "Public activity"

    name = fields.Char(
        string="What",
        required=True,
        help="The activity in a few words. No names of residents.",
    )
    kind = fields.Selection(
        [
            ("information", "Public information"),
            ("participation", "Participation meeting"),
            ("training", "Training of others"),
        ],
        required=True,
        default="information",
        help="To tell people, to hear them, or to teach others who meet residents.",
    )
    audience = fields.Selection(
        [
            ("residents", "Residents"),
            ("carers", "Carers and family"),
            ("clients", "Clients and client councils"),
            ("professionals", "Professionals"),
            ("volunteers", "Volunteers"),
            ("municipality", "Municipality"),
        ],
        required=True,
        default="residents",
        help="For whom it was.",
    )
    target_group_ids = fields.Many2many(
        "target.group",
        string="Target groups",
        help="Who it was meant for in particular.",
    )
    medium = fields.Selection(
        [
            ("meeting", "Meeting"),
            ("market", "Information market"),
            ("flyer", "Flyer or letter"),
            ("newspaper", "Newspaper or magazine"),
            ("radio_tv", "Radio or television"),
            ("social_media", "Social media"),
            ("website", "Website"),
            ("word_of_mouth", "By others, mouth to mouth"),
        ],
        required=True,
        default="meeting",
        help="By what road people were reached.",
    )
    reached = fields.Integer(
        string="People reached", help="How many; an estimate will do."
    )
    area_id = fields.Many2one(
        "social.area", ondelete="restrict", help="In which neighbourhood or town."
    )
    team_id = fields.Many2one(
        default=lambda self: self.env["client.team"]._default_for_user()
    )
    learned = fields.Text(
        string="What was learned",
        help="What people asked or said in general. No names of residents.",
    )

    _numbers_not_negative = models.Constraint(
        "CHECK(reached >= 0 AND minutes >= 0)", "A number cannot be negative."
    )
