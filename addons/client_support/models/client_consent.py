from datetime import date, timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Domain

from .. import consent_rules, inside
from ..at_once import touch
from ..consent_rules import OBJECTION, PURPOSES, SHARING

# What a resident reads of it on the portal, over any interface.
SHOWN_TO_RESIDENT = frozenset(
    {"id", "number", "display_name", "purpose", "section_ids", "recipient_label"}
    | {"valid_from", "valid_until", "state", "given_on", "given_by", "given_how"}
    | {"withdrawn_at", "withdrawn_how", "given_at", "ends_at"}
)


class ClientConsent(models.Model):
    """A resident lets somebody do or see something, until a day, and can take it back.

    Wmo 2015 art. 5.3.3, Jeugdwet art. 7.3.4 and 7.3.5, AVG art. 7. Giving it makes the
    access rows of whom it names, one for each part of the file; withdrawing ends them
    in the same transaction. Their end is the end of the consent, so that none waits
    for a scheduler. From the moment it is given nothing in it changes.

    It has a section of its own: who may see one part of a file by consent does not see
    to whom else the resident consented.
    """

    _name = "client.consent"
    _inherit = [
        "client.consent.giver.mixin",
        "client.consent.access.mixin",
        "client.consent.act.mixin",
        "client.consent.reminder.mixin",
        "client.consent.merge.mixin",  # before what merges any part of a file
        "client.frozen.mixin",
        "client.sharing.mixin",
    ]
    _description = "Consent"
    _order = "id desc"
    _number_prefix = "T"
    _set_by_methods = frozenset(
        {"dossier_id", "number", "given_at", "given_by", "starts_at", "ends_at"}
        | {"withdrawn_at", "withdrawn_by_id", "withdrawn_how", "reminded_on"}
    )

    purpose = fields.Selection(
        PURPOSES,
        required=True,
        default="share",
        help="What for. A consent is for this purpose only (AVG art. 7).",
    )
    section_ids = fields.Many2many(
        "client.section",
        "client_consent_section_rel",
        string="Parts of the file",
        help="What may be shared; nothing else is.",
    )
    recipient_user_ids = fields.Many2many(
        "res.users",
        "client_consent_recipient_rel",
        string="Recipients with an account",
        domain=lambda self: self._domain_of_recipients(),
        help="Who sees it on the portal, read-only.",
    )
    recipient_partner_id = fields.Many2one(
        "res.partner",
        string="Organisation",
        index="btree_not_null",
        ondelete="restrict",
        domain="[('is_company', '=', True)]",
        help="For which organisation; a recipient who leaves it sees nothing any more.",
    )
    recipient_description = fields.Char(
        string="Somebody without an account", help="Who it is, in a few words."
    )
    recipient_label = fields.Char(
        string="With whom",
        compute="_compute_recipient_label",
        compute_sudo=True,
        help="Everyone it is for, in words.",
    )
    is_capable = fields.Boolean(
        string="Can weigh own interests",
        default=True,
        help="Off only when the resident cannot, in this matter: a representative then "
        "consents (Wmo 2015 art. 5.3.3 lid 2).",
    )
    by_resident = fields.Boolean(
        string="The resident consents",
        default=True,
        help="From 12 years on the resident consents; from 16 alone.",
    )
    representative_ids = fields.Many2many(
        "client.representative",
        "client_consent_representative_rel",
        string="Representatives who consent",
        domain="[('resident_id', '=', resident_id)]",
        help="Under 16 those with parental authority, both when there are two.",
    )
    given_how = fields.Selection(
        [("written", "In writing"), ("oral", "Orally"), ("digital", "Digitally")],
        string="Given how",
        help="Oral consent is valid; note the day.",
    )
    given_on = fields.Date(
        default=lambda self: consent_rules.today(),
        help="The day on which it was given.",
    )
    valid_from = fields.Date(
        string="From",
        required=True,
        default=lambda self: consent_rules.today(),
        help="The first day.",
    )
    valid_until = fields.Date(
        string="Until",
        required=True,
        compute="_compute_valid_until",
        store=True,
        readonly=False,
        precompute=True,
        help="The last day: a year, two years at most. What a representative consented "
        "to ends sooner when the resident turns 12, 16 or 18.",
    )
    given_at = fields.Datetime(
        readonly=True, copy=False, help="When it was made final here."
    )
    given_by = fields.Char(
        readonly=True, help="The names of those who consented, as they were then."
    )
    starts_at = fields.Datetime(readonly=True, help="Its first moment, in UTC.")
    ends_at = fields.Datetime(readonly=True, help="The moment after it, in UTC.")
    withdrawn_at = fields.Datetime(
        string="Withdrawn", readonly=True, help="When it ended before its time."
    )
    withdrawn_by_id = fields.Many2one(
        "res.users",
        string="Withdrawal noted by",
        readonly=True,
        ondelete="restrict",
        help="Whose act ended it.",
    )
    withdrawn_how = fields.Selection(
        [
            ("written", "In writing"),
            ("oral", "Orally"),
            ("portal", "On the resident's own page"),
            ("authority", "The authority of a representative ended"),
            ("age", "The age of the resident was corrected"),
            ("merged", "Two files of the resident were merged"),
        ],
        readonly=True,
        help="By what it ended before its time.",
    )
    reminded_on = fields.Date(
        readonly=True, help="When the supporter was told that it is about to run out."
    )
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("given", "Given"),
            ("withdrawn", "Withdrawn"),
            ("expired", "Expired"),
        ],
        compute="_compute_state",
        compute_sudo=True,
        search="_search_state",
        help="Follows from its dates at this moment.",
    )
    waiting = fields.Char(
        compute="_compute_waiting",
        help="Whose consent is missing still before the case opens.",
    )

    _order_of_days = models.Constraint(
        "CHECK(valid_until >= valid_from)", "A consent cannot end before it begins."
    )

    @api.depends("purpose")
    def _compute_valid_until(self):
        for consent in self:
            if consent.purpose == OBJECTION:
                consent.valid_until = date(9998, 12, 31)
            elif not consent.valid_until or consent.valid_until.year == 9998:
                start = consent.valid_from or consent_rules.today()
                consent.valid_until = fields.Date.add(start, years=1)

    @api.depends("recipient_user_ids", "recipient_partner_id", "recipient_description")
    def _compute_recipient_label(self):
        for consent in self:
            parts = [
                *consent.recipient_user_ids.mapped("name"),
                consent.recipient_partner_id.name,
                consent.recipient_description,
            ]
            consent.recipient_label = ", ".join(filter(None, parts))

    @api.depends("given_at", "withdrawn_at", "ends_at")
    def _compute_state(self):
        now = fields.Datetime.now()
        for consent in self:
            if not consent.given_at:
                consent.state = "draft"
            elif consent.withdrawn_at:
                consent.state = "withdrawn"
            else:
                consent.state = "given" if consent.ends_at > now else "expired"

    def _search_state(self, operator, value):
        if operator != "in":
            return NotImplemented
        domains = {
            "draft": Domain("given_at", "=", False),
            "withdrawn": Domain("withdrawn_at", "!=", False),
            "given": Domain("ends_at", ">", "now") & Domain("withdrawn_at", "=", False),
            "expired": Domain("ends_at", "<=", "now")
            & Domain("withdrawn_at", "=", False),
        }
        return Domain.OR(domains[state] for state in value if state in domains)

    @api.depends("state", "case_id.resident_ids", "case_id.is_shielded")
    @api.depends_context("uid", "lang")
    def _compute_waiting(self):
        for consent in self:
            consent.waiting = consent._words_of_waiting()

    @api.constrains("valid_from", "valid_until", "purpose", "given_on")
    def _check_days(self):
        tomorrow = consent_rules.today() + timedelta(days=1)
        for consent in self:
            longest = fields.Date.add(
                consent.valid_from, years=consent_rules.LONGEST_YEARS
            )
            if consent.purpose != OBJECTION and consent.valid_until > longest:
                raise ValidationError(
                    self.env._("A consent lasts two years at most; ask again then.")
                )
            if consent.given_on and consent.given_on > tomorrow:
                raise ValidationError(
                    self.env._("The day on which it was given lies in the future.")
                )

    @api.constrains("resident_id", "representative_ids")
    def _check_own_representatives(self):
        if self._is_added():
            return  # as for the case
        for consent in self.sudo():
            if consent.representative_ids.resident_id - consent.resident_id:
                raise ValidationError(
                    self.env._("Choose representatives of this resident.")
                )

    @api.constrains("recipient_user_ids", "recipient_partner_id", "purpose")
    def _check_recipients(self):
        inside.refuse_residents(self, "recipient_partner_id")
        for consent in self.sudo():
            for user in consent.recipient_user_ids:
                consent._check_recipient(user)

    # For whom, on the portal -----------------------------------------------------

    @api.model
    def _whitelist(self):
        if self.env.user._has_group("base.group_portal"):
            return SHOWN_TO_RESIDENT
        return super()._whitelist()

    # Giving and withdrawing ------------------------------------------------------

    def _is_frozen(self):
        return bool(self.given_at)

    def action_give(self):
        """Make it final, and open what it opens.

        :raises UserError: with what is missing
        """
        for consent in self:
            consent.check_access("write")
            consent._refuse_frozen()
            consent._give()
        return True

    def _give(self):
        self._check_complete()
        # Elevated: the date of birth is not for every role that registers a consent.
        resident = self.resident_id.sudo()
        signing = self.representative_ids.sudo()
        # Of two changes at once the second starts again and sees the first.
        touch(signing)
        today = consent_rules.today()
        last, by_resident = self.valid_until, self.by_resident
        if self.purpose != OBJECTION:
            by_resident = self._check_givers(today)
            last = self._last_day(today)
        if last < max(today, self.valid_from):
            raise UserError(
                self.env._(
                    "It would be over before it began: look at the days, at the "
                    "authority of who consents and at the next birthday."
                )
            )
        names = [resident.name or resident.nickname] if by_resident else []
        now = fields.Datetime.now()
        self._add(
            {
                "valid_until": last,
                "given_at": now,
                "given_by": ", ".join(names + signing.mapped("name")),
                "starts_at": max(now, consent_rules.first_moment(self.valid_from)),
                "ends_at": consent_rules.end_of(last),
            }
        )
        if self.purpose in SHARING:
            self._together()._open(self.recipient_user_ids)
        elif self.purpose == OBJECTION:
            self.env["client.survey.invitation"]._follow_residents(resident)

    def _check_complete(self):
        """:raises UserError: when a field is empty that this purpose needs"""
        if not self.given_how or not self.given_on:
            raise UserError(
                self.env._("Fill in how and on which day the consent was given.")
            )
        if self.purpose not in SHARING:
            return
        if not self.recipient_label:
            raise UserError(self.env._("Fill in with whom this may be shared."))
        if not self.section_ids:
            raise UserError(self.env._("Choose which parts of the file may be shared."))
        self._check_case_chosen()

    def action_withdraw(self):
        """Take it back; the resident and who represents them always may.

        Done twice, it stays as it was the first time.

        :raises AccessError: for anybody else who may not change the file
        """
        self.check_access("read")
        for consent in self:
            if consent.has_access("write"):
                how = self.env.context.get("withdrawn_how")
                how = how if how in ("written", "oral") else "oral"
            elif consent.sudo().resident_id in self._residents_of_user():
                how = "portal"
            else:
                raise AccessError(
                    self.env._("A consent is withdrawn by the resident or for them.")
                )
            consent._withdraw(how)
        return True

    @api.model
    def _residents_of_user(self):
        """The residents who the user is, or represents; elevated."""
        return self.env["client.access.log"]._residents_of_user()

    def _withdraw(self, how):
        """End it now, with all that it opened; the caller has checked the right."""
        # Elevated: state only; see the callers.
        standing = self.sudo().filtered(lambda consent: consent.state == "given")
        standing._add(
            {
                "withdrawn_at": fields.Datetime.now(),
                "withdrawn_by_id": self.env.uid,
                "withdrawn_how": how,
            }
        )
        for consent in standing:
            self.env["client.access"]._end(consent._own_rows())
        self.env["client.survey.invitation"]._follow_residents(standing.resident_id)

    @api.model
    def _standing_now(self):
        return [
            ("withdrawn_at", "=", False),
            ("starts_at", "<=", "now"),
            ("ends_at", ">", "now"),
        ]
