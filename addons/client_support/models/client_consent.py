from datetime import date, timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Domain
from odoo.tools import SQL

from .. import consent_rules
from ..roles import ACCESS_OFFICER, PROVIDER_STAFF, SUPPORTER

# Purposes for which a file is opened to somebody.
SHARING = ("share", "refer", "third_party", "confidant")
# Not a consent but a refusal that stands until it is taken back (Wmo 2015 art. 5.3.6).
OBJECTION = "research_objection"

# How long before its end a consent is asked again.
REMIND_DAYS = 28

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
    _inherit = ["client.frozen.mixin"]
    _description = "Consent"
    _order = "id desc"
    _number_prefix = "T"
    _set_by_methods = frozenset(
        {"dossier_id", "number", "given_at", "given_by", "starts_at", "ends_at"}
        | {"withdrawn_at", "withdrawn_by_id", "withdrawn_how", "reminded_on"}
    )

    purpose = fields.Selection(
        [
            ("share", "Share with who decides on support or gives care"),
            ("refer", "Refer to an organisation"),
            ("third_party", "Talk with somebody else"),
            ("confidant", "Let a confidant read along"),
            ("survey", "Be asked what the support was like"),
            ("research", "Take part in research"),
            (OBJECTION, "Objects to use for research and statistics"),
        ],
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
        default=fields.Date.context_today, help="The day on which it was given."
    )
    valid_from = fields.Date(
        string="From",
        required=True,
        default=fields.Date.context_today,
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
        for consent in self.sudo():
            for user in consent.recipient_user_ids:
                consent._check_recipient(user)

    def _check_recipient(self, user):
        """:raises ValidationError: for somebody to whom this cannot be shown"""
        if not self._may_receive(user):
            raise ValidationError(
                self.env._(
                    "%s has no account that can be shown a file: that is a portal "
                    "account of an access officer or of provider staff, or of a "
                    "confidant for that purpose.",
                    user.name,
                )
            )
        if (
            self.recipient_partner_id
            and user.partner_id.commercial_partner_id
            != self.recipient_partner_id.commercial_partner_id
        ):
            raise ValidationError(
                self.env._(
                    "%(user)s does not belong to %(organisation)s.",
                    user=user.name,
                    organisation=self.recipient_partner_id.name,
                )
            )

    def _may_receive(self, user):
        """Whether the account is one from outside that can be shown a file."""
        roles = (ACCESS_OFFICER, PROVIDER_STAFF)
        return (
            user.active
            and user.share
            and (self.purpose == "confidant" or any(map(user._has_group, roles)))
        )

    @api.model
    def _domain_of_recipients(self):
        groups = self.env["res.groups"]
        for name in (ACCESS_OFFICER, PROVIDER_STAFF):
            groups |= self.env.ref(name, raise_if_not_found=False) or groups
        # A confidant is added by the one who made the account; offered are those who
        # decide on support or give care.
        return [("share", "=", True), ("group_ids", "in", groups.ids)]

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
        _touch(signing)
        today = consent_rules.today()
        last, by_resident = self.valid_until, self.by_resident
        if self.purpose != OBJECTION:
            born, by_resident = self._check_givers(resident, signing, today)
            last = consent_rules.last_day(
                last, born, today, bool(signing), signing.mapped("date_until")
            )
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
        if "case" in self.section_ids.mapped("code") and not self.case_id:
            raise UserError(
                self.env._("Choose the case, or take the part “Case” away.")
            )

    def _check_givers(self, resident, signing, today):
        """Whether the right persons consented (`consent_rules`).

        :return: the day of birth to count from, and whether the resident is among them
        :raises UserError: with who must consent
        """
        born = consent_rules.born_at_latest(resident.birth_date, resident.birth_year)
        if not born:
            raise UserError(
                self.env._(
                    "Fill in the date of birth of the resident, or the year: under 16 "
                    "the law asks the consent of a parent or guardian too."
                )
            )
        needed = consent_rules.givers(
            consent_rules.age_on(born, today), self.is_capable
        )
        standing = (
            self.env["client.representative"]
            .sudo()
            .search([("resident_id", "=", resident.id)])
            ._stands_on(today)
        )
        codes = consent_rules.problems(
            needed,
            self.by_resident,
            {one.id: one.authority for one in signing},
            {one.id: one.authority for one in standing},
        )
        words = {
            "resident_missing": self.env._(
                "From 12 years on the resident consents: tick that, when it is so."
            ),
            "no_authority": self.env._(
                "A representative on the form has no authority for this at this age "
                "today: from 16 on the resident decides alone."
            ),
            "representative_missing": self.env._(
                "A representative must consent: under 16 a parent or guardian; for "
                "who cannot weigh own interests a curator, mentor or somebody "
                "authorised. Add that person to the representatives first."
            ),
            "other_parent_missing": self.env._(
                "Both parents with parental authority consent."
            ),
        }
        if codes:
            raise UserError("\n".join(words[code] for code in codes))
        return born, needed.resident

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

    def _own_rows(self):
        """A domain for the access rows that rest on this consent, if only in part."""
        return [("kind", "=", "consent"), ("basis", "like", self.number)]

    # Opening ----------------------------------------------------------------------

    def _together(self):
        """This consent, with those of the others on its case for the same."""
        self.ensure_one()
        if not self.case_id:
            return self
        # Elevated: the others may be shielded from the one who asks.
        others = self.sudo().search(
            [
                ("case_id", "=", self.case_id.id),
                ("purpose", "=", self.purpose),
                ("resident_id", "!=", self.resident_id.id),
                *self._standing_now(),
            ]
        )
        return self.sudo() | others

    @api.model
    def _standing_now(self):
        return [
            ("withdrawn_at", "=", False),
            ("starts_at", "<=", "now"),
            ("ends_at", ">", "now"),
        ]

    def _open(self, users, sections=None, until=None):
        """Make the rows of these consents for these users, one for each part.

        What belongs to a case of several residents opens only when all of them
        consented to it; the rows then end with the first consent that ends.

        :param sections: codes, of those consented to; without them all
        :param until: Datetime in UTC; without it the end of the consents
        """
        _touch(self)
        for user in users:
            for file, section in self._places(sections):
                resting_on = self._agreeing(user, file, section)
                if not resting_on:
                    continue
                ends = [*resting_on.mapped("ends_at"), *([until] if until else [])]
                start = max([*resting_on.mapped("starts_at"), fields.Datetime.now()])
                if start < min(ends):
                    self.env["client.access"]._grant(
                        user,
                        file,
                        "consent",
                        ", ".join(sorted(resting_on.mapped("number"))),
                        section=section,
                        start=start,
                        until=min(ends),
                    )

    def _places(self, sections):
        """(file, code of a section) for each part that these consents open."""
        places = set()
        for consent in self.sudo():
            for code in consent.section_ids.mapped("code"):
                if sections is None or code in sections:
                    own_file = code == "identity" or not consent.case_id
                    file = consent.resident_id if own_file else consent.case_id
                    places.add((file, code))
        return sorted(places, key=lambda place: (place[0]._name, place[0].id, place[1]))

    def _agreeing(self, user, file, section):
        """Those of these consents by which the part opens; none when one is missing."""
        fitting = self.sudo().filtered(
            lambda consent: (
                consent._is_for(user)
                and section in consent.section_ids.mapped("code")
                and (file == consent.resident_id or file == consent.case_id)
            )
        )
        if file._access_residents() - fitting.resident_id:
            return self.browse()
        return fitting

    def _is_about(self, case, sections):
        """Whether an act on these parts, of a case or of none, lies within it."""
        if case and set(sections) - {"identity"}:
            return self.case_id == case
        return not self.case_id or self.case_id == case

    def _is_for(self, recipient):
        """Whether a user, an organisation or somebody described is a recipient."""
        self.ensure_one()
        if isinstance(recipient, str):
            named = (self.recipient_description or "").casefold()
            return named == recipient.strip().casefold()
        if recipient._name == "res.partner":
            return recipient.commercial_partner_id == (
                self.recipient_partner_id.commercial_partner_id
            )
        organisation = self.recipient_partner_id.commercial_partner_id
        belongs = recipient.sudo().partner_id.commercial_partner_id == organisation
        if recipient in self.recipient_user_ids:
            return belongs or not organisation
        return bool(organisation) and belongs

    # The act ----------------------------------------------------------------------

    @api.model
    def _require(self, residents, purpose, recipient=None, sections=(), case=None):
        """The consents on which an act may rest; asked by whatever does the act.

        Counted as done for as long as the transaction lasts: a withdrawal at the same
        moment makes one of the two start again.

        :param purpose: code of `purpose`
        :param recipient: a user, a partner or a description; None when the purpose
            says it all
        :param sections: codes of the parts that the act uses
        :param case: the case that the act is about, when it is about one
        :raises UserError: with what is missing and what to do
        """
        (case or residents).check_access("read")
        # Elevated: whether a consent stands is no secret from who works on the file.
        standing = self.sudo().search(
            [
                ("resident_id", "in", residents.ids),
                ("purpose", "=", purpose),
                *self._standing_now(),
            ]
        )
        found = self.sudo()
        missing = residents.browse()
        for resident in residents.sudo():
            fitting = standing.filtered(
                lambda consent, resident=resident: (
                    consent.resident_id == resident
                    and consent._is_about(case, sections)
                    and (recipient is None or consent._is_for(recipient))
                    and not set(sections) - set(consent.section_ids.mapped("code"))
                )
            )
            if fitting:
                found |= max(fitting, key=lambda consent: consent.ends_at)
            else:
                missing |= resident
        if missing:
            raise UserError(
                self._what_is_missing(missing, purpose, recipient, sections)
            )
        _touch(found)
        return found

    @api.model
    def _what_is_missing(self, residents, purpose, recipient, sections):
        purposes = dict(self._fields["purpose"]._description_selection(self.env))
        names = self.env["client.section"].search([("code", "in", list(sections))])
        who = (
            recipient
            if isinstance(recipient, str)
            else (recipient.sudo().name if recipient else "")
        )
        about = ", ".join(filter(None, [who, *names.mapped("name")]))
        return self.env._(
            "There is no consent of %(residents)s that stands for: %(purpose)s "
            "(%(about)s). Ask the resident, note the answer under Consents in the "
            "resident's file, and try again.",
            residents=", ".join(residents.sudo().mapped("number")),
            purpose=purposes[purpose],
            about=about or "–",
        )

    @api.model
    def _objecting(self, residents):
        """Those of the residents who object to use for research and statistics.

        Either noted as an answer of the resident, or a granted request.
        """
        # Elevated: figures are made by nobody in particular.
        objections = self.sudo().search(
            [
                ("resident_id", "in", residents.ids),
                ("purpose", "=", OBJECTION),
                *self._standing_now(),
            ]
        )
        return objections.resident_id | residents.sudo().filtered("objects_to_research")

    # What changes around it -------------------------------------------------------

    @api.model
    def _follow_representatives(self, representatives):
        """An authority changed: what rests on it ends with it, at once if need be."""
        # Elevated: whoever registered the fact, the consents follow.
        consents = self.sudo().search(
            [("representative_ids", "in", representatives.ids)]
        )
        # Drafts too, so that one being given at this moment starts again.
        _touch(consents)
        today = consent_rules.today()
        for consent in consents.filtered(lambda consent: consent.state == "given"):
            signing = consent.representative_ids
            resident = consent.resident_id
            born = consent_rules.born_at_latest(
                resident.birth_date, resident.birth_year
            )
            needed = born and consent_rules.givers(
                consent_rules.age_on(born, today), consent.is_capable
            )
            holds = signing._stands_on(today) == signing and all(
                one.resident_id == resident
                and needed
                and one.authority in needed.authorities
                for one in signing
            )
            if not holds:
                consent._withdraw("authority")
                continue
            last = min(
                [consent.valid_until, *filter(None, signing.mapped("date_until"))]
            )
            if last < consent.valid_until:
                consent._shorten(last)

    def _shorten(self, last):
        """Let it end on an earlier day, with the rows that rest on it."""
        ends_at = consent_rules.end_of(last)
        self._add({"valid_until": last, "ends_at": ends_at})
        self.env["client.access"]._end(self._own_rows(), at=ends_at)

    @api.model
    def _end_with(self, representatives):
        """A representative is taken off the file: what rests on them ends."""
        # Elevated: as above. The name stays in `given_by`.
        self.sudo().search(
            [("representative_ids", "in", representatives.ids)]
        )._withdraw("authority")

    @api.model
    def _follow_birth(self, residents):
        """A date of birth was corrected: a consent of the wrong person ends."""
        # Elevated: as above.
        for consent in self.sudo().search(
            [("resident_id", "in", residents.ids), *self._standing_now()]
        ):
            if consent.purpose == OBJECTION:
                continue
            signing = consent.representative_ids
            today = consent_rules.today()
            try:
                born, _self = consent._check_givers(consent.resident_id, signing, today)
            except UserError:
                consent._withdraw("age")
                continue
            last = consent_rules.last_day(
                consent.valid_until,
                born,
                today,
                bool(signing),
                signing.mapped("date_until"),
            )
            if last < consent.valid_until:
                consent._shorten(last)

    @api.model
    def _follow_recipients(self, users):
        """Somebody changed organisation or role, or left: what they saw by consent
        ends. Whoever is named again in a new consent sees again."""
        for user in users.sudo():
            rows = (
                self.env["client.access"]
                .sudo()
                .search(
                    [
                        ("user_id", "=", user.id),
                        ("kind", "=", "consent"),
                        ("valid_until", ">", "now"),
                    ]
                )
            )
            numbers = {number for row in rows for number in row.basis.split(", ")}
            for consent in self.sudo().search([("number", "in", list(numbers))]):
                if not (consent._is_for(user) and consent._may_receive(user)):
                    self.env["client.access"]._end(
                        [*consent._own_rows(), ("user_id", "=", user.id)]
                    )

    # Merging ----------------------------------------------------------------------

    def _merge_into(self, resident):
        """Carry the consents of a file over into the file that it is merged with.

        The most restrictive is kept. Of what both files share for the same purpose with
        the same recipient goes on what stands in both, until the first of their ends;
        every other consent to share ends on both sides and is asked anew. Objections
        are all kept.

        :param resident: the file that stays; `self` are consents of the one that goes
        """
        theirs = self.sudo()
        standing = Domain(self._standing_now())
        ours = theirs.search(Domain("resident_id", "=", resident.id) & standing)
        coming = theirs.filtered_domain(standing)
        for consent in coming.filtered(lambda consent: consent.purpose != OBJECTION):
            twin = ours.filtered(lambda one, same=consent: one._is_twin_of(same))[:1]
            if twin and (shared := twin.section_ids & consent.section_ids):
                twin._restrict(shared, min(twin.valid_until, consent.valid_until))
                ours -= twin
            consent._withdraw("merged")
        ours.filtered(lambda consent: consent.purpose != OBJECTION)._withdraw("merged")
        theirs._add({"resident_id": resident.id})

    def _is_twin_of(self, other):
        """Whether both are for the same purpose, recipients and case."""
        return all(
            self[name] == other[name]
            for name in (
                "purpose",
                "case_id",
                "recipient_user_ids",
                "recipient_partner_id",
                "recipient_description",
            )
        )

    def _restrict(self, sections, last):
        """Let it go on for fewer parts, or shorter."""
        gone = (self.section_ids - sections).mapped("code")
        self.env["client.access"]._end([*self._own_rows(), ("section", "in", gone)])
        self._add({"section_ids": [fields.Command.set(sections.ids)]})
        self._shorten(min(last, self.valid_until))

    # Reminders --------------------------------------------------------------------

    @api.model
    def _cron_remind(self):
        """Ask the supporter, once, to talk about a consent that is about to end."""
        soon = fields.Datetime.now() + timedelta(days=REMIND_DAYS)
        for consent in self.sudo().search(
            [
                ("reminded_on", "=", False),
                ("ends_at", "<=", soon),
                *self._standing_now(),
            ]
        ):
            user = consent._supporter_to_remind()
            if user:
                consent._remind(user)

    def _supporter_to_remind(self):
        """Who works for the resident now and can read the file, or nobody."""
        cases = self.case_id or self.env["client.case"].search(
            [("resident_ids", "in", self.resident_id.ids), ("stage", "!=", "closed")]
        )
        for user in cases.supporter_id.user_id | self.create_uid:
            resident = self.resident_id.with_user(user).with_context(
                allowed_company_ids=user.company_ids.ids
            )
            if (
                user.active
                and user._has_group(SUPPORTER)
                and resident.has_access("read")
            ):
                return user
        return self.env["res.users"]

    def _remind(self, user):
        resident = self.resident_id
        born = consent_rules.born_at_latest(resident.birth_date, resident.birth_year)
        turns = next(
            (
                age
                for age in consent_rules.ASKED_AGAIN_AT
                if born
                and self.representative_ids
                and consent_rules.birthday(born, age)
                == self.valid_until + timedelta(days=1)
            ),
            None,
        )
        # In the language of the reader; no content, as an activity is read elsewhere.
        env = self.with_context(lang=user.lang).env
        if turns:
            summary = env._(
                "Consent %(number)s ends: the resident turns %(age)s. Ask anew.",
                number=self.number,
                age=turns,
            )
        else:
            summary = env._("Consent %s is about to end. Ask again?", self.number)
        resident.activity_schedule(
            "mail.mail_activity_data_todo",
            date_deadline=max(
                self.valid_until - timedelta(days=7), consent_rules.today()
            ),
            summary=summary,
            user_id=user.id,
        )
        self._add({"reminded_on": consent_rules.today()})

    # The recipient's side ---------------------------------------------------------

    @api.model
    def _shared_with_user(self):
        """What the user may see by consent or by a disclosure at this moment.

        :return: a list of {"number", "organisation", "until"}, one for each resident
        """
        return [
            {
                "number": resident.number,
                "organisation": resident.company_id.name,
                "until": max(rows.mapped("valid_until")),
            }
            for resident, rows in self._rows_of_user().grouped("resident_id").items()
        ]

    @api.model
    def _rows_of_user(self):
        # Elevated: the rows of the user are the check, and nobody reads those.
        return (
            self.env["client.access"]
            .sudo()
            .search(
                [
                    ("user_id", "=", self.env.uid),
                    ("kind", "in", ("consent", "disclosure")),
                    ("valid_from", "<=", "now"),
                    ("valid_until", ">", "now"),
                ]
            )
        )

    @api.model
    def _shared_parts(self, number):
        """What of one resident's file the user may see, read as the user.

        :param number: the number of the resident
        :return: `{model: [values]}` of the fields that may be shared, or None when
            nothing of such a resident is shared with the user
        """
        rows = self._rows_of_user().filtered(
            lambda row: row.resident_id.number == number
        )
        if not rows:
            return None
        parts = {}
        for name in (
            "client.resident",
            "client.case",
            "client.contact",
            "client.question",
        ):
            # Elevated for the keys only; the values are read through the fence.
            ids = (
                self.env[name]
                .sudo()
                .search([("dossier_id", "in", rows.dossier_id.ids)])
                .ids
            )
            found = self.env[name].search([("id", "in", ids)])
            parts[name] = found.read(sorted(found._shared_fields - {"id"}))
            for field in map(found._fields.get, found._shared_fields):
                if field.type == "selection":
                    labels = dict(field._description_selection(self.env))
                    for values in parts[name]:
                        values[field.name] = labels.get(values[field.name])
        return parts


def _touch(records):
    """Write the rows as they are: of two transactions that depend on them the second
    starts again and sees what the first one did."""
    if records.ids:
        records.env.cr.execute(
            SQL(
                "UPDATE %s SET id = id WHERE id = ANY(%s)",
                SQL.identifier(records._table),
                records.ids,
            )
        )
