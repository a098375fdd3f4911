from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from .. import consent_rules
from ..roles import COORDINATOR

# Of so many colleagues, least load first, it is looked up whether one can have all.
LOOKED_AT = 5


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
        compute="_compute_colleague_id",
        store=True,
        readonly=False,
        precompute=True,
        domain="[('user_id', '!=', False), ('id', '!=', supporter_id)]",
        help="Who looks after them. Proposed is whoever is there, has no conflict of "
        "interest and has the most room.",
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

    @api.depends("supporter_id", "date_from", "date_until")
    def _compute_colleague_id(self):
        for cover in self:
            cover.colleague_id = cover._may_arrange() and cover._proposed()

    def _proposed(self):
        """The colleague who can best look after all cases; empty when nobody can."""
        # Elevated: who arranges cover need not see the cases or the colleagues' load.
        supporter = self.supporter_id.sudo()
        colleagues = supporter.search(
            [
                ("company_id", "=", supporter.company_id.id),
                ("user_id", "!=", False),
                ("employment_kind", "!=", "volunteer"),
                ("id", "!=", supporter.id),
            ]
        )
        if self.date_from and self.date_until:
            colleagues -= (
                self.env["client.absence"]
                ._overlapping(colleagues, self.date_from, self.date_until)
                .supporter_id
            )
        weights = colleagues._weights()

        def room(colleague):
            _count, weight = weights.get(colleague.sudo(False), (0, 0))
            return weight / (colleague.max_cases or 1), weight

        cases = supporter._open_cases()
        for colleague in colleagues.sorted(room)[:LOOKED_AT]:
            if not any(colleague._conflicts(case) for case in cases):
                return colleague.sudo(False)
        return colleagues.browse()

    def action_cover(self):
        """Give the colleague access for those days."""
        self.ensure_one()
        self._check_may_arrange()
        if self.date_until < self.date_from:
            raise UserError(self.env._("The last day lies before the first."))
        if self.date_until < consent_rules.today():
            raise UserError(self.env._("Choose a day that is not over."))
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
                start=consent_rules.first_moment(self.date_from),
                until=consent_rules.end_of(self.date_until),
            )
        self._note_absence()
        return self._notice(covered, left_out)

    def _note_absence(self):
        """Who divides the work sees that the supporter is away, and who covers."""
        # Elevated: cover is set by no screen; the right was checked above.
        absences = self.env["client.absence"]._overlapping(
            self.supporter_id, self.date_from, self.date_until
        )
        absences = absences or absences.create(
            {
                "supporter_id": self.supporter_id.id,
                "date_from": self.date_from,
                "date_until": self.date_until,
            }
        )
        absences.colleague_id = self.colleague_id

    def _may_arrange(self):
        """Whether the user coordinates there, or is the one who leaves."""
        is_coordinator = self.env.user.has_group(COORDINATOR)
        is_self = self.supporter_id.sudo().user_id == self.env.user
        company = self.supporter_id.sudo().company_id
        return (is_coordinator or is_self) and company in self.env.user.company_ids

    def _check_may_arrange(self):
        """:raises AccessError: for who is neither coordinator nor the one who leaves"""
        if not self._may_arrange():
            raise AccessError(
                self.env._("Cover is arranged by a coordinator or by who is away.")
            )
        if self.colleague_id.company_id != self.supporter_id.company_id:
            raise UserError(self.env._("Choose a supporter of the same organisation."))

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
