from odoo import fields, models
from odoo.tools import SQL


class OcoKpiRow(models.Model):
    """Values of KPIs as one flat table, for programs that make reports elsewhere.

    A view on `oco.kpi.value`, no more than managers read there: words in place of
    links, and one column that says whether there is a value, since a number that is
    not there arrives as zero. `docs/figures-api.md` describes the columns.
    """

    _name = "oco.kpi.row"
    _description = "Value of a KPI, for programs"
    _auto = False
    _log_access = False
    _order = "date desc, code, breakdown, key, part, id"
    _rec_name = "code"

    company_id = fields.Many2one(
        "res.company", string="Organisation", readonly=True, help="Whose value."
    )
    organisation = fields.Char(
        string="Name of the organisation", readonly=True, help="The same in words."
    )
    code = fields.Char(readonly=True, help="Code of the KPI.")
    name = fields.Char(readonly=True, help="Its name, in the language asked for.")
    direction = fields.Selection(
        selection=lambda self: (
            self.env["oco.kpi"]._fields["direction"]._description_selection(self.env)
        ),
        readonly=True,
        help="Whether more of it is better.",
    )
    period = fields.Char(readonly=True, help="month, quarter, half_year or year.")
    date = fields.Date(string="From", readonly=True, help="First day of the period.")
    date_to = fields.Date(string="To", readonly=True, help="Last day of the period.")
    is_closed = fields.Boolean(
        string="Closed", readonly=True, help="The period is closed; it stays as it is."
    )
    breakdown = fields.Char(
        readonly=True, help="By what it is told apart; organisation is the whole."
    )
    team = fields.Char(readonly=True, help="Of which team.")
    key = fields.Char(
        string="Told apart", readonly=True, help="Which channel, age and so on."
    )
    part = fields.Char(
        readonly=True, help="main: the KPI itself; else a number shown beside it."
    )
    unit = fields.Char(readonly=True, help="What the value is in.")
    status = fields.Selection(
        [("shown", "Shown"), ("hidden", "Hidden"), ("none", "None")],
        string="Status of a value",
        readonly=True,
        help="hidden: it rests on too few residents; none: nothing to divide by. In "
        "both the value says nothing.",
    )
    value = fields.Float(readonly=True, aggregator="avg", help="What it came to.")
    n = fields.Integer(
        string="Based on", readonly=True, aggregator=None, help="On how many it rests."
    )
    target = fields.Float(
        readonly=True, aggregator="avg", help="What was aimed at, where there is one."
    )
    has_target = fields.Boolean(readonly=True, help="Whether there is a target.")

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT value.id, value.company_id, company.name AS organisation,
                   kpi.code, %(name)s AS name, kpi.direction, value.period, value.date,
                   value.date_to, value.breakdown, team.name AS team, value.key,
                   value.part, value.unit, value.value, value.n, value.target,
                   value.has_target,
                   CASE WHEN value.is_hidden THEN 'hidden'
                        WHEN value.has_value THEN 'shown' ELSE 'none' END AS status,
                   EXISTS (SELECT FROM oco_period period
                            WHERE period.company_id = value.company_id
                              AND period.state = 'closed'
                              AND period.date <= value.date
                              AND period.date_to >= value.date_to) AS is_closed
              FROM oco_kpi_value AS value
              JOIN oco_kpi AS kpi ON kpi.id = value.kpi_id
              JOIN res_company AS company ON company.id = value.company_id
              LEFT JOIN client_team AS team ON team.id = value.team_id
            """,
            name=self.env["oco.kpi"]._field_to_sql("kpi", "name"),
        )
