from collections import defaultdict

from odoo import api, models
from odoo.exceptions import AccessError
from odoo.tools import SQL

from ..rounding import round_small_counts

# Life domains say something on a person: those counts are rounded when built.
SMALL_COUNT_BASE = 5

# Each statement fills one fact table from the files. Written in SQL: a year of
# contacts takes a second, and nothing of a file passes through Python.
FACTS = {
    "oco.fact.contact": """
        INSERT INTO oco_fact_contact
               (date, company_id, team_id, channel_id, kind_id, quantity)
        SELECT date, company_id, team_id, channel_id, kind_id, 1
          FROM client_contact
     UNION ALL
        SELECT contact.date, team.company_id, team.id,
               contact.channel_id, contact.kind_id, 1
          FROM client_contact_anonymous contact
          JOIN client_team team ON team.id = contact.team_id
    """,
    "oco.fact.question": """
        INSERT INTO oco_fact_question
               (date, company_id, team_id, life_domain_id, quantity)
        SELECT COALESCE(contact.date, file.registration_date),
               COALESCE(contact.company_id, file.company_id),
               COALESCE(contact.team_id, file.team_id),
               question.life_domain_id, 1
          FROM client_question question
          LEFT JOIN client_contact contact ON contact.id = question.contact_id
          LEFT JOIN client_case file ON file.id = question.case_id
     UNION ALL
        SELECT contact.date, team.company_id, team.id, link.life_domain_id, 1
          FROM client_contact_anonymous contact
          JOIN client_team team ON team.id = contact.team_id
          JOIN client_contact_anonymous_life_domain_rel link
            ON link.client_contact_anonymous_id = contact.id
    """,
    "oco.fact.case": """
        INSERT INTO oco_fact_case (date, company_id, team_id, event, quantity)
        SELECT start_date, company_id, team_id, 'new', 1
          FROM client_case WHERE start_date IS NOT NULL
     UNION ALL
        SELECT close_date, company_id, team_id, 'closed', 1
          FROM client_case WHERE close_date IS NOT NULL
     UNION ALL
        SELECT event.date, file.company_id, file.team_id, event.name, 1
          FROM client_case_closure closure
          JOIN client_case file ON file.id = closure.case_id
         CROSS JOIN LATERAL (VALUES (closure.closed_on, 'closed'),
                                    (closure.reopened_on, 'reopened'))
               AS event(date, name)
    """,
}

# Workload: exact, because it says what a team did and not who came.
EXACT_CUBES = {
    "contacts": """
        INSERT INTO oco_figure
               (cube, measure, date, date_to, company_id, team_id, channel_id, kind_id,
                quantity)
        SELECT 'contacts',
               CASE WHEN kind.counts_as_ia THEN 'contacts' ELSE 'contacts_other' END,
               {month}, {month_end}, company_id, team_id, channel_id, kind_id,
               SUM(quantity)
          FROM oco_fact_contact fact
          JOIN client_contact_kind kind ON kind.id = fact.kind_id
      GROUP BY 2, 3, 4, company_id, team_id, channel_id, kind_id
    """,
    "cases": """
        INSERT INTO oco_figure
               (cube, measure, date, date_to, company_id, team_id, quantity)
        SELECT 'cases',
               CASE event WHEN 'new' THEN 'cases_new' ELSE 'cases_closed' END,
               {month}, {month_end}, company_id, team_id, SUM(quantity)
          FROM oco_fact_case fact
         WHERE event != 'reopened'
      GROUP BY 2, 3, 4, company_id, team_id
    """,
    # A case is active on a day when it began on or before it and did not end on or
    # before it (K05): what began or was reopened minus what ended, summed up to that
    # day.
    "stock": """
        INSERT INTO oco_figure
               (cube, measure, date, date_to, company_id, team_id, quantity)
        SELECT 'stock', 'cases_end', month.day,
               (month.day + interval '1 month - 1 day')::date,
               fact.company_id, fact.team_id,
               SUM(CASE event WHEN 'closed' THEN -quantity ELSE quantity END)
          FROM generate_series(
                   (SELECT date_trunc('month', MIN(date)) FROM oco_fact_case),
                   date_trunc('month', CURRENT_DATE), interval '1 month'
               ) AS month(day)
          JOIN oco_fact_case fact ON fact.date < month.day + interval '1 month'
      GROUP BY month.day, fact.company_id, fact.team_id
    """,
}
MONTH = {
    "month": "date_trunc('month', fact.date)::date",
    "month_end": "(date_trunc('month', fact.date) + interval '1 month - 1 day')::date",
}


class OcoEngine(models.AbstractModel):
    """Builds facts from files and cubes from facts; the only reader of facts."""

    _name = "oco.engine"
    _description = "Builder of figures"

    @api.model
    def action_rebuild(self):
        """Build all live figures anew, for a manager or finance.

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
        self._rebuild()
        return {"type": "ir.actions.client", "tag": "soft_reload"}

    @api.model
    def _cron_rebuild(self):
        self._rebuild()

    @api.model
    def _rebuild(self):
        """The same files give the same figures, however often this runs."""
        self._lock()
        self._fill_facts()
        self.env.cr.execute("DELETE FROM oco_figure WHERE cube != 'published'")
        for statement in EXACT_CUBES.values():
            self.env.cr.execute(SQL(statement.format(**MONTH)))
        self._build_domains()
        self.env.invalidate_all()

    @api.model
    def _lock(self):
        """Let one transaction at a time work on facts."""
        # Touch one row: of two builds at once the second fails and is tried again.
        # Without facts yet neither sees what the other adds, and all would count twice.
        self.env.cr.execute(
            "UPDATE ir_model SET state = state WHERE model = %s", [self._name]
        )

    @api.model
    def _fill_facts(self):
        """Facts of the files as they are; those of destroyed files stay."""
        self.env.flush_all()
        for model, statement in FACTS.items():
            table = SQL.identifier(self.env[model]._table)
            self.env.cr.execute(SQL("DELETE FROM %s WHERE kept IS NOT TRUE", table))
            self.env.cr.execute(SQL(statement))

    @api.model
    def _count_facts(self):
        """How many of what in each month, before files are destroyed.

        :return: {model: {(month and the other dimensions): quantity}}
        """
        self._lock()
        self._fill_facts()
        counts = {}
        for model in FACTS:
            self.env.cr.execute(
                SQL(
                    "SELECT date_trunc('month', date)::date, %s, SUM(quantity)"
                    " FROM %s GROUP BY %s",
                    self._dimensions(model),
                    SQL.identifier(self.env[model]._table),
                    SQL("1, %s", self._dimensions(model)),
                )
            )
            counts[model] = {tuple(key): n for *key, n in self.env.cr.fetchall()}
        return counts

    @api.model
    def _keep_facts(self, before):
        """Keep what the files counted that are there no more, on the month's first day.

        :param before: what `_count_facts` gave before they went
        """
        for model, after in self._count_facts().items():
            gone = [
                (*key, quantity - after.get(key, 0), True)
                for key, quantity in before[model].items()
                if quantity != after.get(key, 0)
            ]
            table = SQL.identifier(self.env[model]._table)
            columns = SQL("date, %s, quantity, kept", self._dimensions(model))
            for row in gone:
                self.env.cr.execute(
                    SQL("INSERT INTO %s (%s) VALUES %s", table, columns, row)
                )

    @api.model
    def _dimensions(self, model):
        """The columns of a fact beside its date and quantity."""
        names = sorted(
            name
            for name, field in self.env[model]._fields.items()
            if field.store and name not in ("id", "date", "quantity", "kept")
        )
        return SQL(", ").join(map(SQL.identifier, names))

    @api.model
    def _build_domains(self):
        """Questions by team and life domain, small counts rounded month by month."""
        self.env.cr.execute(
            SQL(
                """
                SELECT company_id, {month}, {month_end},
                       team_id, life_domain_id, SUM(quantity)::integer
                  FROM oco_fact_question fact
              GROUP BY 1, 2, 3, 4, 5
                """.format(**MONTH)
            )
        )
        periods = defaultdict(dict)
        for company, month, month_end, team, domain, count in self.env.cr.fetchall():
            periods[company, month, month_end][team, domain] = count
        rows = []
        for period, counts in periods.items():
            # By team, since its other figures are exact.
            rounded = round_small_counts(counts, SMALL_COUNT_BASE, exact=[0])
            rows.extend((*period, *key, count) for key, count in rounded.items())
        if rows:
            self.env.cr.execute(
                SQL(
                    """
                    INSERT INTO oco_figure
                           (cube, measure, company_id, date, date_to, team_id,
                            life_domain_id, quantity)
                    SELECT 'domains', 'questions', v.* FROM (VALUES %s) AS v
                    """,
                    SQL(", ").join(SQL("%s", row) for row in rows),
                )
            )
