from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command

from odoo.addons.client_support.roles import MANAGER

# Of the social map: who advises on the figures of a municipality, or steers by them.
RECEIVERS = ("advisory_council", "interest_group", "municipality")


class OcoCouncilSend(models.TransientModel):
    """Mail a published page to advisory councils and steering groups, as a manager.

    What goes is the page as it was published, and nothing else; who got it is kept
    (`oco.council.sending`). Each gets a mail of its own, without the other addresses.
    """

    _name = "oco.council.send"
    _description = "Send a page to councils"

    page_id = fields.Many2one(
        "oco.council.page", required=True, ondelete="cascade", help="What is sent."
    )
    organization_ids = fields.Many2many(
        "res.partner",
        "oco_council_send_organization_rel",
        string="Councils and groups",
        domain=[("is_company", "=", True), ("organization_type", "in", RECEIVERS)],
        help="Advisory councils, interest groups and steering groups, as they are in "
        "the social map.",
    )
    recipient_ids = fields.Many2many(
        "res.partner",
        "oco_council_send_recipient_rel",
        string="Recipients",
        compute="_compute_recipient_ids",
        store=True,
        readonly=False,
        domain="[('email', '!=', False), ('id', 'child_of', organization_ids)]",
        help="Their addresses: of the council itself, or of its contacts.",
    )

    @api.depends("organization_ids")
    def _compute_recipient_ids(self):
        for sending in self:
            sending.recipient_ids = self.env["res.partner"].search(
                [
                    ("id", "child_of", sending.organization_ids.ids),
                    ("email", "!=", False),
                ]
            )

    def action_send(self):
        """Mail it, and keep who got it.

        :raises AccessError: for who is no manager
        :raises UserError: nobody was chosen, it is not published, or it is replaced
        """
        self.ensure_one()
        if not self.env.user.has_group(MANAGER):
            raise AccessError(self.env._("A manager lets figures out."))
        page, recipients = self.page_id, self.recipient_ids
        page.check_access("read")
        if page.state != "out" or page.is_replaced:
            raise UserError(
                self.env._("Only a page that is published, in its last version, goes.")
            )
        if not recipients.filtered("email"):
            raise UserError(self.env._("Choose to whom, with an e-mail address."))
        if any(
            one.commercial_partner_id.organization_type not in RECEIVERS
            for one in recipients
        ):
            raise UserError(self.env._("Choose contacts of councils and groups."))
        page._mail_to(recipients.filtered("email"))
        return {"type": "ir.actions.act_window_close"}

    @api.model
    def _open_for(self, page):
        """Open it, with those who got the version before filled in."""
        before = page._versions().sending_ids.organization_id
        sending = self.create(
            {"page_id": page.id, "organization_ids": [Command.set(before.ids)]}
        )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Send to councils"),
            "res_model": self._name,
            "res_id": sending.id,
            "views": [(False, "form")],
            "target": "new",
        }
