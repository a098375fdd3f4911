from odoo import fields, models


class OcoFactSurvey(models.Model):
    """One answered question of a survey on client experience, of nobody.

    For KPIs (all by `date`, `company_id`, `team_id`):

    * how many answered a question: SUM(quantity) WHERE code = … AND is_first;
    * K28, grade: code OCO6; mean: SUM(quantity * score) / SUM(quantity); share of 5 or
      lower: score <= 5;
    * K29, recommendation: code OCO7, value yes (maybe apart) of yes, maybe and no;
    * K30, experienced independence: code OCO1, value agree or fully_agree of all but
      unknown (`experience.POSITIVE` of `experience.OPINIONS`);
    * K31, response: `oco.fact.invitation`.

    Of a question with several answers there is a row for each; `is_first` is set on
    one of them. Without a pseudonym: no two facts are known to be of one answerer.
    """

    _name = "oco.fact.survey"
    _inherit = ["oco.fact.mixin"]
    _description = "Fact: survey answer"
    _log_access = False
    _facts_sql = """
        SELECT input.oco_month AS date, input.oco_company_id AS company_id,
               input.oco_team_id AS team_id, survey.oco_version AS version,
               question.oco_code AS code,
               COALESCE(choice.oco_value, line.value_scale::text) AS value,
               COALESCE(
                   NULLIF(choice.oco_score, 0),
                   CASE WHEN line.answer_type = 'scale' THEN line.value_scale END
               ) AS score,
               input.oco_mode AS mode, COALESCE(input.oco_helped, FALSE) AS helped,
               ROW_NUMBER() OVER (PARTITION BY input.id, question.id ORDER BY line.id)
                   = 1 AS is_first,
               NULL::varchar AS event_key, 1 AS quantity
          FROM survey_user_input_line line
          JOIN survey_user_input input ON input.id = line.user_input_id
          JOIN survey_survey survey ON survey.id = input.survey_id
          JOIN survey_question question ON question.id = line.question_id
          LEFT JOIN survey_question_answer choice
            ON choice.id = line.suggested_answer_id
         WHERE survey.oco_kind IS NOT NULL AND input.state = 'done'
               AND line.answer_type IN ('suggestion', 'scale')
               AND question.oco_code IS NOT NULL
    """

    date = fields.Date(help="First day of the month in which the batch was closed.")
    team_id = fields.Many2one(help="The team; empty when too few of it answered.")
    version = fields.Char(required=True, help="Version of the survey.")
    code = fields.Char(required=True, help="Code of the question, such as OCO1.")
    value = fields.Char(required=True, help="Code of the answer, or the grade.")
    score = fields.Integer(
        help="Points on the scale of the question; empty when it has none."
    )
    mode = fields.Char(help="web, paper or phone.")
    helped = fields.Boolean(help="Whether somebody helped to fill it in.")
    is_first = fields.Boolean(
        help="One row of each answered question, to count who answered it."
    )

    _period = models.Index("(company_id, code, date)")
