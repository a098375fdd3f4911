from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, ValidationError

from ..roles import COORDINATOR


class ClientTimeMonth(models.Model):
    """The hours of a supporter in a month: by contract and worked.

    A coordinator makes the rows, fills in the hours of supporters without an account,
    and closes the month: from then on its time does not change and figures may use it.
    """

    _name = "client.time.month"
    _inherit = ["client.supporter.part.mixin"]
    _description = "Hours of a month"
    _order = "month desc, supporter_id, id"
    _rec_name = "month"

    month = fields.Date(
        required=True,
        default=lambda self: fields.Date.context_today(self).replace(day=1),
        help="The first day of the month.",
    )
    supporter_id = fields.Many2one(ondelete="restrict", help="Whose hours.")
    has_account = fields.Boolean(
        compute="_compute_has_account",
        help="A supporter with an account writes down the own time.",
    )
    contract_hours = fields.Float(
        compute="_compute_contract_hours",
        store=True,
        readonly=False,
        precompute=True,
        help="Hours by contract or agreement: 52 weeks over 12 months.",
    )
    entered_hours = fields.Float(
        help="Hours worked, of a supporter who has no account; others write their own."
    )
    worked_hours = fields.Float(
        compute="_compute_worked_hours",
        help="What was written down, and what the coordinator filled in.",
    )
    closed_on = fields.Datetime(
        readonly=True, copy=False, help="When the month was closed."
    )

    _month_uniq = models.Constraint(
        "UNIQUE(supporter_id, month)", "This month of the supporter is there already."
    )
    _first_day = models.Constraint(
        "CHECK(extract(day from month) = 1)", "Fill in the first day of the month."
    )
    _hours_range = models.Constraint(
        "CHECK(entered_hours BETWEEN 0 AND 744 AND contract_hours BETWEEN 0 AND 744)",
        "A month has at most 744 hours.",
    )

    @api.depends("supporter_id")
    def _compute_has_account(self):
        for row in self:
            row.has_account = bool(row.supporter_id.user_id)

    @api.depends("supporter_id")
    def _compute_contract_hours(self):
        for row in self:
            row.contract_hours = round(row.supporter_id.hours_per_week * 52 / 12, 1)

    @api.depends("supporter_id", "month", "entered_hours")
    def _compute_worked_hours(self):
        # Elevated: sums of minutes; a coordinator does not read rows of others.
        sums = dict.fromkeys(self, 0)
        if self.supporter_id:
            groups = (
                self.env["client.time"]
                .sudo()
                ._read_group(
                    [("supporter_id", "in", self.supporter_id.ids)],
                    ["supporter_id", "date:month"],
                    ["minutes:sum"],
                )
            )
            sums = {(one.id, month): total for one, month, total in groups}
        for row in self:
            minutes = sums.get((row.supporter_id.id, row.month), 0)
            row.worked_hours = row.entered_hours + minutes / 60

    @api.constrains("entered_hours", "supporter_id")
    def _check_entered_hours(self):
        for row in self:
            if row.entered_hours and row.has_account:
                raise ValidationError(
                    self.env._(
                        "%s has an account and writes down the own time.",
                        row.supporter_id.name,
                    )
                )

    def write(self, vals):
        if vals.keys() - {"closed_on"} and any(row.closed_on for row in self):
            raise ValidationError(self.env._("This month is closed: open it first."))
        return super().write(vals)

    def action_close(self):
        """Its time does not change any more."""
        self._check_coordinator()
        self.filtered(lambda row: not row.closed_on).closed_on = fields.Datetime.now()

    def action_open(self):
        """Time can be written down again: something was forgotten."""
        self._check_coordinator()
        self.closed_on = False

    @api.model
    def action_prepare(self):
        """A row for every supporter of the organisation, for the month before now."""
        self._check_coordinator()
        today = fields.Date.context_today(self)
        for month in (
            today.replace(day=1),
            today.replace(day=1) - relativedelta(months=1),
        ):
            there = self.search([("month", "=", month)]).supporter_id
            missing = self.env["client.supporter"].search(
                [
                    ("company_id", "in", self.env.companies.ids),
                    ("id", "not in", there.ids),
                ]
            )
            self.create([{"supporter_id": one.id, "month": month} for one in missing])
        return self.env["ir.actions.act_window"]._for_xml_id(
            "client_support.client_time_month_action"
        )

    def _check_coordinator(self):
        """:raises AccessError: unless a coordinator of the organisation does this"""
        self.check_access("write")
        if not self.env.user.has_group(COORDINATOR):
            raise AccessError(self.env._("A coordinator closes and opens a month."))

    @api.model
    def _closed_of(self, supporters):
        """The closed months: a set of pairs of supporter and first day."""
        # Elevated: whether a month is closed is all that is looked at.
        closed = self.sudo().search(
            [("supporter_id", "in", supporters.ids), ("closed_on", "!=", False)]
        )
        return {(row.supporter_id.sudo(False), row.month) for row in closed}

    @api.depends("month", "supporter_id")
    def _compute_display_name(self):
        for row in self:
            month = row.month and f"{row.month:%Y-%m}"
            row.display_name = " ".join(filter(None, [month, row.supporter_id.name]))
