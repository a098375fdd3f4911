from odoo import fields, models
from odoo.tools import SQL


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
    persona_ids = fields.Many2many(
        "social.persona",
        string="Personas",
        help="Whose road to support it was made for.",
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
    grade = fields.Float(
        digits=(3, 1),
        aggregator="avg",
        help="What visitors gave it, as a mean from 1 to 10; empty: not asked.",
    )
    graded_by = fields.Integer(
        string="Grades given", help="How many visitors gave a grade (n)."
    )
    programme_id = fields.Many2one(
        "client.programme",
        index="btree_not_null",
        ondelete="restrict",
        help="The programme it was part of, such as that of the front runners.",
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
    _grade_of_visitors = models.Constraint(
        """CHECK(CASE WHEN COALESCE(graded_by, 0) = 0 THEN COALESCE(grade, 0) = 0
            ELSE graded_by > 0 AND COALESCE(grade, 0) BETWEEN 1 AND 10 END)""",
        "A grade is from 1 to 10; write down how many visitors gave one.",
    )

    def _read_group_select(self, aggregate_spec, query):
        """Of several sessions: the mean of all visitors, not of the sessions."""
        select = super()._read_group_select(aggregate_spec, query)
        if aggregate_spec != "grade:avg":
            return select
        grade, graded_by = (
            self._field_to_sql(self._table, name, query)
            for name in ("grade", "graded_by")
        )
        return SQL(
            "SUM(%(grade)s * %(n)s) / NULLIF(SUM(%(n)s), 0)", grade=grade, n=graded_by
        )
