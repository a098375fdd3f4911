from odoo import api, fields, models
from odoo.exceptions import ValidationError


class ClientGatheringMixin(models.AbstractModel):
    """People met, on a day, held by a team: a meeting or a public activity."""

    _name = "client.gathering.mixin"
    _inherit = ["client.office.mixin"]
    _description = "People who met"
    _order = "date desc, id desc"

    date = fields.Date(
        required=True, default=fields.Date.context_today, help="The (first) day."
    )
    team_id = fields.Many2one(
        "client.team",
        ondelete="restrict",
        domain="[('company_id', '=', company_id)]",
        help="The team that held it; empty: the whole organisation.",
    )
    minutes = fields.Integer(help="How long it took, preparation included.")

    @api.constrains("company_id", "team_id")
    def _check_team_of_company(self):
        for gathering in self:
            if gathering.team_id.company_id - gathering.company_id:
                raise ValidationError(
                    self.env._("Choose a team of the same organisation.")
                )
