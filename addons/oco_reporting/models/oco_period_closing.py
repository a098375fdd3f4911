import hashlib
import json

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL


class OcoPeriodClosing(models.Model):
    """One closing of a period: which cells were frozen, and a checksum over them.

    The cells themselves carry the closing; values of KPIs stay while it stands.
    `content` is what the checksum is of, as JSON: a copy for an auditor to take along.
    """

    _name = "oco.period.closing"
    _description = "Closing of a period"
    _order = "period_id, version desc"
    _rec_name = "version"

    period_id = fields.Many2one(
        "oco.period",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
        help="The period.",
    )
    company_id = fields.Many2one(
        related="period_id.company_id", store=True, help="Whose figures."
    )
    version = fields.Integer(
        required=True, readonly=True, help="The how manieth closing it is."
    )
    proposed_by_id = fields.Many2one(
        "res.users", readonly=True, ondelete="restrict", help="Who proposed it."
    )
    closed_by_id = fields.Many2one(
        "res.users", readonly=True, ondelete="restrict", help="Who closed it."
    )
    closed_on = fields.Datetime(
        readonly=True, default=fields.Datetime.now, help="When it was closed."
    )
    checksum = fields.Char(
        string="SHA-256", readonly=True, help="Over the frozen figures."
    )
    content = fields.Text(
        readonly=True,
        # It names the codes of who worked, which managers do not read.
        groups="client_support.group_finance",
        help="The frozen figures, as JSON.",
    )
    counts = fields.Text(
        readonly=True,
        groups=fields.NO_ACCESS,
        help="The exact counts of the period, as JSON: workbooks show them protected.",
    )
    counts_checksum = fields.Char(
        readonly=True,
        # Who has it can try which small counts give it.
        groups=fields.NO_ACCESS,
        help="SHA-256 over the exact counts.",
    )
    reopened_on = fields.Datetime(readonly=True, help="When it was opened again.")
    reopened_by_id = fields.Many2one(
        "res.users", readonly=True, ondelete="restrict", help="Who opened it again."
    )
    reopen_reason = fields.Text(readonly=True, help="Why it was opened again.")
    difference_ids = fields.One2many(
        "oco.period.difference",
        "closing_id",
        string="Closed / now",
        help="Cells that would be different if they were counted now.",
    )

    def _freeze(self):
        """Freeze the cells of the period that no earlier closing holds."""
        self.ensure_one()
        self.env.cr.execute(
            SQL(
                "UPDATE oco_figure SET closing_id = %s WHERE closing_id IS NULL"
                " AND cube != 'published' AND company_id = %s"
                " AND date >= %s AND date_to <= %s",
                self.id,
                self.company_id.id,
                self.period_id.date,
                self.period_id.date_to,
            )
        )
        self.env["oco.figure"].invalidate_model(["closing_id"])
        self.content = self._frozen_content()
        self.checksum = self._checksum_of(self.content)
        period = self.period_id
        self.counts = (
            self.env["oco.accountability.counts"]
            ._counts(self.company_id, period.date, period.date_to)
            .dumps()
        )
        self.counts_checksum = self._checksum_of(self.counts)

    def _thaw(self, reason):
        """:raises UserError: without a reason"""
        self.ensure_one()
        if not (reason or "").strip():
            raise UserError(self.env._("Say why the period is opened again."))
        self.write(
            {
                "reopened_on": fields.Datetime.now(),
                "reopened_by_id": self.env.uid,
                "reopen_reason": reason,
            }
        )
        self.difference_ids.unlink()
        self.env.cr.execute(
            SQL(
                "UPDATE oco_figure SET closing_id = NULL WHERE closing_id = %s", self.id
            )
        )
        self.env["oco.figure"].invalidate_model(["closing_id"])

    def _is_unchanged(self):
        """Whether cells and copy are still what the checksum was made of."""
        self.ensure_one()
        return (
            self.checksum
            == self._checksum_of(self.content)
            == self._checksum_of(self._frozen_content())
            # Closed before counts were kept: there is nothing to compare.
            and (
                not self.counts
                or self.counts_checksum == self._checksum_of(self.counts)
            )
        )

    def _frozen_content(self):
        """The frozen cells and KPIs as JSON, in an order of their own."""
        self.env.cr.execute(
            SQL(
                "SELECT jsonb_strip_nulls(to_jsonb(cell) - 'id' - 'closing_id')"
                " FROM oco_figure AS cell WHERE closing_id = %s",
                self.id,
            )
        )
        found = self.env.cr.fetchall()
        # Targets and what stands beside a value may still change.
        self.env.cr.execute(
            SQL(
                "SELECT jsonb_strip_nulls(to_jsonb(kpi) - '{id,target,has_target,"
                "previous_value,has_previous}'::text[]) FROM oco_kpi_value AS kpi"
                " WHERE company_id = %s AND date >= %s AND date_to <= %s",
                self.company_id.id,
                self.period_id.date,
                self.period_id.date_to,
            )
        )
        found += self.env.cr.fetchall()
        cells = [json.dumps(cell, sort_keys=True) for (cell,) in found]
        return "[{}]".format(",\n".join(sorted(cells)))

    @api.model
    def _checksum_of(self, content):
        return hashlib.sha256((content or "").encode()).hexdigest()
