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
    """What the public sends about the social map: a question, or that something is wrong.

    Who works on the directory reads these tickets, and nobody else, whatever their role
    in the helpdesk. The sender may say how to be reached and then hears what came of it.
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
    def _send_from_website(self, kind, values, about):
        """A ticket of what a visitor filled in.

        :param kind: one of `social_kind`
        :param values: `{name: text}` as the form sends it
        :param about: a published service or organisation, or an empty recordset
        :return: the number of the ticket
        :raises UserError: with what is missing
        """
        form = self.env["social.form"]
        texts = form._texts(values)
        lines = []
        if not texts["question"]:
            raise UserError(self.env._("Write it down in a few words."))
        if kind != "report":
            if not (texts["phone"] or texts["email"]):
                raise UserError(
                    self.env._(
                        "Write how we reach you: your telephone number or e-mail."
                    )
                )
            lines = form._wish(values, about)
        # Elevated from here: a visitor has no right to any ticket, nor to this one.
        # The texts were checked; nothing else that was sent gets in.
        tickets = self.sudo()
        self._check_flood(tickets, about)
        team = tickets.env.ref("social_map.helpdesk_team")
        service = about if about._name == "social.service" else tickets.social_service_id
        details = [texts["question"], *lines]
        if texts["phone"]:
            details.append(self.env._("Telephone: %s", texts["phone"]))
        ticket = tickets.with_context(mail_create_nosubscribe=True).create(
            {
                "name": about.name or self.env._("The social map"),
                "description": Markup("<p>%s</p>")
                % Markup("<br/>").join("\n".join(details).split("\n")),
                "partner_name": texts["name"],
                "partner_email": texts["email"] or False,
                "sender_lang": self.env.lang,
                "team_id": team.id,
                "user_id": service.sudo().owner_id.id,
                "category_id": tickets.env.ref(
                    f"social_map.helpdesk_category_{kind}"
                ).id,
                "channel_id": tickets.env.ref(
                    "helpdesk_mgmt.helpdesk_ticket_channel_web"
                ).id,
                "social_kind": kind,
                "social_service_id": service.id,
                "social_organization_id": (
                    service.organization_id.id if service else about.id
                ),
            }
        )
        return ticket.number

    @api.model
    def _check_flood(self, tickets, about):
        """:raises UserError: when more came in today than people send"""
        today = [
            ("social_kind", "!=", False),
            ("create_date", ">", fields.Datetime.now() - timedelta(days=1)),
        ]
        limits = [(today, MOST_PER_DAY)]
        if about:
            link = (
                "social_service_id"
                if about._name == "social.service"
                else "social_organization_id"
            )
            limits.append(([*today, (link, "=", about.id)], MOST_PER_DAY_OF_ONE))
        if any(tickets.search_count(domain) >= most for domain, most in limits):
            raise UserError(
                self.env._("Many messages came in today. Please call, or try tomorrow.")
            )

    def _track_template(self, tracking):
        """The sender gets our own letter, which names nothing but the number."""
        templates = super()._track_template(tracking)
        ticket = self[:1]
        if not ticket.social_kind or "stage_id" not in tracking:
            return templates
        templates.pop("stage_id", None)
        if ticket.closed and ticket.partner_email:
            templates["stage_id"] = (
                # Elevated: who answers need not be able to read templates.
                self.env.ref("social_map.mail_template_ticket_answer").sudo(),
                {"composition_mode": "mass_mail", "auto_delete_keep_log": False},
            )
        return templates

    def _portal_ensure_token(self):
        """What the public sent has no link that opens it without a login."""
        if self.sudo().social_kind:
            return ""
        return super()._portal_ensure_token()

    def export_data(self, fields_to_export):
        """A spreadsheet carries out what begins like a formula; anybody can write it."""
        exported = super().export_data(fields_to_export)
        exported["datas"] = [
            [unformulated(cell) for cell in row] for row in exported["datas"]
        ]
        return exported

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
