from odoo import fields, models


class SurveyQuestion(models.Model):
    """A question on client experience has a code, so that figures name no wording."""

    _name = "survey.question"
    _inherit = ["survey.question", "oco.survey.part.mixin"]

    oco_code = fields.Char(
        string="Code",
        help="Figures go by this code: the same question in plain and in easy words, "
        "and in a later version, has the same one.",
    )

    _oco_code_uniq = models.UniqueIndex(
        "(survey_id, oco_code) WHERE oco_code IS NOT NULL",
        "Each code stands once in a survey.",
    )

    def _asked_in(self):
        return self.survey_id
