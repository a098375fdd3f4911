from odoo import api, fields, models
from odoo.tools import format_date

from .. import terms
from ..screen import labels


class ClientStepWordsMixin(models.AbstractModel):
    """What a step says of its term: the sum with its articles, warnings, a line."""

    _name = "client.step.words.mixin"
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
        lines, days_off = [], []
        for move, following in zip(term.moves, [*term.moves[1:], None], strict=True):
            if move.what != "day_off":
                lines.append(self._line(move))
                continue
            days_off.append(move)
            if not following or following.what != "day_off":
                lines.append(self._line_of_days_off(days_off))
                days_off = []
        if term.suspended_since:
            lines.append(
                self.env._(
                    "Stands still since %(day)s; %(left)s days are left.",
                    day=self._day(term.suspended_since),
                    left=term.left,
                )
            )
        if not self.kind_id.is_statutory:
            lines.append(self.env._("No term of the law: no weekend moves it."))
        return lines

    def _line(self, move):
        values = {
            "before": self._day(move.before),
            "after": self._day(move.after),
            "article": move.article or "",
        }
        if move.what == "length":
            values["length"] = self._length(move.why)
            text = (
                self.env._("%(length)s before %(before)s → %(after)s", **values)
                if self.kind_id.is_counted_back
                else self.env._("%(length)s after %(before)s → %(after)s", **values)
            )
        elif move.what == "extended":
            values["length"] = self._length(move.why)
            text = self.env._("%(length)s more → %(after)s", **values)
        elif move.what == "named":
            text = self.env._("Another day was named: %(after)s", **values)
        elif move.what == "suspended":
            values["days"] = move.why
            text = self.env._("Stood still for %(days)s days → %(after)s", **values)
        else:
            text = self.env._("At least two working days → %(after)s", **values)
        return f"{text} ({move.article})" if move.article else text

    def _line_of_days_off(self, moves):
        names = self._names_of_days()
        return self.env._(
            "%(days)s, so %(after)s (%(articles)s)",
            days=", ".join(dict.fromkeys(names[move.why] for move in moves)),
            after=self._day(moves[-1].after),
            articles=", ".join(dict.fromkeys(move.article for move in moves)),
        )

    @api.model
    def _names_of_days(self):
        return {
            "saturday": self.env._("Saturday"),
            "sunday": self.env._("Sunday"),
            terms.NEW_YEAR: self.env._("New Year's Day"),
            terms.GOOD_FRIDAY: self.env._("Good Friday"),
            terms.EASTER_MONDAY: self.env._("Easter Monday"),
            terms.KINGS_DAY: self.env._("King's Day"),
            terms.LIBERATION: self.env._("5 May"),
            terms.ASCENSION: self.env._("Ascension Day"),
            terms.WHIT_MONDAY: self.env._("Whit Monday"),
            terms.CHRISTMAS: self.env._("Christmas Day"),
            terms.BOXING_DAY: self.env._("Boxing Day"),
            terms.EQUATED: self.env._("equated by royal decree"),
        }

    def _length(self, length):
        words = {
            "days": self.env._("%s days", length.amount),
            "working_days": self.env._("%s working days", length.amount),
            "weeks": self.env._("%s weeks", length.amount),
            "months": self.env._("%s months", length.amount),
            "years": self.env._("%s years", length.amount),
        }
        return words[length.unit]

    def _day(self, day):
        # In the language of the words around it, which is English without a context.
        lang = self.env.lang or "en_US"
        return format_date(self.env, day, lang_code=lang, date_format="EEE d MMM y")

    def _in_short(self):
        """The step and the days that are left, on one line."""
        return f"{self.kind_id.name}, {self._days_in_words()}"

    def _days_in_words(self):
        days = self.days_left
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
                        if step._is_watched()
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
        late = self._sibling("decision", "decision_awb", "ciz", "objection_decision")
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
