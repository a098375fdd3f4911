from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tools import format_date

from ..roles import COORDINATOR
from ..screen import form_of


class ClientAbsence(models.Model):
    """Days on which a supporter is not there, for dividing the work.

    That somebody is away and until when; never why: no words, and nothing that says
    something on health.
    """

    _name = "client.absence"
    _inherit = ["client.supporter.part.mixin"]
    _description = "Absence of a supporter"
    _order = "date_from desc, id desc"

    supporter_id = fields.Many2one(
        default=lambda self: self.env["client.supporter"].search(
            [("user_id", "=", self.env.uid)], limit=1
        ),
        help="Who is away.",
    )
    date_from = fields.Date(
        string="From",
        required=True,
        default=fields.Date.context_today,
        help="First day away.",
    )
    date_until = fields.Date(
        string="Until",
        required=True,
        default=lambda self: fields.Date.context_today(self) + timedelta(days=6),
        help="Last day away; take a guess when it is not known yet.",
    )
    kind = fields.Selection(
        [
            ("planned", "Planned"),
            ("unplanned", "Unplanned"),
            ("elsewhere", "Training or other work"),
        ],
        required=True,
        default="planned",
        help="No reason: why somebody is away is nobody's business here.",
    )
    colleague_id = fields.Many2one(
        "client.supporter",
        string="Covered by",
        readonly=True,
        ondelete="set null",
        help="Who looks after the cases; set by arranging cover.",
    )

    _order_of_days = models.Constraint(
        "CHECK(date_until >= date_from)", "The last day lies before the first."
    )

    @api.constrains("supporter_id", "date_from", "date_until", "kind")
    def _check_once(self):
        for absence in self:
            others = self._overlapping(
                absence.supporter_id, absence.date_from, absence.date_until
            )
            # Illness during a holiday is another kind, and may be entered.
            same = (
                others.filtered(lambda one, kind=absence.kind: one.kind == kind)
                - absence
            )
            if same:
                raise ValidationError(
                    self.env._(
                        "%(supporter)s is away from %(first)s until %(last)s already: "
                        "change the days of that absence.",
                        supporter=absence.supporter_id.display_name,
                        first=format_date(self.env, same[0].date_from),
                        last=format_date(self.env, same[0].date_until),
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            for vals in vals_list:
                vals.pop("colleague_id", None)
        absences = super().create(vals_list)
        absences._check_own()
        return absences

    def write(self, vals):
        if "colleague_id" in vals and not self.env.su:
            raise UserError(self.env._("Use the button Arrange cover."))
        result = super().write(vals)
        self._check_own()
        # Odoo checks before, not after: it may be of somebody elsewhere now.
        self.check_access("write")
        return result

    def _check_own(self):
        """:raises AccessError: for the absence of somebody else"""
        if self.env.su or self.env.user.has_group(COORDINATOR):
            return
        # Elevated: whose account it is; nothing of it goes back.
        if self.sudo().supporter_id.user_id != self.env.user:
            raise AccessError(self.env._("Enter your own absence only."))

    def _compute_display_name(self):
        for absence in self:
            absence.display_name = absence.supporter_id.display_name

    @api.model
    def _overlapping(self, supporters, first, last):
        """The absences of these supporters on any of these days, elevated.

        Those who divide the work or arrange cover must know, whoever entered it.
        """
        return self.sudo().search(
            [
                ("supporter_id", "in", supporters.ids),
                ("date_from", "<=", last),
                ("date_until", ">=", first),
            ],
            order="date_until",
        )

    def action_cover(self):
        """Open the dialog that gives a colleague the cases for these days."""
        self.ensure_one()
        return form_of(
            self.env["client.cover"],
            name=self.env._("Arrange cover"),
            target="new",
            context={
                "default_supporter_id": self.supporter_id.id,
                "default_date_from": self.date_from,
                "default_date_until": self.date_until,
            },
        )
