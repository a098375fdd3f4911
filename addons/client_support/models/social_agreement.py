from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain
from odoo.tools import LazyTranslate

from odoo.addons.social_map.models.social_agreement import COMMISSION

from ..roles import COORDINATOR

DIRECTORY_EDITOR = "social_map.group_directory_editor"

# For tasks: in the language of whoever gets one.
_lt = LazyTranslate(__name__)

# How long before a review or the end somebody is told.
REMIND_DAYS = 30

# The six points of the ideal picture of client support in a municipality.
QUALITY = ("free", "moments", "palette", "independent", "transparent", "learning")
YES_PARTLY_NO = [("yes", "Yes"), ("partly", "Partly"), ("no", "No")]
# The days somebody is told about.
DAYS = ("review_date", "evaluation_date", "date_until")


class SocialAgreement(models.Model):
    """What the organisation itself agreed with others: kept, looked at again in time,
    and judged by the six points.

    Then `company_id` says whose it is, that organisation is one of the parties, and who
    works there reads it. Without, it is between others, and everybody reads it.
    """

    _name = "social.agreement"
    _inherit = ["social.agreement", "client.office.mixin"]

    company_id = fields.Many2one(
        string="Our Organisation",
        required=False,
        default=lambda self: self._default_company_id(),
        help="Your organisation, when it is one of those that agreed: then only who "
        "works there reads this. Empty: between others, and every employee reads it.",
    )
    owner_id = fields.Many2one(
        "res.users",
        string="Kept by",
        ondelete="restrict",
        default=lambda self: self.env.user,
        domain="[('share', '=', False)]",
        help="Who keeps it up to date and is told when it must be looked at.",
    )
    review_date = fields.Date(
        string="Next review", help="The day to look together whether it still fits."
    )
    goals = fields.Text(
        string="What for", help="What residents gain by it: the shared purpose."
    )
    tasks = fields.Text(
        string="Who does what", help="The tasks of each of the partners."
    )
    working_method = fields.Text(
        help="How the work goes: who is the front door, how one calls in the other."
    )
    quality_free = fields.Selection(
        YES_PARTLY_NO, string="Free and low threshold", help="Anybody can walk in."
    )
    quality_moments = fields.Selection(
        YES_PARTLY_NO,
        string="At every moment",
        help="Before, during and after a procedure.",
    )
    quality_palette = fields.Selection(
        YES_PARTLY_NO,
        string="Something to choose from",
        help="Formal and informal support side by side.",
    )
    quality_independent = fields.Selection(
        YES_PARTLY_NO,
        string="Independent",
        help="No other interest than the resident's.",
    )
    quality_transparent = fields.Selection(
        YES_PARTLY_NO,
        string="Clear municipality",
        help="The municipality says what there is and how one gets it.",
    )
    quality_learning = fields.Selection(
        YES_PARTLY_NO,
        string="Keeps learning",
        help="Partners look back together and change what does not work.",
    )
    quality_met = fields.Integer(
        string="Points met",
        compute="_compute_quality_met",
        aggregator=None,
        help="Of the six points of the quality list, how many are met.",
    )
    meetings_in_year = fields.Integer(
        string="Meetings in a year",
        compute="_compute_last_meeting_date",
        compute_sudo=True,
        aggregator=None,
        help="Held in the last twelve months, beside how often was agreed.",
    )
    meeting_ids = fields.One2many(
        "client.meeting",
        "agreement_id",
        string="Meetings",
        help="What was held under it.",
    )
    last_meeting_date = fields.Date(
        string="Last met on",
        compute="_compute_last_meeting_date",
        compute_sudo=True,
        help="The day of the last meeting under it.",
    )
    is_due = fields.Boolean(
        compute="_compute_is_due",
        search="_search_is_due",
        help="The review or the end is near, or has passed.",
    )

    @api.model
    def _default_company_id(self):
        """Of who divides the work there; directory editors keep those of others."""
        divides = self.env.user.has_group(COORDINATOR)
        return self.env.company if divides else self.env["res.company"]

    @api.constrains("partner_ids", "active", "kind", "company_id")
    def _check_parties(self):
        # Our own organisation is a party too, so it depends on more.
        return super()._check_parties()

    def _parties(self):
        return super()._parties() | self.company_id.partner_id

    def _commissioned(self):
        """What an organisation keeps itself says of itself alone who carries it out:
        what the public reads of others is not for its coordinators."""
        own = self.filtered("company_id")
        carry_out = super(SocialAgreement, self - own)._commissioned()
        return carry_out | super(SocialAgreement, own)._commissioned() & (
            own.company_id.partner_id
        )

    def write(self, vals):
        # Before the rule, which only says that it is refused.
        self._check_who_keeps_commissions()
        return super().write(vals)

    @api.constrains("kind", "company_id")
    def _check_who_keeps_commissions(self):
        if self.env.su or self.env.user.has_group(DIRECTORY_EDITOR):
            return
        if self.filtered(lambda one: one.kind == COMMISSION and not one.company_id):
            raise AccessError(
                self.env._(
                    "A commission of others is for editors of the social map: it "
                    "tells residents who is formal. Choose your own organisation, or "
                    "ask an editor."
                )
            )

    @api.model
    def _decides(self):
        return super()._decides() | {"company_id"}

    @api.model
    def _of_party(self, partners):
        own = self.search([("company_id.partner_id", "in", partners.ids)])
        return super()._of_party(partners) | own

    @api.depends("meeting_ids.date")
    def _compute_last_meeting_date(self):
        today = fields.Date.context_today(self)
        for agreement in self:
            days = [day for day in agreement.meeting_ids.mapped("date") if day]
            agreement.last_meeting_date = max(days, default=False)
            agreement.meetings_in_year = sum(
                fields.Date.subtract(today, years=1) < day <= today for day in days
            )

    @api.depends(*(f"quality_{point}" for point in QUALITY))
    def _compute_quality_met(self):
        for agreement in self:
            agreement.quality_met = sum(
                agreement[f"quality_{point}"] == "yes" for point in QUALITY
            )

    @api.model
    def _standing_with(self, partner, company, day):
        """The referral agreement of a company with a partner on a day, or none."""
        return self.search(
            Domain("kind", "=", "referral")
            & Domain("company_id", "=", company.id)
            & Domain("partner_ids", "in", partner.ids)
            & self._in_force(day),
            limit=1,
        )

    @api.model
    def _soon(self):
        return fields.Date.context_today(self) + timedelta(days=REMIND_DAYS)

    @api.depends(*DAYS)
    def _compute_is_due(self):
        soon = self._soon()
        for agreement in self:
            agreement.is_due = any(
                agreement[name] and agreement[name] <= soon for name in DAYS
            )

    @api.model
    def _search_is_due(self, operator, value):
        if operator != "in":
            return NotImplemented
        soon = self._soon()
        return Domain.OR([(name, "<=", soon)] for name in DAYS)

    @api.model
    def _cron_remind(self):
        """Tell who keeps an agreement, or the coordinators, that it is time: once for
        each of its days, as long as that day stays the same.
        """
        soon = self._soon()
        # Elevated: the program itself, for all organisations.
        for agreement in self.sudo().search([("active", "=", True)]):
            owner = agreement.owner_id.filtered("active")
            keepers = owner or agreement.company_id._holders(COORDINATOR)
            for name in DAYS:
                day = agreement[name]
                keepers._plan_task(
                    _lt("Look at the agreement %s", agreement.name),
                    key=f"agreement:{agreement.id}:{name}",
                    day=day and day <= soon and day,
                )
