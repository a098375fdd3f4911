from datetime import datetime, time, timedelta

from pytz import UTC

from odoo import fields, models
from odoo.exceptions import AccessError, UserError

from ..roles import COORDINATOR


class ClientCover(models.TransientModel):
    """A colleague covers the open cases of a supporter who is away.

    By a coordinator of the organisation, or by the supporter before leaving. Cases in
    which the colleague has a conflict of interest are left out, and named.
    """

    _name = "client.cover"
    _description = "Cover for a supporter"

    supporter_id = fields.Many2one(
        "client.supporter",
        string="Who is away?",
        required=True,
        ondelete="cascade",
        default=lambda self: self.env["client.supporter"].search(
            [("user_id", "=", self.env.uid)], limit=1
        ),
        help="Whose cases need cover.",
    )
    colleague_id = fields.Many2one(
        "client.supporter",
        string="Who covers?",
        required=True,
        ondelete="cascade",
        domain="[('user_id', '!=', False), ('id', '!=', supporter_id)]",
        help="Who looks after them.",
    )
    date_from = fields.Date(
        string="From",
        required=True,
        default=fields.Date.context_today,
        help="First day of the absence.",
    )
    date_until = fields.Date(
        string="Until",
        required=True,
        default=lambda self: fields.Date.context_today(self) + timedelta(days=6),
        help="Last day of the absence.",
    )

    def action_cover(self):
        """Give the colleague access for those days."""
        self.ensure_one()
        self._check_may_arrange()
        if self.date_until < self.date_from:
            raise UserError(self.env._("The last day lies before the first."))
        # Elevated: who arranges cover need not see the cases; checked above.
        cases = (
            self.env["client.case"]
            .sudo()
            .search(
                [
                    ("supporter_id", "=", self.supporter_id.id),
                    ("stage", "!=", "closed"),
                ]
            )
        )
        self.colleague_id._lock_facts()
        check = self.env["client.conflict.check"]
        left_out = cases.filtered(
            lambda case: check._conflicts(self.colleague_id, case, "cover")
        )
        covered = cases - left_out
        access = self.env["client.access"]
        user = self.colleague_id.sudo().user_id
        basis = self.env._("Cover for %s", self.supporter_id.name)
        for files in (covered, covered.resident_ids):
            access._grant(
                user,
                files,
                "cover",
                basis,
                start=self._midnight(self.date_from),
                until=self._midnight(self.date_until + timedelta(days=1)),
            )
        return self._notice(covered, left_out)

    def _check_may_arrange(self):
        """:raises AccessError: for who is neither coordinator nor the one who leaves"""
        company = self.supporter_id.company_id
        is_coordinator = self.env.user.has_group(COORDINATOR)
        is_self = self.supporter_id.sudo().user_id == self.env.user
        if not (is_coordinator or is_self) or company not in self.env.user.company_ids:
            raise AccessError(
                self.env._("Cover is arranged by a coordinator or by who is away.")
            )
        if self.colleague_id.company_id != company:
            raise UserError(self.env._("Choose a supporter of the same organisation."))

    def _midnight(self, day):
        """The beginning of a day where the user is, in UTC as Odoo keeps it."""
        local = self.env.tz.localize(datetime.combine(day, time.min))
        return local.astimezone(UTC).replace(tzinfo=None)

    def _notice(self, covered, left_out):
        message = self.env._("%s cases are covered.", len(covered))
        if left_out:
            message += " " + self.env._(
                "Not covered, for a conflict of interest: %s.",
                ", ".join(left_out.mapped("number")),
            )
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "message": message,
                "type": "warning" if left_out else "success",
                "sticky": bool(left_out),
                "next": {"type": "ir.actions.act_window_close"},
            },
        }
