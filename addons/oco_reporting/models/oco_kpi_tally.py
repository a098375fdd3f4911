import hashlib
import json
from collections import defaultdict

from odoo import api, fields, models
from odoo.tools import SQL


class OcoKpiTally(models.Model):
    """The rounded cells that the values of a KPI are sums of, of one period.

    Kept as they were told: a year is the sum of its quarters as those were closed, and
    what goes on being open is rounded with what was told of it before
    (`kpi_protection.round_tables`). Nobody has rights on it: values show sums.
    """

    _name = "oco.kpi.tally"
    _description = "Rounded cells of a KPI"
    _log_access = False

    counted = fields.Char(
        required=True,
        help="A checksum over what is counted, by what. With another definition of the "
        "KPI other cells are counted.",
    )
    company_id = fields.Many2one(
        "res.company", required=True, ondelete="cascade", help="Whose figures."
    )
    period = fields.Char(required=True, help="The kind of period.")
    date = fields.Date(required=True, help="First day of the period.")
    cells = fields.Text(required=True, help="Key and number of each cell, as JSON.")

    _tally_uniq = models.UniqueIndex("(counted, company_id, period, date)")

    @api.model
    def _counted(self, *definition):
        return hashlib.sha256(repr(definition).encode()).hexdigest()

    @api.model
    def _told(self, counted):
        """:return: {organisation: {(kind, first day): {cell: number}}}"""
        found = defaultdict(dict)
        for company, kind, start, cells in self.env.execute_query(
            SQL(
                "SELECT company_id, period, date, cells FROM oco_kpi_tally"
                " WHERE counted = %s",
                counted,
            )
        ):
            found[company][kind, start] = {
                (*keys, tuple(map(tuple, flags))): number
                for (*keys, flags), number in json.loads(cells)
            }
        return found

    @api.model
    def _keep(self, counted, tables):
        """Write down what is told of periods, in place of what was there.

        :param tables: {(kind, first day, organisation): {cell: number}}
        """
        if not tables:
            return
        self.env.cr.execute(
            SQL(
                "DELETE FROM oco_kpi_tally WHERE counted = %s"
                " AND (period, date, company_id) IN %s",
                counted,
                tuple(tables),
            )
        )
        rows = [
            (counted, *key, json.dumps(list(cells.items())))
            for key, cells in tables.items()
            if cells
        ]
        if rows:
            self.env.cr.execute(
                SQL(
                    "INSERT INTO oco_kpi_tally"
                    " (counted, period, date, company_id, cells) VALUES %s",
                    SQL(", ").join(SQL("%s", row) for row in rows),
                )
            )
