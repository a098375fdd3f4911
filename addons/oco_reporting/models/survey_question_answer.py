from odoo import fields, models


class SurveyQuestionAnswer(models.Model):
    """An answer to choose, with a code that stays the same in other words."""

    _name = "survey.question.answer"
    _inherit = ["survey.question.answer", "oco.survey.part.mixin"]

    oco_value = fields.Char(string="Code", help="What figures call this answer.")
    oco_score = fields.Integer(
        string="Points",
        aggregator=None,
        help="Of a scale, for the mean: 1 is the lowest. Zero: not in the mean.",
    )

    def _compute_display_name(self):
        """In a chart an answer of ours stands by itself, without its question."""
        ours = self.filtered("oco_value")
        for answer in ours:
            answer.display_name = answer.value
        return super(SurveyQuestionAnswer, self - ours)._compute_display_name()

    def _asked_in(self):
        return (self.question_id | self.matrix_question_id).survey_id
