from collections import defaultdict

from odoo import api, fields, models
from odoo.tools import SQL

from ..experience import period_of
from ..rounding import round_small_counts
from .oco_engine import SMALL_COUNT_BASE
from .oco_survey_result import KINDS

# Why no answer came of what went out, and why it did not go out.
NO_ANSWER = ("declined", "unreachable", "objection", "consent", "silent", "open")


class OcoSurveyResponse(models.Model):
    """How many were asked, how many answered, and why others did not (K31).

    By the period in which the invitation went out; built anew every day. Reasons are
    counts of a few people, rounded to fives.
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
            for kind, group in (("quarter", False), ("year", False), ("year", team)):
                cell = company, kind, *period_of(day, kind), group
                counts[cell][outcome if is_sent else "not_asked"] += quantity
        # Elevated: nobody makes these but this.
        responses = self.sudo()
        self.env.cr.execute("DELETE FROM oco_survey_response")
        self.env.invalidate_all()
        responses.create(
            [
                responses._row(cell, found)
                for cell, found in counts.items()
                if cell[2] <= today
            ]
        )

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
        sent = sum(n for outcome, n in found.items() if outcome != "not_asked")
        if sent < self.env["res.company"].browse(company).survey_threshold:
            return {**row, "is_hidden": True}
        reasons = round_small_counts(
            {(outcome,): found[outcome] for outcome in (*NO_ANSWER, "not_asked")},
            SMALL_COUNT_BASE,
        )
        return {
            **row,
            **{outcome: count for (outcome,), count in reasons.items()},
            "sent": sent,
            "answered": found["answered"],
            "rate": 100 * found["answered"] / sent,
        }
