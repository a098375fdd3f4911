from odoo import api, fields, models
from odoo.exceptions import ValidationError


class ClientMeeting(models.Model):
    """A meeting of supporters or with partners: what about, with how many, no names.

    Intervision, and what is held under an agreement. What was said on a resident
    belongs in the file of that resident.
    """

    _name = "client.meeting"
    _inherit = ["client.gathering.mixin"]
    _description = "Meeting"

    name = fields.Char(
        string="Themes",
        required=True,
        help="What was talked about. No names of residents.",
    )
    kind = fields.Selection(
        [
            ("intervision", "Intervision"),
            ("partners", "With partners"),
            ("team", "Of the team"),
        ],
        required=True,
        default="intervision",
        help="What sort of meeting.",
    )
    agreement_id = fields.Many2one(
        "social.agreement",
        index="btree_not_null",
        ondelete="cascade",
        help="The agreement under which it was held, if any.",
    )
    company_id = fields.Many2one(
        compute="_compute_company_id", store=True, readonly=False, precompute=True
    )
    participants = fields.Integer(help="How many took part.")
    minutes = fields.Integer(default=90)

    _numbers_not_negative = models.Constraint(
        "CHECK(participants >= 0 AND minutes >= 0)", "A number cannot be negative."
    )

    @api.depends("agreement_id")
    def _compute_company_id(self):
        for meeting in self:
            meeting.company_id = (
                meeting.agreement_id.company_id
                or meeting.company_id
                or self.env.company
            )

    @api.constrains("agreement_id", "company_id")
    def _check_agreement_of_company(self):
        for meeting in self:
            if meeting.agreement_id.company_id - meeting.company_id:
                raise ValidationError(
                    self.env._("Choose an agreement of the same organisation.")
                )
