from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from odoo.addons.social_map.formality import FORMALITY

from .. import consent_rules, deidentify, referral_rules
from ..at_once import touch
from ..referral_rules import OPEN
from ..screen import form_of, labels
from .client_case_part_mixin import ClientCasePartMixin
from .client_sharing_mixin import OF_THE_RESIDENT
from .client_witness_mixin import ClientWitnessMixin

STATES = [
    ("draft", "Being prepared"),
    ("requested", "Asked"),
    ("accepted", "Accepted"),
    ("started", "Started"),
    ("done", "Done"),
    ("declined", "Declined"),
    ("revoked", "Taken back"),
    ("pointed", "Pointed out"),
]
DATE_OF = {
    "requested": "requested_on",
    "accepted": "answered_on",
    "declined": "answered_on",
    "started": "started_on",
    **dict.fromkeys(("done", "revoked", "pointed"), "ended_on"),
}
OUTCOMES = [
    ("fits", "Fits"),
    ("partly", "Fits partly"),
    ("does_not_fit", "Does not fit"),
    ("waiting_list", "On a waiting list"),
    ("not_started", "Not started"),
]
DECLINE_REASONS = [
    ("not_suitable", "Not suitable for the question"),
    ("target_group", "Not for this target group"),
    ("other_area", "Not for this area"),
    ("waiting_list", "Waiting list too long"),
    ("no_capacity", "No room at this moment"),
    ("other", "Other"),
]
# What the resident agreed to and the receiver was asked: fixed from that moment.
FIXED = frozenset(
    {"type_id", "resident_id", "partner_id", "service", "service_id", "section_ids"}
    | {"reason", "asked", "life_domain_id"}
)


class ClientReferral(models.Model):
    """A resident is referred to us, or by us to somebody else.

    draft → asked → accepted / declined → started → done; or taken back. Whatever
    shares something of a resident asks a consent at the act (`client.consent`);
    pointing out and thinking along share nothing. The state changes by its methods
    alone, each of which checks where the referral stands.
    """

    _name = "client.referral"
    _inherit = [
        "client.number.mixin",
        "client.case.part.mixin",
        "client.case.resident.mixin",
        "client.service.link.mixin",
        "client.activity.mixin",
        "client.sharing.mixin",
        "client.referral.link.mixin",
        "client.referral.incoming.mixin",
        "client.referral.reminder.mixin",
    ]
    _description = "Referral"
    _order = "requested_on desc, id desc"
    _number_prefix = "D"
    _technical_fields = ClientWitnessMixin._technical_fields | {
        *("link_key", "link_hash", "link_guesses", "link_until")
    }
    _set_by_methods = ClientCasePartMixin._set_by_methods | {
        *("number", "state", "requested_on", "answered_on", "started_on", "ended_on"),
        *("answered_how", "confirmed_on", "referred_by_id", "is_agreed", "consents"),
        *("link_key", "link_hash", "link_guesses", "link_until", "formality"),
    }
    # Not the reason, the service or who is behind it: those are between the resident
    # and who is asked.
    _shared_fields = frozenset(
        {"id", "display_name", "number", "type_id", "partner_id", "life_domain_id"}
        | {"state", "requested_on", "answered_on", "started_on", "ended_on"}
    )

    resident_id = fields.Many2one(
        "client.resident",
        required=True,
        index=True,
        ondelete="cascade",
        help="Who is referred.",
    )
    type_id = fields.Many2one(
        "client.referral.type",
        required=True,
        ondelete="restrict",
        help="By what road in, or in what way out.",
    )
    type_code = fields.Char(related="type_id.code", help="Code of the type.")
    is_warm = fields.Boolean(related="type_id.is_warm", help="A warm handover.")
    shares = fields.Boolean(related="type_id.shares", help="Asks a consent.")
    case_resident_ids = fields.Many2many(
        related="case_id.resident_ids", related_sudo=False, help="Who can be referred."
    )
    direction = fields.Selection(
        related="type_id.direction", store=True, help="To us, or from us."
    )
    partner_id = fields.Many2one(
        "res.partner",
        string="Organisation",
        index="btree_not_null",
        ondelete="restrict",
        domain="[('is_company', '=', True)]",
        help="To which organisation, or from which.",
    )
    service = fields.Char(
        string="Or in words",
        help="What is not in the social map: an offer, or a function there.",
    )
    formality = fields.Selection(
        FORMALITY,
        readonly=True,
        help="Whether the service was formal or informal on the day of asking: it "
        "stays so when a commission of the municipality ends (K22).",
    )
    agreement_id = fields.Many2one(
        "social.agreement",
        compute="_compute_agreement_id",
        store=True,
        readonly=False,
        precompute=True,
        index="btree_not_null",
        ondelete="restrict",
        domain="[('partner_ids', 'in', partner_id)]",
        help="What was agreed with this organisation on referring; how to refer and "
        "whom to call stand there.",
    )
    life_domain_id = fields.Many2one(
        "life.domain",
        string="Life domain",
        index="btree_not_null",
        ondelete="restrict",
        help="What part of life it is about.",
    )
    reason = fields.Text(
        string="Why",
        help="What the resident looks for, in own words. No diagnosis.",
    )
    section_ids = fields.Many2many(
        "client.section",
        "client_referral_section_rel",
        string="Goes along",
        help="Parts of the file that the receiver may know. A consent must name them.",
    )
    state = fields.Selection(
        STATES,
        required=True,
        default="draft",
        readonly=True,
        index=True,
        help="Where it stands.",
    )
    requested_on = fields.Date(string="Asked on", readonly=True, help="Day of asking.")
    answered_on = fields.Date(readonly=True, help="Day of the answer.")
    started_on = fields.Date(readonly=True, help="Day on which the support began.")
    ended_on = fields.Date(readonly=True, help="Day on which it was done or ended.")
    answered_how = fields.Selection(
        [("link", "By the link"), ("staff", "Noted by us")],
        readonly=True,
        help="Who put the answer here.",
    )
    decline_reason = fields.Selection(
        DECLINE_REASONS, string="Why declined", help="What the receiver answered."
    )
    days_open = fields.Integer(
        string="Days",
        compute="_compute_days_open",
        help="Days since it was asked, while something is to be done.",
    )
    mediation = fields.Selection(
        [
            ("none", "Not needed"),
            ("trying", "We mediate"),
            ("agreed", "Agreed"),
            ("stuck", "Stuck"),
        ],
        default="none",
        help="Whether we mediate between resident and receiver (brokering).",
    )
    outcome = fields.Selection(
        OUTCOMES,
        help="How it fitted. Counts without a person tell others how good the entry "
        "in the social map is.",
    )
    check_result = fields.Selection(
        [
            ("needed", "A provision is needed"),
            ("not_needed", "No provision is needed"),
            ("unclear", "Not clear yet"),
        ],
        string="Result of the check",
        help="What came out of a pre-check.",
    )
    feedback_date = fields.Date(
        string="Ask how it goes on",
        help="The supporter is reminded to ask resident and receiver. Filled in by "
        "itself when it is accepted.",
    )
    consultation_on = fields.Date(
        string="Consulted on",
        help="Wlz: day of the talk with a Wlz colleague, before the indication.",
    )
    consultation_with = fields.Char(
        string="Consulted with", help="Function and organisation of the colleague."
    )
    talk_on = fields.Date(string="Talk together on", help="Day of the joint talk.")
    is_together = fields.Boolean(
        string="Resident was there", help="Resident, receiver and supporter together."
    )
    confirmed_on = fields.Date(
        string="Confirmed on",
        readonly=True,
        help="The receiver said: we have it from here.",
    )
    confirmed_by = fields.Char(
        string="Confirmed by", help="Function of who confirmed it."
    )
    stays_available = fields.Boolean(
        string="We stay available",
        help="The resident can call us back in; nothing needs to be told again.",
    )
    follow_up_on = fields.Date(
        string="Call after the handover", help="The supporter gets a task for this day."
    )
    consents = fields.Char(
        string="Rests on consent",
        readonly=True,
        help="Numbers of the consents that stood when it was asked.",
    )
    handover_ids = fields.One2many(
        "client.referral.handover",
        "referral_id",
        string="Handover documents",
        help="What is told, so that the resident need not tell it again.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            # Of the link's own fields Odoo refuses any value.
            stripped = {
                name: False
                for name in self._set_by_methods - ClientCasePartMixin._set_by_methods
                if not self._fields[name].groups
            }
            vals_list = [{**vals, **stripped, "state": "draft"} for vals in vals_list]
        return super().create(vals_list)

    def write(self, vals):
        touched = set() if self.env.su else FIXED & vals.keys()
        if any(touched & referral._fixed() for referral in self):
            raise UserError(
                self.env._(
                    "What was asked cannot be changed any more. Take this referral "
                    "back and make a new one."
                )
            )
        return super().write(vals)

    def _fixed(self):
        """The fields of this one that nobody changes any more."""
        if self.state == "draft":
            return frozenset()
        return FIXED - {"asked"} if self.is_asked_open else FIXED

    @api.ondelete(at_uninstall=False)
    def _unlink_except_asked(self):
        # Elevated: the destruction of a whole file after its term.
        if not self.env.su and any(one.state != "draft" for one in self):
            raise UserError(
                self.env._("Only a referral that was never asked can be deleted.")
            )

    def copy_data(self, default=None):
        raise UserError(self.env._("A part of a file cannot be copied."))

    @api.depends("partner_id", "case_id")
    def _compute_agreement_id(self):
        """The referral agreement that stands with the organisation, if there is one."""
        today = fields.Date.context_today(self)
        for referral in self:
            if referral.agreement_id.partner_ids & referral.partner_id:
                continue
            # Elevated: agreements are for everybody of the organisation to read.
            agreements = self.env["social.agreement"].sudo()
            referral.agreement_id = agreements._standing_with(
                referral.partner_id, referral.case_id.sudo().company_id, today
            )

    @api.depends("state", "requested_on")
    def _compute_days_open(self):
        today = fields.Date.context_today(self)
        for referral in self:
            asked = referral.state in OPEN and referral.requested_on
            referral.days_open = (today - asked).days if asked else 0

    @api.constrains("agreement_id", "case_id", "partner_id")
    def _check_agreement(self):
        # Elevated: an agreement of another organisation cannot be read here.
        for referral in self.sudo().filtered("agreement_id"):
            agreement = referral.agreement_id
            if (
                agreement.company_id != referral.case_id.company_id
                or referral.partner_id not in agreement.partner_ids
            ):
                raise ValidationError(
                    self.env._(
                        "That agreement is not one of yours with this organisation."
                    )
                )

    @api.constrains("type_id", "section_ids")
    def _check_shares_nothing(self):
        for referral in self:
            if referral.section_ids and not referral.type_id.shares:
                raise ValidationError(
                    self.env._(
                        "“%s” shares nothing: leave out the parts of the file, or "
                        "choose another type.",
                        referral.type_id.name,
                    )
                )

    @api.constrains("asked", "resident_id")
    def _check_asked_is_neutral(self):
        for referral in self.filtered("asked"):
            # Elevated: names and days are compared, and never shown.
            residents = referral.sudo().case_id.resident_ids
            names = [*residents.mapped("name"), *residents.mapped("nickname")]
            days = residents.filtered("birth_date").mapped("birth_date")
            if deidentify.found(referral.asked, filter(None, names), days):
                raise ValidationError(
                    self.env._(
                        "What support is asked is read by somebody without a login. "
                        "Leave out names, birth dates, numbers and addresses."
                    )
                )

    @api.constrains("type_id", "partner_id", "case_id")
    def _check_destination(self):
        for referral in self:
            if code := referral._refusal():
                raise ValidationError(self._words_of_refusal()[code])

    # Independence ------------------------------------------------------------------

    def _refusal(self):
        """Why it does not go there: a code of `referral_rules.refusal`, or None."""
        if self.direction != "out" or not self.partner_id:
            return None
        # Elevated: only whether there is a tie comes out, in words without who.
        referral = self.sudo()
        company = referral.case_id.company_id
        profiles = referral.case_id.supporter_id | self.env[
            "client.supporter"
        ].sudo().search([("user_id", "=", self.env.uid)])
        today = consent_rules.today()
        tied = {
            tie.partner_id.commercial_partner_id
            for name in ("client.employment", "client.interest")
            for tie in self.env[name]._standing_on(profiles._profiles(), today)
        }
        return referral_rules.refusal(
            referral.type_id.code,
            company.is_independent,
            {company.partner_id.commercial_partner_id.id},
            referral.partner_id.commercial_partner_id.id,
            {partner.id: partner.provides_indicated_care for partner in tied},
        )

    def _words_of_refusal(self):
        return {
            "own_organisation": self.env._(
                "Independent client support does not refer to an offer of its own "
                "organisation (Wmo 2015 art. 1.1.1). Show the resident what others "
                "offer."
            ),
            "indicated_care": self.env._(
                "The supporter also works for this provider of care, or has an "
                "interest in it. Let a colleague without that tie refer."
            ),
            "stake": self.env._(
                "The supporter has a tie to this organisation. Let a colleague "
                "without that tie refer."
            ),
        }

    # Where it stands -----------------------------------------------------------------

    def _move(self, state, **values):
        """The one place where a state changes; the caller has checked the right.

        :raises UserError: when that is not the next step
        """
        # Of two answers at once the second starts again and sees the first.
        touch(self)
        # Elevated: the state is written by methods alone.
        for referral in self.sudo():
            if state not in referral_rules.NEXT[referral.state]:
                words = labels(self, "state")
                raise UserError(
                    self.env._(
                        "%(number)s is “%(now)s” and cannot become “%(next)s”.",
                        number=referral.number,
                        now=words[referral.state],
                        next=words[state],
                    )
                )
            if state != "started":
                # What was planned was about the answer, or about what goes on.
                referral.activity_ids._end_planned()
            referral.write(
                {
                    "state": state,
                    DATE_OF[state]: fields.Date.context_today(self),
                    "formality": referral.formality
                    or referral.service_id._formality_today(),
                    **values,
                }
            )
            if state != "requested":
                referral._close_link()

    def _own(self):
        """These, after the check that the user works on them.

        :raises AccessError: when not
        """
        self.check_access("write")
        return self

    def action_request(self):
        """Ask it; what is shared needs a consent that stands.

        :raises UserError: with what is missing
        """
        for referral in self._own():
            consents = self.env["client.consent"]
            if referral.direction == "out":
                referral._check_complete()
                if referral.type_id.shares:
                    consents = referral._require_consent()
                # Ties change: asked again at the act.
                referral._check_destination()
            state = "requested" if referral.type_id.code != "information" else "pointed"
            numbers = ", ".join(consents.sudo().mapped("number"))
            referral._move(state, consents=numbers)

    def action_ask(self):
        """Ask it; where a consent is missing, the dialog that notes it comes first."""
        self.ensure_one()
        self._own()
        dialog = self.env["client.referral.consent"]
        can_note_it = dialog.has_access("create") and self._is_of_one()
        if self._consent_stands() or not can_note_it:
            return self.action_request()
        self._check_complete()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Does the resident agree?"),
            "res_model": dialog._name,
            "view_mode": "form",
            "target": "new",
            "context": {"default_referral_id": self.id},
        }

    def _is_of_one(self):
        """Whether the consent of the resident alone is enough."""
        # Elevated: another resident of the case may be hidden; only how many is asked.
        alone = len(self.case_id.sudo().resident_ids) == 1
        return alone or not set(self.section_ids.mapped("code")) - {"identity"}

    def _check_complete(self):
        if not self.partner_id:
            raise UserError(self.env._("Choose the organisation first."))
        if self.type_code == "information":
            return
        if not self.reason:
            raise UserError(self.env._("Write why, in words of the resident."))
        if self.type_code == "wmo_wlz" and not self.consultation_on:
            raise UserError(
                self.env._(
                    "Talk with a Wlz colleague before the indication, and note the "
                    "day under “Consulted on”. Then hand over."
                )
            )

    def _require_consent(self):
        """The consents on which it rests now.

        :raises UserError: with what is missing and what to do
        """
        codes = self.section_ids.mapped("code")
        consents = self.env["client.consent"]
        found = consents._require(
            self.resident_id, "refer", self.partner_id, codes, self.case_id
        )
        # Elevated: of the others only whether they consented is asked. What lies in
        # the own file of who is referred is not theirs.
        others = self.case_id.sudo().resident_ids.sudo(self.env.su) - self.resident_id
        of_case = [code for code in codes if code not in OF_THE_RESIDENT]
        if others and of_case:
            found |= consents._require(
                others, "refer", self.partner_id, of_case, self.case_id
            )
        return found

    def _consent_stands(self):
        """Whether it may go on: the resident may have taken the consent back."""
        if self.direction == "in" or not self.type_id.shares:
            return True
        try:
            return bool(self._require_consent())
        except UserError:
            return False

    def action_accept(self):
        """The receiver said yes; or, of one to us, we take it."""
        for referral in self._own():
            referral._answer("accepted", "staff")

    def action_decline(self):
        """The receiver said no; why was chosen first."""
        for referral in self._own():
            if not referral.decline_reason:
                raise UserError(self.env._("Choose why it was declined first."))
            referral._answer("declined", "staff")

    def _answer(self, state, how, **values):
        if state == "declined":
            reason = values.get("decline_reason", self.decline_reason)
            values["outcome"] = referral_rules.OUTCOME_OF_DECLINE[reason]
        elif self.direction == "out" and not self.feedback_date:
            values["feedback_date"] = self._feedback_day()
        self._move(state, answered_how=how, **values)

    def action_start(self):
        """The support began."""
        self._own()._move("started")

    def action_confirm(self):
        """The receiver confirmed the warm handover: we have it from here."""
        for referral in self._own():
            if not referral.is_warm or referral.state not in ("accepted", "started"):
                raise UserError(
                    self.env._("Only an accepted warm handover is confirmed.")
                )
            if not referral.talk_on or not referral.confirmed_by:
                raise UserError(
                    self.env._(
                        "Fill in the day of the talk together and who confirmed it."
                    )
                )
            # Elevated: a date that proves; the right was checked above.
            referral.sudo().confirmed_on = fields.Date.context_today(self)
            referral._plan_follow_up()

    def action_done(self):
        """It came to an end, and how it fitted is known."""
        for referral in self._own():
            if referral.direction == "out" and not referral.outcome:
                raise UserError(
                    self.env._(
                        "Fill in “%s” first: how it fitted.",
                        self._fields["outcome"]._description_string(self.env),
                    )
                )
            if referral.type_code == "pre_check" and not referral.check_result:
                raise UserError(self.env._("Choose the result of the check first."))
            if referral.is_warm and not referral.confirmed_on:
                raise UserError(
                    self.env._(
                        "A warm handover is done when the receiver confirmed it."
                    )
                )
            referral._move("done")
            if referral.is_warm:
                # Ended tasks went with the move; this one is for afterwards.
                referral._plan_follow_up()

    def action_revoke(self):
        """Take it back: the resident does not want it, or something else was found."""
        self._own()._move("revoked")

    def action_handover(self):
        """The document that goes along, made from what the file says now."""
        self.ensure_one()
        handover = self.env["client.referral.handover"]._make(self._own())
        return form_of(handover)
