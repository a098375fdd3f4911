from odoo import api, fields, models
from odoo.exceptions import LockError, UserError, ValidationError
from odoo.fields import Command

from odoo.addons.social_map.text import normalise

from .. import duplicates
from ..access import OPEN_END
from .client_file_root_mixin import ClientFileRootMixin
from .client_portal_mixin import WORKERS

BIRTH_DATE_READERS = WORKERS
CONSENT_READERS = f"{WORKERS},client_support.group_walk_in"
ADDRESS = ("street", "postcode", "city", "area_detail_id")
YES_NO = [("yes", "Yes"), ("no", "No")]
# What is of the file itself and not of the person, in a merge.
_STAYS = frozenset({"id", "number", "dossier_id", "company_id", "team_id", "name_key"})
_STAYS |= frozenset(models.LOG_ACCESS_COLUMNS)


class ClientResident(models.Model):
    """A person who asks for, or gets, client support.

    Not a contact of the address book: every internal user reads that. A light file
    holds no more than a nickname; a full file follows when the work needs it. The
    same person at two organisations is two records.
    """

    _name = "client.resident"
    _inherit = [
        "client.file.root.mixin",
        "client.activity.mixin",
        "client.consent.ground.mixin",
        "client.shield.mixin",
        "client.retention.mixin",
        "client.identity.mixin",
        "client.portal.mixin",
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

    dossier_id = fields.Many2one(required=True)
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
    has_secret_address = fields.Boolean(
        string="Secret address",
        help="Nobody but who works on this file may learn where the resident lives: "
        "the address is in no letter, label, list or export.",
    )
    address_ids = fields.One2many(
        "client.address",
        "resident_id",
        groups=WORKERS,
        help="Where the resident lives; one at most.",
    )
    street = fields.Char(
        compute="_compute_address",
        inverse="_inverse_address",
        groups=WORKERS,
        help="Street and house number.",
    )
    postcode = fields.Char(
        compute="_compute_address",
        inverse="_inverse_address",
        groups=WORKERS,
        help="e.g. 1234 AB",
    )
    city = fields.Char(
        compute="_compute_address",
        inverse="_inverse_address",
        groups=WORKERS,
        help="Place.",
    )
    area_detail_id = fields.Many2one(
        "social.area",
        string="District",
        compute="_compute_address",
        inverse="_inverse_address",
        groups=WORKERS,
        help="Of a secret address; others see the municipality only.",
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
    name_key = fields.Char(
        compute="_compute_name_key",
        store=True,
        index="btree_not_null",
        groups=fields.NO_ACCESS,
        help="The full name as it is compared with others.",
    )
    likely_duplicates = fields.Text(
        compute="_compute_likely_duplicates",
        help="Files of this organisation that may be of the same person.",
    )
    access_ids = fields.One2many(
        "client.access",
        "resident_id",
        groups=fields.NO_ACCESS,
        help="Who may see the file. Only the access rules read this.",
    )

    _number_uniq = models.Constraint("UNIQUE(number)", "This number is taken.")
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

    @api.depends("name")
    def _compute_name_key(self):
        for resident in self:
            resident.name_key = normalise(resident.name) or False

    @api.depends("legal_stay", "in_municipality", "wlz_indication")
    def _compute_eligibility_warning(self):
        """The rules of eligibility: they warn and never refuse (Wmo art. 2.2.4)."""
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
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Request of the resident"),
            "res_model": "client.rights.request",
            "view_mode": "form",
            "context": {"default_resident_number": self.number},
        }

    def action_access_copy(self):
        """Download the copy of the file for the resident, of a granted request."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_url",
            "url": f"/my/dossier/kopie/{self.number}",
            "target": "download",
        }

    @api.model_create_multi
    def create(self, vals_list):
        residents = super().create(vals_list)
        residents._keep_area_secret()
        return residents

    def write(self, vals):
        representatives = self.env["client.representative"]
        if "birth_date" in vals:
            # Elevated: authority that ends by law follows the birth date, whoever
            # corrects that.
            representatives = self.sudo().representative_ids._ending_by_law()
        result = super().write(vals)
        if vals.keys() & {"has_secret_address", "area_id", "area_detail_id"}:
            self._keep_area_secret()
        if "birth_date" in vals:
            for one in representatives:
                one.date_until = one._latest_day()
            self._sync_portal_access()
        return result

    @api.model
    def load(self, fields, data):  # pylint: disable=redefined-outer-name
        """An import says which rows are likely of somebody who is known; it goes on."""
        result = super().load(fields, data)
        for row, resident in enumerate(self.browse(result["ids"] or ())):
            known = resident._duplicates_in_words(
                resident.name, resident.sudo().birth_date
            )
            if known:
                result["messages"].append(
                    {
                        "type": "warning",
                        "message": known,
                        "record": row,
                        "rows": {"from": row, "to": row},
                    }
                )
        return result

    def action_full_file(self):
        """The form that asks for what a full file begins with."""
        self.ensure_one()
        self.check_access("write")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Make it a full file"),
            "res_model": "client.full.file",
            "view_mode": "form",
            "target": "new",
            "context": {
                "default_resident_id": self.id,
                "default_name": self.name,
                "default_birth_date": self.birth_date,
            },
        }

    def action_merge(self):
        """The form that joins another file of the same person to this one."""
        self.ensure_one()
        self.check_access("write")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Same person: merge two files"),
            "res_model": "client.merge",
            "view_mode": "form",
            "target": "new",
            "context": {"default_resident_id": self.id},
        }

    # Address ---------------------------------------------------------------------

    @api.depends(
        "address_ids.street",
        "address_ids.postcode",
        "address_ids.city",
        "address_ids.area_id",
    )
    @api.depends_context("uid")
    def _compute_address(self):
        """Of those whose address the user may see: its own rules say so."""
        addresses = self.env["client.address"].search([("resident_id", "in", self.ids)])
        found = {address.resident_id.id: address for address in addresses}
        for resident in self:
            address = found.get(resident._origin.id, addresses.browse())
            resident.street = address.street
            resident.postcode = address.postcode
            resident.city = address.city
            resident.area_detail_id = address.area_id

    def _inverse_address(self):
        for resident in self:
            values = {
                "street": resident.street,
                "postcode": resident.postcode,
                "city": resident.city,
                "area_id": resident.area_detail_id.id,
            }
            address = self.env["client.address"].search(
                [("resident_id", "=", resident.id)]
            )
            if address:
                address.write(values)
            elif any(values.values()):
                address.create({**values, "resident_id": resident.id})

    def _keep_area_secret(self):
        """The area of a secret address lies with the address; here its municipality."""
        # Elevated: the address is not for everybody who may change the area.
        for resident in self.sudo():
            area, address = resident.area_id, resident.address_ids
            if not resident.has_secret_address:
                if area := address.area_id:
                    address.area_id = False
                    resident.area_id = area
            elif area and area.level != "municipality":
                if not address:
                    address = address.create({"resident_id": resident.id})
                address.area_id = area
                while area and area.level != "municipality":
                    area = area.parent_id
                resident.area_id = area

    def _printed_address(self):
        """The lines of a letter or label; none at all for a secret address."""
        self.ensure_one()
        if self.has_secret_address:
            return []
        place = " ".join(filter(None, (self.postcode, self.city)))
        return list(filter(None, (self.street, place)))

    def _refuse_secret_address(self):
        """:raises UserError: when one of these keeps the address secret"""
        # Elevated: who may not know that an address is secret may not export it either.
        if any(self.sudo().mapped("has_secret_address")):
            raise UserError(
                self.env._(
                    "One of these residents has a secret address. Leave the address "
                    "out of what you export or print."
                )
            )

    def export_data(self, fields_to_export):
        names = {path.replace(".", "/").split("/")[0] for path in fields_to_export}
        if names & {*ADDRESS, "address_ids"}:
            self._refuse_secret_address()
        return super().export_data(fields_to_export)

    # Likely duplicates --------------------------------------------------------------

    @api.depends("name", "birth_date", "phone", "email", "company_id")
    @api.depends_context("uid")
    def _compute_likely_duplicates(self):
        """While somebody new is written down; a file that exists asks nothing."""
        for resident in self:
            resident.likely_duplicates = (
                not resident._origin
                and resident._duplicates_in_words(
                    resident.name, resident.sudo().birth_date
                )
            )

    def _duplicates_in_words(self, name, born):
        """Initials, year of birth and team of who may be the same person.

        Two facts must agree (`duplicates.py`), so that this cannot be used to find out
        who is known here. Name, number and file stay closed. Every question leaves a
        row in the read log, and whoever asks too often gets no answer.
        """
        person = duplicates.Person(
            name=normalise(name),
            born=born or None,
            phone=duplicates.phone_key(self.phone),
            email=(self.email or "").strip().lower(),
        )
        if not person.can_be_compared() or not self._own_kind():
            return False
        if self.company_id not in self.env.user.company_ids:
            return False
        if self._asked_too_often():
            return self.env._(
                "You looked for known residents very often today. Ask your coordinator "
                "whether this person is known."
            )
        self.flush_model(["name", "name_key", "birth_date", "phone", "email"])
        # SQL, elevated: the files of colleagues are closed, and reading them as records
        # would tell residents that somebody looked who did not.
        found = [
            row
            for row in self.env.execute_query_dict(
                duplicates.candidates(person, self.company_id.id, self._origin.id)
            )
            if person.agrees_with(row)
        ]
        self._witness(
            "duplicates",
            [row["id"] for row in found],
            ["name", "birth_date", "phone", "email"],
        )
        if not found:
            return False
        teams = self.env["client.team"].sudo().browse([row["team_id"] for row in found])
        return "\n".join(
            [
                self.env._("This person may be known here already:"),
                *(
                    ", ".join(filter(None, (duplicates.initials(row), team.name)))
                    for row, team in zip(found, teams, strict=True)
                ),
                self.env._(
                    "Search among the files open to you first. Is it a colleague's "
                    "file? Ask that team to call back, or for cover. Is it somebody "
                    "else? Then just save."
                ),
            ]
        )

    @api.model
    def _asked_too_often(self):
        """Whether the user asked for more duplicates today than work explains."""
        [(asked,)] = self.env.execute_query(duplicates.asked_lately(self.env.uid))
        return asked >= duplicates.MOST_A_DAY

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

    def _plan_asking_again(self, user, day):
        self.activity_schedule(
            "mail.mail_activity_data_todo",
            date_deadline=day,
            summary=self.env._("Ask again who may act for this resident"),
            note=self.env._(
                "From 12 the resident's own consent counts too, from 16 the resident "
                "decides alone (Wmo 2015 art. 5.3.3, Jeugdwet § 7.3). At 18 parental "
                "authority has ended (BW art. 1:233 and 1:245). Note the new day with "
                "the representative."
            ),
            user_id=user.id,
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

    # Merging ---------------------------------------------------------------------

    def _absorb(self, other):
        """Join the file of `other` to this one, and let `other` be no more.

        The caller has checked the right to both (`client.merge`). What is filled in
        here stays; what is empty is taken over. Access rows move along, since they
        prove who could look; a consent stands only where both files had it.

        :raises UserError: when somebody else is merging or changing one of them
        """
        self.ensure_one()
        # Elevated: the moved records need not all be open to the one who merges.
        kept, other = self.sudo(), other.sudo()
        try:
            (kept | other).lock_for_update()
        except LockError as error:
            raise UserError(
                self.env._(
                    "Somebody else is changing one of these files at this moment. Open "
                    "them again in a minute."
                )
            ) from error
        files = [
            (self.env[name].sudo().with_context(active_test=False), field)
            for name in sorted(self.pool)
            if self._is_file(name) and self.env[name]._auto
            for field in self.env[name]._fields.values()
            if field.comodel_name == self._name and field.store
        ]
        for model, field in files:
            if field.type == "many2many":
                records = model.search([(field.name, "in", other.id)])
                records.write({field.name: [Command.link(kept.id)]})
        for model, field in files:
            if field.type == "many2one":
                records = model.search([(field.name, "=", other.id)])
                records._merge_into(kept)
        for model, field in files:
            if field.type == "many2many":
                records = model.search([(field.name, "in", other.id)])
                records.write({field.name: [Command.unlink(other.id)]})
        kept._take_over(other)
        self.env["client.access"]._move(other, kept)
        kept._move_hanging(other)
        self.env["client.former.number"].sudo().create(
            {
                "resident_id": kept.id,
                "number": other.number,
                "former_id": other.id,
                "merged_by_id": self.env.uid,
            }
        )
        self.env.flush_all()
        dossier = other.dossier_id
        other.unlink()
        dossier.unlink()
        kept._sync_portal_access()
        self._witness("merge", self.ids, ["number"])

    def _take_over(self, other):
        """Fill in what is empty here from `other`; what warns stands when it did there.

        `_absorb` has moved everything that other records hold.
        """
        values = {}
        for name, field in self._fields.items():
            if not field.store or field.type == "one2many" or name in _STAYS:
                continue
            if field.type == "many2many":
                values[name] = [Command.link(id_) for id_ in other[name].ids]
            elif other[name] and not self[name]:
                values[name] = field.convert_to_write(other[name], self)
        values["is_light"] = self.is_light and other.is_light
        # Two files cannot hold one account, so the other lets go first.
        other.portal_partner_id = False
        self.write(values)

    def _move_hanging(self, other):
        """Reminders and documents of `other` hang on this file from now on."""
        for name in ("mail.activity", "ir.attachment"):
            # Elevated and past the rule that a document stays with its file: the file
            # is the same, it is called otherwise.
            model = self.env[name].sudo().with_context(active_test=False)
            hanging = model.search(
                [("res_model", "=", self._name), ("res_id", "=", other.id)]
            )
            hanging._write({"res_id": self.id})
            hanging.invalidate_recordset(["res_id"])
            hanging.modified(["res_id"])
