import logging
from datetime import timedelta

from odoo import fields, models
from odoo.exceptions import AccessError, UserError

from ..roles import COORDINATOR, INTAKE, SUPPORTER
from ..screen import form_of

# Read outside the database, where nobody of the organisation can change it.
_alarm = logging.getLogger("client_support.alarm")

HOURS = {"look": 1, "break_glass": 4}
ROLES = {"look": (COORDINATOR,), "break_glass": (SUPPORTER, INTAKE, COORDINATOR)}


class ClientLook(models.TransientModel):
    """Read one case for some hours, with a reason that stays on record.

    A look is a coordinator's; emergency access is for anyone who works with residents
    and alerts the coordinator of the team at once.
    """

    _name = "client.look"
    _description = "Look at a case"

    number = fields.Char(required=True, help="The number of the case.")
    kind = fields.Selection(
        [("look", "Look with a reason"), ("break_glass", "Emergency")],
        required=True,
        default="break_glass",
        help="An emergency alerts the coordinator.",
    )
    reason = fields.Char(
        required=True,
        help="Why this cannot wait or go otherwise. The resident can read it.",
    )

    def action_open(self):
        """Give the user access for some hours, and open the case."""
        self.ensure_one()
        case = self._case()
        until = fields.Datetime.now() + timedelta(hours=HOURS[self.kind])
        self.env["client.access"]._grant(
            self.env.user, case, self.kind, self.reason, until=until
        )
        if self.kind == "break_glass":
            self._alert(case)
        return form_of(case)

    def _case(self):
        """The case meant, elevated, after the checks.

        :raises AccessError: for a role that may not
        :raises UserError: when there is no such case in the user's organisations; the
            same words for a case elsewhere, so that nothing is learnt
        """
        if not any(self.env.user.has_group(role) for role in ROLES[self.kind]):
            raise AccessError(self.env._("Your role does not open cases this way."))
        if not self.reason.strip():
            raise UserError(self.env._("Say why you must see this case."))
        # Elevated: the user has no access yet; role, reason and organisation are
        # checked here.
        case = (
            self.env["client.case"]
            .sudo()
            .search(
                [
                    ("number", "=", self.number.strip().upper()),
                    ("company_id", "in", self.env.user.company_ids.ids),
                ]
            )
        )
        if not case:
            raise UserError(
                self.env._("Your organisation has no case of number %s.", self.number)
            )
        return case

    def _alert(self, case):
        """Tell the coordinator and the log outside: who and which case, no content."""
        _alarm.warning(
            "emergency access: user %s opened case %s", self.env.uid, case.number
        )
        coordinators = case._coordinators()
        if coordinators:
            subject = self.env._("Emergency access to %s", case.number)
            body = self.env._(
                "%(user)s opened the case in an emergency. Ask why.",
                user=self.env.user.name,
            )
            # Elevated: a notice to colleagues, without a document behind it.
            self.env["mail.thread"].sudo().message_notify(
                partner_ids=coordinators.partner_id.ids, subject=subject, body=body
            )
            # Who is at work sees it now, and stays to see it until it is clicked away.
            notice = {"type": "danger", "title": subject, "message": body}
            for coordinator in coordinators:
                coordinator._bus_send("simple_notification", notice | {"sticky": True})
