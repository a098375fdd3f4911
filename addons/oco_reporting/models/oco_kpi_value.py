from collections import defaultdict

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.tools import SQL, format_date
from odoo.tools.misc import formatLang

from ..cubes import period_end, period_start
from ..kpis import (
    COUNTS,
    KPIS,
    LEAST_RESIDENTS,
    SMALL_COUNT_BASE,
    round_counts,
    shown,
)
from .oco_kpi import UNITS

LEAST_SETTING = "oco_reporting.least_residents"
DIGITS = {"n": 0, "days": 0, "ratio": 2, "EUR": 2}
# What was counted of one cell, and says nothing of two.
COUNTED = ("value", "numerator", "denominator", "n", "previous_value", "target")
# What changes with another period or target, and nothing else.
COMPARE = """
    UPDATE oco_kpi_value value
       SET previous_value = found.previous_value, target = found.target,
           has_previous = found.previous_value IS NOT NULL,
           has_target = found.target IS NOT NULL
      FROM (
           SELECT own.id, before.value AS previous_value, target.value AS target
             FROM oco_kpi_value own
             LEFT JOIN oco_kpi_value before
               ON before.kpi_id = own.kpi_id AND before.company_id = own.company_id
              AND before.period = own.period AND before.date_to = own.date - 1
              AND before.part = own.part AND before.breakdown = own.breakdown
              AND before.team_id IS NOT DISTINCT FROM own.team_id
              AND before.key_code IS NOT DISTINCT FROM own.key_code
             LEFT JOIN LATERAL (
                  SELECT value FROM oco_kpi_target
                   WHERE kpi_id = own.kpi_id AND company_id = own.company_id
                     AND own.part = 'main' AND own.breakdown IN ('organisation', 'team')
                     AND team_id IS NOT DISTINCT FROM own.team_id
                     AND year = extract(year FROM own.date)
                     AND period IN ('any', own.period)
                ORDER BY period = 'any' LIMIT 1
             ) AS target ON TRUE
      ) AS found
     WHERE value.id = found.id
       AND (value.previous_value, value.target)
           IS DISTINCT FROM (found.previous_value, found.target)
"""


class OcoKpiValue(models.Model):
    """What a KPI came to, of an organisation in a period, by one breakdown.

    Built from facts and cubes by the engine and protected when built, so that every
    road gives the same safe number. Managers and finance read those of their own
    organisation; a coordinator those of the own teams, whose waiting list and terms
    are theirs to keep, and which tell no more than the list of cases that they have.
    """

    _name = "oco.kpi.value"
    _description = "Value of a KPI"
    _order = "date desc, period, kpi_id, breakdown, team_id, key, part, id"
    _log_access = False

    kpi_id = fields.Many2one(
        "oco.kpi", string="KPI", required=True, ondelete="cascade", help="Of which."
    )
    definition = fields.Text(
        related="kpi_id.formula", help="How it is counted, beside each value."
    )
    period = fields.Selection(
        [
            ("month", "Month"),
            ("quarter", "Quarter"),
            ("half_year", "Half-year"),
            ("year", "Year"),
        ],
        required=True,
        help="How long the period is.",
    )
    date = fields.Date(string="From", required=True, help="First day of the period.")
    date_to = fields.Date(string="To", required=True, help="Last day of the period.")
    period_name = fields.Char(compute="_compute_period_name", help="In words.")
    company_id = fields.Many2one(
        "res.company",
        string="Organisation",
        required=True,
        ondelete="cascade",
        help="Whose value it is.",
    )
    breakdown = fields.Selection(
        [
            ("organisation", "Organisation"),
            ("team", "Team"),
            ("channel", "Channel"),
            ("reason", "Reason"),
            ("age", "Age"),
            ("group", "Target group"),
            ("area", "Area"),
            ("moment", "Moment"),
            ("closing_reason", "Closing reason"),
            ("stream", "Funding stream"),
            ("domain", "Life domain"),
            ("team_domain", "Life domain and team"),
            ("law", "Law"),
            ("step", "Step"),
            ("arrival", "Road of arrival"),
            ("team_arrival", "Road of arrival and team"),
            ("referral_type", "Sort of referral"),
            ("destination", "Destination"),
            ("form", "Formal or informal"),
            ("medium", "Medium"),
            ("function", "Function"),
            ("activity", "Activity"),
            ("signal", "Sort of signal"),
            ("state", "State"),
        ],
        required=True,
        help="By what it is told apart. Values of two breakdowns are never added up.",
    )
    team_id = fields.Many2one("client.team", ondelete="cascade", help="Of which team.")
    key = fields.Char(
        string="Told apart",
        help="Which channel, age, life domain and so on; in the organisation's "
        "language.",
    )
    key_code = fields.Char(help="Its code or number.")
    part = fields.Selection(
        [
            ("main", "The KPI itself"),
            ("anonymous", "Anonymous contacts"),
            ("per_1000", "Per 1,000 residents"),
            ("p90", "Nine out of ten within"),
            ("attempts", "Rang within the norm"),
            ("longest", "Longest wait"),
            ("mean", "Mean"),
            ("declined", "The resident wanted nobody there"),
            ("granted", "Granted, upheld"),
            ("partly", "Partly"),
            ("refused", "Refused, not upheld"),
            ("withdrawn", "Withdrawn"),
            ("unknown", "Not known"),
            ("not_applicable", "Says nothing"),
            ("answer_yes", "The resident says: yes"),
            ("answer_partly", "The resident says: partly"),
            ("answer_no", "The resident says: no"),
            ("improved", "Better"),
            ("equal", "The same"),
            ("worse", "Worse"),
            ("low", "Grade 5 or lower"),
            ("maybe", "Maybe"),
            ("in_time", "Within six weeks"),
        ],
        required=True,
        help="The KPI, or a number that is shown apart beside it.",
    )
    unit = fields.Selection(UNITS, required=True, help="What the value is in.")
    value = fields.Float(aggregator="avg", help="What it came to.")
    numerator = fields.Float(help="What was counted, where that may be seen.")
    denominator = fields.Float(help="Of how many, where that may be seen.")
    n = fields.Integer(string="Based on", help="On how many it rests.")
    has_value = fields.Boolean(help="Not hidden, and there was something to divide by.")
    is_hidden = fields.Boolean(
        string="Hidden", help="It rests on too few residents to be shown."
    )
    previous_value = fields.Float(
        string="Before", aggregator="avg", help="What it was in the period before."
    )
    has_previous = fields.Boolean(help="There is a value of the period before.")
    target = fields.Float(aggregator="avg", help="What was aimed at.")
    has_target = fields.Boolean(help="A target was set.")
    shown = fields.Char(
        string="In words", compute="_compute_shown", help="The value as it is printed."
    )
    target_shown = fields.Char(
        string="Target set", compute="_compute_shown", help="The target as printed."
    )
    change = fields.Char(
        compute="_compute_shown", help="Up or down since the period before."
    )
    judgement = fields.Char(
        string="Beside the target", compute="_compute_shown", help="Whether it is met."
    )

    _cell = models.Index("(kpi_id, company_id, period, date)")

    # In words -------------------------------------------------------------------------

    @api.depends("period", "date")
    @api.depends_context("lang")
    def _compute_period_name(self):
        for value in self:
            year, month = value.date.year, value.date.month
            if value.period == "month":
                words = format_date(self.env, value.date, date_format="MMM yyyy")
            elif value.period == "quarter":
                words = self.env._(
                    "Q%(quarter)s %(year)s", quarter=(month + 2) // 3, year=year
                )
            elif value.period == "half_year":
                words = self.env._(
                    "half %(half)s of %(year)s", half=(month + 5) // 6, year=year
                )
            else:
                words = str(year)
            value.period_name = words

    @api.depends("value", "target", "previous_value", "is_hidden", "has_value")
    @api.depends_context("lang")
    def _compute_shown(self):
        today = fields.Date.context_today(self)
        for value in self:
            value.shown = (
                self.env._("hidden: too few residents")
                if value.is_hidden
                else value._in_words(value.value)
                if value.has_value
                else "–"
            )
            value.target_shown = value.has_target and value._in_words(value.target)
            value.change = (
                value.has_value
                and value.has_previous
                # Half a period is always less than a whole one.
                and not (value._grows() and value.date_to >= today)
                and value._change()
            )
            value.judgement = value.has_value and value.has_target and value._judge()

    def _in_words(self, number):
        digits = DIGITS.get(self.unit, 1)
        text = formatLang(self.env, number, digits=digits)
        after = {
            "%": "%",
            "days": self.env._("days"),
            "hours": self.env._("hours"),
            "hours_each": self.env._("hours"),
            "points": self.env._("points"),
        }.get(self.unit)
        if self.unit == "EUR":
            return f"€ {text}"
        return f"{text}{'' if after == '%' else ' '}{after}" if after else text

    def _change(self):
        """An arrow and the words for it: not by colour alone."""
        difference = self.value - self.previous_value
        words = self._in_words(abs(difference))
        if abs(difference) < 0.005:
            return self.env._("= the same")
        if difference > 0:
            return self.env._("▲ %s more", words)
        return self.env._("▼ %s less", words)

    def _grows(self):
        """Whether it can be added up, so that it grows with the days of a period."""
        return self.unit in COUNTS and self.kpi_id.kind == "flow"

    def _judge(self):
        direction = self.kpi_id.direction
        if direction == "information":
            return False
        met = (
            self.value >= self.target
            if direction == "higher"
            else self.value <= self.target
        )
        return self.env._("✓ met") if met else self.env._("✗ not met")

    def action_definition(self):
        """The definition of the KPI."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "oco.kpi",
            "res_id": self.kpi_id.id,
            "views": [(False, "form")],
        }

    def _read_group_select(self, aggregate_spec, query):
        """Leave it empty where values of two cells would be averaged or added up.

        Two periods, teams or breakdowns do not make a third value.
        """
        select = super()._read_group_select(aggregate_spec, query)
        if aggregate_spec.partition(":")[0] in COUNTED:
            return SQL("CASE WHEN COUNT(*) = 1 THEN %s END", select)
        return select

    # Building -------------------------------------------------------------------------

    @api.model
    def _build(self, changed):
        """Compute the values of periods that a change touched, and compare them.

        :param changed: {model of facts: [(organisation, first day of a month)]}; of a
            model that is not in it, anything may have changed
        """
        self.env.flush_all()
        kpis = {kpi.code: kpi.id for kpi in self.env["oco.kpi"].search([])}
        first, built = self._first_months(), self._last_built()
        for code in sorted(kpis.keys() & KPIS.keys()):
            kpi = KPIS[code]
            if any(fact not in self.env.registry for fact in kpi.facts):
                continue
            last = built.get(kpis[code], {})
            if periods := self._open(self._periods(kpi, changed, first, last)):
                self._compute_kpi(kpis[code], kpi, periods)
        self._compare()

    @api.model
    def _compare(self):
        """Set target and value of the period before on every value."""
        self.env.flush_all()
        self.env.cr.execute(COMPARE)
        self.invalidate_model()

    @api.model
    def _first_months(self):
        self.env.cr.execute(
            """
            SELECT company_id, MIN(month) FROM (
                   SELECT company_id, month FROM oco_fact_month
                    UNION ALL
                   SELECT company_id, make_date(year, 1, 1) FROM oco_kpi_benchmark
            ) AS known GROUP BY company_id
            """
        )
        return dict(self.env.cr.fetchall())

    @api.model
    def _last_built(self):
        self.env.cr.execute(
            "SELECT kpi_id, company_id, MAX(date) FROM oco_kpi_value GROUP BY 1, 2"
        )
        found = defaultdict(dict)
        for kpi, company, day in self.env.cr.fetchall():
            found[kpi][company] = day
        return found

    @api.model
    def _periods(self, kpi, changed, first, last):
        """:return: {(kind, first day, organisation)} to compute anew"""
        today = fields.Date.today()
        months = {month for fact in kpi.facts for month in changed.get(fact, ())}
        if kpi.reach == "always" or any(fact not in changed for fact in kpi.facts):
            months = self._months_from(first, today)
        elif kpi.reach == "onward":
            # Days pass as well: the last period that was built was not over then.
            begin = dict(last)
            for company, month in months:
                begin[company] = min(month, begin.get(company, month))
            months = self._months_from(begin, today)
        return {
            (kind, period_start(month, kind), company)
            for company, month in months
            for kind in kpi.periods
            if month <= today
        }

    @api.model
    def _open(self, periods):
        """Of these periods those that are not closed: what was closed stays."""
        starts = defaultdict(set)
        for kind, start, company in periods:
            starts[kind].add((company, start))
        return periods - {
            (kind, start, company)
            for kind, found in starts.items()
            for company, start in self.env["oco.engine"]._closings(kind, found)
        }

    @api.model
    def _months_from(self, begin, today):
        return {
            (company, month.replace(day=1) + relativedelta(months=number))
            for company, month in begin.items()
            for number in range(
                (today.year - month.year) * 12 + today.month - month.month + 1
            )
        }

    @api.model
    def _compute_kpi(self, kpi_id, kpi, periods):
        self.env.cr.execute(
            SQL(
                "DELETE FROM oco_kpi_value WHERE kpi_id = %s"
                " AND (period, date, company_id) IN %s",
                kpi_id,
                tuple(periods),
            )
        )
        least = self._least_residents()
        values = []
        for breakdown, parts in kpi.tables():
            for part in parts:
                tables = defaultdict(list)
                for row in self._rows(breakdown, part, periods):
                    tables[row["kind"], row["start"], row["company_id"]].append(row)
                for (kind, start, company), rows in tables.items():
                    if kpi.protects == "small" and part.unit in COUNTS:
                        rows = round_counts(rows, SMALL_COUNT_BASE)
                    for row in rows:
                        safe = shown(part, kpi.protects, row, least)
                        values.append(
                            {
                                "kpi_id": kpi_id,
                                "period": kind,
                                "date": start,
                                "date_to": period_end(start, kind),
                                "company_id": company,
                                "breakdown": breakdown.name,
                                "team_id": row["team_id"],
                                "key_code": row["key"],
                                "key": self._label(breakdown, row["key"], company),
                                "part": part.name,
                                "unit": part.unit,
                                "has_value": safe["value"] is not None,
                                "has_previous": False,
                                "has_target": False,
                                **safe,
                            }
                        )
        self._insert(values)

    @api.model
    def _insert(self, values):
        if values:
            self.env.cr.execute(
                SQL(
                    "INSERT INTO oco_kpi_value (%s) VALUES %s",
                    SQL(", ").join(map(SQL.identifier, values[0])),
                    SQL(", ").join(SQL("%s", tuple(row.values())) for row in values),
                )
            )

    @api.model
    def _rows(self, breakdown, part, periods):
        """What a part counts, unprotected: one dict for each period, team and key."""
        today = fields.Date.today()
        return self.env.execute_query_dict(
            SQL(
                "WITH period (kind, start, stop, day, company_id) AS"
                " (VALUES %(periods)s)"
                " SELECT kind, start, company_id, %(team)s AS team_id,"
                " (%(key)s)::text AS key, (%(numerator)s)::float AS numerator,"
                " (%(denominator)s)::float AS denominator, (%(value)s)::float AS value,"
                " (%(base)s)::integer AS n FROM (%(rows)s) AS fact WHERE %(team_known)s"
                " GROUP BY 1, 2, 3, 4, 5 ORDER BY 1, 2, 3, 4, 5",
                periods=SQL(", ").join(
                    SQL(
                        "(%s, %s, %s, %s, %s)",
                        kind,
                        start,
                        period_end(start, kind),
                        min(period_end(start, kind), today),
                        company,
                    )
                    for kind, start, company in sorted(periods)
                ),
                team=SQL("team_id" if breakdown.by_team else "NULL::integer"),
                team_known=SQL("team_id IS NOT NULL" if breakdown.by_team else "TRUE"),
                key=SQL(breakdown.key),
                numerator=SQL(part.numerator),
                denominator=SQL(part.denominator),
                value=SQL(part.value),
                base=SQL(part.n),
                rows=SQL(part.rows),
            )
        )

    @api.model
    def _label(self, breakdown, key, company):
        """The words for a key, in the language of the organisation."""
        if breakdown.key == "NULL":
            return None
        lang = self.env["res.company"].browse(company).partner_id.lang or "en_US"
        env = self.with_context(lang=lang).env
        if key is None:
            return env._("Not known")
        if breakdown.label in env:
            return env[breakdown.label].browse(int(key)).display_name
        model, _dot, name = breakdown.label.rpartition(".")
        if not model:
            return key
        return dict(env[model]._fields[name]._description_selection(env)).get(key, key)

    @api.model
    def _least_residents(self):
        """On how many residents a share, mean or number of residents must rest."""
        # Elevated: a setting of the whole database, that the engine goes by.
        parameters = self.env["ir.config_parameter"].sudo()
        return int(parameters.get_param(LEAST_SETTING, LEAST_RESIDENTS))
