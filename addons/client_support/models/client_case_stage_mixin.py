from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import LazyTranslate

from ..screen import form_of, labels
from .client_case_closure import ANSWERS, RESULTS
from .mail_activity import CALL

# For tasks: in the language of whoever gets one.
_lt = LazyTranslate(__name__)

# Before a supporter has it.
WAITING_STAGES = ("registered", "waiting")
# Where a case can go from each stage. Out of "closed" leads reopening only.
STEPS = {
    "registered": ("waiting", "active", "closed"),
    "waiting": ("registered", "active", "closed"),
    "active": ("closing", "closed"),
    "closing": ("active", "closed"),
    "closed": (),
}
# What figures of a closed case rest on; a correction goes by reopening it.
CLOSING_FACTS = frozenset(
    {"registration_date", "start_date", "close_date", "closing_reason_id"}
    | {"result", "resident_answer", "left_open_reason"}
)
RESULT_OF_SUCCESS = {"yes": "reached", "no": "not_reached", "neutral": "none"}


class ClientCaseStageMixin(models.AbstractModel):
    """Where a case is: registered, waiting, active, closing, closed, and open again.

    Saving never asks for anything; a change of stage does, in one message that names
    each thing that is missing. Other parts of a case have a say in it through
    `_missing_for` and `_what_is_still_open`. What the program does with elevated
    rights (an import, a migration) carries what was and is not asked.
    """

    _name = "client.case.stage.mixin"
    _description = "Stages of a case"

    stage = fields.Selection(
        [
            ("registered", "Registered"),
            ("waiting", "Waiting list"),
            ("active", "Active"),
            ("closing", "Closing"),
            ("closed", "Closed"),
        ],
        required=True,
        default="registered",
        index=True,
        group_expand=True,
        help="Where the case is.",
    )
    registration_date = fields.Date(
        required=True,
        default=fields.Date.context_today,
        help="The day the resident came with the question.",
    )
    start_date = fields.Date(
        index="btree_not_null", help="The day the support began; counts as new (K03)."
    )
    close_date = fields.Date(
        index="btree_not_null", help="The day the support ended (K04)."
    )
    expected_end_date = fields.Date(
        string="Expected end",
        index="btree_not_null",
        help="When the support will be done, as far as can be seen now.",
    )
    runs_long = fields.Boolean(
        compute="_compute_runs_long",
        help="The expected end has passed, or without one the case is open for longer "
        "than the organisation finds usual.",
    )
    waiting_reason_id = fields.Many2one(
        "client.waiting.reason",
        ondelete="restrict",
        help="Why the case is on the waiting list; says how long that may take.",
    )
    waiting_since = fields.Date(help="The day it came on the waiting list.")
    waiting_due = fields.Date(
        string="Wait until at most",
        compute="_compute_waiting_due",
        store=True,
        help="The day on the waiting list and the norm of the reason.",
    )
    bridging_date = fields.Date(
        string="Next contact while waiting",
        help="When somebody lets the resident hear something (bridging contact).",
    )
    bridging_by_id = fields.Many2one(
        "res.users",
        string="By whom",
        ondelete="restrict",
        domain="[('share', '=', False)]",
        help="Who keeps in touch while the resident waits.",
    )
    days_waiting = fields.Integer(
        compute="_compute_days_waiting",
        help="Days since the registration, while nobody has the case. The norm for a "
        "first call is 14 days.",
    )
    closing_reason_id = fields.Many2one(
        "client.closing.reason",
        ondelete="restrict",
        help="How it ended; asked for when the case is closed.",
    )
    result = fields.Selection(
        RESULTS,
        compute="_compute_result",
        store=True,
        readonly=False,
        help="What came of it; follows from the reason until it is chosen.",
    )
    resident_answer = fields.Selection(
        ANSWERS,
        string="Question answered, says the resident",
        help="The resident's own answer; asked for in a full case.",
    )
    left_open_reason = fields.Text(
        string="Why something stays open",
        help="When the case is closed although not everything is done.",
    )
    aftercare_date = fields.Date(
        string="Aftercare call",
        help="When somebody rings to ask how it goes; becomes a task.",
    )
    closure_ids = fields.One2many(
        "client.case.closure",
        "case_id",
        string="Earlier closings",
        help="How the case was closed before it was opened again.",
    )

    _order_of_dates = models.Constraint(
        "CHECK(close_date >= start_date AND start_date >= registration_date)",
        "A case is registered first, then started, then closed.",
    )
    _registration_date_range = models.Constraint(
        "CHECK(registration_date >= '1990-01-01')",
        "The registration date lies too far back; check the year.",
    )

    # Dates and norms ----------------------------------------------------------------

    @api.depends("registration_date", "supporter_id", "stage")
    def _compute_days_waiting(self):
        today = fields.Date.context_today(self)
        for case in self:
            waiting = case.stage in WAITING_STAGES and not case.supporter_id
            waiting = waiting and case.registration_date
            case.days_waiting = waiting and (today - case.registration_date).days

    @api.depends("waiting_since", "waiting_reason_id.norm_days")
    def _compute_waiting_due(self):
        for case in self:
            norm = case.waiting_reason_id.norm_days
            case.waiting_due = (
                norm and case.waiting_since and case.waiting_since + timedelta(norm)
            )

    @api.depends("stage", "start_date", "expected_end_date", "company_id")
    def _compute_runs_long(self):
        today = fields.Date.context_today(self)
        for case in self:
            usual = timedelta(days=case.company_id.long_case_days)
            end = case.expected_end_date or (
                case.start_date and case.start_date + usual
            )
            case.runs_long = (
                case.stage in ("active", "closing") and bool(end) and end < today
            )

    @api.depends("closing_reason_id")
    def _compute_result(self):
        for case in self:
            case.result = RESULT_OF_SUCCESS.get(case.closing_reason_id.success)

    @api.model
    def _date_the_stage(self, case, vals):
        """Fill in today for a date that the new stage implies and nobody gave."""
        today = fields.Date.context_today(self)
        stage = vals.get("stage")
        if stage == "waiting":
            vals.setdefault("waiting_since", today)
        if stage in ("active", "closing", "closed") and not case.start_date:
            # What was over before today did not begin today.
            ended = fields.Date.to_date(vals.get("close_date")) or today
            vals.setdefault("start_date", min(today, ended))
        if stage == "closed" and not case.close_date:
            vals.setdefault("close_date", today)

    @api.constrains("stage", "start_date", "close_date", "closing_reason_id")
    def _check_stage(self):
        for case in self:
            begun = case.stage in ("active", "closing", "closed")
            if begun != bool(case.start_date):
                raise ValidationError(
                    self.env._("A case has a start date from the stage Active on.")
                )
            if (case.stage == "closed") != bool(case.close_date):
                raise ValidationError(
                    self.env._("A case has a close date when it is closed.")
                )
            if case.stage == "closed" and not case.closing_reason_id:
                raise ValidationError(
                    self.env._("Choose how the case ended before you close it.")
                )

    # Changing the stage -------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._date_the_stage(self.browse(), vals)
        cases = super().create(vals_list)
        for case, vals in zip(cases, vals_list, strict=True):
            if vals.get("stage", "registered") != "registered":
                case._check_needs()
        return cases

    def write(self, vals):
        if "stage" not in vals:
            if CLOSING_FACTS & vals.keys():
                self._refuse_change_of_closing()
            return super().write(vals)
        # First: what is in the way of a step is only for who may take it.
        self.check_access("write")
        for case in self:
            own = dict(vals)
            moves = case.stage != own["stage"]
            if moves:
                case._check_step(own["stage"])
            elif CLOSING_FACTS & vals.keys():
                case._refuse_change_of_closing()
            case._date_the_stage(case, own)
            super(ClientCaseStageMixin, case).write(own)
            if moves:
                case._check_needs()
                if case.stage == "waiting" and not self.env.su:
                    case._plan_bridging()
        return True

    def _check_step(self, stage):
        """:raises UserError: when no step leads there from where the case is"""
        if self.env.su or stage in STEPS[self.stage]:
            return
        if self.stage == "closed":
            raise UserError(
                self.env._(
                    "%s is closed. Use the button “Reopen”, which asks why.",
                    self.number,
                )
            )
        raise UserError(
            self.env._(
                "%(case)s cannot go from “%(before)s” to “%(after)s” in one step.",
                case=self.number,
                before=self._stage_label(self.stage),
                after=self._stage_label(stage),
            )
        )

    def _refuse_change_of_closing(self):
        """:raises UserError: when one of these is closed and a user changes how"""
        if self.env.su:
            return
        closed = self.filtered(lambda case: case.stage == "closed")
        if closed:
            raise UserError(
                self.env._(
                    "%s is closed, and figures rest on how and when. Reopen it to "
                    "change that.",
                    ", ".join(closed.mapped("number")),
                )
            )

    def _check_needs(self):
        """:raises ValidationError: naming everything that the stage still asks for"""
        if self.env.su:
            return
        missing = self._missing_for(self.stage)
        if missing:
            raise ValidationError(
                self.env._(
                    "Before %(case)s is “%(stage)s”:\n%(missing)s",
                    case=self.number,
                    stage=self._stage_label(self.stage),
                    missing="\n".join(f"· {sentence}" for sentence in missing),
                )
            )

    @api.model
    def _stage_label(self, stage):
        return labels(self, "stage").get(stage, "")

    # What a stage asks for ----------------------------------------------------------

    def _missing_for(self, stage):
        """What must be there before the case is in this stage: sentences.

        Other parts add theirs: `return super()._missing_for(stage) + [...]`.
        """
        self.ensure_one()
        needs = []
        if stage == "waiting":
            needs = [
                (
                    self.waiting_reason_id,
                    self.env._("Choose why it is on the waiting list (tab Intake)."),
                ),
                (
                    self.bridging_date and self.bridging_by_id,
                    self.env._(
                        "Agree who lets the resident hear something meanwhile, and "
                        "when (tab Intake)."
                    ),
                ),
            ]
        elif stage == "active":
            needs = [
                (
                    self.supporter_id,
                    self.env._("Let the coordinator assign it to a supporter."),
                )
            ]
        elif stage == "closed":
            reopened = max(self.closure_ids.mapped("reopened_on"), default=None)
            needs = [
                (self.result, self.env._("Choose what came of it (the result).")),
                (
                    not reopened or self.close_date >= reopened,
                    self.env._("It was opened again later than this close date."),
                ),
            ]
            if not self._is_short():
                needs += [
                    (
                        self.resident_answer,
                        self.env._("Ask whether the resident's question is answered."),
                    ),
                ]
                if not self.left_open_reason:
                    needs += [(False, what) for what in self._what_is_still_open()]
        return [sentence for there, sentence in needs if not there]

    def _is_short(self):
        """Whether reason and result are enough to close it; all but a full case."""
        return True

    def _what_is_still_open(self):
        """What should be done before closing, or left open for a reason: sentences.

        Other parts add theirs: `return super()._what_is_still_open() + [...]`.
        """
        self.ensure_one()
        counts = [
            (
                len(self.question_ids.filtered(lambda question: not question.outcome)),
                self.env._("Questions without an outcome"),
            ),
            (
                self.env["client.callback"].search_count(
                    [("case_id", "=", self.id), ("done_date", "=", False)]
                ),
                self.env._("Callback requests that wait"),
            ),
            (len(self.activity_ids), self.env._("Tasks that are still to be done")),
        ]
        return [f"{what}: {count}." for count, what in counts if count]

    # Buttons ------------------------------------------------------------------------

    def action_wait(self):
        """On the waiting list."""
        return self.write({"stage": "waiting"})

    def action_start(self):
        """The support begins, or goes on after all."""
        return self.write({"stage": "active"})

    def action_finish(self):
        """The work is done; what is left is rounding off."""
        return self.write({"stage": "closing"})

    def action_close(self):
        """The dialog that closes the case."""
        return self._dialog("client.case.close", self.env._("Close the case"))

    def action_reopen(self):
        """The dialog that opens the case again."""
        return self._dialog("client.case.reopen", self.env._("Reopen the case"))

    def _dialog(self, model, title):
        """Open a dialog on this case for who may change it."""
        self.ensure_one()
        self.check_access("write")
        return form_of(
            self.env[model],
            name=title,
            target="new",
            context={"default_case_id": self.id},
        )

    def _plan_bridging(self):
        """A task for who keeps in touch while the resident waits.

        :raises ValidationError: when that colleague cannot see the case
        """
        self.env["mail.activity"]._check_assignee(self.bridging_by_id, self)
        self._keep_task(
            "bridging",
            self.bridging_date,
            _lt("On the waiting list: let the resident hear something"),
            self.bridging_by_id,
            kind=CALL,
            for_each=True,
        )

    def _plan_aftercare(self):
        """A task for who supports: ring, and ask how it goes."""
        self._keep_task(
            "aftercare",
            self.aftercare_date,
            _lt("Aftercare: ring and ask how it goes"),
            self._supporter_or_user(),
            kind=CALL,
        )

    def _reopen(self, reason):
        """The case goes on; how it was closed is kept beside it.

        :raises UserError: when it is not closed, or was closed too long ago
        """
        self.ensure_one()
        self.check_access("write")
        today = fields.Date.context_today(self)
        days = self.company_id.reopen_days
        if self.stage != "closed":
            raise UserError(self.env._("Only a closed case can be reopened."))
        if today > self.close_date + timedelta(days=days):
            raise UserError(
                self.env._(
                    "%(case)s was closed more than %(days)s days ago. Register a new "
                    "case: the old one stays in the resident's file.",
                    case=self.number,
                    days=days,
                )
            )
        # Elevated: nobody writes earlier closings, and out of “closed” leads no step;
        # the right to the case was checked above.
        case = self.sudo()
        self.env["client.case.closure"].sudo().create(
            {
                "case_id": case.id,
                "closed_on": case.close_date,
                "closing_reason_id": case.closing_reason_id.id,
                "result": case.result,
                "resident_answer": case.resident_answer,
                "reopened_on": max(today, case.close_date),
                "reopened_by_id": self.env.uid,
                "reopen_reason": reason,
            }
        )
        case.write(
            {
                "stage": "active",
                **dict.fromkeys(
                    ("close_date", "closing_reason_id", "result", "resident_answer")
                    + ("left_open_reason", "no_end_assessment", "aftercare_date")
                    + ("may_survey", "no_survey_reason", "retention_date"),
                    False,
                ),
            }
        )
