from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tools import format_datetime
from odoo.tools.mail import plaintext2html

from ..access import KINDS_OF_RESIDENT

MOST_SIGNS = 5000
# Who wants to be rung or written to gets no mail about a message.
CHANNELS_BY_MAIL = (False, "email", "app")


class ClientMessage(models.Model):
    """A message between the resident and the supporter; one thread for each case.

    What is mailed says that there is a message and nothing else. A message is sent
    once and not changed: both sides can rely on what was said.
    """

    _name = "client.message"
    _inherit = ["client.own.part.mixin", "client.day.mixin"]
    _description = "Message"
    _order = "sent_at desc, id desc"
    _residents_write = True
    _set_by_methods = frozenset(
        {"dossier_id", "case_id", "body", "direction", "author_id", "sent_at"}
        | {"read_at", "read_by_id"}
    )

    body = fields.Text(string="Message", required=True, help="What is said.")
    direction = fields.Selection(
        [("in", "From the resident"), ("out", "To the resident")],
        string="Which way",
        required=True,
        readonly=True,
        default="out",
        help="Who wrote to whom.",
    )
    author_id = fields.Many2one(
        "res.users",
        string="By",
        required=True,
        readonly=True,
        default=lambda self: self.env.user,
        ondelete="restrict",
        help="Whose account wrote it: also who represents the resident.",
    )
    sent_at = fields.Datetime(
        string="Sent",
        required=True,
        readonly=True,
        default=fields.Datetime.now,
        help="When, in UTC.",
    )
    read_at = fields.Datetime(
        string="Read", readonly=True, help="When the other side first read it."
    )
    read_by_id = fields.Many2one(
        "res.users", readonly=True, ondelete="restrict", help="Who read it first."
    )
    reach_hint = fields.Char(
        compute="_compute_reach_hint",
        compute_sudo=False,
        help="What to do besides, so that the resident knows of the message; or that "
        "nobody would read it.",
    )

    _thread = models.Index("(case_id, sent_at DESC, id DESC)")

    @api.depends("case_id")
    def _compute_reach_hint(self):
        for message in self:
            wishes = message.case_id.resident_ids.mapped("preferred_channel")
            # Elevated: rows are out of everybody's reach. Who may not read the
            # residents of this case was refused in the line above.
            if message.case_id and not message.sudo()._rows_of_readers():
                message.reach_hint = message._nobody_reads()
                continue
            message.reach_hint = (
                self.env._(
                    "The resident wants to be reached by telephone or post, so no mail "
                    "is sent: tell them that there is a message."
                )
                if set(wishes) - set(CHANNELS_BY_MAIL)
                else False
            )

    # From the supporter -------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        if self.env.su:
            return super().create(vals_list)
        given = {"case_id", "body"}
        made = super().create(
            [
                {
                    **{name: vals[name] for name in given & vals.keys()},
                    "direction": "out",
                    "author_id": self.env.uid,
                    "sent_at": fields.Datetime.now(),
                    "read_at": False,
                    "read_by_id": False,
                }
                for vals in map(self._add_missing_default_values, vals_list)
            ]
        )
        for message in made:
            message._tell_residents()
        made.case_id._read_messages()
        return made

    def _tell_residents(self):
        """A mail that there is a message, to who can read it and has none waiting.

        :raises UserError: when nobody would ever read it
        """
        # Elevated: accounts and rows are out of everybody's reach; the rules let the
        # caller write in this case.
        message = self.sudo()
        rows = message._rows_of_readers()
        if not rows:
            raise UserError(self._nobody_reads())
        if message._unread("out") - message:
            return
        template = self.env.ref("client_support.mail_template_new_message").sudo()
        organisation = message.case_id.company_id
        for user, own in rows.grouped("user_id").items():
            if own.resident_id[:1].preferred_channel not in CHANNELS_BY_MAIL:
                continue
            template.with_context(organisation=organisation.name).send_mail(
                user.id, email_values=organisation._sender()
            )

    def _nobody_reads(self):
        return self.env._(
            "Nobody would read this: no resident of this case has an account "
            "that shows it. Open a portal account first, or ring. A case of "
            "residents who live apart has no messages."
        )

    def _rows_of_readers(self):
        """The standing rows of residents, and who represents them, on this case."""
        return self.env["client.access"].search(
            [
                ("case_id", "=", self.case_id.id),
                ("case_id.is_shielded", "=", False),
                ("kind", "in", KINDS_OF_RESIDENT),
                ("user_id.active", "=", True),
                ("valid_from", "<=", "now"),
                ("valid_until", ">", "now"),
            ]
        )

    def _unread(self, direction):
        """What nobody on the other side has read in the cases of these messages."""
        return self.search(
            Domain("case_id", "in", self.case_id.ids)
            & Domain("direction", "=", direction)
            & Domain("read_at", "=", False)
        )

    # From the resident --------------------------------------------------------------

    @api.model
    def _write_by_resident(self, number, body):
        """A message in an own case, and a task for who works on it.

        :param number: the number of the case
        :raises AccessError: when it is not an own case, or one that is closed
        :raises UserError: for nothing, or for more than a message
        """
        body = (body or "").strip()
        if not body or len(body) > MOST_SIGNS:
            raise UserError(self.env._("Write a message of 5000 letters at most."))
        case = self._own_rows().case_id.filtered(lambda case: case.number == number)
        if not case or case.stage == "closed":
            raise AccessError(self.env._("You cannot write here."))
        # Elevated: a resident has no right on this table; the case is their own.
        message = self.sudo().create(
            {
                "case_id": case.id,
                "body": body,
                "direction": "in",
                "author_id": self.env.uid,
            }
        )
        case._plan_reading()
        return message

    @api.model
    def _read_by_resident(self):
        """The threads of the user, which are read from now on."""
        shown = self._shown_to_user()
        # Elevated: as in `_shown_of`.
        mine = self.sudo().search([("case_id", "in", self._own_rows().case_id.ids)])
        mine.filtered(lambda one: one.direction == "out")._mark_read()
        return shown

    @api.model
    def _unread_by_resident(self):
        """How many messages wait for the user on the own page."""
        # Elevated: as in `_shown_of`.
        return self.sudo().search_count(
            [
                ("case_id", "in", self._own_rows().case_id.ids),
                ("direction", "=", "out"),
                ("read_at", "=", False),
            ]
        )

    def _mark_read(self):
        """Elevated, by who has checked that the user is the other side."""
        self.filtered(lambda message: not message.read_at).write(
            {"read_at": fields.Datetime.now(), "read_by_id": self.env.uid}
        )

    @api.model
    def _for_residents(self):
        return []

    def _as_shown(self):
        return {
            # Accounts of residents have no time zone of their own.
            "sent_at": format_datetime(
                self.env, self.sent_at, tz="Europe/Amsterdam", dt_format="d MMMM y H:mm"
            ),
            # What looks like an address can be followed; all else is shown as typed.
            "body": plaintext2html(self.body, with_paragraph=False),
            "is_mine": self.author_id == self.env.user,
            # Another account of the resident, or who represents them.
            "is_in": self.direction == "in",
            "author": self.author_id.name,
            "is_new": self.direction == "out" and not self.read_at,
            "is_read": bool(self.read_at),
        }

    @api.model
    def _day_lines(self):
        """How many messages of residents nobody has read."""
        waiting = [("direction", "=", "in"), ("read_at", "=", False)]
        if not (count := self.search_count(waiting)):
            return []
        text = self.env._("Messages to read: %s", count)
        return [
            self._day_line(
                "me", text, self._day_list(text, waiting, ["list"]), order="0"
            )
        ]
