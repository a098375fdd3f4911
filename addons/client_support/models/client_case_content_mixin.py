from odoo import api, fields, models

from ..access import WRITING_KINDS
from ..screen import form_of

MESSAGE_TASK = "client_support.mail_activity_type_message"


class ClientCaseContentMixin(models.AbstractModel):
    """What the tabs Network, Notes, Documents and Messages of a case show."""

    _name = "client.case.content.mixin"
    _description = "Content of a case"

    relation_ids = fields.Many2many(
        "client.relation",
        string="Network",
        compute="_compute_network",
        compute_sudo=False,
        help="Persons around the residents; kept in the resident's own file.",
    )
    representative_ids = fields.Many2many(
        "client.representative",
        string="Representatives",
        compute="_compute_network",
        compute_sudo=False,
        help="Who represents the residents in law; changed on the resident.",
    )
    note_ids = fields.One2many(
        "client.note", "case_id", string="Notes", help="The journal, newest first."
    )
    document_ids = fields.One2many(
        "client.document", "case_id", string="Documents", help="Letters and the like."
    )
    resident_message_ids = fields.One2many(
        "client.message",
        "case_id",
        string="Messages",
        help="Between the resident and the supporter, newest first.",
    )
    has_new_messages = fields.Boolean(
        compute="_compute_has_new_messages",
        compute_sudo=False,
        help="Whether the resident wrote something that nobody has read.",
    )

    @api.depends("resident_ids")
    @api.depends_context("uid")
    def _compute_network(self):
        for name in ("relation_ids", "representative_ids"):
            model = self.env[self._fields[name].comodel_name]
            # As the user: a volunteer has the case and not the resident's network.
            found = (
                model.search([("resident_id", "in", self.resident_ids.ids)])
                if model.has_access("read")
                else model
            )
            for case in self:
                case[name] = found.filtered(
                    lambda one, case=case: one.resident_id <= case.resident_ids._origin
                )

    @api.depends("resident_message_ids.read_at")
    @api.depends_context("uid")
    def _compute_has_new_messages(self):
        messages = self.env["client.message"]
        new = (
            messages.search(
                [
                    ("case_id", "in", self._origin.ids),
                    ("direction", "=", "in"),
                    ("read_at", "=", False),
                ]
            )
            if messages.has_access("read")
            else messages
        )
        for case in self:
            case.has_new_messages = case._origin in new.case_id

    def action_note(self):
        """A new note, in one gesture from the header."""
        self.ensure_one()
        self.check_access("read")
        return self._action_note()

    def _action_note(self):
        return self._action_new("client.note", self.env._("Journal note"))

    def action_contact(self):
        """A contact in this case, in one gesture from the header."""
        self.ensure_one()
        self.check_access("write")
        action = self._action_new("client.contact", self.env._("Contact"))
        action["context"] |= {
            "default_resident_id": self.resident_ids[:1].id,
            # Not one talk: it does not count as information and advice.
            "default_kind_id": self.env.ref(
                "client_support.contact_kind_case_contact"
            ).id,
            "resident_names": True,
        }
        return action

    def action_new_relation(self):
        """Somebody around the resident; with several residents one says around whom."""
        self.ensure_one()
        self.check_access("read")
        one = self.resident_ids if len(self.resident_ids) == 1 else None
        name = self.env._("Person around the resident")
        return {
            **self._action_new("client.relation", name),
            "context": {
                "default_resident_id": one.id if one else False,
                "network_of": self.resident_ids.ids,
            },
        }

    def action_answer(self):
        """A message to the resident; what they wrote before counts as read."""
        self.ensure_one()
        self.check_access("read")
        return self._action_new("client.message", self.env._("Message to the resident"))

    def _action_new(self, model, name):
        return form_of(
            self.env[model],
            name=name,
            target="new",
            context={"default_case_id": self.id},
        )

    # Messages -------------------------------------------------------------------------

    def action_read_messages(self):
        """The messages of the resident are read; the task for it is done."""
        self.check_access("write")
        self._read_messages()

    def _read_messages(self):
        """The caller has checked that the user works on the case."""
        # Elevated: nobody changes a message but by methods; this notes that it is read.
        messages = self.env["client.message"].sudo()
        messages.search(
            [("case_id", "in", self.ids), ("direction", "=", "in")]
        )._mark_read()
        self.sudo().activity_ids.filtered(
            lambda task: task.activity_type_id == self.env.ref(MESSAGE_TASK)
        ).action_done()

    def _plan_reading(self):
        """One task for each person who works on the case, while there is something to
        read: more messages make no more tasks.

        Elevated, by who has checked that the resident may write here.
        """
        task = self.env.ref(MESSAGE_TASK)
        told = self.activity_ids.filtered(
            lambda activity: activity.activity_type_id == task
        ).user_id
        for user in self._who_reads_messages() - told:
            self.with_context(
                lang=user.lang, mail_activity_quick_update=True
            ).activity_schedule(
                MESSAGE_TASK, fields.Date.context_today(self), user_id=user.id
            )

    def _who_reads_messages(self):
        """Who covers and the supporter; without these whoever else works on it."""
        rows = self.env["client.access"].search(
            [
                ("case_id", "=", self.id),
                ("kind", "in", WRITING_KINDS),
                ("section", "in", ("all", "messages")),
                ("user_id.active", "=", True),
                ("valid_from", "<=", "now"),
                ("valid_until", ">", "now"),
            ]
        )
        covering = rows.filtered(lambda row: row.kind == "cover").user_id
        own = rows.user_id & self.supporter_id.user_id
        return covering | own or rows.user_id
