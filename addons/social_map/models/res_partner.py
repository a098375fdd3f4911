from odoo import api, fields, models
from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Domain

from ..text import is_web_address

ORGANIZATION_TYPES = [
    ("municipality", "Municipality"),
    ("access", "Access to support (such as a neighbourhood team)"),
    ("client_support", "Client support"),
    ("indicated_care", "Provider of indicated care"),
    ("general_provision", "General provision"),
    ("informal", "Informal support or volunteers"),
    ("interest_group", "Interest group or association of peers"),
    ("advisory_council", "Advisory council"),
    ("knowledge", "Knowledge partner"),
    ("care_office", "Care office (zorgkantoor)"),
    ("other", "Other"),
]

# What the public card of an organisation shows of its contact.
PUBLIC = frozenset(
    {"name", "active", "is_support_organization", "organization_type", "phone", "email"}
    | {"company_registry", "website", "takes_access_decisions"}
    | {"provides_indicated_care"}
)


class ResPartner(models.Model):
    """An organisation of the social map; its public card is `social.organization`."""

    _name = "res.partner"
    _inherit = ["res.partner", "social.edited.mixin"]

    is_support_organization = fields.Boolean(
        string="In the Social Map",
        help="It is an organisation of the social map: its name, description, "
        "telephone, e-mail and website are public.",
    )
    organization_type = fields.Selection(
        ORGANIZATION_TYPES,
        help="What sort of organisation it is in the social domain.",
    )
    public_description = fields.Text(
        compute="_compute_public_description",
        inverse="_inverse_public_description",
        help="What it does, in plain words, for everybody to read.",
    )
    takes_access_decisions = fields.Boolean(
        help="It decides, or advises on deciding, who gets support by law.",
    )
    provides_indicated_care = fields.Boolean(
        help="It gives care for which a decision or an indication is needed.",
    )
    directory_source = fields.Char(
        string="Taken over from",
        readonly=True,
        copy=False,
        index="btree_not_null",
        help="The directory that this organisation was imported from; empty: our own.",
    )
    social_organization_ids = fields.One2many(
        "social.organization",
        "partner_id",
        string="Public Card",
        context={"active_test": False},
        help="What everybody may read of it: one card, or none.",
    )
    department_ids = fields.One2many(
        "res.partner",
        "parent_id",
        string="Departments",
        domain=[("is_company", "=", True)],
        help="What it consists of, such as a service desk or a central team.",
    )
    member_organization_ids = fields.Many2many(
        "res.partner",
        "social_organization_member_rel",
        "organization_id",
        "member_id",
        string="Members",
        # A text: of a list Odoo would look for the groups of each new contact.
        domain="[('is_company', '=', True)]",
        help="Organisations that work together in it, such as interest groups.",
    )
    agreement_ids = fields.Many2many(
        "social.agreement",
        string="Agreements",
        compute="_compute_agreement_ids",
        compute_sudo=False,
        groups="base.group_user",
        help="What it agreed with others, whichever side it is on.",
    )
    is_commissioned = fields.Boolean(
        string="Commissioned Today",
        compute="_compute_is_commissioned",
        search="_search_is_commissioned",
        compute_sudo=False,
        groups="base.group_user",
        help="It carries out a commission of a municipality that holds today, by the "
        "agreements of the social map.",
    )
    service_ids = fields.One2many(
        "social.service", "partner_id", help="What it offers, by the social map."
    )
    duplicate_ids = fields.Many2many(
        "res.partner",
        string="Possible Duplicates",
        compute="_compute_duplicate_ids",
        search="_search_duplicate_ids",
        groups="base.group_user",
        help="Other organisations of the social map with the same KvK number, "
        "telephone, address or e-mail domain, or a name that is much alike.",
    )
    card_owner_id = fields.Many2one(
        "res.users",
        string="Owner",
        compute="_compute_card_review",
        inverse="_inverse_card_review",
        domain="[('share', '=', False)]",
        compute_sudo=True,
        groups="base.group_user",
        help="Who sees to it that what everybody reads of this organisation is right.",
    )
    card_next_review = fields.Date(
        string="Next Review",
        compute="_compute_card_review",
        inverse="_inverse_card_review",
        compute_sudo=True,
        groups="base.group_user",
        help="The day on which it must be checked again.",
    )
    card_last_assured = fields.Date(
        string="Last Checked",
        compute="_compute_card_review",
        compute_sudo=True,
        groups="base.group_user",
        help="The last day on which somebody checked what everybody reads.",
    )

    _organization_is_company = models.Constraint(
        "CHECK(is_support_organization IS NOT TRUE OR is_company)",
        "Only an organisation can be in the social map, not a person.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        partners = super().create(vals_list)
        partners._keep_cards()
        return partners

    def write(self, vals):
        result = super().write(vals)
        if vals.keys() & PUBLIC:
            self._keep_cards()
        return result

    @api.constrains("phone", "email", "public_description")
    def _check_services_complete(self):
        """What its published services need of an organisation is not taken away."""
        organisations = self.filtered("is_support_organization")
        organisations.service_ids.filtered("is_published")._check_complete()

    @api.constrains("website", "is_support_organization")
    def _check_website(self):
        """Everybody can press it: it opens a page and carries out nothing."""
        for organisation in self.filtered("is_support_organization"):
            if organisation.website and not is_web_address(organisation.website):
                raise ValidationError(
                    self.env._("A website begins with https:// or http://.")
                )

    @api.onchange("organization_type")
    def _onchange_organization_type(self):
        """What independence depends on follows the type, unless it was said before."""
        self.takes_access_decisions |= self.organization_type in (
            "access",
            "municipality",
        )
        self.provides_indicated_care |= self.organization_type == "indicated_care"

    @api.depends_context("uid", "allowed_company_ids")
    def _compute_agreement_ids(self):
        for partner in self:
            agreements = self.env["social.agreement"]._of_party(partner._origin)
            partner.agreement_ids = agreements

    @api.depends_context("uid", "allowed_company_ids")
    def _compute_is_commissioned(self):
        commissioned = self.env["social.agreement"]._commissioned_today()
        for partner in self:
            partner.is_commissioned = partner._origin in commissioned

    @api.model
    def _search_is_commissioned(self, operator, value):
        if operator != "in":
            return NotImplemented
        commissioned = self.env["social.agreement"]._commissioned_today()
        return [("id", "in", commissioned.ids)]

    def action_new_agreement(self):
        """The form of an agreement, of which this is one of the parties."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("New agreement"),
            "res_model": "social.agreement",
            "view_mode": "form",
            "context": {"default_partner_ids": self.ids},
        }

    @api.depends("social_organization_ids.description")
    @api.depends_context("lang")
    def _compute_public_description(self):
        for partner in self:
            partner.public_description = partner.social_organization_ids.description

    def _inverse_public_description(self):
        # Elevated: the card is written by its contact only, which was just written.
        for partner in self.sudo():
            if not partner.social_organization_ids:
                partner.social_organization_ids.create({"partner_id": partner.id})
            partner.social_organization_ids.description = partner.public_description

    @api.depends(
        "is_support_organization",
        "name",
        "phone",
        "email",
        "company_registry",
        "zip",
        "street",
    )
    def _compute_duplicate_ids(self):
        for partner in self:
            cards = self.env["social.organization"]
            if partner.is_support_organization:
                cards = cards._likely_same(partner)
            partner.duplicate_ids = cards.partner_id

    def _search_duplicate_ids(self, operator, value):
        # Only asked as “has any”: see the filter.
        if operator != "not in" or set(value) != {False}:
            return NotImplemented
        alike = self.env["social.organization"]._pairs_alike()
        return Domain("social_organization_ids", "in", list(alike))

    def action_merge(self):
        """Compare it with another organisation and make one of the two."""
        self.ensure_one()
        return self.env["social.merge"]._open(self, self.duplicate_ids[:1])

    def action_not_duplicate(self):
        """It is none of the organisations that it looks like."""
        self.ensure_one()
        self._tell_apart(self.duplicate_ids)

    def _tell_apart(self, others):
        """An editor says that this organisation is none of the others."""
        card = self._check_keeps()
        self.env["social.distinct.pair"]._tell_apart(
            card, others.social_organization_ids
        )

    @api.depends(
        "social_organization_ids.owner_id",
        "social_organization_ids.next_review",
        "social_organization_ids.last_assured",
    )
    def _compute_card_review(self):
        cards = self.env["social.organization"]
        for partner in self:
            card = partner.social_organization_ids
            if not partner.ids:
                # A form sends what it shows: a new card begins like any other.
                card = cards.new(cards.default_get(["owner_id", "next_review"]))
            partner.card_owner_id = card.owner_id
            partner.card_next_review = card.next_review
            partner.card_last_assured = card.last_assured

    def _inverse_card_review(self):
        # Elevated: as in _inverse_public_description.
        for partner in self.sudo().filtered("social_organization_ids"):
            partner.social_organization_ids.write(
                {
                    "owner_id": partner.card_owner_id.id,
                    "next_review": partner.card_next_review,
                }
            )

    def action_assure_card(self):
        """What everybody reads of this organisation was checked today, and is right."""
        # Elevated: as in _inverse_public_description, once the right is checked.
        self._check_keeps().sudo()._assure()

    def action_ask_provider(self):
        """Mail the organisation a link to confirm or correct what everybody reads."""
        return self.env["social.review.request"]._ask(self._check_keeps(), self.email)

    def action_show_link(self):
        """Make that link and show it once, to send in another way."""
        return self.env["social.review.request"]._show(self._check_keeps())

    def _check_keeps(self):
        """The card of this organisation, for who keeps the directory.

        :raises AccessError: for anybody else
        """
        self.ensure_one()
        self.check_access("write")
        if not self.env.user.has_group("social_map.group_directory_editor"):
            raise AccessError(
                self.env._("Only directory editors say that a record is right.")
            )
        return self.social_organization_ids

    def _keep_cards(self):
        """Every organisation of the social map has a card, which says it changed."""
        # Elevated: whoever keeps a contact need not keep the social map, and nobody
        # writes cards by hand.
        cards = self.sudo().social_organization_ids
        organisations = self.filtered("is_support_organization") - cards.partner_id
        if cards:
            cards._touch()
        if organisations:
            cards.create([{"partner_id": partner.id} for partner in organisations])
