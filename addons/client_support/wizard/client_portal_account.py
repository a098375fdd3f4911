from odoo import fields, models


class ClientPortalAccount(models.TransientModel):
    """Open a portal account for a resident or for who represents them."""

    _name = "client.portal.account"
    _description = "Open a portal account"

    resident_id = fields.Many2one(
        "client.resident",
        required=True,
        readonly=True,
        ondelete="cascade",
        help="Whose file the account shows.",
    )
    representative_id = fields.Many2one(
        "client.representative",
        readonly=True,
        ondelete="cascade",
        help="Whose account it is; empty: the resident's own.",
    )
    email = fields.Char(
        string="E-mail",
        required=True,
        help="The invitation goes here and it is the name to log in with. Check that "
        "nobody else reads this mailbox.",
    )

    def action_open(self):
        """Checked as the caller by the file itself."""
        self.ensure_one()
        (self.representative_id or self.resident_id)._open_portal_account(self.email)
        self.unlink()
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "message": self.env._("The invitation is on its way."),
                "type": "success",
                "next": {"type": "ir.actions.act_window_close"},
            },
        }
