from odoo import api, fields, models

from .. import terms
from ..screen import labels

# For these a penalty is due when they are late (Awb art. 4:17, 7:14).
DECISIONS = ("decision", "decision_awb", "ciz", "objection_decision")


class ClientStepWordsMixin(models.AbstractModel):
    """What a step says of its term: the sum with its articles, warnings, a line."""

    _name = "client.step.words.mixin"
    _inherit = ["client.term.words.mixin"]
    _description = "A term in words"

    @api.depends("due_date", "suspended_since", "kind_id", "change_ids")
    @api.depends_context("lang")
    def _compute_explanation(self):
        equated = self.env["client.equated.day"]._days()
        for step in self:
            step.explanation = "\n".join(step._sum(equated)) or False

    def _sum(self, equated=None, extra=()):
        """The lines of the sum, with the article of each, in the reader's language."""
        term = self._term(equated, extra)
        if not term:
            return []
        kind = self.kind_id
        return self._sum_of(term, kind.is_statutory, kind.is_counted_back)

    def _in_short(self):
        """The step and the days that are left, on one line."""
        return f"{self.kind_id.name}, {self._days_in_words()}"

    def _days_in_words(self):
        days = self.days_left
        if self.urgency == "passed":
            return self.env._("its moment has passed")
        if self.urgency == "overdue":
            return self.env._("they are %s days late", -days)
        if days < 0:
            return self.env._("%s days too late", -days)
        if days == 0:
            return self.env._("today is the last day")
        if days == 1:
            return self.env._("1 day left")
        return self.env._("%s days left", days)

    def _timeline(self):
        """These steps as the timeline draws them: plain values, in words too."""
        equated = self.env["client.equated.day"]._days()
        today = fields.Date.context_today(self)
        states = labels(self, "state")
        responsible = labels(self.env["client.procedure.step.kind"], "responsible")
        lines = []
        for step in self.sorted(lambda s: (s._last_shown() or today, s.sequence)):
            end = step._last_shown()
            lines.append(
                {
                    "id": step.id,
                    "name": step.kind_id.name,
                    "who": responsible[step.responsible],
                    "ours": step.is_ours,
                    "state": step.state,
                    "status": (
                        step._in_short().removeprefix(step.kind_id.name).lstrip(", ")
                        if step._is_watched() or step.urgency == "passed"
                        else states[step.state]
                    ),
                    "urgency": step._is_watched() and step.urgency,
                    "start": step.start_date.isoformat(),
                    "end": (end or max(today, step.start_date)).isoformat(),
                    "day": end and step._day(end),
                    "is_due": bool(step.due_date and not step.done_date),
                    "sum": step._sum(equated),
                    "warning": step.warning,
                    "pauses": [
                        {
                            "start": pause.first.isoformat(),
                            "end": (pause.last or max(today, pause.first)).isoformat(),
                        }
                        for pause in step._pauses()
                    ],
                }
            )
        return {"today": today.isoformat(), "lines": lines}

    def _last_shown(self):
        return self.done_date or self.due_date

    def _pauses(self):
        """The suspensions of this step that count."""
        suspended = self.change_ids.filtered(
            lambda change: change.what == "suspended" and not change.is_undone
        )
        return filter(None, (change._as_suspension() for change in suspended))

    # What to look at --------------------------------------------------------------

    @api.depends(
        *("due_date", "done_date", "start_date", "is_by_post", "received_date"),
        *("urgency", "may_give_notice"),
        "procedure_id.step_ids.done_date",
    )
    @api.depends_context("lang")
    def _compute_warning(self):
        for step in self:
            step.warning = " ".join(step._warnings()) or False

    def _warnings(self):
        """What the law says about the dates of this step, where it matters."""
        equated = self.env["client.equated.day"]._days()
        if self.code == "inform_ocs":
            yield from self._warn_informed_late()
        elif self.code == "application":
            yield from self._say_earliest(equated)
        elif self.code == "default_notice" and self.start_date:
            yield from self._say_penalty(equated)
        elif self.code in ("objection", "appeal", "higher_appeal") and self.due_date:
            yield from self._say_in_time(equated)
        if self.may_give_notice:
            yield self.env._(
                "The term for this decision has passed. Now the resident can send a "
                "notice of default; two weeks later a penalty begins to run (Awb 4:17)."
            )
        if (
            not self.is_ours
            and self.due_date
            and self.done_date
            and self.done_date > self.due_date
        ):
            yield self.env._("Came after the last day.")

    def _sibling(self, *codes):
        steps = self.procedure_id.step_ids
        return steps.filtered(lambda step: step.code in codes)[-1:]

    def _warn_informed_late(self):
        began = self._sibling("investigation").done_date
        if began and (not self.done_date or self.done_date > began):
            yield self.env._(
                "The resident must be told of free client support before the "
                "investigation (Wmo 2.3.2(3))."
            )

    def _say_earliest(self, equated):
        investigation = self._sibling("investigation")
        if investigation.start_date and not self.done_date:
            yield self.env._(
                "Can be sent in from %(day)s on (Wmo 2.3.2(9)).",
                day=self._day(
                    terms.earliest_application(
                        investigation.start_date,
                        investigation.done_date or None,
                        equated,
                    )
                ),
            )

    def _say_penalty(self, equated):
        late = self._sibling(*DECISIONS)
        if not late.due_date:
            return
        if self.start_date <= late.due_date:
            yield self.env._(
                "Too early: a notice of default counts from the day after "
                "%(day)s on (Awb 4:17(3)).",
                day=self._day(late.due_date),
            )
            return
        first, last = terms.penalty_days(self.start_date, late.due_date, equated)
        yield self.env._(
            "Without a decision a penalty runs from %(first)s up to and including "
            "%(last)s at most (Awb 4:17). Then appeal is possible too (Awb 6:12).",
            first=self._day(first),
            last=self._day(last),
        )

    def _say_in_time(self, equated):
        if self.is_by_post and self.done_date and self.received_date:
            in_time = terms.posted_in_time(
                self.due_date, self.done_date, self.received_date, equated
            )
        elif self.done_date:
            in_time = (self.received_date or self.done_date) <= self.due_date
        elif self.urgency == "passed":
            yield self.env._(
                "The term has passed. A good reason can excuse that: look at Awb 6:11."
            )
            return
        else:
            yield self.env._(
                "By post: post it before the term ends; it must come in by %(day)s "
                "(Awb 6:9(2)).",
                day=self._day(terms.latest_receipt(self.due_date, equated)),
            )
            return
        yield (
            self.env._("In time (Awb 6:9).")
            if in_time
            else self.env._(
                "Too late. A good reason can excuse that: look at Awb 6:11."
            )
        )
