from collections import defaultdict

from odoo import api, fields, models
from odoo.tools import SQL

from ..cubes import SMALL_COUNT_BASE
from ..experience import period_of, round_answers
from .oco_survey_result import KINDS

# Why no answer came of what went out, and why it did not go out.
NOT_ASKED = "not_asked"
NO_ANSWER = ("declined", "unreachable", "objection", "consent", "silent", "open")


class OcoSurveyResponse(models.Model):
    """How many were asked, how many answered, and why others did not (K31).

    By the period in which the invitation went out; built anew every day. How many
    answered, and why others did not, are counts of few people, rounded to fives.
    """

    _name = "oco.survey.response"
    _description = "Response to the survey on client experience"
    _order = "date_from desc, kind desc, team_id desc, id"
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
    is_hidden = fields.Boolean(
        string="Too few", help="Too few went out to show anything."
    )
    sent = fields.Integer(aggregator=None, help="Invitations that went out.")
    answered = fields.Integer(aggregator=None, help="Of those, how many were answered.")
    rate = fields.Float(
        string="Response (%)",
        aggregator=None,
        digits=(4, 0),
        help="K31: answered, of those that went out in the period.",
    )
    declined = fields.Integer(
        string="Would rather not", aggregator=None, help="Said so when asked."
    )
    unreachable = fields.Integer(
        string="Not reached", aggregator=None, help="Nobody answered, three times."
    )
    objection = fields.Integer(
        string="Objects", aggregator=None, help="Objected after it went out."
    )
    consent = fields.Integer(
        string="Consent ended", aggregator=None, help="After it went out."
    )
    silent = fields.Integer(
        string="No answer", aggregator=None, help="Did not answer in time."
    )
    open = fields.Integer(
        string="Still open", aggregator=None, help="Can still be answered."
    )
    not_asked = fields.Integer(
        aggregator=None,
        help="Invitations that did not go out: stopped, not drawn, or asked not long "
        "ago.",
    )

    @api.model
    def _build(self):
        """Build all anew from facts, elevated, as the program."""
        # Elevated: nobody makes these but this.
        responses = self.sudo()
        self.env.cr.execute("DELETE FROM oco_survey_response")
        self.env.invalidate_all()
        responses.create(responses._rows())

    @api.model
    def _told(self, _code):
        """What is shown, for KPIs to take it from, as the results of a question."""
        return {
            (row["kind"], row["date_from"], row["company_id"], row["team_id"]): None
            if row.get("is_hidden")
            else (None, {name: row[name] for name in ("answered", *NO_ANSWER)})
            for row in self._rows()
        }

    @api.model
    def _rows(self):
        """The values of each period and team."""
        today = fields.Date.context_today(self)
        counts = defaultdict(lambda: defaultdict(int))
        for company, day, team, is_sent, outcome, quantity in self.env.execute_query(
            SQL(
                """
                SELECT company_id, date, team_id, is_sent, outcome, SUM(quantity)
                  FROM oco_fact_invitation GROUP BY 1, 2, 3, 4, 5
                """
            )
        ):
            quarter = period_of(day, "quarter")[0]
            cell = quarter, team, is_sent, outcome if is_sent else NOT_ASKED
            counts[company][cell] += quantity
        rows = defaultdict(lambda: defaultdict(int))
        for company, found in counts.items():
            # How many went out is exact, and that of few follows from that of all.
            safe = round_answers(found, SMALL_COUNT_BASE, (0, 1))
            for (day, team, is_sent, outcome), quantity in found.items():
                groups = [("quarter", False), ("year", False)]
                for kind, group in groups + [("year", team)] * bool(team):
                    row = rows[(company, kind, *period_of(day, kind), group)]
                    row[outcome] += safe.get((day, team, is_sent, outcome), 0)
                    row["sent"] += quantity * is_sent
        return [
            self._row(cell, found) for cell, found in rows.items() if cell[2] <= today
        ]

    @api.model
    def _row(self, cell, found):
        company, kind, first, last, period, team = cell
        row = {
            "company_id": company,
            "kind": kind,
            "date_from": first,
            "date_to": last,
            "period": period,
            "team_id": team,
        }
        if found["sent"] < self.env["res.company"].browse(company).survey_threshold:
            return {**row, "is_hidden": True}
        names = ("answered", *NO_ANSWER)
        came = sum(found[name] for name in names)
        return {
            **row,
            **{name: found[name] for name in (*names, NOT_ASKED, "sent")},
            "rate": came and 100 * found["answered"] / came,
        }
