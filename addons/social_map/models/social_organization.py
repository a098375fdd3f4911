from odoo import api, fields, models


class SocialOrganization(models.Model):
    """What everybody may read of an organisation: the public card of a contact.

    Nobody edits it. It follows the contact (`res.partner`) and holds stored copies of
    the few facts that are public, so that no page, search or open data ever reads the
    address book.
    """

    _name = "social.organization"
    _inherit = [
        "social.organization.duplicates.mixin",
        "social.review.mixin",
        "social.front.mixin",
        "social.organization.pages.mixin",
        "social.sitemap.mixin",
        "social.public.mixin",
        "social.untranslated.mixin",
    ]
    _description = "Public Card of an Organisation"
    _order = "name, id"
    _page_folder = "organisatie"
    _front_name = "organisation"

    partner_id = fields.Many2one(
        "res.partner",
        string="Contact",
        required=True,
        readonly=True,
        ondelete="restrict",
        index=True,
        groups="base.group_user",
        help="The contact whose public facts these are.",
    )
    name = fields.Char(
        related="partner_id.name", store=True, index="trigram", help="Its name."
    )
    active = fields.Boolean(
        compute="_compute_active",
        store=True,
        help="It is an organisation of the social map and its contact is in use.",
    )
    # Its home is here: a stored copy of a translated text would hold one language.
    description = fields.Text(
        translate=True,
        help="What it does, in plain words.",
    )
    organization_type = fields.Selection(
        related="partner_id.organization_type",
        store=True,
        help="What sort of organisation.",
    )
    company_registry = fields.Char(
        related="partner_id.company_registry",
        store=True,
        string="KvK Number",
        help="Number at the Chamber of Commerce (KvK).",
    )
    phone = fields.Char(related="partner_id.phone", store=True, help="Its number.")
    email = fields.Char(related="partner_id.email", store=True, help="Its address.")
    website = fields.Char(related="partner_id.website", store=True, help="Its site.")
    takes_access_decisions = fields.Boolean(
        related="partner_id.takes_access_decisions",
        store=True,
        help="It decides, or advises on deciding, who gets support by law.",
    )
    provides_indicated_care = fields.Boolean(
        related="partner_id.provides_indicated_care",
        store=True,
        help="It gives care for which a decision or an indication is needed.",
    )
    service_ids = fields.One2many(
        "social.service", "organization_id", help="What it offers."
    )

    _partner_uniq = models.Constraint(
        "UNIQUE(partner_id)", "This contact already has a public card."
    )

    @api.depends("partner_id.active", "partner_id.is_support_organization")
    def _compute_active(self):
        for card in self:
            partner = card.partner_id
            card.active = partner.active and partner.is_support_organization

    def _public_fields(self):
        # The rest follows the contact, which says when its card has changed.
        return frozenset({"description"})

    def _with_activities(self):
        return self.partner_id

    def _containing(self):
        # With those of a card that was just archived.
        return [self.with_context(active_test=False).service_ids]

    def _keep_uuid(self, uuid):
        """Go on with the id that it has in open data already, unless that is taken."""
        self.ensure_one()
        # Elevated: nobody writes cards by hand; its contact was just created.
        card = self.sudo()
        taken = card.with_context(active_test=False).search_count(
            [("uuid", "=", uuid)], limit=1
        )
        if not taken:
            card.uuid = uuid
