from datetime import date

from odoo.tools import SQL

from odoo.addons.client_support.tests.common import ClientSupportCase

MONTHS = [date(2025, month, 1) for month in range(1, 13)]


class MadeUpYear(ClientSupportCase):
    """A year made up in the tables of facts, of which a manager has every value."""

    @classmethod
    def build(cls):
        engine = cls.env["oco.engine"]
        months = [(cls.organisation.id, month) for month in MONTHS]
        engine._build_cubes({model._name: months for model in engine._fact_models()})

    @classmethod
    def _put(cls, fact, columns, counts, **values):
        values |= {"company_id": cls.organisation.id}
        names = SQL(", ").join(map(SQL.identifier, (*columns, *values, "quantity")))
        for cell, count in counts.items():
            cls.env.cr.execute(
                SQL(
                    "INSERT INTO %s (%s) VALUES %s",
                    SQL.identifier(f"oco_fact_{fact}"),
                    names,
                    (*cell, *values.values(), count),
                )
            )

    def values(self, code):
        """Every value of a KPI that is shown."""
        return self.as_role("manager", "oco.kpi.value").search_read(
            [
                ("kpi_id.code", "=", code),
                ("company_id", "=", self.organisation.id),
                ("is_hidden", "=", False),
            ],
            [
                *("period", "date", "breakdown", "team_id", "key_code", "part"),
                *("numerator", "denominator", "n"),
            ],
        )


class MadeUpTeams(MadeUpYear):
    """Of two teams, known from the first month on."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.teams = cls.team | cls.env["client.team"].create(
            {"name": "Wal", "company_id": cls.organisation.id}
        )
        cls.env.cr.execute(
            "INSERT INTO oco_fact_month (fact, company_id, month, fingerprint)"
            " VALUES ('oco.fact.case', %s, %s, '1')",
            [cls.organisation.id, MONTHS[0]],
        )
