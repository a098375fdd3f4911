from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tools import SQL, format_date

from odoo.addons.client_support.screen import labels, verdict

from ..cubes import PERIODS, period_end, period_start

KINDS = [
    ("month", "Month"),
    ("quarter", "Quarter"),
    ("half_year", "Half-year"),
    ("year", "Year"),
]
TYPED = ("company_id", "kind", "date")


class OcoPeriod(models.Model):
    """A period whose figures are closed: what was accounted for does not change.

    open → proposed by one → closed by another. Closing freezes every cell of the
    period under a checksum (`oco.period.closing`). What changes in the files
    afterwards is shown apart, as a correction in the next open month and as "closed /
    now" (`oco.period.difference`). A period is opened again with a reason, and its
    next closing is a new version.
    """

    _name = "oco.period"
    _description = "Period of figures"
    _order = "date desc, kind, company_id, id"

    company_id = fields.Many2one(
        "res.company",
        string="Organisation",
        required=True,
        index=True,
        ondelete="cascade",
        default=lambda self: self.env.company,
        help="Whose figures.",
    )
    kind = fields.Selection(
        KINDS, required=True, default="month", help="How long the period is."
    )
    date = fields.Date(
        string="From",
        required=True,
        # The month before: this one is not over.
        default=lambda self: fields.Date.subtract(
            period_start(fields.Date.context_today(self), "month"), months=1
        ),
        help="First day of the period.",
    )
    date_to = fields.Date(
        string="To", compute="_compute_date_to", store=True, help="Its last day."
    )
    state = fields.Selection(
        [
            ("open", "Open"),
            ("proposed", "Proposed for closing"),
            ("closed", "Closed"),
        ],
        required=True,
        readonly=True,
        default="open",
        help="Whether the figures of the period can still change.",
    )
    proposed_by_id = fields.Many2one(
        "res.users",
        readonly=True,
        ondelete="restrict",
        help="Who says that the figures are complete; somebody else closes.",
    )
    closing_ids = fields.One2many(
        "oco.period.closing",
        "period_id",
        string="Closings",
        help="Each time it was closed.",
    )
    closing_id = fields.Many2one(
        "oco.period.closing",
        compute="_compute_closing_id",
        store=True,
        help="The closing that stands.",
    )
    checksum = fields.Char(
        related="closing_id.checksum", help="SHA-256 of the figures as closed."
    )
    difference_ids = fields.One2many(
        related="closing_id.difference_ids", help="What changed since the closing."
    )
    checks = fields.Text(
        string="Checks before closing",
        compute="_compute_checks",
        help="What must be right before the period can be closed.",
    )
    may_close = fields.Boolean(
        compute="_compute_may_close", help="It waits for you to be closed."
    )

    _period_uniq = models.Constraint(
        "UNIQUE(company_id, kind, date)", "This period is there already."
    )

    @api.depends("date", "kind")
    def _compute_date_to(self):
        for period in self:
            period.date_to = (
                period.date and period.kind and period_end(period.date, period.kind)
            )

    @api.depends("closing_ids.reopened_on")
    def _compute_closing_id(self):
        for period in self:
            period.closing_id = period.closing_ids.filtered(
                lambda closing: not closing.reopened_on
            )[:1]

    @api.depends("state")
    @api.depends_context("uid")
    def _compute_may_close(self):
        for period in self:
            period.may_close = (
                period.state == "proposed" and period.proposed_by_id != self.env.user
            )

    @api.depends("company_id", "date", "date_to", "state")
    def _compute_checks(self):
        for period in self:
            period.checks = period.date_to and "\n".join(
                f"{'✓' if is_right else '✗'} {text}"
                for is_right, text in period._checked()
            )

    @api.depends("kind", "date")
    def _compute_display_name(self):
        kinds = labels(self, "kind")
        for period in self:
            period.display_name = period.date and (
                f"{kinds[period.kind]} {format_date(self.env, period.date)} – "
                f"{format_date(self.env, period.date_to)}"
            )

    @api.model
    def _search_display_name(self, operator, value):
        """By what it shows, and by how people call it: "quarter 3 2026", "2026"."""
        if operator == "in":
            found = self.search(Domain.TRUE).filtered(
                lambda period: period.display_name in value
            )
        elif operator == "ilike":
            asked = " ".join((value or "").casefold().split())
            found = self.search(Domain.TRUE).filtered(
                lambda period: asked in period._called().casefold()
            )
        else:
            return NotImplemented
        return Domain("id", "in", found.ids)

    def _called(self):
        """All names of it, one a line, in the language of the user."""
        self.ensure_one()
        kind, year = labels(self, "kind")[self.kind], self.date.year
        number = (self.date.month - 1) // PERIODS[self.kind] + 1
        return "\n".join(
            [
                self.display_name,
                f"{kind} {number} {year}",
                f"{kind} {year}",
                format_date(self.env, self.date, date_format="MMMM y"),
            ]
        )

    @api.constrains("kind", "date")
    def _check_date(self):
        for period in self:
            if period.date != period_start(period.date, period.kind):
                raise UserError(
                    self.env._("Fill in the first day of the month, quarter or year.")
                )

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            vals_list = [
                {name: vals[name] for name in TYPED if name in vals}
                for vals in vals_list
            ]
        return super().create(vals_list)

    # Checks --------------------------------------------------------------------------

    def _checked(self):
        """[(is it right, what was checked and found)], in the user's language."""
        self.ensure_one()
        open_hours = self._open_hours()
        off = self._stock_off()
        return [
            (
                self.date_to < fields.Date.context_today(self),
                self.env._("The period is over."),
            ),
            (
                not off,
                self.env._(
                    "Cases at the start, new, closed and at the end agree in each team."
                )
                if not off
                else self.env._(
                    "Cases do not agree in: %s.", ", ".join(off.mapped("name"))
                ),
            ),
            (
                not open_hours,
                self.env._("The hours of all supporters are closed.")
                if not open_hours
                else self.env._("Months of hours that are not closed: %s.", open_hours),
            ),
            (
                not self._begun_imports(),
                self.env._("No import of figures was begun and left."),
            ),
        ]

    def _stock_off(self):
        """Teams where begin + new + reopened - closed differs from the end (K06).

        Both sides are figures of now: the begin is counted from the files, as the rest
        is. A case that was entered late, in a month that is closed, is in no cell of
        that month but in every one that is open. Where the end itself is closed it was
        compared when it was; what came later is "closed / now".
        """
        # Read as the engine does: facts, which nobody has rights on, give a sum only.
        self.env.cr.execute(
            SQL(
                """
                SELECT team_id
                  FROM (
                    SELECT team_id,
                           CASE event WHEN 'closed' THEN -quantity ELSE quantity END
                               AS quantity
                      FROM oco_fact_case
                     WHERE company_id = %(company)s
                       AND event IN ('new', 'closed', 'reopened')
                       AND date <= %(last)s
                     UNION ALL
                    SELECT team_id, -quantity FROM oco_figure
                     WHERE cube = 'stock' AND company_id = %(company)s
                       AND date_to = %(last)s
                  ) AS movement
                 WHERE NOT EXISTS (
                       SELECT 1 FROM oco_figure
                        WHERE cube = 'stock' AND company_id = %(company)s
                          AND date_to = %(last)s AND closing_id IS NOT NULL)
              GROUP BY team_id HAVING SUM(quantity) != 0
                """,
                company=self.company_id.id,
                last=self.date_to,
            )
        )
        return self.env["client.team"].browse(
            team for (team,) in self.env.cr.fetchall()
        )

    def _open_hours(self):
        """How many months of supporters in the period are not closed."""
        # Elevated: a count; managers and finance do not read hours of persons.
        months = self.env["client.time.month"].sudo()
        domain = [
            ("company_id", "=", self.company_id.id),
            ("month", ">=", self.date),
            ("month", "<=", self.date_to),
        ]
        # Who wrote hours, in a month that has not been made to be closed.
        self.env.cr.execute(
            SQL(
                """
                SELECT COUNT(DISTINCT (supporter_id, date_trunc('month', date)))
                  FROM client_time worked
                 WHERE company_id = %s AND date BETWEEN %s AND %s
                   AND NOT EXISTS (
                       SELECT 1 FROM client_time_month month
                        WHERE month.supporter_id = worked.supporter_id
                          AND month.month = date_trunc('month', worked.date))
                """,
                self.company_id.id,
                self.date,
                self.date_to,
            )
        )
        (without,) = self.env.cr.fetchone()
        return without + months.search_count([*domain, ("closed_on", "=", False)])

    def _begun_imports(self):
        # Elevated: somebody else's import counts too; nothing of it is shown.
        return (
            self.env["oco.published.import"]
            .sudo()
            .search_count(
                [
                    ("company_id", "=", self.company_id.id),
                    ("date_from", "<=", self.date_to),
                    ("date_to", ">=", self.date),
                    ("state", "=", "check"),
                ]
            )
        )

    # Closing -------------------------------------------------------------------------

    def action_propose(self):
        """Say that the figures are complete; somebody else closes the period.

        :raises UserError: when a check is not right
        """
        self._check_role()
        self.env["oco.engine"]._update()
        for period in self:
            if period.state != "open":
                raise UserError(self.env._("Only an open period can be proposed."))
            period._refuse_unchecked()
        # Elevated: after the checks; nobody writes a period by hand.
        self.sudo().write({"state": "proposed", "proposed_by_id": self.env.uid})

    def action_back(self):
        """Take the proposal back."""
        self._check_role()
        proposed = self.filtered(lambda period: period.state == "proposed")
        # Elevated: as above.
        proposed.sudo().write({"state": "open", "proposed_by_id": False})

    def action_close(self):
        """Close the period as the second person.

        :raises UserError: when a check is not right, or the first one closes
        """
        self._check_role()
        engine = self.env["oco.engine"]
        engine._update()
        for period in self:
            if period.state != "proposed":
                raise UserError(self.env._("Propose the period for closing first."))
            if not period.may_close:
                raise UserError(
                    self.env._(
                        "Two people close a period: ask a colleague to close it."
                    )
                )
            period._refuse_unchecked()
            # Elevated: after the checks; nobody writes closings by hand.
            closing = period.sudo().closing_ids.create(
                {
                    "period_id": period.id,
                    "version": len(period.closing_ids) + 1,
                    "proposed_by_id": period.proposed_by_id.id,
                    "closed_by_id": self.env.uid,
                }
            )
            closing._freeze()
            period.sudo().state = "closed"

    def action_ask_reopen(self):
        """Ask for the reason of opening the period again."""
        self.ensure_one()
        self._check_role()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Open again"),
            "res_model": "oco.period.reopening",
            "view_mode": "form",
            "target": "new",
            "context": {"default_period_id": self.id},
        }

    def _reopen(self, reason):
        """Let the figures of the period change again, under a new version.

        :raises UserError: unless it is closed, and no longer period around it is
        """
        self.ensure_one()
        self._check_role()
        if self.state != "closed":
            raise UserError(self.env._("Only a closed period can be opened again."))
        around = self.search(
            [
                ("company_id", "=", self.company_id.id),
                ("state", "=", "closed"),
                ("id", "!=", self.id),
                ("date", "<=", self.date),
                ("date_to", ">=", self.date_to),
            ],
            limit=1,
        )
        if around:
            raise UserError(
                self.env._("First open the period around it: %s.", around.display_name)
            )
        # Elevated: after the checks.
        self.sudo().closing_id._thaw(reason)
        self.sudo().write({"state": "open", "proposed_by_id": False})
        self.env["oco.engine"]._build_between(self.company_id, self.date, self.date_to)

    def action_verify(self):
        """Tell whether the closed figures are still those that were closed."""
        self.ensure_one()
        self.check_access("read")
        is_same = self.closing_id and self.closing_id.sudo()._is_unchanged()
        return verdict(
            is_same,
            self.env._("The figures are exactly those that were closed.")
            if is_same
            else self.env._("The figures differ from those that were closed."),
        )

    def _refuse_unchecked(self):
        wrong = [text for is_right, text in self._checked() if not is_right]
        if wrong:
            raise UserError(
                self.env._("This period cannot be closed yet:\n%s", "\n".join(wrong))
            )

    def _check_role(self):
        """:raises AccessError: for who is neither a manager nor finance here"""
        self.check_access("read")
        roles = ("client_support.group_manager", "client_support.group_finance")
        if not any(self.env.user.has_group(role) for role in roles):
            raise AccessError(self.env._("Periods are closed by managers and finance."))
