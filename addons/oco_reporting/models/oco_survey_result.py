from collections import defaultdict

from odoo import api, fields, models
from odoo.tools import SQL
from odoo.tools.misc import formatLang

from ..cubes import SMALL_COUNT_BASE
from ..experience import (
    period_of,
    round_answers,
    shown_results,
    summary,
)

KINDS = [("quarter", "Quarter"), ("year", "Year")]


class OcoSurveyResult(models.Model):
    """What residents answered to one question, in one quarter or year that is over.

    Built anew from facts every day and protected when built, so that every route reads
    the same: below the threshold there is a row that says so, and no number. Hidden are
    as well a year, and teams of it, that beside the quarters would tell of few
    (`small_base`). There are no teams by quarter. How many gave which answer, and the
    share that says yes, are taken from rounded counts; where several answers can be
    given, how many answered is rounded as well.
    """

    _name = "oco.survey.result"
    _description = "Result of the survey on client experience"
    _order = "date_from desc, kind desc, team_id desc, sequence, id"
    _log_access = False

    company_id = fields.Many2one(
        "res.company",
        string="Organisation",
        required=True,
        ondelete="cascade",
        index=True,
        help="Whose support it is about.",
    )
    team_id = fields.Many2one(
        "client.team",
        ondelete="cascade",
        help="Empty: the whole organisation.",
    )
    kind = fields.Selection(KINDS, required=True, help="Kind of period.")
    period = fields.Char(required=True, help="The quarter or the year.")
    date_from = fields.Date(required=True, help="First day of the period.")
    date_to = fields.Date(required=True, help="Last day of the period.")
    code = fields.Char(required=True, index=True, help="Code of the question.")
    sequence = fields.Integer(aggregator=None, help="Order of the questions.")
    question = fields.Char(compute="_compute_question", help="What was asked.")
    is_hidden = fields.Boolean(
        string="Too few answers",
        help="Fewer answered than are needed to show anything, or a smaller group "
        "could be worked out from it.",
    )
    answers = fields.Integer(
        aggregator=None,
        help="How many answered the question; zero when too few. Rounded to fives "
        "where several answers can be given.",
    )
    has_mean = fields.Boolean(help="Whether the question has points.")
    mean = fields.Float(
        aggregator=None,
        digits=(4, 1),
        help="Of the points: statements from 1 (disagree) to 3 or 5 (fully agree), the "
        "grade from 1 to 10.",
    )
    has_share = fields.Boolean(help="Whether one can say yes to the question.")
    share = fields.Float(
        string="Says yes (%)",
        aggregator=None,
        digits=(4, 0),
        help="Agrees, fully agrees or says yes, of all who have an opinion.",
    )
    has_before = fields.Boolean(help="Whether the period before is shown.")
    before = fields.Float(
        string="Period before",
        aggregator=None,
        digits=(4, 1),
        help="The mean, or else the share that says yes, of the period before.",
    )
    change = fields.Float(
        aggregator=None, digits=(4, 1), help="The difference from the period before."
    )
    value_ids = fields.One2many(
        "oco.survey.result.value",
        "result_id",
        string="Answers given",
        help="How many gave which answer.",
    )

    @api.depends("code")
    @api.depends_context("lang")
    def _compute_question(self):
        titles = self._titles()
        for result in self:
            result.question = titles.get(result.code, result.code)

    @api.depends("question", "period")
    def _compute_display_name(self):
        for result in self:
            result.display_name = f"{result.question} ({result.period})"

    def _in_words(self):
        """The share that says yes, or the mean, as it may be seen."""
        if self.is_hidden:
            return self.env._("hidden: too few residents")
        if self.has_share:
            return f"{round(self.share)}%"
        return formatLang(self.env, self.mean, digits=1) if self.has_mean else "–"

    # Words ----------------------------------------------------------------------------

    @api.model
    def _questions(self):
        """The questions by code, as the newest version in plain words has them."""
        # Elevated: questions are no secret.
        surveys = self.env["survey.survey"].sudo().with_context(active_test=False)
        questions = {}
        for survey in surveys.search([("oco_kind", "!=", False)], order="oco_kind, id"):
            questions |= {
                one.oco_code: one for one in survey.question_ids if one.oco_code
            }
        return questions

    @api.model
    def _choices(self):
        """The answers to choose by (code, value), in the words of that version too."""
        # Elevated: questions are no secret.
        surveys = self.env["survey.survey"].sudo().with_context(active_test=False)
        return {
            (question.oco_code, answer.oco_value): answer.id
            for survey in surveys.search(
                [("oco_kind", "!=", False)], order="oco_kind, id"
            )
            for question in survey.question_ids
            for answer in question.suggested_answer_ids
        }

    @api.model
    def _several(self):
        """Codes of the questions to which somebody can give several answers."""
        return {
            code
            for code, question in self._questions().items()
            if question.question_type == "multiple_choice"
        }

    @api.model
    def _titles(self):
        return {code: question.title for code, question in self._questions().items()}

    # The chart ------------------------------------------------------------------------

    def action_compare(self):
        """The answers to this question in all periods of this kind, as a chart."""
        self.ensure_one()
        by_words = any(self.value_ids.mapped("answer_id"))
        return {
            "type": "ir.actions.act_window",
            "name": self.question,
            "res_model": "oco.survey.result.value",
            "view_mode": "graph,list",
            "domain": [
                ("code", "=", self.code),
                ("kind", "=", self.kind),
                ("team_id", "=", self.team_id.id),
            ],
            "context": {
                "search_default_company_id": self.company_id.id,
                # The period first: then they stand in the order of the calendar.
                "graph_groupbys": ["period", "answer_id" if by_words else "value"],
            },
        }

    # Building -------------------------------------------------------------------------

    @api.model
    def _build(self):
        """Build all results and the response anew, elevated, as the program."""
        self.env["oco.engine"]._update()
        # Elevated: nobody makes results but this.
        results = self.sudo()
        self.env.cr.execute("DELETE FROM oco_survey_result")
        self.env.invalidate_all()
        rows = results._rows()
        results.create([results._with_before(row, rows) for row in rows.values()])
        self.env["oco.survey.response"]._build()

    @api.model
    def _counts(self):
        """`{(company, code, quarter, team): {value: (quantity, score)}}` of all facts,
        and how many answered each question, by the same keys."""
        counts, answered = defaultdict(dict), defaultdict(int)
        for (
            company,
            code,
            day,
            team,
            value,
            score,
            quantity,
            first,
        ) in self.env.execute_query(
            SQL(
                """
                    SELECT company_id, code, date_trunc('quarter', date)::date,
                           team_id, value, score,
                           SUM(quantity), SUM(quantity) FILTER (WHERE is_first)
                      FROM oco_fact_survey GROUP BY 1, 2, 3, 4, 5, 6
                    """
            )
        ):
            key = company, code, day, team
            before = counts[key].get(value, (0, None))[0]
            counts[key][value] = before + quantity, score
            answered[key] += first or 0
        return counts, answered

    @api.model
    def _rows(self):
        """The values of each result, by (company, code, kind, first day, team)."""
        counts, answered = self._counts()
        safe, told = self._safe(counts, answered)
        totals, given = defaultdict(int), defaultdict(dict)
        people = defaultdict(int)
        for key, values in counts.items():
            for cell in self._cells(*key):
                totals[cell] += answered[key]
                people[cell] += told[key]
                for value, (_quantity, score) in values.items():
                    if rounded := safe.get((*key, value)):
                        before, _score = given[cell].get(value, (0, score))
                        given[cell][value] = before + rounded, score
        shown = self._shown(answered)
        order = {code: n for n, code in enumerate(self._questions())}
        choices = self._choices()
        today = fields.Date.context_today(self)
        return {
            cell: self._row(
                cell, people[cell], given[cell], cell in shown, order, choices
            )
            for cell in totals
            if period_of(cell[3], cell[2])[1] < today
        }

    @api.model
    def _cells(self, company, code, day, team):
        """The results that answers of a team are counted in."""
        cells = [("quarter", False), ("year", False)] + [("year", team)] * bool(team)
        for kind, group in cells:
            yield company, code, kind, period_of(day, kind)[0], group

    @api.model
    def _safe(self, counts, answered):
        """What can be told: who gave which answer, rounded, and who answered.

        :return: `{(company, code, quarter, team, value): how many}` and `{(company,
            code, quarter, team): how many}`, rounded where several answers can be given
        """
        given, people = defaultdict(dict), defaultdict(dict)
        for (company, code, *group), values in counts.items():
            people[company, code][tuple(group)] = answered[(company, code, *group)]
            for value, (quantity, _score) in values.items():
                given[company, code][(*group, value)] = quantity
        several = self._several()
        safe, told = {}, dict(answered)
        for question, cells in given.items():
            rounded = None
            if question[1] in several:
                rounded = round_answers(people[question], SMALL_COUNT_BASE)
                told |= {
                    (*question, *group): rounded.get(group, 0)
                    for group in people[question]
                }
            safe |= {
                (*question, *cell): count
                for cell, count in round_answers(
                    cells, SMALL_COUNT_BASE, answered=rounded
                ).items()
            }
        return safe, told

    @api.model
    def _shown(self, answered):
        """The cells that can be shown beside each other."""
        today = fields.Date.context_today(self)
        companies = self.env["res.company"].browse({key[0] for key in answered})
        least = {company.id: company.survey_threshold for company in companies}
        years = defaultdict(dict)
        for (company, code, quarter, team), count in answered.items():
            if period_of(quarter, "quarter")[1] < today:
                years[company, code, quarter.replace(month=1)][quarter, team] = count
        shown = set()
        for (company, code, first), answers in years.items():
            over = period_of(first, "year")[1] < today
            for kind, name in shown_results(
                answers, first if over else None, least[company]
            ):
                shown.add(
                    (company, code, "year", first, name)
                    if kind == "team"
                    else (company, code, kind, name, False)
                )
        return shown

    @api.model
    def _row(self, cell, answers, given, is_shown, order, choices):
        company, code, kind, first, team = cell
        _first, last, period = period_of(first, kind)
        row = {
            "company_id": company,
            "code": code,
            "sequence": order.get(code, len(order)),
            "kind": kind,
            "period": period,
            "date_from": first,
            "date_to": last,
            "team_id": team,
            "is_hidden": not is_shown,
        }
        if not is_shown:
            return row
        # The mean too: beside counts to fives that of all answers would tell of few.
        mean, share = summary(given).values()
        total = sum(quantity for quantity, _score in given.values())
        return {
            **row,
            "answers": answers,
            "has_mean": mean is not None,
            "mean": round(mean or 0, 1),
            "has_share": share is not None,
            "share": round(share or 0),
            "value_ids": [
                (
                    0,
                    0,
                    {
                        "value": value,
                        "answer_id": choices.get((code, value)),
                        "score": score or 0,
                        "quantity": quantity,
                        # What is rounded may be more than all.
                        "share": min(100, 100 * quantity / (answers or total)),
                    },
                )
                for value, (quantity, score) in given.items()
            ],
        }

    @api.model
    def _told(self, code):
        """What is shown of a question, for KPIs to take it from.

        :return: `{(kind, first day, company, team): (mean, {answer: rounded number})}`,
            None instead of what is hidden
        """
        return {
            (kind, first, company, team): None
            if row["is_hidden"]
            else (
                row["mean"] if row["has_mean"] else None,
                {one["value"]: one["quantity"] for *_, one in row["value_ids"]},
            )
            for (company, of, kind, first, team), row in self._rows().items()
            if of == code
        }

    @api.model
    def _with_before(self, row, rows):
        """A result beside the one of the period before, and so each of its answers."""
        day = fields.Date.subtract(row["date_from"], days=1)
        before = rows.get(
            (
                row["company_id"],
                row["code"],
                row["kind"],
                period_of(day, row["kind"])[0],
                row["team_id"],
            )
        )
        if not before or row["is_hidden"] or before["is_hidden"]:
            return row
        shares = {one["value"]: one["share"] for _0, _1, one in before["value_ids"]}
        row = {
            **row,
            "value_ids": [
                (
                    0,
                    0,
                    {**one, "has_before": True, "before": shares.get(one["value"], 0)},
                )
                for _0, _1, one in row["value_ids"]
            ],
        }
        name = "mean" if row["has_mean"] else "share"
        if not (row[f"has_{name}"] and before[f"has_{name}"]):
            return row
        return {
            **row,
            "has_before": True,
            "before": before[name],
            "change": row[name] - before[name],
        }

    @api.model
    def _says_yes(self, company, code, date_from, date_to):
        """`(how many answered, percent that says yes)` over the whole quarters in a
        period that are shown; `(0, None)` when there are none.

        Only whole quarters that are shown by themselves: of two periods that differ by
        a month nobody can work out that month.
        """
        # Elevated: no more than what managers read on their own screen; the caller has
        # checked who asks.
        results = self.sudo().search(
            [
                ("company_id", "=", company.id),
                ("code", "=", code),
                ("kind", "=", "quarter"),
                ("date_from", ">=", date_from),
                ("date_to", "<=", date_to),
                ("is_hidden", "=", False),
            ]
        )
        given = defaultdict(lambda: (0, None))
        for one in results.value_ids:
            given[one.value] = given[one.value][0] + one.quantity, one.score
        return sum(results.mapped("answers")), summary(given)["share"]
