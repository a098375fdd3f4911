from odoo import api, fields, models


class OcoSurveyResultValue(models.Model):
    """How many gave one of the answers to a question."""

    _name = "oco.survey.result.value"
    _description = "Answer to a question of the survey"
    _order = "result_id, score, quantity desc, id"
    _log_access = False

    result_id = fields.Many2one(
        "oco.survey.result",
        required=True,
        ondelete="cascade",
        index=True,
        help="The question in a period.",
    )
    company_id = fields.Many2one(related="result_id.company_id", store=True)
    team_id = fields.Many2one(related="result_id.team_id", store=True)
    kind = fields.Selection(related="result_id.kind", store=True)
    period = fields.Char(related="result_id.period", store=True)
    code = fields.Char(related="result_id.code", store=True)
    value = fields.Char(required=True, help="Code of the answer, or the grade.")
    answer_id = fields.Many2one(
        "survey.question.answer",
        string="Answer given",
        ondelete="set null",
        help="The answer as the newest version of the survey has it; a grade has none.",
    )
    label = fields.Char(
        string="Answer", compute="_compute_label", help="The answer in words."
    )
    score = fields.Integer(aggregator=None, help="Points; zero: none.")
    quantity = fields.Integer(string="How many", help="How many gave this answer.")
    share = fields.Float(
        string="Share (%)",
        aggregator="avg",
        digits=(4, 0),
        help="Of who answered the question. Where several answers can be given, they "
        "add up to more than 100.",
    )
    has_before = fields.Boolean(help="Whether the period before is shown.")
    before = fields.Float(
        string="Period before (%)",
        aggregator=None,
        digits=(4, 0),
        help="The share in the period before.",
    )

    @api.depends("value", "answer_id")
    @api.depends_context("lang")
    def _compute_label(self):
        for one in self:
            # Elevated: the words of a question are no secret.
            one.label = one.answer_id.sudo().value or one.value

    @api.depends("label")
    def _compute_display_name(self):
        for one in self:
            one.display_name = one.label
