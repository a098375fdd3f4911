from odoo import models

from .. import traces
from ..screen import form_of


class HelpdeskTicket(models.Model):
    """Tickets are a front door, not a place for what is in a file.

    The global rules beside this model close a team to its members and show a portal
    user no more than their own tickets.
    """

    _inherit = "helpdesk.ticket"
    _mail_post_access = "write"

    def _mail_get_operation_for_mail_message_operation(self, message_operation):
        """Who may change a ticket answers on it, and the one who asked."""
        operations = super()._mail_get_operation_for_mail_message_operation(
            message_operation
        )
        if message_operation == "create":
            own = self.env.user.partner_id
            # Elevated: only to see whose ticket it is; reading it is still checked.
            for ticket in self:
                if ticket.sudo().partner_id == own:
                    operations[ticket] = "read"
        return operations

    def _portal_ensure_token(self):
        """A ticket of a closed team has no link that opens it without a login."""
        if self.sudo().team_id.members_only:
            return ""
        return super()._portal_ensure_token()

    def _close_from_portal(self, stage):
        """Let the one who asked close the own ticket.

        :raises AccessError: when the user cannot read the ticket
        :returns: whether this is theirs to close, in a stage meant for it
        """
        self.ensure_one()
        self.check_access("read")
        own = self.partner_id == self.env.user.partner_id
        if not stage.exists() or not stage.close_from_portal:
            return False
        if not own and not self.has_access("write"):
            return False
        # Elevated: a portal user may write nothing on a ticket but this one change.
        self.sudo().stage_id = stage
        return True

    def action_make_contact(self):
        """Ask for whom, then move the content into a file. Opens the wizard."""
        self.ensure_one()
        self.check_access("write")
        return form_of(
            self.env["client.ticket.contact"],
            name=self.env._("Make it a contact"),
            target="new",
            context={"default_ticket_id": self.id},
        )

    def _destroy_with_traces(self):
        """Delete these tickets and everything in any table that came with them.

        The caller has checked that the content is elsewhere and that the user may do
        this.
        """
        # Elevated: the user has no right to delete tickets, nor to see who else was
        # told of them; nothing of it may stay.
        tickets = self.sudo().with_context(active_test=False)
        partners = tickets._contacts_made_for_them()
        traces.destroy(tickets)
        tickets.unlink()
        partners.unlink()

    def _contacts_made_for_them(self):
        """Contacts that only exist because somebody answered these tickets."""
        made = self.partner_id | self.message_ids.author_id | self.message_partner_ids
        earliest = min(self.mapped("create_date"))
        return made.filtered(
            lambda partner: (
                partner.create_date >= earliest
                and not partner.user_ids
                and not partner.is_company
                and not partner.helpdesk_ticket_ids - self
            )
        )
