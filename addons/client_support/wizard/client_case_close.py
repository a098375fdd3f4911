from odoo import api, fields, models
from odoo.exceptions import UserError

from ..models.client_case_closure import ANSWERS, RESULTS
from ..models.client_case_stage_mixin import RESULT_OF_SUCCESS
from ..screen import labels

# What the dialog asks and the case keeps.
ASKED = (
    *("closing_reason_id", "result", "resident_answer", "left_open_reason"),
    *("no_end_assessment", "aftercare_date", "may_survey", "no_survey_reason"),
    "decline_reason",
)


class ClientCaseClose(models.TransientModel):
    """Close a case: a short one asks for reason and result, a full one for more.

    Everything that is still open stands in one list. Each may stay open, for a reason.
    """

    _name = "client.case.close"
    _description = "Close a case"

    case_id = fields.Many2one(
        "client.case",
        required=True,
        readonly=True,
        ondelete="cascade",
        help="The case to close.",
    )
    is_short = fields.Boolean(
        compute="_compute_open",
        help="Not a full case: reason and result are enough.",
    )
    wants_no_support = fields.Boolean(
        compute="_compute_open", help="The resident declined."
    )
    still_open = fields.Text(
        compute="_compute_open", help="What a full case asks to finish first."
    )
    lacks_end_assessment = fields.Boolean(
        compute="_compute_open",
        help="A full case, and not every resident has a final assessment.",
    )
    close_date = fields.Date(
        string="Closed on",
        required=True,
        default=fields.Date.context_today,
        help="The day the support ended.",
    )
    closing_reason_id = fields.Many2one(
        "client.closing.reason",
        string="How did it end?",
        required=True,
        ondelete="cascade",
        help="The reason to close.",
    )
    result = fields.Selection(
        RESULTS,
        string="What came of it?",
        compute="_compute_result",
        store=True,
        precompute=True,
        readonly=False,
        required=True,
        help="Follows from the reason until you choose.",
    )
    resident_answer = fields.Selection(
        ANSWERS,
        string="Is your question answered? (resident)",
        help="Ask it literally; the answer is the resident's own.",
    )
    decline_reason = fields.Selection(
        lambda self: list(labels(self.env["client.case"], "decline_reason").items()),
        string="Why no support?",
        help="When the resident wants none and it was not noted yet.",
    )
    left_open_reason = fields.Text(
        string="Why may it stay open?", help="Only when something is still open."
    )
    no_end_assessment = fields.Selection(
        lambda self: list(labels(self.env["client.case"], "no_end_assessment").items()),
        string="Why no final assessment?",
        help="When there is none and none will be made.",
    )
    aftercare_date = fields.Date(
        string="Ring afterwards on", help="Becomes a task of the supporter."
    )
    may_survey = fields.Selection(
        [("yes", "May be asked"), ("no", "Rather not")],
        string="Survey on the support",
        help="Whether the resident may be asked what the support was like.",
    )
    survey_outlook = fields.Text(
        compute="_compute_survey_outlook",
        help="Whether an invitation goes out, when and how, or why none does.",
    )
    is_invited = fields.Boolean(
        compute="_compute_survey_outlook", help="An invitation would go out."
    )
    no_survey_reason = fields.Text(
        string="Why not asked?",
        help="The resident consented to it before; write what was said now.",
    )

    @api.depends("case_id")
    def _compute_open(self):
        for form in self:
            case = form.case_id
            form.is_short = case._is_short()
            form.wants_no_support = case.wants_support == "no"
            form.lacks_end_assessment = not form.is_short and bool(
                case._without_end_assessment()
            )
            form.still_open = not form.is_short and "\n".join(
                case._what_is_still_open()
            )

    @api.depends("case_id", "close_date")
    def _compute_survey_outlook(self):
        invitations = self.env["client.survey.invitation"]
        for form in self:
            day = form.close_date or fields.Date.context_today(form)
            form.survey_outlook = invitations._words(form.case_id, day)
            form.is_invited = any(
                code == "invited"
                for code, _consents in invitations._outlook(form.case_id, day).values()
            )

    @api.depends("closing_reason_id")
    def _compute_result(self):
        for form in self:
            form.result = RESULT_OF_SUCCESS.get(form.closing_reason_id.success)

    def action_close(self):
        """Close the case, as the user: the guards of the stage look once more."""
        self.ensure_one()
        if self.aftercare_date and self.aftercare_date < self.close_date:
            raise UserError(self.env._("The aftercare call comes after the closing."))
        case = self.case_id
        # What was left empty here may be on the case already.
        given = {name: self[name] for name in ASKED if self[name]}
        asked = self._convert_to_write(given)
        case.write({"stage": "closed", "close_date": self.close_date, **asked})
        if self.aftercare_date:
            case._plan_aftercare()
        # Else what was written here stays beside the file until it is cleaned up.
        self.unlink()
        return {"type": "ir.actions.act_window_close"}
