import secrets

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

SCREENERS = "client_support.group_coordinator,client_support.group_privacy_officer"


class OcoSurveyComment(models.Model):
    """What a resident wrote in a survey: read by a screener first.

    to_screen → released, or withheld. The screener takes out names and whatever else
    could say who wrote it. What was written first is deleted in the same act, so that
    only what was released can be read, and of what was withheld nothing.

    Apart from the other answers of the same person, in random order, without a day.
    """

    _name = "oco.survey.comment"
    _description = "Open answer on client experience"
    _order = "state desc, quarter desc, shuffle"
    _log_access = False

    company_id = fields.Many2one(
        "res.company",
        string="Organisation",
        required=True,
        readonly=True,
        ondelete="cascade",
        index=True,
        help="Whose support it is about.",
    )
    quarter = fields.Date(
        string="First day of the quarter",
        required=True,
        readonly=True,
        help="In which it was answered; no closer, so that it points at nobody.",
    )
    period = fields.Char(compute="_compute_period", help="The quarter.")
    code = fields.Char(required=True, readonly=True, help="Code of the question.")
    question = fields.Char(compute="_compute_question", help="What was asked.")
    text = fields.Text(
        string="As written",
        readonly=True,
        groups=SCREENERS,
        help="What the resident wrote; gone after screening.",
    )
    released = fields.Text(
        string="To be released",
        help="What may be read: without names, places or what else says who it is.",
    )
    state = fields.Selection(
        [
            ("to_screen", "To be screened"),
            ("released", "Released"),
            ("withheld", "Withheld"),
        ],
        required=True,
        readonly=True,
        default="to_screen",
        index=True,
        help="Where it stands.",
    )
    shuffle = fields.Integer(
        required=True,
        readonly=True,
        aggregator=None,
        default=lambda self: secrets.randbelow(2**31 - 1),
        help="Drawn at random: the order in which answers are shown.",
    )

    @api.depends("quarter")
    def _compute_period(self):
        for comment in self:
            day = comment.quarter
            comment.period = day and f"{day:%Y}-Q{(day.month + 2) // 3}"

    @api.depends("code")
    @api.depends_context("lang")
    def _compute_question(self):
        titles = self.env["oco.survey.result"]._titles()
        for comment in self:
            comment.question = titles.get(comment.code, comment.code)

    @api.depends("question")
    def _compute_display_name(self):
        for comment in self:
            comment.display_name = comment.question

    @api.model_create_multi
    def create(self, vals_list):
        return super().create(
            [{"released": vals.get("text"), **vals} for vals in vals_list]
        )

    def write(self, vals):
        if not self.env.su:
            if vals.keys() - {"released"}:
                raise AccessError(self.env._("Use the buttons."))
            self._check_to_screen()
        return super().write(vals)

    def _check_to_screen(self):
        if any(comment.state != "to_screen" for comment in self):
            raise UserError(self.env._("This answer was screened already."))

    def action_release(self):
        """From now on managers read what stands under “To be released”.

        :raises UserError: when nothing stands there
        """
        self.check_access("write")
        self._check_to_screen()
        if not all((comment.released or "").strip() for comment in self):
            raise UserError(
                self.env._("Nothing is left to release. Withhold it instead.")
            )
        # Elevated: state and text only, after the checks above.
        self.sudo().write({"state": "released", "text": False})

    def action_withhold(self):
        """Nobody reads it, not now and not later."""
        self.check_access("write")
        self._check_to_screen()
        # Elevated: as above.
        self.sudo().write({"state": "withheld", "text": False, "released": False})
