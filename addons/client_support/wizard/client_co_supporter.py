from odoo import fields, models
from odoo.exceptions import AccessError, UserError

from ..roles import COORDINATOR
from ..screen import labels


class ClientCoSupporter(models.TransientModel):
    """Let somebody support along in a case: a colleague, a volunteer, an expert.

    By who works on the case, or by a coordinator, who does not see the case itself:
    therefore by its number.
    """

    _name = "client.co.supporter"
    _description = "Add a co-supporter"

    number = fields.Char(
        string="Case", required=True, readonly=True, help="The number of the case."
    )
    supporter_id = fields.Many2one(
        "client.supporter",
        string="Who?",
        required=True,
        ondelete="cascade",
        domain=lambda self: [("company_id", "in", self.env.user.company_ids.ids)],
        help="Who supports along.",
    )
    role = fields.Selection(
        lambda self: list(labels(self.env["client.case.supporter"], "role").items()),
        string="As what?",
        required=True,
        default="co_supporter",
        help="The part they have in it.",
    )
    date_from = fields.Date(
        string="From",
        required=True,
        default=fields.Date.context_today,
        help="The first day.",
    )
    date_until = fields.Date(string="Until", help="The last day; empty: no end yet.")

    def action_add(self):
        """Give the co-supporter access for those days."""
        self.ensure_one()
        case = self._case()
        supporter = self.supporter_id
        if supporter.company_id != case.company_id:
            raise UserError(
                self.env._("Choose a supporter of the organisation of the case.")
            )
        if self.date_until and self.date_until < self.date_from:
            raise UserError(self.env._("The last day lies before the first."))
        # Elevated: the login of a colleague; checked in `_case`.
        case._add_co_supporter(
            supporter.sudo(), self.role, self.date_from, self.date_until
        )
        self.unlink()
        return {"type": "ir.actions.client", "tag": "soft_reload"}

    def _case(self):
        """The case meant, elevated, after the check of who arranges this.

        :raises AccessError: for who neither works on the case nor coordinates
        """
        # Elevated: a coordinator has no access to the case.
        case = self.env["client.case"].sudo().search([("number", "=", self.number)])
        user = self.env.user
        coordinates = user.has_group(COORDINATOR) and case.company_id in (
            user.company_ids
        )
        if not case or not (coordinates or case.sudo(False).has_access("write")):
            raise AccessError(
                self.env._(
                    "A co-supporter is added by who works on the case, or by a "
                    "coordinator."
                )
            )
        return case
