from odoo import fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import html2plaintext

from ..screen import form_of


class ClientTicketContact(models.TransientModel):
    """A ticket of the general mailbox becomes a contact; the ticket is destroyed.

    Everything that was written goes into the question, documents go with the contact.
    Ticket, messages, e-mails and this form leave nothing behind.
    """

    _name = "client.ticket.contact"
    _description = "Make a ticket a contact"

    ticket_id = fields.Many2one(
        "helpdesk.ticket",
        required=True,
        ondelete="cascade",
        help="What is moved. Nothing of it is left in the helpdesk.",
    )
    resident_id = fields.Many2one(
        "client.resident",
        ondelete="cascade",
        help="A file that is open to you; empty for somebody new.",
    )
    nickname = fields.Char(string="Called", help="How the resident wants to be called.")
    name = fields.Char(string="Full name", help="First and last name, when known.")
    channel_id = fields.Many2one(
        "client.contact.channel",
        string="How?",
        required=True,
        ondelete="cascade",
        default=lambda self: self.env.ref(
            "client_support.contact_channel_email", raise_if_not_found=False
        ),
        help="By what road the question came.",
    )
    life_domain_id = fields.Many2one(
        "life.domain",
        string="About what?",
        required=True,
        ondelete="cascade",
        help="The life domain of the question.",
    )
    team_id = fields.Many2one(
        "client.team",
        required=True,
        ondelete="cascade",
        default=lambda self: self.env["client.team"]._default_for_user(),
        help="The team that does the work.",
    )

    def action_make_contact(self):
        """Move the content, destroy the ticket, open the contact."""
        self.ensure_one()
        contact = self._make_contact()
        return form_of(contact)

    def _make_contact(self):
        ticket = self.ticket_id
        ticket.check_access("write")
        if not self.env["client.contact"]._own_kind():
            raise AccessError(self.env._("Your role does not register contacts."))
        if not (self.resident_id or self.nickname or self.name):
            raise UserError(
                self.env._("Choose a resident, or say how the new one is called.")
            )
        resident = self.resident_id or self.env["client.resident"].create(
            {
                "nickname": self.nickname,
                "name": self.name,
                "team_id": self.team_id.id,
                "company_id": self.team_id.company_id.id,
            }
        )
        contact = self.env["client.contact"].create(
            {
                "resident_id": resident.id,
                "channel_id": self.channel_id.id,
                "team_id": self.team_id.id,
                "company_id": self.team_id.company_id.id,
                "date": fields.Date.to_date(ticket.create_date),
                "question_ids": [
                    fields.Command.create(
                        {
                            "life_domain_id": self.life_domain_id.id,
                            "description": self._content(),
                        }
                    )
                ],
            }
        )
        self._take_documents(contact)
        self.unlink()
        ticket._destroy_with_traces()
        return contact

    def _content(self):
        """Everything that people wrote, oldest first, as plain text."""
        ticket = self.ticket_id
        sender = " ".join(filter(None, [ticket.partner_name, ticket.partner_email]))
        parts = [ticket.name, sender, html2plaintext(ticket.description or "")]
        for message in ticket.message_ids.sorted("id"):
            text = html2plaintext(message.body or "").strip()
            if text and message.message_type in ("email", "comment"):
                date = fields.Date.to_string(message.date)
                parts.append(f"{date} {message.author_id.name or ''}\n{text}")
        return "\n\n".join(part.strip() for part in parts if part and part.strip())

    def _take_documents(self, contact):
        """Copy the documents to the contact, as the user who may write it."""
        ticket = self.ticket_id
        documents = ticket.attachment_ids | ticket.message_ids.attachment_ids
        self.env["ir.attachment"].create(
            [
                {
                    "name": document.name,
                    "raw": document.raw,
                    "res_model": contact._name,
                    "res_id": contact.id,
                }
                for document in documents
            ]
        )
