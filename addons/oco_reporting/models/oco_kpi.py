import json
from ast import literal_eval

from odoo import api, fields, models

from odoo.addons.client_support.roles import COORDINATOR, FINANCE, MANAGER

from ..cubes import PERIODS, period_end, period_start
from ..kpis import KPIS

UNITS = [
    ("n", "Number"),
    ("ratio", "Ratio"),
    ("%", "Percent"),
    ("days", "Days"),
    ("hours", "Hours"),
    ("hours_each", "Hours each"),
    ("EUR", "Euro"),
    ("points", "Points"),
    ("grade", "Grade 1 to 10"),
    ("per_1000", "Per 1,000 residents"),
]
# How many periods the line on a card shows.
SHOWN_PERIODS = 12


class OcoKpi(models.Model):
    """The definition of a KPI: what it counts, of whom, on which day, and what not.

    Definitions come with the addon and are nobody's to change: a figure that was
    accounted for keeps its meaning. How it is computed stands in `kpis.py` under the
    same code.
    """

    _name = "oco.kpi"
    _description = "KPI"
    _order = "family, code"
    _rec_names_search = ("code", "name")

    code = fields.Char(required=True, help="Code, such as K01; other figures name it.")
    name = fields.Char(required=True, translate=True, help="What it is called.")
    family = fields.Selection(
        [
            ("1_reach", "1. Reach"),
            ("2_cases", "2. Cases"),
            ("3_time", "3. Time and waiting"),
            ("4_law", "4. Procedures and access"),
            ("5_referral", "5. Referrals"),
            ("6_result", "6. Results"),
            ("7_experience", "7. Experience"),
            ("8_effort", "8. Hours and money"),
            ("9_quality", "9. Independence and quality"),
        ],
        required=True,
        help="What it is about; the codes sort as the list is read.",
    )
    meaning = fields.Text(
        required=True, translate=True, help="What it tells, and what it does not."
    )
    numerator = fields.Text(required=True, translate=True, help="What is counted.")
    denominator = fields.Text(
        translate=True, help="Of how many it is a part; empty: it is a number itself."
    )
    formula = fields.Text(compute="_compute_formula", help="The sum, in words.")
    date_field = fields.Char(
        string="On which day",
        required=True,
        translate=True,
        help="The day that says in which period something counts.",
    )
    exclusions = fields.Text(
        string="Left out", translate=True, help="What does not count."
    )
    unit = fields.Selection(UNITS, required=True, help="What the value is in.")
    source = fields.Char(required=True, translate=True, help="Where it comes from.")
    direction = fields.Selection(
        [
            ("higher", "Higher is better"),
            ("lower", "Lower is better"),
            ("information", "Information only"),
        ],
        required=True,
        help="“Information only” is never a performance of client support, whatever it "
        "is: it has no target.",
    )
    kind = fields.Selection(
        [("flow", "In a period"), ("point", "On the last day")],
        required=True,
        help="Whether it counts what happened in a period or how things stand.",
    )
    periods = fields.Char(
        string="Kinds of period", compute="_compute_computed_by", help="How often."
    )
    breakdowns = fields.Char(
        string="Told apart by", compute="_compute_computed_by", help="By what."
    )
    cube = fields.Char(help="Code of the set of figures that it opens.")
    measure = fields.Char(help="Code of what is counted there.")
    value_ids = fields.One2many(
        "oco.kpi.value", "kpi_id", string="Values", help="What it came to."
    )
    latest = fields.Char(
        string="Last value",
        compute="_compute_latest",
        help="Of the last period, or of now.",
    )
    latest_period = fields.Char(
        string="Period", compute="_compute_latest", help="The period of that value."
    )
    latest_of = fields.Char(
        string="Of",
        compute="_compute_latest",
        help="Whose value: the organisation; for a coordinator a team of the own.",
    )
    latest_target = fields.Char(
        string="Target", compute="_compute_latest", help="What was aimed at."
    )
    latest_change = fields.Char(
        string="Before", compute="_compute_latest", help="Beside the period before it."
    )
    latest_judgement = fields.Char(
        string="Beside the target", compute="_compute_latest", help="Whether it is met."
    )
    graph = fields.Text(
        string="Course", compute="_compute_latest", help="The last periods, as a line."
    )

    _code_uniq = models.Constraint("UNIQUE(code)", "This code exists already.")

    @api.depends("code", "name")
    def _compute_display_name(self):
        for kpi in self:
            kpi.display_name = f"{kpi.code} {kpi.name}"

    @api.depends("numerator", "denominator", "unit")
    @api.depends_context("lang")
    def _compute_formula(self):
        for kpi in self:
            kpi.formula = kpi.numerator
            if kpi.denominator:
                kpi.formula = f"({kpi.numerator}) ÷ ({kpi.denominator})"
                if kpi.unit == "%":
                    kpi.formula += " × 100"

    @api.depends("code")
    @api.depends_context("lang")
    def _compute_computed_by(self):
        values = self.env["oco.kpi.value"]
        periods = dict(values._fields["period"]._description_selection(self.env))
        breakdowns = dict(values._fields["breakdown"]._description_selection(self.env))
        for kpi in self:
            known = KPIS.get(kpi.code)
            kpi.periods = known and ", ".join(periods[kind] for kind in known.periods)
            kpi.breakdowns = known and ", ".join(
                breakdowns[breakdown.name] for breakdown, _parts in known.tables()
            )

    @api.depends_context("kpi_period", "allowed_company_ids", "uid", "lang")
    def _compute_latest(self):
        """Of the organisation that the user works in; for a coordinator of the team
        that the overview opens on.

        The kind of period is chosen on the screen; where a KPI does not know it, the
        shortest that it has. Of a period that is running numbers are still small, and
        most are not there: the last that is over is shown, but of how things stand
        that of now.
        """
        today = fields.Date.context_today(self)
        chosen = self.env.context.get("kpi_period", "quarter")
        owner, whose = self.env.company, [("breakdown", "=", "organisation")]
        if not self._sees_all():
            owner = self.env["oco.overview"]._own_team()
            whose = [("breakdown", "=", "team"), ("team_id", "in", owner.ids)]
        for kpi in self:
            known = KPIS.get(kpi.code)
            kinds = known.periods if known else tuple(PERIODS)
            values = self.env["oco.kpi.value"].search(
                [
                    ("kpi_id", "=", kpi.id),
                    ("company_id", "=", self.env.company.id),
                    ("period", "=", chosen if chosen in kinds else kinds[0]),
                    *whose,
                    ("part", "=", "main"),
                ],
                order="date desc",
                limit=SHOWN_PERIODS,
            )
            over = values.filtered(
                lambda value, kind=kpi.kind: (
                    value.date_to < today or (kind == "point" and value.has_value)
                )
            )
            values = over or values
            last = values[:1]
            kpi.latest = last.shown
            kpi.latest_of = owner.name
            kpi.latest_period = last.period_name
            kpi.latest_target = last.target_shown
            kpi.latest_change = last.change
            kpi.latest_judgement = last.judgement
            points = [
                {"x": value.period_name, "y": value.value}
                for value in reversed(values)
                if value.has_value
            ]
            kpi.graph = bool(points) and json.dumps(
                [{"key": kpi.name, "values": points, "is_sample_data": False}]
            )

    @api.model
    def _sees_all(self):
        """Whether the user has values of the whole: a coordinator has teams only."""
        roles = (MANAGER, FINANCE)
        return any(map(self.env.user.has_group, roles)) or not self.env.user.has_group(
            COORDINATOR
        )

    def action_values(self):
        """What it came to: by period, team and whatever it is told apart by."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "oco_reporting.oco_kpi_value_action"
        )
        return {
            **action,
            "name": self.display_name,
            "display_name": self.display_name,
            "domain": [("kpi_id", "=", self.id)],
            "context": {
                "search_default_main": 1,
                f"search_default_{'total' if self._sees_all() else 'teams'}": 1,
            },
        }

    def action_figures(self, kind=False, date=False):
        """The cells of the cube that the value is counted from, in a period if given.

        Of a KPI without a cube, and for who reads no cubes, the values.
        """
        self.ensure_one()
        if not self.cube or not self.env["oco.figure"].has_access("read"):
            return self.action_values()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            f"oco_reporting.oco_figure_action_{self.cube}"
        )
        domain, context = (
            literal_eval(action["domain"]),
            literal_eval(action["context"]),
        )
        name = self.display_name
        if self.measure:
            domain.append(("measure", "=", self.measure))
        if kind in PERIODS and date:
            start = period_start(fields.Date.to_date(date), kind)
            domain += [
                ("date", ">=", start),
                ("date_to", "<=", period_end(start, kind)),
            ]
            context.pop("search_default_date", None)
            if context.pop("search_default_year", None):
                context[f"search_default_{kind}"] = 1
            value = self.env["oco.kpi.value"].new({"period": kind, "date": start})
            name = f"{name}, {value.period_name}"
        return {
            **action,
            "name": name,
            "display_name": name,
            "domain": domain,
            "context": context,
        }
