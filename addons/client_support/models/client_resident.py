from odoo import api, fields, models
from odoo.exceptions import ValidationError

BIRTH_DATE_READERS = "client_support.group_supporter,client_support.group_intake"


class ClientResident(models.Model):
    """A person who asks for, or gets, client support.

    Not a contact of the address book: every internal user reads that. A light file
    holds no more than a nickname; a full file follows when the work needs it. The
    same person at two organisations is two records.
    """

    _name = "client.resident"
    _inherit = ["client.file.root.mixin"]
    _description = "Resident"
    _order = "id desc"
    _rec_names_search = ["number", "nickname", "name"]
    _number_prefix = "R"
    _content_fields = frozenset({"birth_date", "target_group_ids"})

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
