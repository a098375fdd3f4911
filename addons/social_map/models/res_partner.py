from odoo import api, fields, models

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

    _inherit = "res.partner"

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
        domain=[("is_company", "=", True)],
        help="Organisations that work together in it, such as interest groups.",
    )
    service_ids = fields.One2many(
        "social.service", "partner_id", help="What it offers, by the social map."
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

    @api.onchange("organization_type")
    def _onchange_organization_type(self):
        """What independence depends on follows the type, unless it was said before."""
        self.takes_access_decisions |= self.organization_type in (
            "access",
            "municipality",
        )
        self.provides_indicated_care |= self.organization_type == "indicated_care"

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
