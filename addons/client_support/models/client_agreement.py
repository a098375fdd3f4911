from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import LazyTranslate

from ..roles import COORDINATOR

# For tasks: in the language of whoever gets one.
_lt = LazyTranslate(__name__)

# How long before a review or the end somebody is told.
REMIND_DAYS = 30


class ClientAgreement(models.Model):
    """What the organisation agreed with others: a covenant, how to refer, when to meet.

    No part of any file: no residents are named here, and everybody of the organisation
    who works with residents can read it.
    """

    _name = "client.agreement"
    _inherit = ["client.office.mixin"]
    _description = "Agreement"
    _order = "date_until, name, id"

    name = fields.Char(required=True, help="As people call it. No names of residents.")
    active = fields.Boolean(default=True, help="Switch off what is no more.")
    kind = fields.Selection(
        [
            ("covenant", "Covenant"),
            ("referral", "Referral agreement"),
            ("cooperation", "Working together"),
            ("data", "Agreement on data"),
        ],
        required=True,
        default="covenant",
        help="What sort of agreement.",
    )
    partner_ids = fields.Many2many(
        "res.partner",
        "client_agreement_partner_rel",
        "agreement_id",
        "partner_id",
        string="With",
        domain="[('is_company', '=', True)]",
        help="The organisations on the other side.",
    )
    owner_id = fields.Many2one(
        "res.users",
        string="Kept by",
        ondelete="restrict",
        default=lambda self: self.env.user,
        domain="[('share', '=', False)]",
        help="Who keeps it up to date and is told when it must be looked at.",
    )
    date_from = fields.Date(
        string="From",
        required=True,
        default=fields.Date.context_today,
        help="First day that it holds.",
    )
    date_until = fields.Date(
        string="Until", help="Last day that it holds; empty: until further notice."
    )
    review_date = fields.Date(
        string="Next review", help="The day to look together whether it still fits."
    )
    rhythm = fields.Selection(
        [
            ("week", "Every week"),
            ("month", "Every month"),
            ("quarter", "Every quarter"),
            ("half_year", "Twice a year"),
            ("year", "Every year"),
            ("need", "When needed"),
        ],
        string="Meets",
        help="How often the partners meet.",
    )
    description = fields.Text(
        string="What was agreed",
        help="How to refer, whom to call, what to expect. No names of residents.",
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
        help="The day of the last meeting under it.",
    )
    is_due = fields.Boolean(
        compute="_compute_is_due",
        search="_search_is_due",
        help="The review or the end is near, or has passed.",
    )

    _order_of_days = models.Constraint(
        "CHECK(date_until IS NULL OR date_until >= date_from)",
        "It cannot end before it begins.",
    )

    @api.depends("meeting_ids.date")
    def _compute_last_meeting_date(self):
        for agreement in self:
            agreement.last_meeting_date = max(
                agreement.meeting_ids.mapped("date"), default=False
            )

    @api.model
    def _standing_with(self, partner, company, day):
        """The referral agreement of a company with a partner on a day, or none."""
        return self.search(
            [
                ("kind", "=", "referral"),
                ("company_id", "=", company.id),
                ("partner_ids", "in", partner.ids),
                ("date_from", "<=", day),
                "|",
                ("date_until", "=", False),
                ("date_until", ">=", day),
            ],
            limit=1,
        )

    @api.model
    def _soon(self):
        return fields.Date.context_today(self) + timedelta(days=REMIND_DAYS)

    @api.depends("review_date", "date_until")
    def _compute_is_due(self):
        soon = self._soon()
        for agreement in self:
            days = (agreement.review_date, agreement.date_until)
            agreement.is_due = any(day and day <= soon for day in days)

    @api.model
    def _search_is_due(self, operator, value):
        if operator != "in":
            return NotImplemented
        soon = self._soon()
        return ["|", ("review_date", "<=", soon), ("date_until", "<=", soon)]

    @api.model
    def _cron_remind(self):
        """Tell who keeps an agreement, or the coordinators, that it is time: once for
        the review and once for the end, as long as that day stays the same.
        """
        soon = self._soon()
        # Elevated: the program itself, for all organisations.
        for agreement in self.sudo().search([("active", "=", True)]):
            owner = agreement.owner_id.filtered("active")
            keepers = owner or agreement.company_id._holders(COORDINATOR)
            for name in ("review_date", "date_until"):
                day = agreement[name]
                keepers._plan_task(
                    _lt("Look at the agreement %s", agreement.name),
                    key=f"agreement:{agreement.id}:{name}",
                    day=day and day <= soon and day,
                )
