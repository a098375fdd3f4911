from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .client_file_root_mixin import ClientFileRootMixin
from .res_partner import SET_BY_RESIDENT

BIRTH_DATE_READERS = "client_support.group_supporter,client_support.group_intake"


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
        "client.shield.mixin",
        "client.retention.mixin",
    ]
    _description = "Resident"
    _order = "id desc"
    _rec_names_search = ["number", "nickname", "name"]
    _number_prefix = "R"
    _content_fields = frozenset({"birth_date", "target_group_ids"})
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
    contact_ids = fields.One2many(
        "client.contact", "resident_id", string="Contacts", help="Talks so far."
    )
    objects_to_research = fields.Boolean(
        string="Objects to research",
        readonly=True,
        help="Left out of research and statistics with records of persons (Wmo 2015 "
        "art. 5.3.6). Set by a granted request.",
    )
    portal_partner_id = fields.Many2one(
        "res.partner",
        index="btree_not_null",
        copy=False,
        ondelete="restrict",
        groups=fields.NO_ACCESS,
        help="The contact behind the resident's portal account, when there is one.",
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

    # Portal contact --------------------------------------------------------------

    @api.model
    def _portal_company(self):
        """The technical company of portal contacts; nobody is a member of it."""
        return (
            self.env.ref("client_support.company_portal", raise_if_not_found=False)
            or self.env["res.company"]
        )

    def _set_portal_partner(self, partner, **values):
        """Tie the resident to the contact of their portal account, or change it.

        Moves contact and user into the company that hides them from every internal
        user. The caller has checked that the user may do this.

        :param values: name, e-mail or telephone to give the contact
        :raises ValidationError: when the contact belongs to an organisation, to staff
            or to another resident
        """
        self.ensure_one()
        # Elevated: contacts of residents are out of everybody's reach.
        partner = partner.sudo().with_context(portal_of_resident=SET_BY_RESIDENT)
        others = partner._of_residents() - self.sudo().portal_partner_id
        users = partner.with_context(active_test=False).user_ids
        if (
            others
            or partner.parent_id
            or partner.child_ids
            or not all(users.mapped("share"))
        ):
            raise ValidationError(
                self.env._(
                    "This contact belongs to an organisation, to staff or to somebody "
                    "else. A portal account needs a contact of its own."
                )
            )
        company = self._portal_company()
        users.write(
            {
                "company_ids": [fields.Command.set(company.ids)],
                "company_id": company.id,
            }
        )
        partner.write({**values, "company_id": company.id})
        self.sudo().portal_partner_id = partner

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
