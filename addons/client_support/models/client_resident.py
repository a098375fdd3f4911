from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import LazyTranslate

from ..access import OPEN_END
from ..dossier_key import DossierKey
from ..screen import form_of
from .client_file_root_mixin import ClientFileRootMixin
from .client_portal_mixin import WORKERS
from .mail_activity import ALWAYS

# For tasks: in the language of whoever gets one.
_lt = LazyTranslate(__name__)

BIRTH_DATE_READERS = WORKERS
CONSENT_READERS = f"{WORKERS},client_support.group_walk_in"
YES_NO = [("yes", "Yes"), ("no", "No")]


class ClientResident(models.Model):
    """A person who asks for, or gets, client support.

    Not a contact of the address book: every internal user reads that. A light file
    holds no more than a nickname; a full file follows when the work needs it. The
    same person at two organisations is two records.
    """

    _name = "client.resident"
    _inherit = [
        # First: what they add comes around what the file does.
        "client.resident.address.mixin",
        "client.resident.duplicates.mixin",
        "client.resident.merge.mixin",
        "client.file.root.mixin",
        "client.activity.mixin",
        "client.consent.ground.mixin",
        "client.shield.mixin",
        "client.retention.mixin",
        "client.identity.mixin",
        "client.portal.mixin",
        "client.resident.network.mixin",
        "client.resident.appointment.mixin",
    ]
    _description = "Resident"
    _order = "id desc"
    _rec_names_search = ["number", "nickname", "name", "former_number_ids.number"]
    _number_prefix = "R"
    _content_fields = frozenset(
        {"birth_date", "target_group_ids", "has_secret_address"}
        | {"legal_stay", "in_municipality", "wlz_indication"}
    )
    _identity_texts = ("nickname", "name", "salutation", "communication_needs")
    _consent_grounds = frozenset({"birth_date", "birth_year"})
    _shared_fields = frozenset(
        {"id", "display_name", "number", "nickname", "name", "birth_year", "lang_id"}
    )
    _set_by_methods = ClientFileRootMixin._set_by_methods | {"objects_to_research"}

    dossier_id = DossierKey(required=True)
    is_light = fields.Boolean(
        string="Light file",
        default=True,
        help="A regular of the walk-in: a nickname, no intake, no norms.",
    )
    nickname = fields.Char(
        string="Called", help="How the resident wants to be addressed."
    )
    name = fields.Char(string="Full name", help="First and last name.")
    birth_date = fields.Date(
        groups=BIRTH_DATE_READERS,
        help="To be sure who somebody is; elsewhere only the year shows.",
    )
    birth_year = fields.Integer(
        compute="_compute_birth_year",
        store=True,
        readonly=False,
        aggregator=None,
        help="For age bands in the figures.",
    )
    area_id = fields.Many2one(
        "social.area", index="btree_not_null", help="Where the resident lives."
    )
    lang_id = fields.Many2one(
        "res.lang", string="Language", help="The language that works best."
    )
    target_group_ids = fields.Many2many(
        "target.group",
        string="Target groups",
        groups=BIRTH_DATE_READERS,
        help="Some say something on health or origin: only who needs it sees it.",
    )
    salutation = fields.Char(
        string="Address as", help="How to begin a letter or a call."
    )
    needs_interpreter = fields.Boolean(
        string="Interpreter needed", help="For talks in the language above."
    )
    communication_needs = fields.Text(
        string="What helps in talking",
        help="Plain words, large print, sign language, somebody who comes along, …",
    )
    preferred_channel = fields.Selection(
        [
            ("phone", "Telephone"),
            ("email", "E-mail"),
            ("post", "Post"),
            ("app", "Messages in an app"),
        ],
        help="How the resident wants to be reached.",
    )
    legal_stay = fields.Selection(
        YES_NO, string="Stays legally", groups=WORKERS, help="Empty: not asked."
    )
    in_municipality = fields.Selection(
        YES_NO,
        string="Lives in the municipality",
        groups=WORKERS,
        help="Empty: not asked.",
    )
    wlz_indication = fields.Selection(
        YES_NO, string="Has a Wlz indication", groups=WORKERS, help="Empty: not asked."
    )
    eligibility_reason = fields.Text(
        string="Why we go on",
        groups=WORKERS,
        help="The reason to support somebody whom a rule points elsewhere.",
    )
    eligibility_warning = fields.Text(
        compute="_compute_eligibility_warning",
        groups=WORKERS,
        help="What a rule of the municipality or the law says; never a refusal.",
    )
    representative_ids = fields.One2many(
        "client.representative",
        "resident_id",
        string="Representatives",
        help="Who may act for the resident.",
    )
    contact_ids = fields.One2many(
        "client.contact", "resident_id", string="Contacts", help="Talks so far."
    )
    consent_ids = fields.One2many(
        "client.consent",
        "resident_id",
        string="Consents",
        groups=CONSENT_READERS,
        help="What may be shared, with whom, until when.",
    )
    disclosure_ids = fields.One2many(
        "client.disclosure",
        "resident_id",
        string="Disclosures",
        groups=CONSENT_READERS,
        help="What was told without consent, on what ground.",
    )
    objects_to_research = fields.Boolean(
        string="Objects to research",
        readonly=True,
        help="Left out of research and statistics with records of persons (Wmo 2015 "
        "art. 5.3.6). Set by a granted request.",
    )
    former_number_ids = fields.One2many(
        "client.former.number",
        "resident_id",
        string="Former numbers",
        help="Of files that were merged into this one.",
    )
    access_ids = fields.One2many(
        "client.access",
        "resident_id",
        groups=fields.NO_ACCESS,
        help="Who may see the file. Only the access rules read this.",
    )

    _dossier_uniq = models.Constraint("UNIQUE(dossier_id)", "One dossier, one file.")
    _has_a_name = models.Constraint(
        "CHECK(nickname IS NOT NULL OR name IS NOT NULL)",
        "Enter a nickname or a name; or register the contact as anonymous.",
    )

    @api.depends("birth_date")
    def _compute_birth_year(self):
        for resident in self:
            if resident.birth_date:
                resident.birth_year = resident.birth_date.year

    @api.depends("legal_stay", "in_municipality", "wlz_indication")
    def _compute_eligibility_warning(self):
        """The rules of eligibility: they warn and never refuse (Wmo art. 2.2.4)."""
        # Content is else fetched one field at a time.
        self._origin.fetch(["legal_stay", "in_municipality", "wlz_indication"])
        for resident in self:
            warnings = []
            if resident.legal_stay == "no":
                warnings.append(
                    self.env._(
                        "Who does not stay legally gets no individual provision (Wmo "
                        "art. 1.2.2). Advice is always possible: write why you go on."
                    )
                )
            if resident.in_municipality == "no":
                warnings.append(
                    self.env._(
                        "Lives elsewhere: refer to client support of the own "
                        "municipality (Wmo art. 2.2.4)."
                    )
                )
            if resident.wlz_indication == "yes":
                warnings.append(
                    self.env._(
                        "Has a Wlz indication: hand over to client support of the "
                        "Wlz. Help on the way towards the Wlz is all right."
                    )
                )
            resident.eligibility_warning = "\n".join(warnings)

    @api.constrains("birth_date", "birth_year")
    def _check_birth(self):
        this_year = fields.Date.today().year
        for resident in self.filtered("birth_year"):
            if not this_year - 130 <= resident.birth_year <= this_year:
                raise ValidationError(
                    self.env._("The year of birth %s cannot be.", resident.birth_year)
                )

    @api.depends("number", "nickname", "name")
    @api.depends_context("resident_names", "uid")
    def _compute_display_name(self):
        """The number; with the name beside it where a screen asks for it.

        Odoo reads the label of a link with elevated rights, so the name is added only
        for those whom the user may read.
        """
        named = self.browse()
        if self.env.context.get("resident_names"):
            named = self.sudo(False)._filtered_access("read")
        for resident in self:
            called = resident in named and (resident.nickname or resident.name)
            resident.display_name = (
                f"{called} ({resident.number})" if called else resident.number
            )

    def action_rights_request(self):
        """Register that the resident asks for access, correction or destruction."""
        self.ensure_one()
        self.check_access("read")
        return form_of(
            self.env["client.rights.request"],
            name=self.env._("Request of the resident"),
            context={"default_resident_number": self.number},
        )

    def action_access_copy(self):
        """Download the copy of the file for the resident, of a granted request."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_url",
            "url": f"/my/dossier/kopie/{self.number}",
            "target": "self",
        }

    def write(self, vals):
        representatives = self.env["client.representative"]
        if "birth_date" in vals:
            # Elevated: authority that ends by law follows the birth date, whoever
            # corrects that.
            representatives = self.sudo().representative_ids._ending_by_law()
        result = super().write(vals)
        if "birth_date" in vals:
            for one in representatives:
                one.date_until = one._latest_day()
            self._sync_portal_access()
        return result

    def action_full_file(self):
        """The form that asks for what a full file begins with."""
        self.ensure_one()
        self.check_access("write")
        return form_of(
            self.env["client.full.file"],
            name=self.env._("Make it a full file"),
            target="new",
            context={
                "default_resident_id": self.id,
                "default_name": self.name,
                "default_birth_date": self.birth_date,
            },
        )

    def action_merge(self):
        """The form that joins another file of the same person to this one."""
        self.ensure_one()
        self.check_access("write")
        return form_of(
            self.env["client.merge"],
            name=self.env._("Same person: merge two files"),
            target="new",
            context={"default_resident_id": self.id},
        )

    def _consents_follow(self):
        self.env["client.consent"]._follow_birth(self)

    # Access ----------------------------------------------------------------------

    def _access_residents(self):
        return self

    def _access_case(self):
        return self.env["client.case"]

    def _open_for_creator(self):
        kind = self._own_kind()
        for resident in self:
            resident._open_for(self.env.user, kind, self.env._("Registered the file"))
            if resident.is_light and resident.team_id.shares_light_files:
                resident._open_for(
                    resident.team_id._registering_members() - self.env.user,
                    "walk_in",
                    self.env._("Member of the walk-in team"),
                )

    def _open_for(self, users, kind, basis):
        """Open the resident's own file for as long as contacts keep it alive."""
        days = self.env["client.team"]._contact_access_days()
        until = fields.Datetime.add(fields.Datetime.now(), days=days)
        self.env["client.access"]._grant(users, self, kind, basis, until=until)

    def _talks_before(self, day, but=None):
        """How many I&A contacts without a case the user sees in the year before a day.

        None for a regular of a walk-in team: those come back without becoming a case.

        :param but: a contact that does not count
        """
        if not day or (self.is_light and self.team_id.shares_light_files):
            return 0
        return self.env["client.contact"].search_count(
            [
                ("resident_id", "in", self._origin.ids),
                ("case_id", "=", False),
                ("kind_id.counts_as_ia", "=", True),
                ("date", ">=", fields.Date.subtract(day, years=1)),
                ("date", "<=", day),
                ("id", "not in", but.ids if but else []),
            ]
        )

    def _keep_open(self):
        """A new contact: whoever works on the file from outside a case still does."""
        days = self.env["client.team"]._contact_access_days()
        # Elevated: nobody has rights on access rows; the caller made a contact here.
        self.env["client.access"].sudo()._prolong(self.sudo(), days)

    def _workers(self):
        """Who work on this file now as supporter, cover or intake worker."""
        # Elevated: nobody has rights on access rows; only staff of the file come out.
        rows = self.env["client.access"].sudo()
        return rows.search(
            [
                ("resident_id", "=", self.id),
                ("kind", "in", ("supporter", "cover", "intake")),
                ("section", "=", "all"),
                ("case_id", "=", False),
                ("valid_from", "<=", "now"),
                ("valid_until", ">", "now"),
            ]
        ).user_id.filtered("active")

    def _plan_asking_again(self, users, day):
        self._keep_task(
            "ask_again",
            day,
            _lt("Ask again who may act for this resident"),
            users,
            note=_lt(
                "From 12 the resident's own consent counts too, from 16 the resident "
                "decides alone (Wmo 2015 art. 5.3.3, Jeugdwet § 7.3). At 18 parental "
                "authority has ended (BW art. 1:233 and 1:245). Note the new day with "
                "the representative."
            ),
            again=ALWAYS,
            for_each=True,
        )

    def _sync_portal_access(self):
        """What portal accounts open follows the facts: who, until when, which files.

        The resident's own file, and the cases of the resident that are not shielded.
        """
        access = self.env["client.access"]
        # Elevated: nobody has rights on rows or accounts; the caller checked the right
        # to change the fact that this follows.
        for resident in self.sudo():
            cases = self.env["client.case"].sudo()
            cases = cases.search(
                [("resident_ids", "in", resident.id), ("is_shielded", "=", False)]
            )
            always = (fields.Datetime.now(), OPEN_END)
            access._follow(
                resident,
                "resident",
                dict.fromkeys(resident._portal_users(), always),
                cases,
                self.env._("The own file"),
            )
            spans = {}
            for representative in resident.representative_ids:
                for user in representative._portal_users():
                    if span := representative._access_span():
                        start, until = spans.get(user, span)
                        spans[user] = min(start, span[0]), max(until, span[1])
            access._follow(
                resident, "representative", spans, cases, self.env._("Represents")
            )
