from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import LazyTranslate

from .. import triage
from .client_case_stage_mixin import WAITING_STAGES
from .client_portal_mixin import WORKERS

# For tasks: in the language of whoever gets one.
_lt = LazyTranslate(__name__)

YES_NO = [("yes", "Yes"), ("no", "No")]


class ClientCaseIntakeMixin(models.AbstractModel):
    """The beginning of a case: how it came, the first call, the route, the choice.

    A suggestion or a warning never refuses: the supporter and the resident decide, and
    who goes another way says why.
    """

    _name = "client.case.intake.mixin"
    _inherit = ["client.informed.mixin"]
    _description = "Intake of a case"

    # How it came ---------------------------------------------------------------------

    arrival_id = fields.Many2one(
        "client.arrival",
        string="Came by",
        ondelete="restrict",
        help="By what road the resident came here.",
    )
    how_found = fields.Selection(
        [
            ("municipality", "Letter or folder of the municipality"),
            ("professional", "Somebody who helps or cares"),
            ("family", "Family, friends or neighbours"),
            ("internet", "Internet"),
            ("newspaper", "Newspaper, poster or meeting"),
            ("earlier", "Knew it from before"),
            ("other", "Otherwise"),
        ],
        string="Heard of us by",
        help="How the resident knew that this exists.",
    )
    place_preference = fields.Selection(
        [
            ("home", "At home"),
            ("near", "In the neighbourhood"),
            ("central", "At a central place"),
            ("remote", "By telephone or video"),
            ("any", "No preference"),
        ],
        string="Wants to meet",
        help="Where the resident likes to talk.",
    )
    asks_as = fields.Selection(
        [("resident", "For oneself"), ("carer", "As a carer")],
        string="Asks",
        help="A carer can get client support in their own right (Wmo 2015 art. 2.3.2).",
    )
    has_pgb = fields.Boolean(
        string="Personal budget (pgb)",
        help="The resident has a personal budget, or applies for one.",
    )
    heavier_support = fields.Boolean(
        string="Support with a decision sought",
        help="Individual provision, youth care or other support that needs a decision.",
    )

    # First call ----------------------------------------------------------------------

    call_attempt_ids = fields.One2many(
        "client.call.attempt", "case_id", string="Calls", help="Who rang, and when."
    )
    first_call_date = fields.Date(
        string="First call",
        compute="_compute_first_call_date",
        store=True,
        help="The day the resident was first spoken to.",
    )
    first_call_days = fields.Integer(
        string="Norm (days)",
        compute="_compute_first_call_days",
        help="Within how many days the organisation rings a resident.",
    )
    first_call_due = fields.Date(
        string="Call before",
        compute="_compute_first_call_due",
        store=True,
        help="The registration and the norm of the organisation, 14 days as a rule.",
    )
    days_uncalled = fields.Integer(
        string="Days without a call",
        compute="_compute_days_uncalled",
        help="Days since the registration, while nobody spoke to the resident yet.",
    )
    days_left_to_call = fields.Integer(
        compute="_compute_days_uncalled",
        help="Days until the first call is due; below zero it is too late.",
    )
    call_pressure = fields.Selection(
        [
            ("fine", "There is time"),
            ("soon", "Call soon"),
            ("late", "Too late"),
        ],
        compute="_compute_days_uncalled",
        help="Half of the norm has passed, or all of it.",
    )

    # Triage --------------------------------------------------------------------------

    complexity = fields.Selection(
        [
            ("single", "Single: one clear question"),
            ("multiple", "Multiple: questions hang together"),
        ],
        help="The screening of the first talk.",
    )
    number_of_domains = fields.Integer(
        string="Number of life domains",
        compute="_compute_number_of_domains",
        store=True,
        aggregator=None,
        help="On how many life domains the questions are.",
    )
    is_multi_problem = fields.Boolean(
        string="Multiple problems",
        compute="_compute_number_of_domains",
        store=True,
        help="On as many life domains as the organisation set, two as a rule.",
    )
    other_support = fields.Selection(
        [
            ("none", "Nobody else"),
            ("network", "Own network"),
            ("volunteer", "Volunteer or client organisation"),
            ("team", "Neighbourhood team"),
            ("specialised", "Supporter with other expertise"),
        ],
        string="Who else can support",
        help="The fourth question of the weighing frame.",
    )
    weighed_moment = fields.Boolean(
        string="Moment and tasks", help="Weighed: which moment, which of the tasks."
    )
    weighed_domains = fields.Boolean(
        string="Life domains looked at", help="Weighed: which parts of life it touches."
    )
    weighed_groups = fields.Boolean(
        string="Group", help="Weighed: what the group of the resident needs."
    )
    weighed_support = fields.Boolean(
        string="Other support", help="Weighed: who else could stand beside them."
    )
    route_suggested = fields.Selection(
        "_selection_route",
        string="Suggested route",
        compute="_compute_route_suggested",
        groups=WORKERS,
        help="What follows from what is known; the supporter decides.",
    )
    route_why = fields.Char(
        string="Because",
        compute="_compute_route_suggested",
        groups=WORKERS,
        help="What the suggestion rests on.",
    )
    route = fields.Selection(
        "_selection_route",
        string="Chosen route",
        help="What it becomes; the supporter's choice.",
    )
    route_reason = fields.Text(
        string="Why another route",
        help="Asked for when the choice differs from the suggestion.",
    )

    # Eligibility ---------------------------------------------------------------------

    wlz_status = fields.Selection(
        [("none", "None"), ("applying", "Applying"), ("indicated", "Indicated")],
        string="Wlz indication",
        help="Client support on the way to the Wlz is Wmo; after the indication the "
        "Wlz has its own.",
    )
    eligibility_warning = fields.Text(
        compute="_compute_eligibility_warning",
        groups=WORKERS,
        help="What a rule of the municipality or the law says; never a refusal.",
    )
    eligibility_reason = fields.Text(
        string="Why we go on",
        help="The reason to support somebody whom a rule points elsewhere.",
    )

    # The resident's choice -----------------------------------------------------------

    wants_support = fields.Selection(
        YES_NO,
        string="Wants support",
        help="The resident decides whether somebody stands beside them.",
    )
    decline_reason = fields.Selection(
        [
            ("manages", "Manages alone"),
            ("network", "Own network helps"),
            ("other_supporter", "Has another supporter"),
            ("trust", "No trust in it"),
            ("later", "Not now"),
            ("not_said", "Not said"),
        ],
        string="Why not",
        help="When the resident wants no support.",
    )
    preferred_form = fields.Selection(
        [
            ("formal", "Formal: a professional"),
            ("informal", "Informal: a volunteer or expert by experience"),
            ("both", "Both"),
            ("any", "No preference"),
        ],
        string="Chosen form",
        help="The resident's second choice: by whom.",
    )
    confidant = fields.Selection(
        [
            ("own", "Brings a confidant"),
            ("none", "Has nobody"),
            ("not_wanted", "Wants nobody there"),
        ],
        help="Whether somebody the resident trusts comes along.",
    )
    wants_other_supporter = fields.Boolean(
        help="The resident asks for another supporter; the coordinator gets a task, "
        "without a reason.",
    )

    # Computed ------------------------------------------------------------------------

    @api.model
    def _selection_route(self):
        return [
            (triage.INFORMATION, self.env._("Information")),
            (triage.SHORT, self.env._("Short support")),
            (triage.CASE, self.env._("Case")),
            (triage.REFER, self.env._("Refer on")),
            (triage.OTHER_ORGANISATION, self.env._("Other organisation")),
        ]

    @api.depends("call_attempt_ids.outcome", "call_attempt_ids.moment")
    def _compute_first_call_date(self):
        for case in self:
            reached = case.call_attempt_ids.filtered(
                lambda attempt: attempt.outcome == "reached"
            )
            first = min(reached.mapped("moment"), default=None)
            case.first_call_date = (
                first and fields.Datetime.context_timestamp(case, first).date()
            )

    @api.depends("company_id.first_call_days")
    def _compute_first_call_days(self):
        for case in self:
            case.first_call_days = case.company_id.first_call_days

    @api.depends("registration_date", "company_id.first_call_days")
    def _compute_first_call_due(self):
        for case in self:
            case.first_call_due = case.registration_date and (
                case.registration_date + timedelta(days=case.company_id.first_call_days)
            )

    @api.depends("registration_date", "first_call_date", "first_call_due", "stage")
    def _compute_days_uncalled(self):
        today = fields.Date.context_today(self)
        for case in self:
            case.days_uncalled = case.days_left_to_call = case.call_pressure = False
            begins = case.stage in WAITING_STAGES and case.registration_date
            if begins and not case.first_call_date:
                begun, due = case.registration_date, case.first_call_due
                case.days_uncalled = (today - begun).days
                case.days_left_to_call = (due - today).days
                case.call_pressure = (
                    "fine"
                    if today <= begun + (due - begun) / 2
                    else "soon"
                    if today <= due
                    else "late"
                )

    @api.depends("question_ids.life_domain_id", "company_id.multi_domain_count")
    def _compute_number_of_domains(self):
        for case in self:
            case.number_of_domains = len(case.question_ids.life_domain_id)
            case.is_multi_problem = (
                case.number_of_domains >= case.company_id.multi_domain_count
            )

    @api.depends(
        *("complexity", "number_of_domains", "safety_until", "heavier_support"),
        *("wlz_status", "other_support", "resident_ids.in_municipality"),
    )
    def _compute_route_suggested(self):
        words = {
            "elsewhere": self.env._("the resident lives in another municipality"),
            "wlz": self.env._("there is a Wlz indication"),
            "unsafe": self.env._("there is a safety flag"),
            "heavier": self.env._("support with a decision is sought"),
            "domains": self.env._("the questions are on several life domains"),
            "multiple": self.env._("the questions hang together"),
            "other_support": self.env._("somebody else can support"),
            "single": self.env._("it is one clear question"),
            "one_domain": self.env._("the questions are on one life domain"),
        }
        for case in self:
            case.route_suggested, reason = triage.suggest(
                triage.Facts(
                    complexity=case.complexity or None,
                    domains=case.number_of_domains,
                    multi_from=case.company_id.multi_domain_count,
                    unsafe=case.shows_safety,
                    heavier=case.heavier_support,
                    elsewhere="no" in case.resident_ids.mapped("in_municipality"),
                    wlz=case.wlz_status or None,
                    other_support=case.other_support not in (False, "none"),
                )
            )
            case.route_why = words.get(reason)

    @api.depends("wlz_status", "resident_ids.eligibility_warning")
    def _compute_eligibility_warning(self):
        for case in self:
            warnings = [
                warning
                for warning in case.resident_ids.mapped("eligibility_warning")
                if warning
            ]
            if case.wlz_status == "indicated":
                warnings.append(
                    self.env._(
                        "There is a Wlz indication: hand over to client support of "
                        "the Wlz and close with that reason."
                    )
                )
            elif case.wlz_status == "applying":
                warnings.append(
                    self.env._(
                        "On the way to the Wlz: this support is Wmo until the "
                        "indication is there."
                    )
                )
            # Two residents with the same warning are told it once.
            case.eligibility_warning = "\n".join(dict.fromkeys(warnings))

    # What a stage asks for -----------------------------------------------------------

    def _is_short(self):
        return super()._is_short() and self.route != triage.CASE

    def _missing_for(self, stage):
        needs = []
        if stage in ("active", "closing"):
            needs.append(
                (
                    self.wants_support != "no",
                    self.env._(
                        "The resident wants no support: close it with that reason."
                    ),
                )
            )
            # Elevated: a walk-in worker may not see what the suggestion rests on.
            suggested = self.sudo().route_suggested
            needs.append(
                (
                    not suggested
                    or self.route in (False, suggested)
                    or self.route_reason,
                    self.env._("Write why the route is not the suggested one."),
                )
            )
        if stage == "closing" or (stage == "active" and not self._is_short()):
            needs += [
                (self.route, self.env._("Choose the route.")),
                (
                    self.wants_support,
                    self.env._("Ask whether the resident wants support."),
                ),
            ]
        if self.wants_support == "no" and stage == "closed":
            needs.append(
                (
                    self.decline_reason,
                    self.env._("Choose why the resident wants no support."),
                )
            )
        return super()._missing_for(stage) + [
            sentence for there, sentence in needs if not there
        ]

    # Acts ----------------------------------------------------------------------------

    def write(self, vals):
        asks = vals.get("wants_other_supporter") and self.filtered(
            lambda case: not case.wants_other_supporter
        )
        indicated = vals.get("wlz_status") == "indicated" and self.filtered(
            lambda case: case.wlz_status != "indicated"
        )
        result = super().write(vals)
        for case in asks or ():
            case._coordinators()._plan_task(
                _lt("Another supporter is asked for in case %s", case.number)
            )
        if indicated:
            indicated._on_wlz_indication()
        return result

    def action_log_call(self):
        """Note that somebody rang just now; the button says with what outcome."""
        self.ensure_one()
        self.check_access("write")
        self.env["client.call.attempt"].create(
            {"case_id": self.id, "outcome": self.env.context.get("call_outcome")}
        )
