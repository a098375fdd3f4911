from odoo import fields, models


class ClientCaseSurveyMixin(models.AbstractModel):
    """Closing a case puts its residents on the list for the survey; see there."""

    _name = "client.case.survey.mixin"
    _description = "Case with a survey"

    may_survey = fields.Selection(
        [("yes", "May be asked"), ("no", "Rather not")],
        string="Survey",
        help="What the resident said at the end. An invitation goes out by the consent "
        "for it; “rather not” stops it.",
    )
    no_survey_reason = fields.Text(
        string="Why not asked",
        help="Asked for when the resident consented before and is not to be asked now.",
    )
    survey_invitation_ids = fields.One2many(
        "client.survey.invitation",
        "case_id",
        string="Invitations for the survey",
        help="Who is going to be asked what the support was like.",
    )

    def write(self, vals):
        if not vals.keys() & {"stage", "may_survey"}:
            return super().write(vals)
        closed_before = self.filtered(lambda case: case.stage == "closed")
        result = super().write(vals)
        closed = self.filtered(lambda case: case.stage == "closed")
        # An import carries what was, and asks nobody.
        for case in self.browse() if self.env.su else closed - closed_before:
            self.env["client.survey.invitation"]._queue(case)
        # Elevated: who reopens writes no invitation; the right was checked.
        (closed_before - closed).sudo()._queued_invitations()._stop("reopened")
        for case in closed.filtered(lambda case: case.may_survey == "no"):
            if queued := case._queued_invitations():
                queued._stop_by_user("declined", case.no_survey_reason)
        return result

    def _queued_invitations(self):
        return self.survey_invitation_ids.filtered(
            lambda invitation: invitation.state == "queued"
        )
