from odoo import api, fields, models
from odoo.exceptions import AccessError

from ..roles import COORDINATOR


class HelpdeskTicketTeam(models.Model):
    """A closed team: the general mailbox, questions of professionals.

    A coordinator of its organisation says who is in it and whether it is closed: a
    helpdesk manager or an administrator who could join would read what residents write.
    """

    _name = "helpdesk.ticket.team"
    _inherit = ["helpdesk.ticket.team", "client.alarm.mixin"]

    members_only = fields.Boolean(
        string="Closed team",
        help="Only its members see its tickets, whatever their helpdesk role. A "
        "coordinator says who they are.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        teams = super().create(vals_list)
        teams.filtered("user_ids")._check_closed_by_coordinator()
        return teams

    def write(self, vals):
        if vals.keys() & {"user_ids", "members_only", "company_id"}:
            self._check_closed_by_coordinator()
        return super().write(vals)

    def _check_closed_by_coordinator(self):
        """:raises AccessError: for a closed team, unless a coordinator of it asks"""
        closed = self.sudo().filtered("members_only")
        if self.env.su or not closed:
            return
        if not self.env.user.has_group(COORDINATOR) or (
            closed.company_id - self.env.user.company_ids
        ):
            raise AccessError(
                self.env._(
                    "Who is in a closed team, a coordinator of its organisation says. "
                    "Make the team without members and ask the coordinator."
                )
            )

    def _alarm_touches(self):
        closed = self.sudo().filtered("members_only")
        return {f"closed team {team.id}" for team in closed}
