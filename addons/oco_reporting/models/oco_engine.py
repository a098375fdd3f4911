from collections import defaultdict
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.tools import SQL

from ..cubes import (
    CUBES,
    PERIODS,
    SMALL_COUNT_BASE,
    period_end,
    period_start,
    sql_period_start,
)
from ..rounding import round_small_counts

# On which day everything was last compared.
COMPARED_SETTING = "oco_reporting.compared_on"

# A case is active on a day when it began on or before it and did not end on or before
# it (K05): what began or was reopened minus what ended, summed up to that day.
STOCK = """
    SELECT change.company_id, month.day::date, change.team_id,
           SUM(change.quantity)::integer
      FROM generate_series(
               (SELECT date_trunc('month', MIN(date)) FROM oco_fact_case),
               date_trunc('month', CURRENT_DATE), interval '1 month'
           ) AS month(day)
      JOIN (
           SELECT company_id, team_id, date_trunc('month', date) AS day,
                  SUM(CASE event WHEN 'closed' THEN -quantity ELSE quantity END)
                      AS quantity
             FROM oco_fact_case
            WHERE event IN ('new', 'closed', 'reopened')
         GROUP BY 1, 2, 3
      ) AS change ON change.day <= month.day
  GROUP BY 1, 2, 3
"""


class OcoEngine(models.AbstractModel):
    """Builds facts from files and cubes from facts; the only reader of facts.

    Facts are built by organisation and month. An update asks of each month what it
    should hold, as a count and a sum of hashes, and replaces the months of which that
    differs from what was built, with their cubes. So nothing has to be noted when a
    supporter saves, nothing that changes a file by another road is missed, and an
    update gives the same rows as building everything anew.

    The scheduler looks at all months once a day, and every hour at the last two, in
    which nearly all work is written down; the button looks at all.
    """

    _name = "oco.engine"
    _inherit = ["oco.engine.closed.mixin"]
    _description = "Builder of figures"

    @api.model
    def action_rebuild(self):
        """Bring all live figures up to date, for a manager or finance.

        :raises AccessError: for everybody else
        """
        user = self.env.user
        if not (
            self.env.su
            or user.has_group("client_support.group_manager")
            or user.has_group("client_support.group_finance")
        ):
            raise AccessError(
                self.env._("Figures are built by managers, finance and the scheduler.")
            )
        self._update()
        return {"type": "ir.actions.client", "tag": "soft_reload"}

    @api.model
    def _cron_rebuild(self):
        today = fields.Date.today()
        # Elevated: a note of the scheduler to itself.
        notes = self.env["ir.config_parameter"].sudo()
        if notes.get_param(COMPARED_SETTING) == str(today):
            self._update(today.replace(day=1) - relativedelta(months=1))
        else:
            self._update()
            notes.set_param(COMPARED_SETTING, str(today))

    @api.model
    def _rebuild(self):
        """Build everything anew; the same files give the same figures."""
        self._lock()
        for model in self._fact_models():
            if model._facts_of_now:
                continue
            self.env.cr.execute(
                "DELETE FROM oco_fact_month WHERE fact = %s", [model._name]
            )
            self.env.cr.execute(
                SQL(
                    "DELETE FROM %s WHERE kept IS NOT TRUE",
                    SQL.identifier(model._table),
                )
            )
        self.env.cr.execute(
            """
            DELETE FROM oco_kpi_value value WHERE NOT EXISTS (
                   SELECT 1 FROM oco_period closed
                    WHERE closed.state = 'closed'
                      AND closed.company_id = value.company_id
                      AND closed.date <= value.date AND closed.date_to >= value.date_to)
            """
        )
        self._update()

    @api.model
    def _update(self, since=None):
        """Replace the months of facts that changed, and the cubes counted from them.

        :param since: first day of the first month to look at; without it all are
        """
        # Elevated: figures of every organisation are built at once, whoever asks for
        # it, and nothing of them is given back.
        engine = self.sudo()
        engine._build_cubes(engine._update_facts(since), since)

    @api.model
    def _build_cubes(self, changed, since=None):
        """:param changed: what `_update_facts` gave"""
        for cube in CUBES:
            for period in cube.periods:
                self._build(cube, period, changed[cube.fact])
        self._build_stock()
        self._build_kpis(changed, since)
        self.env.invalidate_all()

    @api.model
    def _build_kpis(self, changed, since=None):
        """Values of the KPIs whose facts changed; after the cubes they are taken from.

        :param changed: what `_update_facts` gave
        """
        self.env["oco.kpi.value"]._build(changed, since)

    @api.model
    def _lock(self):
        """Let one transaction at a time work on facts."""
        # Touch one row: of two builds at once the second fails and is tried again.
        # Without facts yet neither sees what the other adds, and all would count twice.
        self.env.cr.execute(
            "UPDATE ir_model SET state = state WHERE model = %s", [self._name]
        )
        # Sorts and sums of all facts would go to disk; one transaction does this.
        self.env.cr.execute("SET LOCAL work_mem = '64MB'")

    # Facts ---------------------------------------------------------------------------

    @api.model
    def _fact_models(self):
        """The models of facts, by name."""
        return [
            self.env[name]
            for name, model in sorted(self.env.registry.items())
            if getattr(model, "_facts_sql", "")
        ]

    @api.model
    def _update_facts(self, since=None):
        """Replace the months that differ; those of destroyed files stay.

        :param since: first day of the first month to look at
        :return: {name of the model of facts: [(organisation, first day of a month)]}
        """
        self._lock()
        self.env.flush_all()
        changed = {}
        for model in self._fact_models():
            months = self._changed_months(model, since)
            if months:
                self._replace(model, months)
            if len(months) > 1:
                # The planner would take a table that was just filled for an empty one.
                self.env.cr.execute(SQL("ANALYZE %s", SQL.identifier(model._table)))
            changed[model._name] = sorted(months)
        return changed

    @api.model
    def _changed_months(self, model, since=None):
        """:return: {(organisation, month): fingerprint, None where nothing is left}"""
        self.env.cr.execute(
            SQL(
                """
                SELECT COALESCE(source.company_id, built.company_id),
                       COALESCE(source.month, built.month), source.fingerprint
                  FROM (
                       SELECT company_id, %(month)s AS month,
                              COUNT(*) || ':' || SUM(
                                  hash_record_extended(fact, %(seed)s)::numeric
                              ) || CASE WHEN %(month)s >= %(running)s
                                        THEN ' running'
                                        WHEN %(month)s >= %(quarter)s
                                        THEN ' in a running quarter'
                                        ELSE '' END AS fingerprint
                         FROM (%(facts)s) AS fact
                        WHERE date >= %(since)s
                     GROUP BY 1, 2
                  ) AS source
                  FULL JOIN (
                       SELECT * FROM oco_fact_month
                        WHERE fact = %(name)s AND month >= %(since)s
                  ) AS built USING (company_id, month)
                 WHERE source.fingerprint IS DISTINCT FROM built.fingerprint
                   AND (source.fingerprint IS NOT NULL OR NOT %(of_now)s
                        OR built.month = date_trunc('month', CURRENT_DATE))
                """,
                of_now=model._facts_of_now,
                # Its end is a change: what is rounded is built of finished months, or
                # of finished quarters, of which the last month may have nothing.
                running=SQL("date_trunc('month', CURRENT_DATE)::date"),
                quarter=SQL("date_trunc('quarter', CURRENT_DATE)::date"),
                month=SQL(sql_period_start("month")),
                facts=model._facts_query(for_comparison=True),
                seed=model._pseudonym_seed(),
                since=since or date.min,
                name=model._name,
            )
        )
        return {
            (company, month): found for company, month, found in self.env.cr.fetchall()
        }

    @api.model
    def _replace(self, model, months):
        table = SQL.identifier(model._table)
        columns = SQL(", ").join(map(SQL.identifier, model._facts_columns()))
        chosen = self._chosen(months)
        self.env.cr.execute(
            SQL("DELETE FROM %s WHERE kept IS NOT TRUE AND %s", table, chosen)
        )
        self.env.cr.execute(
            SQL(
                "INSERT INTO %s (%s) SELECT * FROM (%s) AS fact WHERE %s",
                table,
                columns,
                model._facts_query(),
                chosen,
            )
        )
        self.env.cr.execute(
            SQL(
                "DELETE FROM oco_fact_month"
                " WHERE fact = %s AND (company_id, month) IN %s",
                model._name,
                tuple(months),
            )
        )
        there = [(model._name, *key, found) for key, found in months.items() if found]
        if there:
            self.env.cr.execute(
                SQL(
                    "INSERT INTO oco_fact_month (fact, company_id, month, fingerprint)"
                    " VALUES %s",
                    SQL(", ").join(SQL("%s", row) for row in there),
                )
            )

    @api.model
    def _chosen(self, months):
        """SQL that is true for facts in these months of these organisations."""
        return SQL(
            # The outer days first: an index finds those.
            "date >= %s AND date < %s::date + interval '1 month'"
            " AND (company_id, %s) IN %s",
            min(month for _company, month in months),
            max(month for _company, month in months),
            SQL(sql_period_start("month")),
            tuple(months),
        )

    # Files that are destroyed --------------------------------------------------------

    @api.model
    def _count_facts(self):
        """How many of what in each period, before files are destroyed.

        :return: {model: {(first day, kind of period and the other dimensions): number}}
        """
        self._update()
        return self._fact_counts()

    @api.model
    def _fact_counts(self):
        counts = {}
        for model in self._fact_models():
            counts[model] = {}
            for period in model._kept_periods():
                self.env.cr.execute(
                    SQL(
                        "SELECT %s, %s, %s, %s FROM %s GROUP BY %s",
                        SQL(sql_period_start(period)),
                        period,
                        self._dimensions(model),
                        SQL(model._count_of(period)),
                        SQL.identifier(model._table),
                        SQL("1, %s", self._dimensions(model)),
                    )
                )
                found = self.env.cr.fetchall()
                counts[model] |= {tuple(key): number for *key, number in found}
        return counts

    @api.model
    def _keep_facts(self, before):
        """Keep what the files counted that are there no more, on a period's first day.

        :param before: what `_count_facts` gave before they went
        """
        changed = self._update_facts()
        for model, after in self._fact_counts().items():
            gone = [
                (*key, number - after.get(key, 0), True)
                for key, number in before[model].items()
                if number != after.get(key, 0)
            ]
            table = SQL.identifier(model._table)
            columns = SQL(
                "date, kept_period, %s, quantity, kept", self._dimensions(model)
            )
            for row in gone:
                self.env.cr.execute(
                    SQL("INSERT INTO %s (%s) VALUES %s", table, columns, row)
                )
        self._build_cubes(changed)

    @api.model
    def _dimensions(self, model):
        return SQL(", ").join(map(SQL.identifier, model._dimensions()))

    # Cubes ---------------------------------------------------------------------------

    @api.model
    def _build(self, cube, period, months):
        """Build the cells of one cube anew for the periods that these months lie in.

        :param months: [(organisation, first day of a month)]
        """
        starts = {(company, period_start(month, period)) for company, month in months}
        if cube.may_be_quarterly:
            starts = self._told(period, starts)
        if not starts:
            return
        cells = SQL(
            "SELECT company_id, %(start)s, %(measure)s, %(dimensions)s, %(quantity)s"
            " FROM %(facts)s WHERE date BETWEEN %(first)s AND %(last)s"
            " AND (company_id, %(start)s) IN %(starts)s AND %(condition)s"
            " GROUP BY 1, 2, 3, %(dimensions)s",
            start=SQL(sql_period_start(period)),
            measure=SQL(cube.measure),
            dimensions=SQL(", ").join(map(SQL.identifier, cube.dimensions)),
            quantity=SQL(self.env[cube.fact]._count_of(period)),
            facts=SQL.identifier(self.env[cube.fact]._table),
            first=min(start for _company, start in starts),
            last=period_end(max(start for _company, start in starts), period),
            starts=tuple(starts),
            condition=SQL(cube.counted(period)),
        )
        self.env.cr.execute(cells)
        tables = defaultdict(dict)
        for company, start, measure, *key, quantity in self.env.cr.fetchall():
            tables[company, start, measure][tuple(key)] = quantity
        if cube.is_rounded:
            parts = self._parts(cube, period, starts)
            tables = {
                key: round_small_counts(
                    counts, SMALL_COUNT_BASE, cube.known_totals, parts[key]
                )
                for key, counts in tables.items()
            }
        self._put(
            cube.name,
            period,
            cube.dimensions,
            starts,
            tables,
            adds_up=not cube.counts_people,
            noise=SMALL_COUNT_BASE if cube.is_rounded else 0,
        )

    @api.model
    def _told(self, period, starts):
        """Those of these months, or quarters, that their organisation tells of."""
        self.env["res.company"].flush_model(["quarterly_from"])
        self.env.cr.execute(
            "SELECT id, quarterly_from FROM res_company"
            " WHERE quarterly_from IS NOT NULL"
        )
        since = dict(self.env.cr.fetchall())
        return {
            (company, start)
            for company, start in starts
            if (period == "quarter") == (company in since and start >= since[company])
        }

    @api.model
    def _parts(self, cube, period, starts):
        """The cells of the shorter periods that these are made of, for unique people.

        :return: {(organisation, first day, measure): [{dimensions: quantity}]}, one
            for each shorter period that is over, though nobody came in it
        """
        parts = defaultdict(list)
        if not cube.counts_people or period == "month":
            return parts
        kinds = list(PERIODS)
        shorter = kinds[kinds.index(period) - 1]
        self.env.cr.execute(
            SQL(
                "SELECT company_id, date, measure, %s, quantity FROM oco_figure"
                " WHERE cube = %s AND period = %s AND (company_id, %s) IN %s",
                SQL(", ").join(map(SQL.identifier, cube.dimensions)),
                cube.name,
                shorter,
                SQL(sql_period_start(period)),
                tuple(starts),
            )
        )
        cells = defaultdict(dict)
        measures = set()
        for company, start, measure, *key, quantity in self.env.cr.fetchall():
            cells[company, start, measure][tuple(key)] = quantity
            measures.add(measure)
        running = fields.Date.today().replace(day=1)
        for company, start in starts:
            for months in range(0, PERIODS[period], PERIODS[shorter]):
                part = start + relativedelta(months=months)
                for measure in measures:
                    if part < running:
                        parts[company, start, measure].append(
                            cells[company, part, measure]
                        )
        return parts

    @api.model
    def _build_stock(self):
        """Active cases at the end of each month, up to the present one."""
        self.env.cr.execute(STOCK)
        tables = defaultdict(dict)
        for company, start, team, quantity in self.env.cr.fetchall():
            tables[company, start, "cases_end"][team,] = quantity
        self.env.cr.execute(
            "SELECT DISTINCT company_id, date FROM oco_figure WHERE cube = 'stock'"
        )
        starts = set(self.env.cr.fetchall()) | {key[:2] for key in tables}
        if starts:
            self._put("stock", "month", ("team_id",), starts, tables, adds_up=False)

    @api.model
    def _put(self, cube, period, dimensions, starts, tables, adds_up, noise=0):
        """Replace the cells of open periods; compare those of closed ones.

        :param starts: {(organisation, first day)} of all periods that were counted
        :param tables: {(organisation, first day, measure): {dimensions: quantity}}
        :param adds_up: cells of several periods may be added up
        :param noise: a difference from a closed cell that rounding alone can make
        """
        closings = self._closings(period, starts)
        open_starts = starts - closings.keys()
        if open_starts:
            self.env.cr.execute(
                SQL(
                    "DELETE FROM oco_figure WHERE cube = %s AND period = %s"
                    " AND closing_id IS NULL"
                    " AND (company_id, COALESCE(corrects, date)) IN %s",
                    cube,
                    period,
                    tuple(open_starts),
                )
            )
        self._write_cells(
            cube,
            period,
            dimensions,
            [
                (company, start, measure, None, key, quantity)
                for (company, start, measure), counts in tables.items()
                if (company, start) in open_starts
                for key, quantity in counts.items()
            ],
        )
        if closings:
            self._compare(cube, period, dimensions, closings, tables, adds_up, noise)

    @api.model
    def _write_cells(self, cube, period, dimensions, cells):
        """:param cells: [(organisation, start, measure, corrects, key, number)]"""
        if not cells:
            return
        rows = [
            (cube, period, start, period_end(start, period), company, measure, corrects)
            + (*key, quantity, quantity / 60 if measure == "minutes" else None)
            for company, start, measure, corrects, key, quantity in cells
        ]
        self.env.cr.execute(
            SQL(
                "INSERT INTO oco_figure (cube, period, date, date_to, company_id,"
                " measure, corrects, %s, quantity, hours) VALUES %s",
                SQL(", ").join(map(SQL.identifier, dimensions)),
                SQL(", ").join(SQL("%s", row) for row in rows),
            )
        )

    @api.model
    def _build_between(self, company, first, last):
        """Count the cubes of an organisation anew that have a cell in these days."""
        months = []
        month = period_start(first, "month")
        while month <= last:
            months.append((company.id, month))
            month = period_end(month, "month") + timedelta(days=1)
        self._lock()
        self._build_cubes({model._name: months for model in self._fact_models()})
        self._build_stock()
        self.env.invalidate_all()
