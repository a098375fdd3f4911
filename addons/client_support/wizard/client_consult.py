from datetime import timedelta

from odoo import fields, models
from odoo.exceptions import UserError, ValidationError

LONGEST_DAYS = 28


class ClientConsult(models.TransientModel):
    """Let colleagues read a case for some days, to think along (intervisie)."""

    _name = "client.consult"
    _description = "Peer discussion"

    case_id = fields.Many2one(
        "client.case",
        required=True,
        readonly=True,
        ondelete="cascade",
        help="The case to think along on.",
    )
    supporter_ids = fields.Many2many(
        "client.supporter",
        string="Colleagues",
        required=True,
        domain="[('user_id', '!=', False)]",
        help="Who may read the case.",
    )
    days = fields.Integer(default=7, help="For how many days.")
    reason = fields.Char(required=True, help="What to think along about, in short.")

    def action_open(self):
        """Give the colleagues access; the caller must be working on the case."""
        self.ensure_one()
        self.case_id.check_access("write")
        if not 1 <= self.days <= LONGEST_DAYS:
            raise UserError(
                self.env._("Choose one to %s days; renew it if need be.", LONGEST_DAYS)
            )
        check = self.env["client.conflict.check"]
        for supporter in self.supporter_ids:
            supporter._lock_facts()
            if codes := check._conflicts(supporter, self.case_id, "consult"):
                raise ValidationError(
                    self.env._(
                        "%(supporter)s cannot think along on this case: %(conflicts)s. "
                        "Ask somebody else, or make a case sheet.",
                        supporter=supporter.name,
                        conflicts=supporter._conflict_words(codes),
                    )
                )
        self.env["client.access"]._grant(
            self.supporter_ids.user_id,
            self.case_id,
            "consult",
            self.reason,
            until=fields.Datetime.now() + timedelta(days=self.days),
        )
        return {"type": "ir.actions.act_window_close"}
