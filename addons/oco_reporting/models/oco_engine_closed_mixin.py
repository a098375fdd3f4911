from datetime import timedelta

from odoo import api, models
from odoo.tools import SQL

from ..cubes import period_end


class OcoEngineClosedMixin(models.AbstractModel):
    """What the engine does with periods that are closed (`oco.period`).

    It leaves their cells alone, notes which would be different now, and puts a
    correction in the first open period of the same kind.
    """

    _name = "oco.engine.closed.mixin"
    _description = "Figures of closed periods"

    @api.model
    def _closings(self, period, starts):
        """Which of these periods are closed.

        :return: {(organisation, first day): the closing that froze it}
        """
        self.env["oco.period"].flush_model(["state"])
        self.env["oco.period.closing"].flush_model(["reopened_on"])
        self.env.cr.execute(
            SQL(
                """
                SELECT closed.company_id, closed.date, closed.date_to, closing.id
                  FROM oco_period closed
                  JOIN oco_period_closing closing ON closing.period_id = closed.id
                 WHERE closed.state = 'closed' AND closing.reopened_on IS NULL
                   AND closed.company_id IN %s
              ORDER BY closing.id DESC
                """,
                tuple({company for company, _start in starts}),
            )
        )
        found = {}
        # Of closings around the same period the first froze it: it comes last here.
        for company, first, last, closing in self.env.cr.fetchall():
            for owner, start in starts:
                if (
                    owner == company
                    and first <= start <= period_end(start, period) <= last
                ):
                    found[owner, start] = closing
        return found

    @api.model
    def _compare(self, cube, period, dimensions, closings, tables, adds_up, noise):
        """Note what would be different now; correct it in the next open month.

        Corrections that were closed themselves count as closed. One contact more can
        round cells of other teams the other way, up or down by the base: that is no
        correction, and telling it would show where the contact went.
        """
        self.env.cr.execute(
            SQL(
                "DELETE FROM oco_figure WHERE cube = %s AND period = %s"
                " AND closing_id IS NULL AND (company_id, corrects) IN %s",
                cube,
                period,
                tuple(closings),
            )
        )
        columns = SQL(", ").join(map(SQL.identifier, dimensions))
        self.env.cr.execute(
            SQL(
                "SELECT company_id, COALESCE(corrects, date), measure, %s,"
                " SUM(quantity)::integer FROM oco_figure"
                " WHERE cube = %s AND period = %s AND closing_id IS NOT NULL"
                " AND (company_id, COALESCE(corrects, date)) IN %s"
                " GROUP BY 1, 2, 3, %s",
                columns,
                cube,
                period,
                tuple(closings),
                columns,
            )
        )
        closed = {
            (company, start, measure, tuple(key)): quantity
            for company, start, measure, *key, quantity in self.env.cr.fetchall()
        }
        now = {
            (*table, key): quantity
            for table, counts in tables.items()
            if table[:2] in closings
            for key, quantity in counts.items()
        }
        changed = sorted(
            (
                cell
                for cell in closed.keys() | now.keys()
                if abs(closed.get(cell, 0) - now.get(cell, 0)) > noise
            ),
            key=repr,
        )
        self._note_differences(cube, period, dimensions, closings, changed, closed, now)
        if adds_up:
            self._write_cells(
                cube,
                period,
                dimensions,
                [
                    (
                        company,
                        self._next_open(company, start, period),
                        measure,
                        start,
                        key,
                        now.get(cell, 0) - closed.get(cell, 0),
                    )
                    for cell in changed
                    for company, start, measure, key in [cell]
                ],
            )

    @api.model
    def _note_differences(
        self, cube, period, dimensions, closings, changed, closed, now
    ):
        differences = self.env["oco.period.difference"]
        self.env.cr.execute(
            SQL(
                "DELETE FROM oco_period_difference WHERE cube = %s AND period = %s"
                " AND (company_id, date) IN %s",
                cube,
                period,
                tuple(closings),
            )
        )
        # Elevated: nobody writes what the engine compares.
        differences.sudo().create(
            [
                {
                    "closing_id": closings[company, start],
                    "cube": cube,
                    "measure": measure,
                    "period": period,
                    "date": start,
                    "label": self._label(dimensions, key),
                    "closed_quantity": closed.get((company, start, measure, key), 0),
                    "now_quantity": now.get((company, start, measure, key), 0),
                }
                for company, start, measure, key in changed
            ]
        )

    @api.model
    def _label(self, dimensions, key):
        """The names of what a cell is counted by."""
        figures = self.env["oco.figure"]
        words = []
        for name, value in zip(dimensions, key, strict=True):
            field = figures._fields[name]
            if field.groups:
                continue  # managers read the label, and not the code of who worked
            if value and field.comodel_name:
                # Elevated: names of lists and teams.
                value = self.env[field.comodel_name].sudo().browse(value).display_name
            words.append(str(value) if value else "–")
        return ", ".join(words)

    @api.model
    def _next_open(self, company, start, period):
        """The first period after `start` that is not closed."""
        while self._closings(period, {(company, start)}):
            start = period_end(start, period) + timedelta(days=1)
        return start
