from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from .client_role_review import SYSTEM


class ClientRoleReviewLine(models.Model):
    """One role of one user in a review: it stays, or it is taken away."""

    _name = "client.role.review.line"
    _description = "Role under review"
    _order = "id"

    review_id = fields.Many2one(
        "client.role.review",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
        help="The review.",
    )
    assignment_id = fields.Many2one(
        "client.role.assignment",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
        help="The role that is looked at.",
    )
    company_id = fields.Many2one(
        related="review_id.company_id", store=True, help="Whose review it is."
    )
    user_id = fields.Many2one(related="assignment_id.user_id", help="Who has the role.")
    role = fields.Selection(related="assignment_id.role", help="What it is.")
    since = fields.Datetime(related="assignment_id.since", help="From when.")
    is_found = fields.Boolean(
        related="assignment_id.is_found", help="Older than this date."
    )
    given_by_id = fields.Many2one(
        related="assignment_id.given_by_id", help="Who gave it."
    )
    until = fields.Datetime(related="assignment_id.until", help="When it ended.")
    last_login = fields.Datetime(
        related="assignment_id.last_login", help="When the user last logged in."
    )
    decision = fields.Selection(
        [("keep", "Keep"), ("take", "Take away")],
        help="Whether the user still needs the role.",
    )
    note = fields.Char(help="Why; needed when it is taken away.")
    decided_by_id = fields.Many2one(
        "res.users",
        string="Decided by",
        readonly=True,
        help="Who decided; never the one who has the role.",
    )
    to_carry_out = fields.Boolean(
        compute="_compute_to_carry_out",
        search="_search_to_carry_out",
        help="It was decided to take the role away, and it is still there.",
    )

    _line_uniq = models.UniqueIndex(
        "(review_id, assignment_id)", "A role is reviewed once in a review."
    )

    @api.depends("decision", "until")
    def _compute_to_carry_out(self):
        for line in self:
            line.to_carry_out = line.decision == "take" and not line.until

    def _search_to_carry_out(self, operator, value):
        if operator != "in":
            return NotImplemented
        return [("decision", "=", "take"), ("assignment_id.until", "=", False)]

    def write(self, vals):
        if vals.keys() - {"decision", "note"}:
            raise AccessError(self.env._("Only the decision and its reason change."))
        for line in self:
            if line.review_id.state == "done":
                raise UserError(
                    self.env._("This review is finished; start another one.")
                )
            # Also when elevated: whoever asks is who decides.
            if line.user_id == self.env.user:
                raise AccessError(
                    self.env._("Your own roles are decided on by somebody else.")
                )
        return super().write({**vals, "decided_by_id": self.env.uid})

    @api.constrains("decision", "note")
    def _check_note(self):
        for line in self:
            if line.decision == "take" and not line.note:
                raise UserError(self.env._("Say why the role is taken away."))

    def action_take_away(self):
        """Take away what was decided on; the role ends in every organisation.

        :raises AccessError: for who does not administer the system
        """
        self.check_access("read")
        if not self.env.user.has_group(SYSTEM):
            raise AccessError(
                self.env._("A system administrator takes the roles away.")
            )
        for line in self.filtered("to_carry_out"):
            # Through which group somebody has the role does not matter: it must go.
            user = line.user_id
            by_way_of = user.group_ids & self.env.ref(line.role).all_implied_by_ids
            user.write({"group_ids": [fields.Command.unlink(g.id) for g in by_way_of]})
