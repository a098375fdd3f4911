import logging
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

from ..roles import COORDINATOR, SUPPORTER

# Read outside the database, where nobody of the organisation can change it.
_alarm = logging.getLogger("client_support.alarm")

# How long the second person can read what is asked, and a recipient what was opened.
DAYS_TO_APPROVE = 7
LONGEST_DAYS = 28

GROUNDS = [
    ("reporting_code", "Reporting code (Wmo 2015 3.3, Jeugdwet 4.1.7)"),
    ("vital_interest", "Vital interest (AVG 6 lid 1 d)"),
    ("legal_duty", "Order of the court or duty by law (AVG 6 lid 1 c)"),
]

STEPS = (
    "step_signals",
    "step_consulted",
    "step_talked",
    "step_weighed",
    "step_decided",
)


class ClientDisclosure(models.Model):
    """Something of a file is told without consent, on a ground in law.

    Wmo 2015 art. 3.3 and 5.3.3 and Jeugdwet art. 4.1.7 (reporting code for domestic
    violence and child abuse), AVG art. 6 lid 1 d (vital interest) and c (a duty by law
    or an order of the court). Somebody prepares it, a second person who is asked reads
    and approves it, and only then can it be done. From the moment it is asked its text
    is fixed; what was done stays.
    """

    _name = "client.disclosure"
    _inherit = ["client.frozen.mixin", "client.sharing.mixin"]
    _description = "Disclosure without consent"
    _order = "id desc"
    _number_prefix = "V"
    _set_by_methods = frozenset(
        {"dossier_id", "number", "prepared_by_id", "asked_at", "approved_at"}
        | {"disclosed_at", "disclosed_by_id", "told_on"}
    )

    ground = fields.Selection(
        GROUNDS,
        required=True,
        help="Without one of these nothing is told without consent.",
    )
    recipient_user_id = fields.Many2one(
        "res.users",
        string="Recipient with an account",
        ondelete="restrict",
        domain=lambda self: self._domain_of_recipients(),
        help="Only when the recipient has to read it on the portal.",
    )
    recipient_partner_id = fields.Many2one(
        "res.partner",
        string="Organisation",
        index="btree_not_null",
        ondelete="restrict",
        domain="[('is_company', '=', True)]",
        help="For example the advice and reporting centre (Veilig Thuis).",
    )
    recipient_description = fields.Char(
        string="To whom", required=True, help="Who it is told to, by function."
    )
    section_ids = fields.Many2many(
        "client.section",
        "client_disclosure_section_rel",
        string="Parts of the file",
        help="What the recipient may read, when it is opened on the portal.",
    )
    summary = fields.Text(
        string="What is told", required=True, help="No more than is needed."
    )
    reason = fields.Text(
        string="Why without consent",
        required=True,
        help="What danger or duty, and why consent cannot be asked or waited for.",
    )
    step_signals = fields.Date(
        string="1. Signals noted", help="Day on which the signals were mapped."
    )
    step_consulted = fields.Date(
        string="2. Colleague and expert consulted",
        help="Day of the talk with a colleague, and the reporting centre if need be.",
    )
    step_talked = fields.Date(
        string="3. Talked with the resident", help="Day of the talk with the resident."
    )
    step_talked_not = fields.Char(
        string="Not talked, because", help="For example because of somebody's safety."
    )
    step_weighed = fields.Date(
        string="4. Weighed", help="Day on which danger and need were weighed."
    )
    step_decided = fields.Date(
        string="5. Decided", help="Day on which reporting was decided on."
    )
    how = fields.Selection(
        [
            ("access", "Opened on the portal"),
            ("phone", "By telephone"),
            ("mail", "By secured mail"),
            ("letter", "By letter"),
            ("talk", "In a talk"),
        ],
        required=True,
        default="phone",
        help="By what road it is told.",
    )
    access_days = fields.Integer(
        string="Days open", default=14, help="How long the recipient can read it."
    )
    is_delayed = fields.Boolean(
        string="Do not show the resident yet",
        default=True,
        help="For somebody's safety: looks on this ground stay out of the resident's "
        "page until the resident was told, for a year at most.",
    )
    second_id = fields.Many2one(
        "res.users",
        string="Second person",
        ondelete="restrict",
        domain="[('share', '=', False), ('id', '!=', uid)]",
        help="A coordinator or another supporter of the organisation, who approves.",
    )
    prepared_by_id = fields.Many2one(
        "res.users", readonly=True, ondelete="restrict", help="Who asked for approval."
    )
    asked_at = fields.Datetime(readonly=True, help="When approval was asked.")
    approved_at = fields.Datetime(
        readonly=True, help="When the second person approved."
    )
    disclosed_at = fields.Datetime(readonly=True, help="When it was told.")
    disclosed_by_id = fields.Many2one(
        "res.users", readonly=True, ondelete="restrict", help="Who told it."
    )
    told_on = fields.Date(
        string="Resident told on",
        readonly=True,
        help="The day on which the resident was told of it.",
    )
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("asked", "Approval asked"),
            ("approved", "Approved"),
            ("done", "Told"),
        ],
        compute="_compute_state",
        compute_sudo=True,
        search="_search_state",
        help="Follows from what was done.",
    )

    @api.depends("asked_at", "approved_at", "disclosed_at")
    def _compute_state(self):
        for disclosure in self:
            disclosure.state = (
                (disclosure.disclosed_at and "done")
                or (disclosure.approved_at and "approved")
                or (disclosure.asked_at and "asked")
                or "draft"
            )

    def _search_state(self, operator, value):
        if operator != "in":
            return NotImplemented
        domains = {
            "draft": [("asked_at", "=", False)],
            "asked": [("asked_at", "!=", False), ("approved_at", "=", False)],
            "approved": [("approved_at", "!=", False), ("disclosed_at", "=", False)],
            "done": [("disclosed_at", "!=", False)],
        }
        return fields.Domain.OR(
            fields.Domain(domains[state]) for state in value if state in domains
        )

    @api.model
    def _is_hidden(self):
        """A disclosure `d` not shown to the resident yet, for somebody's safety."""
        return SQL(
            """(
                d.is_delayed AND d.told_on IS NULL
                AND d.disclosed_at > now() AT TIME ZONE 'UTC' - interval '1 year'
            )"""
        )

    def _is_frozen(self):
        return bool(self.asked_at)

    # Two persons --------------------------------------------------------------------

    def action_ask(self):
        """Ask the second person, who can read this for some days.

        :raises UserError: with what is missing
        """
        for disclosure in self:
            disclosure.check_access("write")
            disclosure._refuse_frozen()
            disclosure._check_complete()
            disclosure._check_second()
            disclosure._add(
                {"asked_at": fields.Datetime.now(), "prepared_by_id": self.env.uid}
            )
            self.env["client.access"]._grant(
                disclosure.second_id,
                disclosure.resident_id,
                "consult",
                disclosure.number,
                section="consents",
                until=fields.Datetime.now() + timedelta(days=DAYS_TO_APPROVE),
            )
            disclosure._notify_second()
        return True

    def action_approve(self):
        """The second person agrees.

        :raises AccessError: for anybody but the second person who was asked
        """
        for disclosure in self:
            disclosure.check_access("read")
            if disclosure.state != "asked":
                raise UserError(self.env._("No approval is asked at this moment."))
            author = disclosure.sudo().create_uid
            if self.env.user != disclosure.second_id or self.env.user in (
                disclosure.prepared_by_id | author
            ):
                raise AccessError(
                    self.env._(
                        "Only the second person who was asked approves, and never "
                        "somebody who prepared it."
                    )
                )
            disclosure._check_second()
            disclosure._add({"approved_at": fields.Datetime.now()})
        return True

    def action_reopen(self):
        """Back to draft, to change something; approval is then asked anew."""
        for disclosure in self:
            is_second = self.env.user == disclosure.second_id
            disclosure.check_access("read" if is_second else "write")
            if disclosure.disclosed_at:
                raise UserError(self.env._("What was told stays as it is."))
            disclosure._add({"asked_at": False, "approved_at": False})
        return True

    def action_disclose(self):
        """It is told, or opened on the portal for some days. Cannot be undone.

        :raises UserError: when it was not approved
        """
        for disclosure in self:
            disclosure.check_access("write")
            if disclosure.state != "approved":
                raise UserError(
                    self.env._("First a second person approves; then it can be told.")
                )
            disclosure._add(
                {
                    "disclosed_at": fields.Datetime.now(),
                    "disclosed_by_id": self.env.uid,
                }
            )
            if disclosure.how == "access":
                disclosure._open()
            _alarm.warning(
                "disclosure without consent: %s on ground %s by user %s, approved by "
                "user %s",
                disclosure.number,
                disclosure.ground,
                self.env.uid,
                disclosure.second_id.id,
            )
        return True

    def action_told(self):
        """The resident was told today; from now on the looks show on their page."""
        for disclosure in self:
            disclosure.check_access("write")
            if disclosure.state != "done" or disclosure.told_on:
                raise UserError(self.env._("There is nothing to tell at this moment."))
            disclosure._add({"told_on": fields.Date.context_today(self)})
        return True

    def _open(self):
        until = fields.Datetime.now() + timedelta(days=self.access_days)
        for code in self.section_ids.mapped("code"):
            self.env["client.access"]._grant(
                self.recipient_user_id,
                self._file_of(code),
                "disclosure",
                self.number,
                section=code,
                until=until,
            )

    def _check_complete(self):
        """:raises UserError: when the ground or the road asks for more"""
        if self.ground == "reporting_code":
            dates = [self[name] for name in STEPS]
            if self.step_talked_not and self.step_talked_not.strip():
                dates.remove(self.step_talked)
            if not all(dates):
                raise UserError(
                    self.env._(
                        "The reporting code has five steps: fill in the day of each. "
                        "If you did not talk with the resident, say why."
                    )
                )
            if max(dates) > fields.Date.context_today(self):
                raise UserError(self.env._("A step lies in the future."))
        if self.how != "access":
            return
        if not self.recipient_user_id or not self.section_ids:
            raise UserError(
                self.env._(
                    "To open it on the portal, choose the account and the parts."
                )
            )
        self._check_case_chosen()
        # Elevated: the roles of an account.
        if not self._decides_or_gives_care(self.sudo().recipient_user_id):
            raise UserError(
                self.env._(
                    "A file is opened only to a portal account of an access officer "
                    "or of provider staff."
                )
            )
        if not 1 <= self.access_days <= LONGEST_DAYS:
            raise UserError(self.env._("Open it for one to %s days.", LONGEST_DAYS))

    def _check_second(self):
        """:raises UserError: unless the second person can be one"""
        # Elevated: roles of a colleague, and whose file it is.
        disclosure = self.sudo()
        second = disclosure.second_id
        if (
            not second.active
            or second.share
            or second in (disclosure.prepared_by_id | disclosure.create_uid)
            or (second == self.env.user and not disclosure.asked_at)
            or disclosure.resident_id.company_id not in second.company_ids
            or not any(map(second._has_group, (SUPPORTER, COORDINATOR)))
        ):
            raise UserError(
                self.env._(
                    "Choose as second person a coordinator or another supporter of "
                    "your organisation, not somebody who prepared it."
                )
            )

    def _notify_second(self):
        """Tell the second person that there is something to read: the number only."""
        env = self.with_context(lang=self.second_id.lang).env
        # Elevated: a notice to one colleague, without a document behind it.
        env["mail.thread"].sudo().message_notify(
            partner_ids=self.second_id.partner_id.ids,
            subject=env._("Approval asked: %s", self.number),
            body=env._(
                "%(user)s asks you to read and approve %(number)s, under Disclosures. "
                "You can read it for %(days)s days.",
                user=self.env.user.name,
                number=self.number,
                days=DAYS_TO_APPROVE,
            ),
        )

    def _merge_into(self, resident):
        """Keep what was told with the file that stays."""
        self._add({"resident_id": resident.id})
