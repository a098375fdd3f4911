from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .. import settlement

STATES = [
    ("requested", "Requested"),
    ("granted", "Granted"),
    ("accounted", "Accounted for"),
    ("determined", "Determined"),
]


def decimal(amount):
    """An amount of money in cents, or a quantity in hundredths, without the noise."""
    return settlement.cents(Decimal(str(amount)))


class OcoGrant(models.Model):
    """A subsidy: what was decided and agreed, what it cost and what was received.

    requested → granted → accounted for → determined. What it would be determined at is
    worked out live; the payer determines (Awb 4:46). No resident anywhere.
    """

    _name = "oco.grant"
    _inherit = ["client.impersonal.mixin"]
    _description = "Grant"
    _order = "date_from desc, id desc"
    _check_company_auto = True
    _impersonal_fields = ("regulation", "indexation", "vat", "distribution")
    _set_by_buttons = frozenset({"state"})

    name = fields.Char(
        string="Decision number",
        required=True,
        help="As the payer wrote it on the decision.",
    )
    company_id = fields.Many2one(
        "res.company",
        string="Organisation",
        required=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env.company,
        help="Who receives the grant and accounts for it.",
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    state = fields.Selection(
        STATES,
        required=True,
        readonly=True,
        copy=False,
        default=lambda self: "requested",
        help="How far it is.",
    )
    partner_id = fields.Many2one(
        "res.partner",
        string="Payer",
        required=True,
        index=True,
        ondelete="restrict",
        domain="[('is_company', '=', True)]",
        help="Who grants the subsidy: the municipality, the care office or a fund.",
    )
    area_ids = fields.Many2many(
        "social.area",
        string="Municipalities",
        domain="[('level', '=', 'municipality')]",
        help="For whose residents.",
    )
    funding_stream_id = fields.Many2one(
        "client.funding.stream",
        required=True,
        ondelete="restrict",
        help="Out of which money.",
    )
    decided_on = fields.Date(
        required=True,
        default=fields.Date.context_today,
        help="The date of the decision.",
    )
    date_from = fields.Date(
        string="Period from",
        required=True,
        default=lambda self: fields.Date.context_today(self).replace(month=1, day=1),
        help="The first day it is granted for.",
    )
    date_to = fields.Date(
        string="Period to",
        required=True,
        default=lambda self: fields.Date.context_today(self).replace(month=12, day=31),
        help="The last day it is granted for.",
    )
    regulation = fields.Char(help="The regulation that it rests on.")
    amount = fields.Monetary(required=True, help="What was granted.")
    mode = fields.Selection(
        [
            (settlement.ACTUAL_COST, "Actual cost"),
            (settlement.PERFORMANCE, "Performance"),
            (settlement.FIXED, "Fixed amount"),
        ],
        string="Settled by",
        required=True,
        default=settlement.ACTUAL_COST,
        help="Actual cost: what was spent and not paid otherwise, at most the grant. "
        "Performance: of each performance its part of the grant, times the share that "
        "was realised. Fixed: the grant.",
    )
    indexation = fields.Char(help="How the amount follows wages and prices.")
    vat = fields.Char(
        string="VAT position", help="Exempt, compensated, or part of the costs."
    )
    distribution = fields.Char(
        string="Distribution key",
        help="How work for several municipalities is divided among them.",
    )
    own_contribution = fields.Monetary(
        help="What the decision asks the organisation to bear itself."
    )
    audit_threshold = fields.Monetary(
        help="From this amount the payer asks for an auditor's statement; 0: never."
    )
    audit_required = fields.Boolean(
        compute="_compute_audit_required",
        help="Whether the payer asks for an auditor's statement (Awb 4:78).",
    )
    deviation = fields.Float(
        string="Explain above",
        default=0.1,
        digits=(4, 3),
        help="A line that differs more than this share from what was agreed or "
        "budgeted needs an explanation (Awb 4:80).",
    )
    has_reserve = fields.Boolean(
        string="Equalisation reserve",
        help="The grant prescribes one: what is left over goes in, what is short comes "
        "out (Awb 4:72).",
    )
    reserve_opening = fields.Monetary(help="What was in it at the start.")
    reserve_cap = fields.Monetary(
        string="Reserve at most", help="What it may hold at the end; 0: no limit."
    )
    determined_on = fields.Date(help="The date on which the payer determined it.")
    determined_amount = fields.Monetary(help="What the payer determined.")
    line_ids = fields.One2many(
        "oco.grant.line", "grant_id", string="Performances", help="What was agreed."
    )
    rate_ids = fields.One2many(
        "oco.grant.rate", "grant_id", string="Rates", help="Agreed rates per hour."
    )
    budget_ids = fields.One2many(
        "oco.grant.budget", "grant_id", string="Costs and income", help="By post."
    )
    advance_ids = fields.One2many(
        "oco.grant.advance", "grant_id", string="Advances", help="What was received."
    )
    accountability_ids = fields.One2many(
        "oco.accountability",
        "grant_id",
        string="Workbooks",
        help="With which it was accounted for.",
    )
    awaits_whole = fields.Boolean(
        string="Accounted for in parts only",
        compute="_compute_awaits_whole",
        help="The last part is accounted for, and the whole, which settles, is not.",
    )
    accountability_count = fields.Integer(
        compute="_compute_accountability_count", help="How many workbooks there are."
    )
    # What follows, live --------------------------------------------------------------
    eligible_costs = fields.Monetary(
        compute="_compute_settlement", help="Costs that count for the grant."
    )
    other_income = fields.Monetary(
        compute="_compute_settlement", help="What others paid for the same work."
    )
    advances = fields.Monetary(
        string="Received", compute="_compute_settlement", help="All advances together."
    )
    is_known = fields.Boolean(
        compute="_compute_settlement",
        help="Whether what it would be determined at can be worked out.",
    )
    proposed = fields.Monetary(
        string="To be determined at",
        compute="_compute_settlement",
        help="What follows from costs and performances; the payer determines.",
    )
    to_receive = fields.Monetary(
        string="Still to receive",
        compute="_compute_settlement",
        help="What is determined above the advances.",
    )
    to_repay = fields.Monetary(
        compute="_compute_settlement", help="What was received above that."
    )
    reserve_addition = fields.Monetary(
        compute="_compute_settlement", help="What goes into the reserve."
    )
    reserve_withdrawal = fields.Monetary(
        compute="_compute_settlement", help="What comes out of the reserve."
    )
    reserve_closing = fields.Monetary(
        compute="_compute_settlement", help="What is in the reserve at the end."
    )
    reserve_over_cap = fields.Monetary(
        string="Above what the reserve may hold",
        compute="_compute_settlement",
        help="The payer may ask this back.",
    )
    unexplained = fields.Integer(
        string="Explanations to write",
        compute="_compute_unexplained",
        help="Lines that deviate more than allowed, without a word on why.",
    )

    _name_uniq = models.Constraint(
        "UNIQUE(company_id, partner_id, name)", "This decision is there already."
    )
    _period_order = models.Constraint(
        "CHECK(date_from <= date_to)", "A period ends on or after its first day."
    )
    _amounts = models.Constraint(
        "CHECK(amount >= 0 AND own_contribution >= 0 AND audit_threshold >= 0 "
        "AND reserve_opening >= 0 AND reserve_cap >= 0 AND determined_amount >= 0)",
        "Amounts of a grant are not negative.",
    )
    _deviation_range = models.Constraint(
        "CHECK(deviation BETWEEN 0 AND 1)",
        "The deviation that needs an explanation is a share, from 0 to 100 %.",
    )

    @api.depends("name", "partner_id")
    def _compute_display_name(self):
        for grant in self:
            names = [grant.name or "", grant.partner_id.display_name or ""]
            grant.display_name = ", ".join(filter(None, names))

    @api.depends("amount", "audit_threshold")
    def _compute_audit_required(self):
        for grant in self:
            grant.audit_required = 0 < grant.audit_threshold <= grant.amount

    @api.depends(
        "mode",
        "amount",
        "own_contribution",
        "has_reserve",
        "reserve_opening",
        "reserve_cap",
        "line_ids.amount",
        "line_ids.agreed",
        "line_ids.realised",
        "budget_ids.kind",
        "budget_ids.realised",
        "budget_ids.is_eligible",
        "advance_ids.amount",
    )
    def _compute_settlement(self):
        for grant in self:
            costs = grant._costs()
            advances = sum(map(decimal, grant.advance_ids.mapped("amount")), Decimal())
            determined = settlement.determined(
                grant.mode, decimal(grant.amount), costs, grant._results()
            )
            settled = settlement.settle(
                determined or Decimal(), advances, costs, grant._reserve()
            )
            grant.is_known = determined is not None
            grant.eligible_costs = costs.eligible
            grant.other_income = costs.other_income
            grant.advances = advances
            grant.proposed = settled.determined
            known = int(grant.is_known)
            grant.to_receive = known * settled.to_receive
            grant.to_repay = known * settled.to_repay
            grant.reserve_addition = known * settled.addition
            grant.reserve_withdrawal = known * settled.withdrawal
            grant.reserve_closing = known * settled.closing
            grant.reserve_over_cap = known * settled.over_cap

    @api.depends(
        "line_ids.explanation_due",
        "line_ids.explanation",
        "budget_ids.explanation_due",
        "budget_ids.explanation",
    )
    def _compute_unexplained(self):
        for grant in self:
            due = [*grant.line_ids, *grant.budget_ids]
            grant.unexplained = sum(
                line.explanation_due and not line.explanation for line in due
            )

    @api.depends("state", "date_to", "accountability_ids.state")
    def _compute_awaits_whole(self):
        for grant in self:
            grant.awaits_whole = grant.state == "granted" and any(
                run.state == "final" and run.is_part and run.date_to == grant.date_to
                for run in grant.accountability_ids
            )

    @api.depends("accountability_ids")
    def _compute_accountability_count(self):
        for grant in self:
            grant.accountability_count = len(grant.accountability_ids)

    def _costs(self):
        def total(kind):
            return sum(
                (
                    decimal(post.realised)
                    for post in self.budget_ids
                    if post.kind == kind and (kind != "cost" or post.is_eligible)
                ),
                Decimal(),
            )

        return settlement.Costs(
            total("cost"), total("income"), decimal(self.own_contribution)
        )

    def _results(self):
        return [
            settlement.Result(
                part,
                decimal(line.agreed),
                decimal(line.realised) if line.is_known else None,
            )
            for line, part in zip(self.line_ids, self._parts(), strict=True)
        ]

    def _parts(self):
        """The part of the grant that each of its performances stands for."""
        amounts = [decimal(line.amount) for line in self.line_ids]
        return settlement.parts(decimal(self.amount), amounts)

    def _reserve(self):
        if not self.has_reserve:
            return None
        cap = decimal(self.reserve_cap) if self.reserve_cap else None
        return settlement.Reserve(decimal(self.reserve_opening), cap)

    @api.constrains("date_from", "date_to")
    def _check_whole_months(self):
        for grant in self:
            last = fields.Date.end_of(grant.date_to, "month")
            if grant.date_from.day != 1 or grant.date_to != last:
                raise ValidationError(
                    self.env._(
                        "Figures are counted by month: let the grant begin on the "
                        "first day of a month and end on the last day of one."
                    )
                )

    @api.constrains("state", "determined_on", "decided_on")
    def _check_determined(self):
        for grant in self.filtered(lambda grant: grant.state == "determined"):
            if not grant.determined_on or grant.determined_on < grant.decided_on:
                raise ValidationError(
                    self.env._(
                        "Fill in when and at what amount the payer determined the "
                        "grant; that is after it was granted."
                    )
                )

    def action_grant(self):
        """The decision is there."""
        self._move("requested", "granted")

    def action_account(self):
        """Open a new workbook for the whole period, or go on with the last one."""
        self.ensure_one()
        self.check_access("write")
        run = self.accountability_ids.filtered(
            lambda run: (run.date_from, run.date_to) == (self.date_from, self.date_to)
        )[:1] or self.env["oco.accountability"].create({"grant_id": self.id})
        return self._open(res_id=run.id, views=[(False, "form")])

    def action_open_accountabilities(self):
        """The workbooks of this grant."""
        self.ensure_one()
        return self._open(
            name=self.env._("Workbooks"),
            domain=[("grant_id", "=", self.id)],
            context={"default_grant_id": self.id},
            views=[(False, "list"), (False, "form")],
        )

    def _open(self, **action):
        return {
            "type": "ir.actions.act_window",
            "res_model": "oco.accountability",
            **action,
        }

    def action_determine(self):
        """The payer has determined it."""
        self._move("accounted", "determined")

    def _move(self, before, after):
        """:raises ValidationError: it is not in the state before"""
        self.check_access("write")
        if any(grant.state != before for grant in self):
            raise ValidationError(
                self.env._(
                    "A grant is requested, then granted, then accounted for, then "
                    "determined."
                )
            )
        self.sudo().state = after  # Elevated: the state, which no screen writes.

    def _threshold(self):
        """The share above which a deviation needs an explanation."""
        return decimal(self.deviation * 100) / 100
