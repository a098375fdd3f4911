from datetime import timedelta

from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..public_form import unformulated

# Per day, all together and of one service or organisation; more is a machine, and the
# telephone is still there.
MOST_PER_DAY = 200
MOST_PER_DAY_OF_ONE = 20
# Days after the answer on which who asked is forgotten.
KEPT_DAYS = 180


class HelpdeskTicket(models.Model):
    """What the public sends about the social map: a question, or what is wrong.

    Who works on the directory reads these tickets, and nobody else, whatever their
    role in the helpdesk. The sender may say how to be reached and then hears what
    came of it.
    """

    _inherit = "helpdesk.ticket"

    social_kind = fields.Selection(
        [
            ("report", "Something is wrong"),
            ("question", "Question"),
            ("appointment", "Asks for an appointment"),
        ],
        string="Sent on the Website",
        readonly=True,
        index="btree_not_null",
        help="What came in by the pages of the social map. Only directory editors and "
        "whom it is assigned to see it.",
    )
    social_service_id = fields.Many2one(
        "social.service",
        string="Service",
        ondelete="set null",
        index="btree_not_null",
        help="The service that it is about.",
    )
    social_organization_id = fields.Many2one(
        "social.organization",
        string="About the Organisation",
        ondelete="set null",
        index="btree_not_null",
        help="The organisation that it is about.",
    )
    social_answer = fields.Text(
        string="Answer to the Sender",
        help="Is mailed when the ticket is closed, if the sender left an e-mail "
        "address. Others may read that mail: name no help and no person.",
    )
    sender_lang = fields.Char(
        string="Language of the Sender",
        readonly=True,
        help="The language of the page, in which the answer is mailed.",
    )

    @api.model
    def _ask_on_website(self, values, service):
        """A visitor asks a question, or for an appointment.

        :param values: `{name: text}` as the form sends it
        :param service: the published service that it is about, or an empty recordset
        :return: the number of the ticket
        :raises UserError: with what is missing
        """
        form = self.env["social.form"]
        texts = form._texts(values)
        if not texts["name"] or not texts["question"]:
            raise UserError(self.env._("Write your name and your question."))
        if not (texts["phone"] or texts["email"]):
            raise UserError(
                self.env._("Write how we reach you: your telephone number or e-mail.")
            )
        kind = "appointment" if values.get("wish") == "appointment" else "question"
        lines = [texts["question"], *form._wish(values, service)]
        if texts["phone"]:
            lines.append(self.env._("Telephone: %s", texts["phone"]))
        return self._take_from_website(kind, texts, lines, service)

    @api.model
    def _report_on_website(self, values, about):
        """A visitor says that something is wrong; the owner of the service hears of it.

        :param about: a published service or organisation, or an empty recordset
        :return: the number of the ticket
        :raises UserError: with what is missing
        """
        texts = self.env["social.form"]._texts(values)
        if not texts["question"]:
            raise UserError(self.env._("Write in a few words what is wrong."))
        return self._take_from_website("report", texts, [texts["question"]], about)

    @api.model
    def _take_from_website(self, kind, texts, lines, about):
        # Elevated from here: a visitor has no right to any ticket, nor to this one.
        # The texts were checked; nothing else that was sent gets in.
        tickets = self.sudo().with_context(mail_create_nosubscribe=True)
        about = about.sudo()
        is_service = about._name == "social.service"
        card = about.organization_id if is_service else about
        links = {
            "social_service_id": is_service and about.id,
            "social_organization_id": card.id,
        }
        tickets._check_flood(links)
        find = tickets.env.ref
        ticket = tickets.create(
            {
                "name": about.name or self.env._("The social map"),
                # Shown as it was typed: no markup and no link of a visitor works.
                "description": Markup("<p>%s</p>")
                % Markup("<br/>").join("\n".join(lines).split("\n")),
                "partner_name": texts["name"],
                "partner_email": texts["email"] or False,
                "sender_lang": self.env.lang,
                "team_id": find("social_map.helpdesk_team").id,
                "category_id": find(f"social_map.helpdesk_category_{kind}").id,
                "channel_id": find("helpdesk_mgmt.helpdesk_ticket_channel_web").id,
                "social_kind": kind,
                "user_id": is_service and about.owner_id.id,
                **links,
            }
        )
        return ticket.number

    @api.model
    def _check_flood(self, links):
        """:raises UserError: when more came in within a day than people send

        :param links: what it is about, `{field: id}`
        """
        today = [
            ("social_kind", "!=", False),
            ("create_date", ">", fields.Datetime.now() - timedelta(days=1)),
        ]
        limits = [(today, MOST_PER_DAY)]
        if any(links.values()):
            same = [(name, "=", id_) for name, id_ in links.items()]
            limits.append((today + same, MOST_PER_DAY_OF_ONE))
        if any(self.search_count(domain) >= most for domain, most in limits):
            raise UserError(
                self.env._("Many messages came in today. Please call, or try tomorrow.")
            )

    def _track_template(self, tracking):
        """No letter of the helpdesk: it tells who works on it and what it is about."""
        templates = super()._track_template(tracking)
        if self[:1].social_kind:
            templates.pop("stage_id", None)
        return templates

    def _message_track(self, fields_iter, initial_values_dict):
        tracking = super()._message_track(fields_iter, initial_values_dict)
        # This comes at the end: what became a contact is no ticket any more by then.
        # From one closed stage to another nothing new is to be told.
        self.exists().filtered(
            lambda ticket: (
                ticket.social_kind
                and "stage_id" in tracking.get(ticket.id, ((),))[0]
                and not initial_values_dict[ticket.id]["stage_id"].closed
            )
        )._answer_sender()
        return tracking

    def _answer_sender(self):
        """Mail what became of it to who left an address; no contact is made of that."""
        # Elevated: who answers need not be able to read templates and organisations, or
        # write mails.
        template = self.env.ref("social_map.mail_template_ticket_answer").sudo()
        for ticket in self:
            if ticket.closed and ticket.partner_email:
                sender = ticket.company_id.sudo()._sender()
                template.send_mail(ticket.id, email_values=sender)

    def _portal_ensure_token(self):
        """What the public sent has no link that opens it without a login."""
        if self.sudo().social_kind:
            return ""
        return super()._portal_ensure_token()

    def export_data(self, fields_to_export):
        """Spreadsheets carry out what begins like a formula; anybody can write one."""
        exported = super().export_data(fields_to_export)
        exported["datas"] = [
            [unformulated(cell) for cell in row] for row in exported["datas"]
        ]
        return exported

    def action_answer_and_close(self):
        """Done: who sent it, and left an e-mail address, is mailed the answer.

        :raises UserError: when there is an address and no answer to mail to it
        """
        self.check_access("write")
        for ticket in self.filtered("social_kind"):
            if ticket.partner_email and not (ticket.social_answer or "").strip():
                raise UserError(
                    self.env._(
                        "Write the answer to the sender first: it is mailed when you "
                        "close this."
                    )
                )
            # Stages stand in order: what is done comes before what was refused.
            stages = ticket.team_id._get_applicable_stages()
            ticket.stage_id = stages.filtered("closed")[:1]

    def action_open_social_service(self):
        """The service that it is about."""
        self.ensure_one()
        return self.social_service_id._get_records_action(
            name=self.social_service_id.name
        )

    @api.autovacuum
    def _gc_senders(self):
        """Who asked is forgotten; that a service had an error may be remembered."""
        before = fields.Datetime.now() - timedelta(days=KEPT_DAYS)
        old = [("social_kind", "!=", False), ("closed_date", "<", before)]
        self.search([*old, ("social_kind", "!=", "report")]).unlink()
        self.search([*old, ("partner_email", "!=", False)]).write(
            {"partner_email": False, "partner_name": False}
        )
