import json

from odoo import api, fields, models
from odoo.tools import SQL

from .. import disclosure
from ..disclosure import Counts, Period, Shown
from ..outgoing import bounded
from .oco_outgoing_mixin import OUTGOING


class OcoRelease(models.Model):
    """What of the counts of closed periods was shown, and what not.

    Kept as soon as a workbook shows it, or something that goes to a municipality, also
    a draft: what somebody has seen cannot be taken back, and everything that comes
    later reckons with it. Of the same closings there is one release; all that is made
    of them shows the same.
    """

    _name = "oco.release"
    _description = "Counts that were shown"
    _order = "date_from, date_to, id"

    company_id = fields.Many2one(
        "res.company",
        required=True,
        index=True,
        readonly=True,
        ondelete="cascade",
        help="Whose figures.",
    )
    date_from = fields.Date(required=True, readonly=True, help="First day shown.")
    date_to = fields.Date(required=True, readonly=True, help="Last day shown.")
    closing_ids = fields.Many2many(
        "oco.period.closing",
        string="Closings",
        readonly=True,
        ondelete="restrict",
        help="The closed periods that the counts are of; they follow each other.",
    )
    threshold = fields.Integer(
        required=True, readonly=True, help="The lowest count that was shown."
    )
    withheld = fields.Text(
        required=True,
        readonly=True,
        help="Which cells and totals of each table were not shown, as JSON.",
    )

    @api.model
    def _closings(self, company, first, last):
        """The closings that together are exactly these days; none when there are none.

        The longest period from each first day on: a year rather than its quarters, of
        which a resident who came in two cannot be counted once.
        """
        # Elevated: counts that nobody reads, of an organisation the caller has checked.
        found = self.env["oco.period.closing"].sudo()
        day = first
        while day <= last:
            period = (
                self.env["oco.period"]
                .sudo()
                .search(
                    [
                        ("company_id", "=", company.id),
                        ("state", "=", "closed"),
                        ("date", "=", day),
                        ("date_to", "<=", last),
                    ],
                    order="date_to desc",
                    limit=1,
                )
            )
            if not period.closing_id.counts:
                return found.browse()
            found |= period.closing_id
            day = fields.Date.add(period.date_to, days=1)
        return found

    @api.model
    def _for(self, company, first, last):
        """The release of these days, made when it is not there yet.

        :return: empty when the days are not closed
        :raises Overlap: they lie partly within days that were shown
        """
        closings = self._closings(company, first, last)
        if not closings:
            return self.browse()
        # One at a time for an organisation: each must know of the other.
        self.env.cr.execute(
            SQL("SELECT 1 FROM res_company WHERE id = %s FOR UPDATE", company.id)
        )
        # Elevated: what was shown, for the engine alone.
        earlier = self.sudo().search([("company_id", "=", company.id)])
        known = earlier.filtered(lambda release: release.closing_ids == closings)
        if known:
            return known[:1]
        counts = self._counts_of(closings)
        least = self.env["oco.kpi.value"]._least_residents()
        period = Period(first, last, tuple(sorted(closings.ids)))
        hidden = disclosure.withheld(
            counts, period, least, [one._known() for one in earlier._around(period)]
        )
        # What is out cannot be taken back: then at least the sums beside it.
        told = self._told_rounded(company, first, last)
        hidden.update(dict.fromkeys(bounded(hidden, told)))
        return self.sudo().create(
            {
                "company_id": company.id,
                "date_from": first,
                "date_to": last,
                "closing_ids": [(6, 0, closings.ids)],
                "threshold": least,
                "withheld": json.dumps(hidden, sort_keys=True),
            }
        )

    @api.model
    def _told_rounded(self, company, first, last):
        """What was told rounded of some of these days, before it was told exactly."""
        # Elevated: for whom it was makes no difference to what is known.
        papers = [
            paper
            for model in OUTGOING
            for paper in self.env[model]
            .sudo()
            .search([("company_id", "=", company.id), ("rounded", "!=", False)])
        ]
        return {
            name
            for paper in papers
            for since, until, name in json.loads(paper.rounded)
            if since <= str(last) and until >= str(first)
        }

    @api.model
    def _counts_of(self, closings):
        """The exact counts of closings that follow each other."""
        # Elevated: nobody reads them; they leave behind what is withheld.
        ordered = closings.sudo().sorted(lambda closing: closing.period_id.date)
        return disclosure.merged([Counts.loads(one.counts) for one in ordered])

    def _known(self):
        """(counts, period, what was withheld), as `disclosure.withheld` takes it."""
        self.ensure_one()
        hidden = {
            name: cells and [tuple(cell) for cell in cells]
            for name, cells in json.loads(self.withheld).items()
        }
        closings = tuple(sorted(self.closing_ids.ids))
        period = Period(self.date_from, self.date_to, closings)
        return self._counts_of(self.closing_ids), period, hidden

    def _shown(self):
        """The counts as a workbook shows them."""
        counts, _period, hidden = self._known()
        return Shown(counts, hidden, self.threshold)

    def _around(self, period):
        """Those that have days in common with a period, or with one of those."""
        first, last = period.first, period.last
        found, left = self.browse(), self
        while near := [
            one for one in left if one.date_from <= last and one.date_to >= first
        ]:
            found = found.concat(*near)
            left = self - found
            first = min(first, *found.mapped("date_from"))
            last = max(last, *found.mapped("date_to"))
        return found
