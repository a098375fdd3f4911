from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

from ..cubes import MAY_BE_QUARTERLY, period_end, period_start


class ResCompany(models.Model):
    """The organisation whose figures are built, and whose published ones are imported.

    Of few cases in a month nothing can be told of what they are about. A small
    organisation may choose to tell by quarter. Months beside the quarter that they are
    of would be two roundings of the same residents, hence it holds from the first
    quarter of which no month was told, and not the other way once a quarter was.
    """

    _inherit = "res.company"

    published_imports = fields.Integer(
        groups=fields.NO_ACCESS,
        help="Counts changes of published figures. Two imports at once both write it, "
        "so that the second starts again and sees what the first did.",
    )
    characteristics_period = fields.Selection(
        [("month", "Month"), ("quarter", "Quarter")],
        string="Characteristics of residents by",
        compute="_compute_characteristics_period",
        inverse="_inverse_characteristics_period",
        compute_sudo=True,
        help="By quarter when a team has a few cases a month: under five nothing is "
        "told. It holds from the first quarter of which no month was told, and cannot "
        "be undone once a quarter was. Figures of work, closed cases by result and "
        "unique residents stay as they are.",
    )
    characteristics_since = fields.Date(
        string="By quarter from",
        compute="_compute_characteristics_period",
        compute_sudo=True,
        help="First day of the first quarter; before it months were told.",
    )
    quarterly_from = fields.Date(
        string="Told by quarter from",
        groups=fields.NO_ACCESS,
        help="From this day on characteristics are built by quarter. Nobody writes it: "
        "it is found when the choice is made.",
    )
    survey_sample = fields.Integer(
        string="Ask so many in a hundred",
        default=100,
        help="Of those who consented to the survey, drawn at random on the day on "
        "which they would be asked.",
    )
    survey_quarantine_months = fields.Integer(
        string="Nobody is asked twice within (months)",
        default=6,
        help="Who was asked in another case not long ago is left alone.",
    )
    survey_reminder_days = fields.Integer(
        string="Remind of the survey after (days)",
        default=14,
        help="Once, and only who did not answer. Zero: nobody is reminded.",
    )
    survey_open_days = fields.Integer(
        string="The survey can be answered for (days)",
        default=42,
        help="Then the link on the invitation ends.",
    )
    survey_threshold = fields.Integer(
        string="Results are shown from (answers)",
        default=10,
        help="With fewer answers to a question nothing of it is shown.",
    )
    survey_keep_months = fields.Integer(
        string="Answers are kept for (months)",
        default=24,
        help="Then they are deleted; the figures made of them stay.",
    )

    _survey_settings = models.Constraint(
        "CHECK(survey_sample BETWEEN 0 AND 100 AND survey_quarantine_months >= 0"
        " AND survey_reminder_days >= 0 AND survey_open_days > 0"
        " AND survey_threshold >= 5 AND survey_keep_months > 0)",
        "Survey: a share lies between 0 and 100, answers are kept and open for some "
        "time, and results are shown from five answers or more.",
    )

    @api.depends("quarterly_from")
    def _compute_characteristics_period(self):
        for company in self:
            company.characteristics_since = company.quarterly_from
            company.characteristics_period = (
                "quarter" if company.quarterly_from else "month"
            )

    def _inverse_characteristics_period(self):
        """:raises UserError: back to months after a quarter was told"""
        self.env["oco.period"].flush_model(["state", "date_to"])
        for company in self:
            # Elevated: whoever may change the organisation chooses; the day is found.
            own = company.sudo()
            before = own.quarterly_from
            if company.characteristics_period == "quarter":
                own.quarterly_from = before or company._first_quarter()
            else:
                company._refuse_told_quarters()
                own.quarterly_from = False
            if own.quarterly_from != before:
                # Elevated: who may change the organisation need not read its figures.
                self.env["oco.engine"].sudo()._build_between(
                    company, own.quarterly_from or before, fields.Date.today()
                )

    def _first_quarter(self):
        """The first quarter after the last month that was told, or was closed."""
        # A table of which every total is under five was not told: it has no cells.
        self.env.cr.execute(
            """
            SELECT GREATEST(
                   (SELECT MAX(date_to) FROM oco_figure
                     WHERE company_id = %(company)s AND cube IN %(cubes)s
                       AND period = 'month'),
                   (SELECT MAX(date_to) FROM oco_period
                     WHERE company_id = %(company)s AND state = 'closed')),
                   (SELECT MIN(month) FROM oco_fact_month
                     WHERE company_id = %(company)s)
            """,
            {"company": self.id, "cubes": MAY_BE_QUARTERLY},
        )
        told, first = self.env.cr.fetchone()
        if told:
            return period_end(period_start(told, "quarter"), "quarter") + timedelta(1)
        return period_start(first or fields.Date.today(), "quarter")

    def _refuse_told_quarters(self):
        self.env.cr.execute(
            "SELECT MIN(date) FROM oco_figure"
            " WHERE company_id = %s AND cube IN %s AND period = 'quarter'",
            (self.id, MAY_BE_QUARTERLY),
        )
        (told,) = self.env.cr.fetchone()
        if told:
            raise UserError(
                self.env._(
                    "Figures of the quarter from %s have been shown. Its months beside "
                    "them could tell of a single resident: it stays by quarter.",
                    format_date(self.env, told),
                )
            )
