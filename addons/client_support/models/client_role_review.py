from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import LazyTranslate

from ..roles import PRIVACY_OFFICER

# For tasks: in the language of whoever gets one.
_lt = LazyTranslate(__name__)

SYSTEM = "base.group_system"
# BIO 9.2.5, for rights that reach personal data: at least once a year.
REVIEW_EVERY = relativedelta(years=1)


class ClientRoleReview(models.Model):
    """The yearly look at who has which role in an organisation, and still needs it.

    By the privacy officer or the system administrator; nobody decides on the own
    roles. What is taken away is taken away by a system administrator.
    """

    _name = "client.role.review"
    _description = "Review of roles"
    _order = "opened_on desc, id desc"
    _rec_name = "company_id"

    company_id = fields.Many2one(
        "res.company",
        string="Organisation",
        required=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env.company,
        help="Whose roles are reviewed.",
    )
    state = fields.Selection(
        [("open", "Open"), ("done", "Finished")],
        required=True,
        readonly=True,
        default="open",
        help="Whether everything has been looked at.",
    )
    opened_on = fields.Date(
        readonly=True,
        required=True,
        default=fields.Date.context_today,
        help="The day the review began.",
    )
    finished_on = fields.Date(readonly=True, help="The day it was finished.")
    finished_by_id = fields.Many2one(
        "res.users", string="Finished by", readonly=True, help="Who finished it."
    )
    line_ids = fields.One2many(
        "client.role.review.line",
        "review_id",
        string="Roles",
        help="Each role that somebody held when the review began.",
    )
    undecided_count = fields.Integer(
        string="To decide",
        compute="_compute_undecided_count",
        help="Roles of which nobody has said whether they stay.",
    )

    _one_open = models.UniqueIndex(
        "(company_id) WHERE state = 'open'",
        "There is an open review of this organisation; finish that one first.",
    )

    @api.depends("line_ids.decision", "line_ids.until")
    def _compute_undecided_count(self):
        for review in self:
            review.undecided_count = len(review._undecided())

    @api.model_create_multi
    def create(self, vals_list):
        given = {
            name for vals in vals_list for name, value in vals.items() if value
        }  # a screen sends empty lines along
        if not self.env.su and given - {"company_id"}:
            raise AccessError(self.env._("A review starts with all roles, undecided."))
        reviews = super().create(vals_list)
        # Elevated: lines are made here only, one for each role that stands.
        for review in reviews.sudo():
            rows = self.env["client.role.assignment"].sudo()
            rows = rows.search(
                [("company_id", "=", review.company_id.id), ("until", "=", False)],
                order="login, role",
            )
            self.env["client.role.review.line"].sudo().create(
                [{"review_id": review.id, "assignment_id": row.id} for row in rows]
            )
        return reviews

    def write(self, vals):
        if not self.env.su and vals.keys() - {"line_ids"}:
            raise AccessError(
                self.env._("Decide on the roles, then use the button to finish.")
            )
        return super().write(vals)

    def action_finish(self):
        """Everything is decided: keep the outcome, and have it carried out.

        :raises UserError: while a role is undecided
        """
        self.check_access("write")
        for review in self:
            if review.state == "done":
                continue
            if open_lines := review._undecided():
                raise UserError(
                    self.env._(
                        "Not decided yet: %s. Your own roles are decided on by "
                        "somebody else.",
                        ", ".join(open_lines.assignment_id.mapped("display_name")),
                    )
                )
            # Elevated: nobody else sets these; everything was checked above.
            review.sudo().write(
                {
                    "state": "done",
                    "finished_on": fields.Date.context_today(self),
                    "finished_by_id": self.env.uid,
                }
            )
            to_take = review.line_ids.filtered("to_carry_out")
            if self.env.user.has_group(SYSTEM):
                to_take.action_take_away()
            elif to_take:
                review._tell(SYSTEM, _lt("Take roles away after the review"))

    def _undecided(self):
        return self.line_ids.filtered(lambda line: not (line.decision or line.until))

    def _tell(self, role, what):
        """A task for everybody in a role in the organisation.

        :return: those who were told
        """
        users = self.company_id._holders(role)
        users._plan_task(what)
        return users

    @api.model
    def _cron_open_due(self):
        """Open the review of every organisation whose last one is over a year old."""
        # Elevated: the program itself, for all organisations.
        reviews = self.sudo()
        due_before = fields.Date.context_today(self) - REVIEW_EVERY
        since = self.env["client.role.assignment"].sudo()
        since = since._read_group(
            [("until", "=", False), ("company_id", "!=", False)],
            ["company_id"],
            ["since:min"],
        )
        for company, first in since:
            latest = reviews.search([("company_id", "=", company.id)], limit=1)
            looked_at = latest.finished_on or first.date()
            if (latest and latest.state == "open") or looked_at > due_before:
                continue
            review = reviews.create({"company_id": company.id})
            what = _lt("Review who has which role")
            review._tell(PRIVACY_OFFICER, what) or review._tell(SYSTEM, what)
