from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import email_normalize

from .. import review
from ..text import is_web_address

VISIBLE = ("published", "paused")


class SocialService(models.Model):
    """What an organisation offers to residents, free or not, formal or informal.

    The texts are written for residents (language level B1). What the public reads are
    stored fields of this model, never the address book; fields that are ours alone are
    not readable without an account of a member of staff.
    """

    _name = "social.service"
    _inherit = [
        "social.service.formality.mixin",
        "social.service.import.mixin",
        "social.service.open.data.mixin",
        "social.service.front.mixin",
        "social.service.pages.mixin",
        "social.sitemap.mixin",
        "social.service.search.mixin",
        "social.service.suggest.mixin",
        "social.service.truth.mixin",
        "social.review.mixin",
        "social.service.staff.mixin",
        "social.public.mixin",
        "social.untranslated.mixin",
        "social.edited.mixin",
        "social.activity.mixin",
    ]
    _description = "Service"
    _order = "name, id"
    _page_folder = "hulp"

    name = fields.Char(
        required=True,
        translate=True,
        index="trigram",
        help="What residents call it.",
    )
    alternate_name = fields.Char(
        translate=True, help="Another name or abbreviation by which people know it."
    )
    active = fields.Boolean(default=True, help="Switch off what was made by mistake.")
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("published", "Published"),
            ("paused", "Paused"),
            ("ended", "Ended"),
        ],
        required=True,
        default="draft",
        copy=False,
        index=True,
        help="Published and paused services can be found by everybody; a paused one "
        "says that it is closed for now.",
    )
    is_published = fields.Boolean(
        compute="_compute_is_published",
        store=True,
        index=True,
        help="Everybody can find it.",
    )

    # By whom
    partner_id = fields.Many2one(
        "res.partner",
        string="Organisation",
        required=True,
        ondelete="restrict",
        index=True,
        domain="[('is_support_organization', '=', True)]",
        groups="base.group_user",
        help="The organisation that offers it.",
    )
    organization_id = fields.Many2one(
        "social.organization",
        string="Public Card of the Organisation",
        compute="_compute_organization_id",
        store=True,
        index=True,
        ondelete="restrict",
        help="What everybody may read of the organisation that offers it.",
    )
    organization_name = fields.Char(
        string="Name of the Organisation",
        related="organization_id.name",
        store=True,
        help="Who offers it.",
    )

    # What
    summary = fields.Text(
        string="In plain words",
        translate=True,
        help="One or two short sentences for residents: what they get (level B1).",
    )
    description = fields.Text(
        translate=True, help="The rest that is good to know, in plain words."
    )
    easy_text = fields.Text(
        string="Very simple words",
        translate=True,
        help="The same at level A2: short sentences, everyday words.",
    )
    life_domain_ids = fields.Many2many(
        "life.domain", string="Life Domains", help="What the help is about."
    )
    category_ids = fields.Many2many(
        "social.service.category", string="Categories", help="What sort of help it is."
    )
    support_form_id = fields.Many2one(
        "support.form",
        ondelete="restrict",
        index="btree_not_null",
        help="Which form of client support it is. Empty: another kind of service.",
    )
    is_commissioned = fields.Boolean(
        related="partner_id.is_commissioned",
        related_sudo=False,
        groups="base.group_user",
        help="Who offers it carries out a commission of a municipality today.",
    )
    provision_level = fields.Selection(
        [
            ("informal", "Own network and volunteers"),
            ("general", "General provision, open to all"),
            ("collective", "Collective provision"),
            ("individual", "Individual provision, after a decision"),
        ],
        help="From light to heavy: what can be used at once and what needs a decision.",
    )
    law = fields.Selection(
        [
            ("wmo", "Wmo 2015 (social support)"),
            ("jeugdwet", "Jeugdwet (youth)"),
            ("participatiewet", "Participatiewet (work and income)"),
            ("wlz", "Wlz (long-term care)"),
            ("zvw", "Zvw (health insurance)"),
            ("wgs", "Wgs (municipal debt support)"),
            ("other", "Another law"),
        ],
        help="The law that it is given under; empty: none is needed.",
    )
    keywords = fields.Char(
        translate=True,
        help="Other words by which people may look for it, with commas. Not shown.",
    )

    # Client support and independence
    performs_client_support = fields.Boolean(
        string="Gives Client Support",
        help="It stands beside residents free of charge, whatever it is called "
        "(Wmo 2015, art. 1.1.1). It is shown on the page about client support.",
    )
    independence = fields.Selection(
        [("independent", "Independent"), ("not_independent", "Not independent")],
        help="Whether who helps has no part in the decision and gives no care that "
        "depends on it. Empty: does not apply.",
    )
    independence_statement = fields.Text(
        translate=True, help="In plain words: why it is, or is not, independent."
    )

    # For whom
    target_group_ids = fields.Many2many(
        "target.group", string="Target Groups", help="Whom it is meant for."
    )
    persona_ids = fields.Many2many(
        "social.persona",
        string="Personas",
        groups="base.group_user",
        help="Whose question it may answer: for colleagues, never shown to residents.",
    )
    for_whom = fields.Text(
        translate=True, help="Who can come, in plain words: 'For you if…'."
    )
    not_for_whom = fields.Text(
        string="Not for Whom",
        translate=True,
        help="Who had better go elsewhere, in plain words.",
    )
    minimum_age = fields.Integer(aggregator=None, help="In years; 0: from birth.")
    maximum_age = fields.Integer(aggregator=None, help="In years; 0: no limit.")
    area_ids = fields.Many2many(
        "social.area",
        string="Areas",
        help="For residents of these areas and of what lies in them.",
    )
    is_nationwide = fields.Boolean(
        string="Whole Country", help="For everybody, wherever they live."
    )
    language_ids = fields.Many2many(
        "social.language", string="Languages", help="Languages spoken or signed."
    )
    interpreter = fields.Boolean(help="An interpreter can be arranged free of charge.")

    # Cost and entrance
    cost = fields.Selection(
        [
            ("free", "Free"),
            ("contribution", "Small contribution"),
            ("paid", "To be paid"),
            ("insured", "By the health insurance or the municipality"),
        ],
        help="What the resident pays. Empty: not known.",
    )
    cost_ids = fields.One2many(
        "social.service.cost",
        "service_id",
        string="Amounts",
        copy=True,
        help="How much, and for what.",
    )
    referral_needed = fields.Selection(
        [
            ("none", "No, just come"),
            ("registration", "Only registration"),
            ("gp", "A letter of the general practitioner"),
            ("municipality", "A decision of the municipality"),
            ("indication", "An indication of the CIZ"),
            ("other", "Another referral"),
        ],
        help="What is needed before one can use it. Empty: not known.",
    )
    application_process = fields.Text(
        string="How to get it",
        translate=True,
        help="What to do first, and what happens then, in plain words.",
    )
    phone = fields.Char(help="The number to call.")
    email = fields.Char(help="The address to write to: of a function, not a person.")
    url = fields.Char(string="Website", help="The page about this service.")
    contact_role = fields.Char(
        translate=True,
        help="Whom to ask for: a function such as 'the desk', never a person's name.",
    )
    reach_phone = fields.Boolean(string="By Telephone", help="One can call.")
    reach_online = fields.Boolean(string="Online", help="By mail, chat or video.")
    reach_visit = fields.Boolean(string="At a Desk", help="One can walk in or visit.")
    reach_home = fields.Boolean(
        string="At Home", help="They come to the resident, or look for people outdoors."
    )

    # Moments of support (VNG/Movisie): one service may be of use at several.
    moment_reflection = fields.Boolean(
        string="Reflection on own life",
        help="It helps somebody look at their own life, before any support is asked.",
    )
    moment_obtaining = fields.Boolean(
        string="Obtaining fitting support",
        help="It helps somebody find and ask for the support that fits.",
    )
    moment_using = fields.Boolean(
        string="Using fitting support",
        help="It helps somebody with support that they already have.",
    )

    # Where and when
    service_location_ids = fields.One2many(
        "social.service.location",
        "service_id",
        string="Locations",
        copy=True,
        help="Where it is given.",
    )
    schedule_ids = fields.One2many(
        "social.schedule",
        "service_id",
        string="Hours",
        copy=True,
        help="When it is open, wherever it is given.",
    )

    # Capacity and waiting time
    waiting_weeks = fields.Integer(
        string="Weeks of Waiting",
        aggregator=None,
        help="From asking to the first time.",
    )
    capacity_available = fields.Integer(
        string="Places Free", aggregator=None, help="How many can start now."
    )
    capacity_maximum = fields.Integer(
        string="Places", aggregator=None, help="How many at most; 0: not counted."
    )
    measured_on = fields.Date(
        string="Measured on",
        copy=False,
        help="The day on which waiting time and places were true. Empty: not known.",
    )
    is_measure_current = fields.Boolean(
        compute="_compute_is_measure_current",
        help="Waiting time and places were measured not long ago.",
    )

    # Truth; see also social.review.mixin
    note = fields.Text(
        string="Internal Note",
        copy=False,
        groups="base.group_user",
        help="For colleagues only; never published. No names of residents.",
    )

    # Open data of others
    source = fields.Char(
        copy=False,
        readonly=True,
        index="btree_not_null",
        groups="base.group_user",
        help="Which directory it was taken over from. Empty: our own.",
    )
    source_key = fields.Char(
        copy=False,
        readonly=True,
        groups="base.group_user",
        help="The id of the service there.",
    )

    _source_uniq = models.UniqueIndex(
        "(source, source_key) WHERE source IS NOT NULL",
        "This service of that directory is here already.",
    )
    _ages = models.Constraint(
        """CHECK(minimum_age >= 0 AND maximum_age >= 0
            AND (maximum_age = 0 OR maximum_age >= minimum_age))""",
        "The highest age cannot be below the lowest.",
    )
    _measures_not_negative = models.Constraint(
        """CHECK(waiting_weeks >= 0 AND capacity_available >= 0
            AND capacity_maximum >= 0)""",
        "Weeks and places cannot be below zero.",
    )

    @api.depends("state", "active", "organization_id.active", "is_hidden")
    def _compute_is_published(self):
        for service in self:
            service.is_published = (
                service.active
                and service.state in VISIBLE
                and service.organization_id.active
                and not service.is_hidden
            )

    @api.depends("partner_id.social_organization_ids")
    def _compute_organization_id(self):
        for service in self:
            service.organization_id = service.partner_id.social_organization_ids[:1]

    @api.depends("measured_on")
    def _compute_is_measure_current(self):
        days = self._review_setting("measured_days")
        since = review.after(review.today(), -days)
        for service in self:
            service.is_measure_current = bool(
                service.measured_on and service.measured_on >= since
            )

    @api.constrains("email")
    def _check_email(self):
        for service in self:
            if service.email and not email_normalize(service.email):
                raise ValidationError(
                    self.env._("“%s” is no e-mail address.", service.email)
                )

    @api.constrains("url")
    def _check_url(self):
        for service in self:
            if service.url and not is_web_address(service.url):
                raise ValidationError(
                    self.env._("A website begins with https:// or http://.")
                )

    @api.constrains(
        "state",
        "partner_id",
        "summary",
        "life_domain_ids",
        "area_ids",
        "is_nationwide",
        "phone",
        "email",
        "url",
    )
    def _check_complete(self):
        """What everybody can find says enough to be of use."""
        for service in self.filtered(lambda one: one.state in VISIBLE):
            missing = service._missing()
            if missing:
                raise ValidationError(
                    self.env._(
                        "Before “%(service)s” can be found by everybody it needs: "
                        "%(missing)s.",
                        service=service.name,
                        missing=", ".join(missing),
                    )
                )

    def _missing(self):
        """What must be filled in before this can be published, in words."""
        self.ensure_one()
        card = self.organization_id
        wanted = [
            (card.active, self.env._("an organisation that is in the social map")),
            (
                card.description,
                self.env._("what the organisation does, in plain words"),
            ),
            (self.summary, self.env._("what residents get, in plain words")),
            (self.life_domain_ids, self.env._("a life domain")),
            (self.area_ids or self.is_nationwide, self.env._("an area")),
            (
                self.phone or self.email or self.url or card.phone or card.email,
                self.env._("a telephone number, e-mail address or website"),
            ),
        ]
        return [words for is_there, words in wanted if not is_there]

    def action_publish(self):
        """Everybody can find it from now on; publishing says that all was checked."""
        self.write({"state": "published"})
        self._assure()

    def action_pause(self):
        """It stays to be found, with the word that it is closed for now."""
        self.write({"state": "paused"})

    def action_end(self):
        """It is no more; nobody finds it from now on."""
        self.write({"state": "ended"})

    def action_assure(self):
        """Everything was checked today, and is right."""
        self._assure()

    def _public_fields(self):
        return frozenset(
            {"name", "alternate_name", "active", "state", "partner_id", "summary"}
            | {"description", "easy_text", "life_domain_ids", "category_ids"}
            | {"support_form_id", "formality", "formality_by_hand", "law"}
            | {"provision_level", "performs_client_support"}
            | {"independence", "independence_statement"}
            | {"target_group_ids", "for_whom", "not_for_whom", "minimum_age"}
            | {"maximum_age", "area_ids", "is_nationwide", "language_ids"}
            | {"interpreter", "cost", "referral_needed", "application_process"}
            | {"phone", "email", "url", "contact_role", "reach_phone"}
            | {"reach_online", "reach_visit", "reach_home", "waiting_weeks"}
            | {"moment_reflection", "moment_obtaining", "moment_using"}
            | {"capacity_available", "capacity_maximum", "measured_on"}
            | {"last_assured"}
        )
