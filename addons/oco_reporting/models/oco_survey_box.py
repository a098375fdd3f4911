import json
import logging
import secrets
from collections import defaultdict

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.tools import SQL

from ..experience import batches, quarter_of

_logger = logging.getLogger(__name__)

# The highest number that a row can have.
MOST = 2**31 - 1


class OcoSurveyBox(models.Model):
    """A ballot box: answers lie here until they can be opened among others.

    What must not be found out is whose answers are whose. The invitation knows only
    "answered in week n"; an answer knows its organisation, team and month. What could
    still tie the two together, and what breaks it:

    * numbers: those of this table are drawn at random, not counted;
    * moments: no row here or on the invitation keeps when it was written; the answers
      that come out (`survey.user_input`) are all made at one moment, in random order;
    * small groups: batches of at least five (`experience.batches`), open after the
      month; a team of which fewer answered is left out;
    * handwriting: what people wrote goes to `oco.survey.comment`, apart from the rest
      of their answers, and is drawn and shown in random order;
    * the log of requests: our page's addresses are cut (`social_map.quiet_log`); the
      key in them is forgotten on the invitation when it is used;
    * the log of looks: the page reads the invitation in SQL, as nobody.

    What is left: while a batch waits, who can read the files of the database itself
    could compare the numbers of transactions. Nobody can from within Odoo.
    """

    _name = "oco.survey.box"
    _description = "Box of answers that are not opened yet"
    _log_access = False

    survey_id = fields.Many2one(
        "survey.survey", required=True, ondelete="restrict", help="What was asked."
    )
    company_id = fields.Many2one(
        "res.company", required=True, ondelete="cascade", help="Whose support it is."
    )
    team_id = fields.Many2one(
        "client.team", required=True, ondelete="restrict", help="Which team."
    )
    month = fields.Date(required=True, help="First day of the month.")
    mode = fields.Char(required=True, help="On the page, on paper, by telephone.")
    helped = fields.Boolean(required=True, help="Whether somebody helped.")
    content = fields.Text(required=True, help="The answers by code, as JSON.")

    @api.model
    def _drop(self, survey, company_id, team_id, mode, helped, answers):
        """Put the answers of one invitation in; written in SQL, as nobody.

        :param answers: `{code: value, or a list of values}`
        """
        month = fields.Date.context_today(self).replace(day=1)
        row = (survey.id, company_id, team_id, month, mode, helped, json.dumps(answers))
        done = False
        while not done:
            done = self.env.execute_query(
                SQL(
                    """
                    INSERT INTO oco_survey_box
                           (id, survey_id, company_id, team_id, month, mode, helped,
                            content)
                    VALUES (%s, %s) ON CONFLICT (id) DO NOTHING RETURNING id
                    """,
                    1 + secrets.randbelow(MOST),
                    SQL(", ").join(SQL("%s", value) for value in row),
                )
            )

    @api.model
    def _has_answers(self, surveys):
        """Whether somebody answered one of these, opened or not."""
        # Elevated: nobody reads answers; only whether there are any comes out.
        wanted = [("survey_id", "in", surveys.ids)]
        return bool(
            self.sudo().search_count(wanted, limit=1)
            or self.env["survey.user_input"].sudo().search_count(wanted, limit=1)
        )

    # Opening --------------------------------------------------------------------------

    @api.model
    def _open(self, today=None):
        """Open what can be opened, as the program.

        :param today: a date; the tests have their own
        """
        today = today or fields.Date.context_today(self)
        # Elevated: nobody has a right on the box.
        waiting = defaultdict(list)
        over = [("month", "<", today.replace(day=1))]
        for answers in self.sudo().search(over):
            waiting[answers.company_id].append(
                (answers.id, answers.team_id, answers.month)
            )
        for rows in waiting.values():
            for team, month, ids in batches(rows, today):
                secrets.SystemRandom().shuffle(ids)
                self.sudo().browse(ids)._unfold(team, month)

    def _unfold(self, team, month):
        """These become answers of nobody, in the order in which they are."""
        inputs, comments = [], []
        for answers in self:
            content = json.loads(answers.content)
            lines = []
            for question in answers.survey_id.question_ids:
                value = content.get(question.oco_code)
                if not value:
                    continue
                if question.question_type == "text_box":
                    comments.append(
                        {
                            "company_id": answers.company_id.id,
                            "quarter": quarter_of(month),
                            "code": question.oco_code,
                            "text": value,
                        }
                    )
                else:
                    lines += self._lines(question, value)
            inputs.append(
                {
                    "survey_id": answers.survey_id.id,
                    "state": "done",
                    "oco_month": month,
                    "oco_company_id": answers.company_id.id,
                    "oco_team_id": team and team.id,
                    "oco_mode": answers.mode,
                    "oco_helped": answers.helped,
                    "user_input_line_ids": [(0, 0, line) for line in lines],
                }
            )
        # Not in the order of the answers either.
        secrets.SystemRandom().shuffle(comments)
        self.env["oco.survey.comment"].create(comments)
        self.env["survey.user_input"].with_context(tracking_disable=True).create(inputs)
        self.unlink()

    @api.model
    def _lines(self, question, value):
        if question.question_type == "scale":
            return [
                {
                    "question_id": question.id,
                    "answer_type": "scale",
                    "value_scale": int(value),
                }
            ]
        chosen = question.suggested_answer_ids.filtered(
            lambda one: one.oco_value in (value if isinstance(value, list) else [value])
        )
        return [
            {
                "question_id": question.id,
                "answer_type": "suggestion",
                "suggested_answer_id": one.id,
            }
            for one in chosen
        ]

    # Every day ------------------------------------------------------------------------

    @api.model
    def _cron_experience(self):
        """Open what can be opened, build what is shown, forget what is old."""
        self._open()
        self.env["oco.survey.result"]._build()
        self._forget()

    @api.model
    def _forget(self):
        """Answers are deleted after the term of the organisation; figures of them stay.

        :return: how many
        """
        today = fields.Date.context_today(self)
        # Elevated: see above.
        inputs = self.env["survey.user_input"].sudo()
        answered = inputs._read_group(
            [("survey_id.oco_kind", "!=", False)],
            ["oco_company_id", "oco_month:month"],
            ["id:recordset"],
        )
        for company, month, found in answered:
            if month < today - relativedelta(months=company.survey_keep_months):
                inputs |= found
        if inputs:
            engine = self.env["oco.engine"]
            counted = engine._count_facts()
            inputs.unlink()
            engine._keep_facts(counted)
            _logger.info("%s answers on client experience were deleted", len(inputs))
        return len(inputs)
