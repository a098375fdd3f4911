from odoo import fields, models

from ..models.client_survey_invitation import WHY_STOPPED


class ClientSurveyStop(models.TransientModel):
    """Take one resident off the list for the survey, with a reason."""

    _name = "client.survey.stop"
    _description = "Stop an invitation for the survey"

    invitation_id = fields.Many2one(
        "client.survey.invitation",
        required=True,
        readonly=True,
        ondelete="cascade",
        help="The invitation.",
    )
    why = fields.Selection(
        WHY_STOPPED, string="Why?", required=True, help="It is kept in the file."
    )
    reason = fields.Text(
        string="In words", required=True, help="It is kept in the file."
    )

    def action_stop(self):
        """Stop it, and delete the form, which holds the same words."""
        self.ensure_one()
        self.invitation_id._stop_by_user(self.why, self.reason)
        self.unlink()
        return {"type": "ir.actions.client", "tag": "soft_reload"}
