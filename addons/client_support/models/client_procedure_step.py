from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import format_date

from .. import terms
from ..screen import form_of, labels
from ..terms import Length
from .client_procedure_step_kind import UNITS

# Fewer working days than this: red on every screen.
URGENT_WORKING_DAYS = 3
SOON_WORKING_DAYS = 8
# A date of which every change is kept: field, what the history calls it.
KEPT_DATES = {"start_date": "start", "planned_date": "planned", "done_date": "done"}
JUDGEMENTS = [("yes", "Yes"), ("partly", "Partly"), ("no", "No")]
TO_A_DAY = ("agreed", "reasonable")


class ClientProcedureStep(models.Model):
    """One step of a procedure, with the term that the law gives for it.

    The last day is worked out by `terms.py` from the day that starts the term, its
    length and what happened to it; the sum and its articles are shown beside it.
    """

    _name = "client.procedure.step"
    _inherit = [
        "client.procedure.part.mixin",
        "client.step.words.mixin",
        "client.day.mixin",
    ]
    _description = "Step of a procedure"
    _order = "procedure_id, sequence, id"
    _shared_fields = frozenset(
        {"id", "display_name", "procedure_id", "kind_id", "sequence", "state"}
        | {"start_date", "due_date", "planned_date", "done_date"}
    )

    kind_id = fields.Many2one(
        "client.procedure.step.kind",
        string="Step",
        required=True,
        index=True,
        ondelete="restrict",
        help="Which step it is.",
    )
    code = fields.Char(related="kind_id.code", help="What the screen depends on.")
    sequence = fields.Integer(
        compute="_compute_from_kind", store=True, aggregator=None, help="Its place."
    )
    responsible = fields.Selection(
        related="kind_id.responsible", help="Who has to act within the term."
    )
    is_ours = fields.Boolean(
        string="Our own term",
        compute="_compute_from_kind",
        store=True,
        help="Client support or the resident acts. Terms of a municipality are watched "
        "and never count as our performance.",
    )
    has_variant = fields.Boolean(
        compute="_compute_has_variant", help="Whether the law knows another term."
    )
    variant = fields.Boolean(
        string="Special situation",
        help="Another term holds, e.g. with an advisory committee or when somebody's "
        "home is at stake.",
    )
    amount = fields.Integer(
        string="Term",
        compute="_compute_length",
        store=True,
        aggregator=None,
        help="Its length, as the law or the municipality had it when it was opened.",
    )
    unit = fields.Selection(
        UNITS, compute="_compute_length", store=True, help="Unit of the length."
    )
    start_date = fields.Date(
        string="Counted from",
        help="The day that starts the term; it does not count itself.",
    )
    is_start_derived = fields.Boolean(
        readonly=True, help="The start follows from the step before it."
    )
    due_date = fields.Date(
        string="Last day",
        compute="_compute_due_date",
        store=True,
        index="btree_not_null",
        help="The last day of the term, by the law and the calendar.",
    )
    suspended_since = fields.Date(
        compute="_compute_due_date", store=True, help="The term stands still since."
    )
    planned_date = fields.Date(string="Planned", help="The day on which it will be.")
    done_date = fields.Date(
        string="Done on",
        help="The day it was done; of a decision the day it was announced.",
    )
    is_skipped = fields.Boolean(string="Not needed", help="It is not done here.")
    state = fields.Selection(
        [
            ("waiting", "Not begun"),
            ("running", "Running"),
            ("suspended", "Stands still"),
            ("done", "Done"),
            ("skipped", "Not needed"),
        ],
        compute="_compute_state",
        store=True,
        index=True,
        help="Where the step is.",
    )
    days_left = fields.Integer(
        compute="_compute_days_left", help="Days up to and including the last day."
    )
    urgency = fields.Selection(
        [
            ("late", "Too late"),
            ("urgent", "Fewer than three working days"),
            ("soon", "Within eight working days"),
            ("later", "Later"),
        ],
        compute="_compute_days_left",
        help="How near the last day is, in working days.",
    )
    explanation = fields.Text(
        string="How it was counted",
        compute="_compute_explanation",
        help="The sum, the articles, and what moved the last day.",
    )
    warning = fields.Char(
        compute="_compute_warning", help="What to look at in this step."
    )
    change_ids = fields.One2many(
        "client.term.change", "step_id", string="History", help="What moved the term."
    )
    change_reason = fields.Char(
        string="Why another date",
        store=False,
        help="Kept with the change, in the history.",
    )
    note = fields.Text(help="What matters about this step.")
    is_prepared = fields.Boolean("Prepared", help="Prepared with the resident.")
    is_attended = fields.Boolean("Attended", help="Client support was there.")
    is_reflected = fields.Boolean("Talked over", help="Talked over afterwards.")
    understood = fields.Selection(
        JUDGEMENTS, help="Whether the resident understands it."
    )
    agreed = fields.Selection(JUDGEMENTS, help="Whether the resident agrees with it.")
    fits = fields.Selection(
        JUDGEMENTS, help="Whether it fits, as the resident sees it."
    )
    corrections = fields.Text(
        help="What is not as it was said or wanted, to be corrected in the report."
    )
    is_by_post = fields.Boolean("Sent by post", help="Posted rather than handed in.")
    received_date = fields.Date(
        string="Received on",
        help="The day the authority received the letter (Awb art. 6:9).",
    )
    reminder_id = fields.Many2one(
        "mail.activity",
        copy=False,
        ondelete="set null",
        groups=fields.NO_ACCESS,
        help="The task that reminds of the last day.",
    )
    reminded_for = fields.Date(
        copy=False,
        groups=fields.NO_ACCESS,
        help="The last day of which somebody was reminded.",
    )

    _order_of_dates = models.Constraint(
        "CHECK(start_date >= '1990-01-01' AND done_date >= '1990-01-01')",
        "A date lies too far back; check the year.",
    )
    _watched_idx = models.Index("(case_id, due_date) WHERE state = 'running'")

    # The sum ------------------------------------------------------------------------

    @api.depends("kind_id")
    def _compute_from_kind(self):
        for step in self:
            step.sequence = step.kind_id.sequence
            step.is_ours = step.kind_id.is_ours

    @api.depends("kind_id")
    def _compute_has_variant(self):
        for step in self:
            step.has_variant = bool(step.kind_id.other_amount)

    @api.depends("kind_id", "variant", "procedure_id")
    def _compute_length(self):
        settings = self.env["client.procedure.step.setting"]
        for step in self:
            kind = step.kind_id
            if step.variant and kind.other_amount:
                step.amount, step.unit = kind.other_amount, kind.other_unit
                continue
            procedure = step.procedure_id
            own = kind.is_setting and settings.sudo()._find(
                kind, procedure.case_id.municipality_id, procedure.law
            )
            length = own or kind
            step.amount, step.unit = length.amount, length.unit

    @api.depends(
        *("start_date", "amount", "unit", "change_ids.what", "change_ids.is_undone"),
        *("change_ids.date_until", "change_ids.date_from"),
    )
    def _compute_due_date(self):
        equated = self.env["client.equated.day"]._days()
        for step in self:
            term = step._term(equated)
            step.due_date = term and term.due
            step.suspended_since = term and term.suspended_since

    def _term(self, equated=None, extra=()):
        """The `terms.Term` of this step; None when it has none, or not yet.

        :param extra: what would happen to it, with the fields of a change
        """
        self.ensure_one()
        if not self.start_date or not self.amount:
            return None
        if equated is None:
            equated = self.env["client.equated.day"]._days()
        changes = [
            *self.change_ids.filtered(lambda change: not change.is_undone),
            *extra,
        ]
        kind = self.kind_id
        return terms.compute(
            self.start_date,
            Length(self.amount, self.unit),
            kind.law_source,
            suspensions=filter(
                None,
                (one._as_suspension() for one in changes if one.what == "suspended"),
            ),
            extensions=[
                change._as_extension()
                for change in changes
                if change.what == "adjourned" or change.what in TO_A_DAY
            ],
            statutory=kind.is_statutory,
            counted_back=kind.is_counted_back,
            equated=equated,
        )

    @api.depends("start_date", "suspended_since", "done_date", "is_skipped")
    def _compute_state(self):
        for step in self:
            if step.is_skipped:
                step.state = "skipped"
            elif step.done_date:
                step.state = "done"
            elif step.suspended_since:
                step.state = "suspended"
            else:
                step.state = "running" if step.start_date else "waiting"

    @api.depends("due_date", "state")
    @api.depends_context("tz")
    def _compute_days_left(self):
        today = fields.Date.context_today(self)
        equated = self.env["client.equated.day"]._days()
        for step in self:
            if not step.due_date or step.state != "running":
                step.days_left, step.urgency = 0, False
                continue
            step.days_left = (step.due_date - today).days
            working = terms.working_days_between(today, step.due_date, equated)
            if step.due_date < today:
                step.urgency = "late"
            elif working < URGENT_WORKING_DAYS:
                step.urgency = "urgent"
            else:
                step.urgency = "soon" if working < SOON_WORKING_DAYS else "later"

    def _is_watched(self):
        """Whether there is a last day to think of."""
        return bool(
            self.state == "running"
            and self.due_date
            and not self.procedure_id.date_ended
        )

    @api.depends("procedure_id.case_id.number", "kind_id.name")
    @api.depends_context("step_kinds", "lang")
    def _compute_display_name(self):
        # A calendar of one's own terms says which step; a label elsewhere does not.
        named = self.env.context.get("step_kinds")
        for step in self:
            # Elevated: who reads the procedures of a case need not see the case.
            number = step.sudo().procedure_id.case_id.number or ""
            step.display_name = (
                f"{step.kind_id.name} · {number}"
                if named
                else self.env._("Step of case %s", number)
            )

    @api.constrains("procedure_id", "kind_id", "start_date", "done_date")
    def _check_done_after_start(self):
        # Without a term the order is the resident's, who may apply ahead of a report.
        for step in self.filtered(lambda s: s.start_date and s.done_date and s.amount):
            if step.done_date < step.start_date and not step.kind_id.is_counted_back:
                raise ValidationError(
                    self.env._(
                        "“%s” cannot be done before the day that starts its term.",
                        step.kind_id.name,
                    )
                )

    # Writing ------------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            vals.pop("change_reason", None)
        steps = super().create(vals_list)
        steps._follow()
        return steps

    def write(self, vals):
        if self.env.su and vals.get("is_start_derived"):
            return super().write(vals)  # `_begin` keeps the history and follows
        vals = dict(vals)
        reason = vals.pop("change_reason", None)
        kept = [name for name in (*KEPT_DATES, "variant") if name in vals]
        if not kept:
            result = super().write(vals)
            if "is_skipped" in vals:
                self._follow()
            return result
        before = {step: {name: step[name] for name in kept} for step in self}
        dues = {step: step.due_date for step in self}
        if "start_date" in vals:
            vals["is_start_derived"] = False
        result = super().write(vals)
        for step in self:
            for name in kept:
                if step[name] != before[step][name]:
                    step._keep_date(name, before[step][name], dues[step], reason)
        self._follow()
        return result

    def _keep_date(self, name, before, due_before, reason):
        """A row of history for a date that was changed.

        :raises ValidationError: for another start of a term without a reason
        """
        if name == "variant":
            self._record("variant", due_before, reason)
        elif before:
            if name == "start_date" and not reason:
                raise ValidationError(
                    self.env._(
                        "Fill in why “%s” is counted from another day now: somebody "
                        "relies on the last day.",
                        self.kind_id.name,
                    )
                )
            self._record(
                KEPT_DATES[name],
                due_before,
                reason,
                date_from=before,
                date_until=self[name],
            )

    def _record(self, what, due_before, reason, **values):
        """Keep what happened to the term; the caller has checked the right to write."""
        # Elevated: nobody writes this history by hand.
        change = self.env["client.term.change"].sudo().create(
            {"step_id": self.id, "what": what, "reason": reason, **values}
        )  # fmt: skip
        change.write({"due_before": due_before, "due_after": self.due_date})
        return change

    def _follow(self):
        """What another date means for the steps after it and for tasks."""
        for procedure in self.procedure_id:
            procedure.step_ids._start_followers()
        self.procedure_id.step_ids._move_reminders()
        for step in self.filtered(lambda one: one.code == "ciz" and one.done_date):
            step.case_id._on_wlz_indication(step.done_date)

    def _start_followers(self):
        """Steps begin when the one before them is done; some are added then."""
        procedure = self.procedure_id
        # The kinds that follow: few, and the same for all.
        kinds = self.env["client.procedure.step.kind"].search(
            [("starts_after_ids", "in", self.kind_id.ids)]
        )
        for kind in kinds:
            sources = self.filtered(
                lambda step, kind=kind: (
                    step.kind_id in kind.starts_after_ids
                    and step.done_date
                    and not step.is_skipped
                )
            )
            if not sources:
                continue
            source = max(sources, key=lambda step: (step.done_date, step.id))
            start = kind.starts_on_due and source.due_date or source.done_date
            steps = self.filtered(lambda step, kind=kind: step.kind_id == kind)
            if not steps and kind.opens_by_itself and not procedure.date_ended:
                steps = self.create(
                    {
                        "procedure_id": procedure.id,
                        "kind_id": kind.id,
                        "start_date": start,
                        "is_start_derived": True,
                    }
                )
            for step in steps:
                if step.start_date == start or step.state == "done":
                    continue
                if not step.start_date or step.is_start_derived:
                    step._begin(start, source)

    def _begin(self, start, source):
        before, due_before = self.start_date, self.due_date
        # Elevated: who filled in the day before it may not write past the history.
        self.sudo().write({"start_date": start, "is_start_derived": True})
        if before:
            self._record(
                "start",
                due_before,
                self.env._("Follows from: %s", source.kind_id.name),
                date_from=before,
                date_until=start,
            )

    # What happens to a term -----------------------------------------------------------

    def action_move(self):
        """The form for a suspension, an adjournment or more time."""
        self.ensure_one()
        self.check_access("write")
        return form_of(
            self.env["client.term.move"],
            name=self.env._("What happened to the term"),
            target="new",
            context={"default_step_id": self.id},
        )

    def action_done(self):
        """Done today; another day is filled in by hand."""
        self.check_access("write")
        self.write({"done_date": fields.Date.context_today(self)})

    def _move(self, change, reason):
        """Suspend, adjourn, extend; the caller has checked the right to write.

        :param change: with the fields of a `client.term.change`
        :raises UserError: for what the law does not know
        """
        self.ensure_one()
        kind = self.kind_id
        if not self.due_date and not self.suspended_since:
            raise UserError(self.env._("This step has no term that runs."))
        if change.what == "suspended" and not kind.suspend_source:
            raise UserError(
                self.env._("The law does not know that this term stands still.")
            )
        if change.what == "adjourned":
            if not kind.more_amount:
                raise UserError(self.env._("The law gives no adjournment here."))
            if self._standing("adjourned"):
                raise UserError(self.env._("It was adjourned already; that is once."))
        if change.what == "reasonable" and not kind.is_reasonable:
            raise UserError(
                self.env._(
                    "The law gives a term here. A letter that says it will be later "
                    "leaves the last day as it is (Awb art. 4:14): choose “%s”.",
                    labels(self.env["client.term.change"], "what")["announced"],
                )
            )
        if (
            change.what in ("adjourned", "reasonable")
            and self.due_date
            and change.date_from > self.due_date
        ):
            raise UserError(
                self.env._(
                    "The letter came after the last day, %s. More time can be taken "
                    "before that only.",
                    format_date(self.env, self.due_date),
                )
            )
        due_before = self.due_date
        made = self._record(
            change.what,
            due_before,
            reason,
            ground=change.ground,
            date_from=change.date_from,
            date_until=change.date_until,
            amount=change.amount,
            unit=change.unit,
            article=change.article,
        )
        self._follow()
        return made

    def _resume(self, day, reason):
        """The suspension that lasts ended: supplemented on, or last day of it."""
        lasting = self._standing("suspended").filtered(lambda c: not c.date_until)
        if not lasting:
            raise UserError(self.env._("This term does not stand still."))
        due_before = self.due_date
        lasting.write({"date_until": day})
        self._record("resumed", due_before, reason, date_until=day)
        self._follow()

    def _undo(self, reason):
        """The last suspension or extension was a mistake and counts no longer."""
        moves = self._standing("suspended", "adjourned", *TO_A_DAY, "announced")
        if not moves:
            raise UserError(self.env._("There is nothing to undo."))
        due_before = self.due_date
        moves[-1].is_undone = True
        self._record("undone", due_before, reason, date_from=moves[-1].date_from)
        self._follow()

    def _standing(self, *whats):
        """The changes of these kinds that count, elevated."""
        # Elevated: a user who may write the step may not write its history.
        return self.sudo().change_ids.filtered(
            lambda change: change.what in whats and not change.is_undone
        )

    # Not forgetting -------------------------------------------------------------------

    @api.model
    def _cron_remind(self):
        """One task for the supporter, some days before each last day."""
        today = fields.Date.context_today(self)
        kinds = self.env["client.procedure.step.kind"]
        farthest = kinds.search([], order="remind_days desc", limit=1).remind_days
        for step in self.search(
            [
                ("state", "=", "running"),
                ("due_date", "<=", today + timedelta(days=farthest)),
                ("procedure_id.date_ended", "=", False),
                ("case_id.stage", "!=", "closed"),
            ]
        ):
            near = step.due_date - timedelta(days=step.kind_id.remind_days) <= today
            if near and step.reminded_for != step.due_date:
                step._remind()

    def _remind(self):
        """A task on the case, that says neither which step nor for whom."""
        user = self.case_id.supporter_id.user_id
        tasks = self.env["mail.activity"]
        if not user or not tasks._is_open_to(user, self.case_id):
            return
        case = self.case_id.with_context(
            lang=user.lang, mail_activity_quick_update=True
        )
        self.reminder_id = case.activity_schedule(
            "mail.mail_activity_data_todo",
            date_deadline=self.due_date,
            summary=self._reminder_text(case.env),
            user_id=user.id,
        )
        self.reminded_for = self.due_date

    def _reminder_text(self, env):
        return env._(
            "A term ends on %(day)s: see Procedures of %(number)s",
            day=format_date(env, self.due_date),
            number=self.case_id.number,
        )

    def _move_reminders(self):
        """The task goes along with the last day; it goes when there is none."""
        # Elevated: the task may be a colleague's, the caller changed the term.
        for step in self.sudo().filtered("reminder_id"):
            task = step.reminder_id
            if not task.active:
                continue  # done; the next last day makes a new one
            if not step._is_watched():
                task.unlink()
                step.reminded_for = False
            elif step.reminded_for != step.due_date:
                env = step.with_context(lang=task.user_id.lang).env
                task.with_context(mail_activity_quick_update=True).write(
                    {
                        "date_deadline": step.due_date,
                        "summary": step._reminder_text(env),
                    }
                )
                step.reminded_for = step.due_date

    @api.model
    def _day_lines(self):
        """The terms that end within a week, and those that nobody kept."""
        today = fields.Date.context_today(self)
        steps = self.search(
            [
                ("state", "=", "running"),
                ("procedure_id.date_ended", "=", False),
                ("case_id.stage", "!=", "closed"),
                ("due_date", "<=", fields.Date.add(today, weeks=1)),
            ],
            order="due_date",
        )
        tones = {"late": "danger", "urgent": "danger", "soon": "warning"}
        return [
            step._day_line(
                "week",
                # Elevated: who sees the procedures of a case need not see the case.
                f"{step.kind_id.name} · {step.sudo().case_id.number}",
                step._day_form(),
                at=format_date(self.env, step.due_date, date_format="EEE d MMM"),
                detail=step._days_in_words(),
                tone=tones.get(step.urgency),
                order=str(step.due_date),
            )
            for step in steps
        ]
