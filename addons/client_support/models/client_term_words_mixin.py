from odoo import api, models
from odoo.tools import format_date

from .. import terms


class ClientTermWordsMixin(models.AbstractModel):
    """How a term of `terms.py` was counted, in words: the sum and its articles."""

    _name = "client.term.words.mixin"
    _description = "The sum of a term in words"

    def _sum_of(self, term, is_statutory=True, is_counted_back=False):
        """The lines of the sum, with the article of each, in the reader's language."""
        lines, days_off = [], []
        for move, following in zip(term.moves, [*term.moves[1:], None], strict=True):
            if move.what != "day_off":
                lines.append(self._line(move, is_counted_back))
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
        if not is_statutory:
            lines.append(self.env._("No term of the law: no weekend moves it."))
        return lines

    def _line(self, move, is_counted_back):
        values = {
            "before": self._day(move.before),
            "after": self._day(move.after),
            "article": move.article or "",
        }
        if move.what == "length":
            values["length"] = self._length(move.why)
            text = (
                self.env._("%(length)s before %(before)s → %(after)s", **values)
                if is_counted_back
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
