import re
import time

from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import consteq, email_normalize
from odoo.tools.misc import hmac

from ..public_form import LONGEST_OPEN, cleaned, is_in_time

# Texts that every form has, with how many letters they may be.
LONGEST = {"name": 100, "phone": 30, "email": 100, "question": 2000}
LONGEST_LANGUAGE = 50
# Of a telephone number that can be called, also abroad; a slip would leave somebody
# waiting for a call that never comes.
FEWEST_DIGITS = 7
# Those of more than one line.
LINES = frozenset({"question"})


class SocialForm(models.AbstractModel):
    """What somebody without an account filled in on the website: is it in order?

    The one place where forms are checked; `PublicForm` in the controllers is the other
    half. Every problem is a `UserError` that says what to do, in the visitor's words.
    """

    _name = "social.form"
    _description = "Form that anybody can send"

    @api.model
    def _stamp(self, moment=None):
        """A signed moment, for the form to send along.

        :param moment: seconds since the epoch, when it was shown; now, unless given
        """
        moment = str(int(time.time() if moment is None else moment))
        return f"{moment}.{self._signature(moment)}"

    @api.model
    def _signature(self, moment):
        # Elevated: the key of the database, of which nothing but this hash is given.
        return hmac(self.env(su=True), "social_map.form", moment)

    @api.model
    def _check_stamp(self, stamp):
        """:raises UserError: when it was sent by a machine, or long ago"""
        moment, _dot, signature = cleaned(stamp).partition(".")
        seconds = None
        if moment.isdecimal() and consteq(
            self._signature(moment).encode(), signature.encode()
        ):
            seconds = time.time() - int(moment)
        if is_in_time(seconds):
            return
        if seconds is None or seconds > LONGEST_OPEN:
            raise UserError(
                self.env._("This page was open for a long time. Send it once more.")
            )
        raise UserError(
            self.env._("That was very fast. Look at it again and send it once more.")
        )

    @api.model
    def _texts(self, values, longest=None):
        """The texts as they may be kept.

        :param values: `{name: what was sent}`; what is no text counts as empty
        :param longest: `{name: letters}`; those of every form, unless given
        :raises UserError: for one that is too long, never cut off in silence
        """
        texts = {}
        for name, most in (longest or LONGEST).items():
            texts[name] = cleaned(values.get(name), lines=name in LINES)
            if len(texts[name]) > most:
                raise UserError(
                    self.env._(
                        "That is too long: at most %(most)s signs. It has %(signs)s.",
                        most=most,
                        signs=len(texts[name]),
                    )
                )
        if texts.get("email"):
            texts["email"] = email_normalize(texts["email"])
            if not texts["email"]:
                raise UserError(self.env._("This is no e-mail address."))
        if (
            texts.get("phone")
            and len(re.sub(r"\D", "", texts["phone"])) < FEWEST_DIGITS
        ):
            raise UserError(
                self.env._(
                    "This is no telephone number. Write all digits, as you dial."
                )
            )
        return texts

    @api.model
    def _wish_choices(self):
        """What can be chosen for an appointment: `{list: {name: words}}`."""
        return {
            "days": {
                "mon": self.env._("Monday"),
                "tue": self.env._("Tuesday"),
                "wed": self.env._("Wednesday"),
                "thu": self.env._("Thursday"),
                "fri": self.env._("Friday"),
            },
            "parts": {
                "morning": self.env._("in the morning"),
                "afternoon": self.env._("in the afternoon"),
                "evening": self.env._("in the evening"),
            },
            "ways": {
                "phone": self.env._("By telephone"),
                "visit": self.env._("I come to you"),
                "home": self.env._("At my home"),
                "video": self.env._("By video call"),
            },
        }

    @api.model
    def _wish(self, values, service):
        """What was asked besides the question, in lines of text for who reads it.

        :param values: as sent: `wish` is "appointment" or anything else; then days and
            parts of the day by name, `way` and `language`
        :param service: the `social.service` that it is about, or none
        """
        lines = []
        if service:
            lines.append(self.env._("About: %s", service.name))
        if values.get("wish") == "appointment":
            choices = self._wish_choices()
            lines.append(self.env._("Asks for an appointment."))
            when = [
                words
                for name, words in (choices["days"] | choices["parts"]).items()
                if values.get(name) == "yes"
            ]
            if when:
                lines.append(self.env._("When: %s", ", ".join(when)))
            way = choices["ways"].get(cleaned(values.get("way")))
            if way:
                lines.append(self.env._("How: %s", way))
        language = self._texts(values, {"language": LONGEST_LANGUAGE})["language"]
        if language:
            lines.append(self.env._("Interpreter: %s", language))
        return lines
