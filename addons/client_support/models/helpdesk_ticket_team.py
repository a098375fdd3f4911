from odoo import fields, models


class HelpdeskTicketTeam(models.Model):
    """A closed team: the general mailbox, questions of professionals."""

    _name = "helpdesk.ticket.team"
    _inherit = ["helpdesk.ticket.team", "client.alarm.mixin"]

    members_only = fields.Boolean(
        string="Closed team",
        help="Only its members see its tickets, whatever their helpdesk role.",
    )

    def _alarm_touches(self):
        closed = self.sudo().filtered("members_only")
        return {f"closed team {team.id}" for team in closed}
