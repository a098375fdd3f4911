from collections import Counter, defaultdict

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.tools import SQL, format_date
from odoo.tools.misc import formatLang

from ..cubes import PERIODS, SMALL_COUNT_BASE, period_end, period_start
from ..kpi_protection import (
    HIDDEN,
    LEAST_RESIDENTS,
    leaves_room,
    round_tables,
    rounded_up,
    share,
    shown,
    shown_groups,
    shown_periods,
    weighted_mean,
)
from ..kpis import ANSWERS, AVERAGE, CELLS, COUNTS, KPIS, LARGEST, ROUNDED, TOGETHER
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
            ("found", "Heard of us by"),
            ("referrer", "Organisation that referred"),
            ("access", "Organisation with the notification"),
            ("referral_type", "Sort of referral"),
            ("destination", "Destination"),
            ("form", "Formal or informal"),
            ("medium", "Medium"),
            ("function", "Function"),
            ("activity", "Activity"),
            ("signal", "Sort of signal"),
            ("state", "State"),
            ("line", "Agreed performance"),
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
            ("contacts", "I&A contacts"),
            ("together", "Share of cases and I&A contacts together"),
            ("per_case", "Per closed case"),
            ("per_contact", "Per I&A contact"),
        ],
        required=True,
        help="The KPI, or a number that is shown apart beside it.",
    )
    unit = fields.Selection(UNITS, required=True, help="What the value is in.")
    value = fields.Float(aggregator="avg", help="What it came to.")
    numerator = fields.Float(
        help="What was counted, where that may be seen; of residents to fives."
    )
    denominator = fields.Float(
        help="Of how many, where that may be seen; of residents to fives."
    )
    n = fields.Integer(
        string="Based on", help="On how many it rests; of residents to fives."
    )
    has_value = fields.Boolean(help="Not hidden, and there was something to divide by.")
    is_hidden = fields.Boolean(
        string="Hidden", help="It rests on too few residents, or would tell of them."
    )
    is_rounded = fields.Boolean(
        string="About", help="Counts residents, and is taken from counts to fives."
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

    @api.depends(
        *("value", "target", "previous_value", "is_hidden", "has_value", "is_rounded")
    )
    @api.depends_context("lang")
    def _compute_shown(self):
        today = fields.Date.context_today(self)
        for value in self:
            value.shown = (
                self.env._("hidden: too few residents")
                if value.is_hidden
                else ("≈ " if value.is_rounded else "") + value._in_words(value.value)
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
            value.judgement = (
                value.has_value
                and value.has_target
                and value._judge(value.value, is_over=value.date_to < today)
            )

    def _digits(self):
        return 0 if self.is_rounded and self.unit == "%" else DIGITS.get(self.unit, 1)

    def _in_words(self, number):
        text = formatLang(self.env, number, digits=self._digits())
        after = {
            "%": "%",
            "days": self.env._("day") if text == "1" else self.env._("days"),
            "hours": self.env._("hours"),
            "hours_each": self.env._("hours"),
            "points": self.env._("points"),
        }.get(self.unit)
        if self.unit == "EUR":
            return f"€ {text}"
        return f"{text}{'' if after == '%' else ' '}{after}" if after else text

    def _change(self):
        """An arrow and the words for it: not by colour alone.

        Of the two numbers as they are printed, so that it agrees with them; of two
        percentages in points, since 5% more than 50% is no 55%.
        """
        digits = self._digits()
        difference = round(self.value, digits) - round(self.previous_value, digits)
        words = self._in_words(abs(difference))
        if self.unit == "%":
            points = words.removesuffix("%")
            words = (
                self.env._("%s percentage point", points)
                if points == "1"
                else self.env._("%s percentage points", points)
            )
        if not round(difference, digits):
            return self.env._("= the same")
        if difference > 0:
            return self.env._("▲ %s more", words)
        return self.env._("▼ %s less", words)

    def _grows(self):
        """Whether it can be added up, so that it grows with the days of a period."""
        return self.unit in COUNTS and self.kpi_id.kind == "flow"

    def _judge(self, number, is_over):
        """Whether the target is met; nothing of what can still turn out otherwise."""
        direction = self.kpi_id.direction
        if direction == "information":
            return False
        met = number >= self.target if direction == "higher" else number <= self.target
        # Of what grows, enough stays enough and too much stays too much.
        if not is_over and self._grows() and met != (direction == "higher"):
            return False
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
    def _build(self, changed, since=None):
        """Compute the values of periods that a change touched, and compare them.

        :param changed: {model of facts: [(organisation, first day of a month)]}; of a
            model that is not in it, anything may have changed
        :param since: first day of the first month that is looked at
        """
        self.env.flush_all()
        kpis = {kpi.code: kpi.id for kpi in self.env["oco.kpi"].search([])}
        first, built = self._first_months(), self._last_built()
        if since:
            first = {company: max(month, since) for company, month in first.items()}
        # The end of a month may be that of a period, of which more is told then; it
        # changes facts, though not of every kind.
        before = fields.Date.today().replace(day=1) - relativedelta(months=1)
        ended = {
            found
            for months in changed.values()
            for found in months
            if found[1] == before
        }
        for code in sorted(kpis.keys() & KPIS.keys()):
            kpi = KPIS[code]
            if any(fact not in self.env.registry for fact in kpi.facts):
                continue
            last = built.get(kpis[code], {})
            if periods := self._open(self._periods(kpi, changed, first, last, ended)):
                self._compute_kpi(kpis[code], code, periods)
        self._compare()

    @api.model
    def _compute_open(self, codes):
        """Compute what there is of these KPIs anew, but for closed periods."""
        for kpi in self.env["oco.kpi"].search([("code", "in", codes)]):
            self.env.cr.execute(
                "SELECT DISTINCT period, date, company_id FROM oco_kpi_value"
                " WHERE kpi_id = %s",
                [kpi.id],
            )
            if periods := self._open(set(self.env.cr.fetchall())):
                self._compute_kpi(kpi.id, kpi.code, periods)
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
    def _periods(self, kpi, changed, first, last, ended):
        """Which periods to compute anew.

        :param ended: [(organisation, the month before this one)]
        :return: {(kind, first day, organisation)}
        """
        today = fields.Date.today()
        months = {month for fact in kpi.facts for month in changed.get(fact, ())}
        if kpi.protects != "nothing":
            months |= ended
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
    def _compute_kpi(self, kpi_id, code, periods):
        self.env.cr.execute(
            SQL(
                "DELETE FROM oco_kpi_value WHERE kpi_id = %s"
                " AND (period, date, company_id) IN %s",
                kpi_id,
                tuple(periods),
            )
        )
        self._insert(
            [
                {
                    "kpi_id": kpi_id,
                    "period": kind,
                    "date": start,
                    "date_to": period_end(start, kind),
                    "company_id": company,
                    "breakdown": breakdown.name,
                    "team_id": team,
                    "key_code": key,
                    "key": self._label(breakdown, key, company),
                    "part": part.name,
                    "unit": part.unit,
                    "has_value": safe["value"] is not None,
                    "has_previous": False,
                    "has_target": False,
                    "is_rounded": part.shown_as in (ANSWERS, CELLS, ROUNDED, TOGETHER),
                    **safe,
                }
                for breakdown, part, cell, safe in self._safe(code, periods)
                for kind, start, company, team, key in [cell]
            ]
        )

    # What may be seen: docs/protection.md ---------------------------------------------

    @api.model
    def _safe(self, code, periods):
        """Yield (breakdown, part, (kind, start, organisation, team, key), values)."""
        kpi = KPIS[code]
        tallies = self._tallies(kpi, periods)
        groups = self._groups(kpi, periods)
        beside = {
            code: self._shares(code, periods)
            for code in {part.beside for part in kpi.parts if part.beside}
        }
        for breakdown, parts in kpi.tables():
            told = {}
            for part in parts:
                if part.shown_as == TOGETHER:
                    found = self._together(part, told, periods)
                elif part.shown_as == ROUNDED:
                    found = self._from_tally(kpi, breakdown, part, periods, tallies)
                elif part.shown_as == AVERAGE:
                    found = self._averages(breakdown, part, periods, groups, beside)
                    if part.value == "NULL":
                        found = self._from_shortest(
                            code, breakdown, part, periods, dict(found)
                        )
                elif part.shown_as == ANSWERS:
                    found = self._from_answers(breakdown, part, periods)
                else:
                    found = self._as_counted(breakdown, part, periods)
                told[part.name] = dict(found)
                for cell, safe in told[part.name].items():
                    yield breakdown, part, cell, safe

    @api.model
    def _together(self, part, told, periods):
        """The share of each key in what other parts show, of periods that are over:
        until then one of them may be told up to a later day than the other."""
        counts, over = Counter(), self._over(periods)
        for name in part.together:
            for cell, safe in told[name].items():
                if cell[:3] in over:
                    counts[cell] += safe["value"]
        totals = Counter()
        for (*group, _key), count in counts.items():
            totals[tuple(group)] += count
        for cell, count in counts.items():
            total = totals[cell[:-1]]
            yield cell, shown(count, total, None, total, part.unit)

    @api.model
    def _as_counted(self, breakdown, part, periods):
        least = self._least_residents()
        for row in self._rows(breakdown, part, periods):
            few = part.shown_as == LARGEST and (row["n"] or 0) < least
            yield self._cell(row), HIDDEN if few else self._shown(part, row)

    @api.model
    def _averages(self, breakdown, part, periods, groups, beside):
        """Averages and medians, of periods that are over: of a running one the next
        case would tell its own."""
        asked = self._over(periods)
        if not asked:
            return
        is_shown = groups[part.rows]
        column = "team_id" if breakdown.by_team else breakdown.key
        for row in self._rows(breakdown, part, asked):
            *period, team, key = cell = self._cell(row)
            has_room = not part.beside or leaves_room(
                beside[part.beside].get(cell),
                (row["numerator"], row["denominator"]),
                part.one_in,
                SMALL_COUNT_BASE,
            )
            if (*period, column, team or key) in is_shown and has_room:
                digits = 0 if part.unit == "days" else 1
                number = self._shown(part, row)["value"]
                safe = shown(None, None, number and round(number, digits), None, "")
                n = rounded_up(row["n"] or 0, SMALL_COUNT_BASE)
                yield cell, {**safe, "n": n}
            # That there is a row of a moment or domain would say that somebody is.
            elif breakdown.key == "NULL":
                yield cell, HIDDEN

    @api.model
    def _from_shortest(self, code, breakdown, part, periods, found):
        """Means, those of longer periods out of what the shortest ones tell.

        A quarter that was closed stays as it was. Of a year of all cases the difference
        would be what those took that came in late.

        :param found: {cell: what may be seen of it}
        """
        shortest, asked = KPIS[code].periods[0], self._over(periods)
        told = {cell: safe for cell, safe in found.items() if cell[0] == shortest}
        before = self._with_shorter((shortest,), asked) - asked
        if before:
            told |= {
                self._cell(row): HIDDEN for row in self._rows(breakdown, part, before)
            }
            told |= self._told_before(code, breakdown, part, before)
        parts = defaultdict(list)
        for (_kind, start, *group), safe in told.items():
            parts[tuple(group)].append((start, safe))
        for (kind, start, *group), safe in found.items():
            if kind != shortest and not safe["is_hidden"]:
                end = period_end(start, kind)
                inside = [
                    one for day, one in parts[tuple(group)] if start <= day <= end
                ]
                if any(one["is_hidden"] for one in inside):
                    if breakdown.key != "NULL":
                        continue
                    safe = HIDDEN
                else:
                    mean = weighted_mean((one["value"], one["n"]) for one in inside)
                    safe = {**safe, "value": round(mean), "is_rounded": True}
            yield (kind, start, *group), safe

    @api.model
    def _told_before(self, code, breakdown, part, periods):
        """{cell: what is told of it} of periods that stay as they are."""
        return {
            (
                value.period,
                value.date,
                value.company_id.id,
                value.team_id.id or None,
                value.key_code or None,
            ): {"value": value.value, "n": value.n, "is_hidden": value.is_hidden}
            for value in self.search(
                [
                    ("kpi_id.code", "=", code),
                    ("breakdown", "=", breakdown.name),
                    ("part", "=", part.name),
                    ("period", "in", [kind for kind, _start, _company in periods]),
                    ("date", "in", [start for _kind, start, _company in periods]),
                    ("company_id", "in", [company for *_, company in periods]),
                ]
            )
            if (value.period, value.date, value.company_id.id) in periods
        }

    @api.model
    def _shares(self, code, periods):
        """What a KPI tells of the share within a norm: how many of how many."""
        return {
            cell: (safe["numerator"], safe["denominator"])
            for _breakdown, part, cell, safe in self._safe(code, periods)
            if part.name == "main"
        }

    @api.model
    def _groups(self, kpi, periods):
        """Of which groups the averages can be seen, those of all breakdowns together.

        :return: {rows: {(kind, start, organisation, column, group)}}; of all of the
            organisation the column is NULL
        """
        asked = self._with_shorter(kpi.periods, self._over(periods))
        shortest = {one for one in asked if one[0] == kpi.periods[0]}
        least, found = self._least_residents(), {}
        for rows, columns in kpi.averages().items():
            people = defaultdict(lambda: defaultdict(dict))
            for kind, start, company, *cell, who in self._people(
                rows, columns, shortest
            ):
                people[company][kind, start][tuple(cell)] = set(who)
            found[rows] = visible = set()
            for company, cells in people.items():
                spans = {one[:2] for one in asked - shortest if one[2] == company}
                visible |= {
                    (*period, company, columns[place], group)
                    for period, place, group in shown_groups(cells, spans, least)
                }
                every = {one: set().union(*who.values()) for one, who in cells.items()}
                visible |= {
                    (*period, company, "NULL", None)
                    for period in shown_periods(every, spans, least)
                }
        return found

    @api.model
    def _from_answers(self, breakdown, part, periods):
        """What the screens of the survey show, and no second rounding of the same."""
        answers, asked = part.answers, self._over(periods)
        for (*period, team), told in (
            self.env[answers.model]._told(answers.code).items()
        ):
            if tuple(period) not in asked or bool(team) != breakdown.by_team:
                continue
            cell = (*period, team or None, None)
            if told is None:
                yield cell, HIDDEN
                continue
            mean, given = told
            counted, of = (
                sum(given[value] for value in values & given.keys())
                for values in (answers.counted, answers.of or given.keys())
            )
            if part.unit == "%":
                yield cell, shown(counted, of, None, of, part.unit)
            elif of:
                yield cell, shown(None, None, mean, of, part.unit)

    @api.model
    def _people(self, rows, columns, periods):
        """Whom an average rests on, by team and all else that it is told apart by."""
        if not periods:
            return []
        return self.env.execute_query(
            SQL(
                "%(period)s SELECT kind, start, company_id, %(columns)s,"
                " array_agg(DISTINCT who) FROM ("
                " SELECT fact.*, person_key AS who FROM (%(rows)s) AS fact"
                " WHERE person_key IS NOT NULL"
                # Each of another resident, as of files that are destroyed.
                " UNION ALL SELECT fact.*, gen_random_uuid()::text FROM (%(rows)s)"
                " AS fact CROSS JOIN generate_series(1, quantity) WHERE kept"
                ") AS fact GROUP BY 1, 2, 3, %(groups)s",
                period=self._period_relation(periods),
                columns=SQL(", ").join(
                    SQL(column if column == "team_id" else f"({column})::text")
                    for column in columns
                ),
                rows=SQL(rows),
                groups=SQL(", ").join(SQL(str(4 + n)) for n in range(len(columns))),
            )
        )

    @api.model
    def _from_tally(self, kpi, breakdown, part, periods, tallies):
        """Shares and counts out of rounded cells."""
        parts, keys = kpi.tallies()[part.rows]
        place = parts.index(part)
        key_place = breakdown.key != "NULL" and 1 + keys.index(breakdown.key)
        bases = {
            self._cell(row): row["n"] or 0
            for row in self._rows(breakdown, part, periods)
        }
        least = self._least_residents()
        tables = defaultdict(dict)
        for (company, kind, start), cells in tallies[part.rows].items():
            for cell, count in cells.items():
                team = cell[0] if breakdown.by_team else None
                keys = breakdown.keys_in(cell[key_place]) if key_place else [None]
                for key in keys if team or not breakdown.by_team else ():
                    tables[kind, start, company, team, key][cell] = count
        if breakdown.key == "NULL":
            over = {
                (kind, start, company) for company, kind, start in tallies[part.rows]
            }
            for cell in bases:
                if cell[:3] in over:
                    tables.setdefault(cell, {})
        for cell, cells in tables.items():
            counted, of = share(cells, place)
            if part.points:
                counted = sum(int(cell[-2]) * count for cell, count in cells.items())
            if part.unit in COUNTS:
                if counted:
                    yield cell, shown(counted, None, None, counted, part.unit)
            elif of and bases.get(cell, 0) >= least:
                yield cell, shown(counted, of, None, of, part.unit)
            # Of a group of few not even that somebody belongs to it.
            elif (of and not breakdown.is_several) or breakdown.key == "NULL":
                yield cell, HIDDEN

    @api.model
    def _tallies(self, kpi, periods):
        """The rounded tables of a KPI: of periods, or shorter ones, that are over.

        :return: {rows: {(organisation, kind, start): {cell: number}}}
        """
        found = {}
        for rows, (parts, keys) in kpi.tallies().items():
            if kpi.over_periods == "stock":
                asked = self._over(periods)
                counted = asked
            elif kpi.over_periods == "unique":
                asked = self._over(periods)
                counted = self._with_shorter(kpi.periods, asked)
            else:
                shortest = kpi.periods[0]
                counted = self._over(self._with_shorter(kpi.periods, periods))
                counted = {one for one in counted if one[0] == shortest}
                asked = periods
            tables = defaultdict(lambda: defaultdict(dict))
            for kind, start, company, *cell, count in self._cells_of(
                parts, keys, rows, counted
            ):
                # Of stock that was corrected to less than nothing there is nobody.
                tables[company][kind, start][self._tally_cell(cell)] = max(0, count)
            within = defaultdict(lambda: defaultdict(dict))
            for kind, start, company, *cell, count in self._cells_of(
                parts, (), parts[0].within, counted if parts[0].within else ()
            ):
                within[company][kind, start][self._tally_cell(cell)] = count
            open_ones = self._open(counted)
            kept = self.env["oco.kpi.tally"]
            counts = kept._counted(rows, parts, keys, kpi.teams, kpi.over_periods)
            told = kept._told(counts)
            found[rows] = {}
            for company, table in tables.items():
                rounded = round_tables(
                    table,
                    [one[:2] for one in asked if one[2] == company],
                    SMALL_COUNT_BASE,
                    (0,) if kpi.teams else (),
                    kpi.over_periods,
                    told[company],
                    {one[:2] for one in counted - open_ones if one[2] == company},
                    within[company] if parts[0].within else None,
                )
                found[rows] |= {
                    (company, *period): cells for period, cells in rounded.items()
                }
            kept._keep(
                counts,
                {
                    (kind, start, company): found[rows].get((company, kind, start))
                    for kind, start, company in open_ones
                },
            )
            wanted = {(company, kind, start) for kind, start, company in asked}
            found[rows] = {
                key: cells for key, cells in found[rows].items() if key in wanted
            }
        return found

    @api.model
    def _tally_cell(self, columns):
        """The key of a cell: team, breakdowns, and of each part whether it is counted
        in it and is of it."""
        keys = [column for column in columns if not isinstance(column, bool)]
        flags = [column for column in columns if isinstance(column, bool)]
        return (*keys, tuple(zip(flags[::2], flags[1::2], strict=True)))

    @api.model
    def _cells_of(self, parts, keys, rows, periods):
        """Counts by all that a tally is told apart by."""
        if not periods:
            return []
        flags = [
            SQL("COALESCE((%s), FALSE)", SQL(condition))
            for part in parts
            for condition in (f"({part.counted}) AND ({part.of})", part.of)
        ]
        columns = [
            SQL("team_id"),
            *(SQL("(%s)::text", SQL(key)) for key in keys),
            *flags,
        ]
        return self.env.execute_query(
            SQL(
                "%s SELECT kind, start, company_id, %s, SUM(%s)::integer"
                " FROM (%s) AS fact GROUP BY %s",
                self._period_relation(periods),
                SQL(", ").join(columns),
                SQL(parts[0].weight),
                SQL(rows),
                SQL(", ").join(SQL(str(1 + n)) for n in range(3 + len(columns))),
            )
        )

    @api.model
    def _cell(self, row):
        names = ("kind", "start", "company_id", "team_id", "key")
        return tuple(row[name] for name in names)

    @api.model
    def _shown(self, part, row):
        names = ("numerator", "denominator", "value", "n")
        numerator, denominator, value, n = (row[name] for name in names)
        if part.denominator != "NULL" and denominator is None:
            denominator = 0
        return shown(numerator, denominator, value, n, part.unit)

    @api.model
    def _over(self, periods):
        today = fields.Date.today()
        return {
            (kind, start, company)
            for kind, start, company in periods
            if period_end(start, kind) < today
        }

    @api.model
    def _with_shorter(self, kinds, periods):
        """These periods, and all shorter ones of these kinds inside them."""
        found = set(periods)
        for kind, start, company in periods:
            for shorter in kinds:
                if PERIODS[shorter] < PERIODS[kind]:
                    found |= {
                        (shorter, start + relativedelta(months=months), company)
                        for months in range(0, PERIODS[kind], PERIODS[shorter])
                    }
        return found

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
        return self.env.execute_query_dict(
            SQL(
                "%(period)s SELECT kind, start, company_id, %(team)s AS team_id,"
                " (%(key)s)::text AS key, (%(numerator)s)::float AS numerator,"
                " (%(denominator)s)::float AS denominator, (%(value)s)::float AS value,"
                " (%(base)s)::integer AS n FROM (%(rows)s) AS fact WHERE %(team_known)s"
                " GROUP BY 1, 2, 3, 4, 5 ORDER BY 1, 2, 3, 4, 5",
                period=self._period_relation(periods),
                team=SQL("team_id" if breakdown.by_team else "NULL::integer"),
                team_known=SQL("team_id IS NOT NULL" if breakdown.by_team else "TRUE"),
                key=SQL(breakdown.each),
                numerator=SQL(part.numerator),
                denominator=SQL(part.denominator),
                value=SQL(part.value),
                base=SQL(part.n),
                rows=SQL(part.rows),
            )
        )

    @api.model
    def _period_relation(self, periods):
        today = fields.Date.today()
        return SQL(
            "WITH period (kind, start, stop, day, company_id) AS (VALUES %s)",
            SQL(", ").join(
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
