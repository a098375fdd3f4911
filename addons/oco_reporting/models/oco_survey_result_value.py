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
    value = fields.Char(required=True, help="Code of the answer, or the grade.")
    label = fields.Char(
        string="Answer", compute="_compute_label", help="The answer in words."
    )
    score = fields.Integer(aggregator=None, help="Points; zero: none.")
    quantity = fields.Integer(string="How many", help="How many gave this answer.")
    share = fields.Float(
        string="Share (%)",
        aggregator=None,
        digits=(4, 0),
        help="Of who answered the question. Where several answers can be given, they "
        "add up to more than 100.",
    )

    @api.depends("value", "result_id.code")
    @api.depends_context("lang")
    def _compute_label(self):
        questions = self.env["oco.survey.result"]._questions()
        words = {
            (code, answer.oco_value): answer.value
            for code, question in questions.items()
            for answer in question.suggested_answer_ids
        }
        for one in self:
            one.label = words.get((one.result_id.code, one.value), one.value)

    @api.depends("label")
    def _compute_display_name(self):
        for one in self:
            one.display_name = one.label
