import time

from odoo.exceptions import UserError
from odoo.http import request

from ..rate_limit import Limiter

# Of one sender in an hour: a library or a care home is one sender as well.
LIMITER = Limiter(most=20, seconds=3600)
# Bytes. More than the longest of our texts in the widest of letters; Odoo answers 413.
FORM_ROUTE = {
    "type": "http",
    "auth": "public",
    "website": True,
    "max_content_length": 40_000,
}


class PublicForm:
    """What every form that anybody can send has in common; mix it into a controller.

    Token against forgery (Odoo's own), a field that only machines fill in, a signed
    moment at which the form was shown, a limit per sender and to the size. The texts
    are checked by the model that takes them (`social.form`).
    """

    def _form(self, template, values, take, **shown):
        """The form; a POST takes what was sent and thanks.

        :param values: what was sent
        :param take: called with them; its result is the number that is shown
        :param shown: what else the template needs
        """
        problem, number, is_sent, status = None, None, False, 200
        if request.httprequest.method == "POST":
            try:
                # No person sees the field: what fills it in is thanked, no more.
                if not values.get("website"):
                    number = self._taken(values, take)
                is_sent = True
            except UserError as error:
                problem = str(error)
                status = error.http_status
        response = request.render(
            template,
            {
                # What an address fills in would look as if we had.
                "values": values if problem else {},
                "problem": problem,
                "number": number,
                "is_sent": is_sent,
                "stamp": request.env["social.form"]._stamp(),
                **shown,
            },
            status=status,
        )
        # At the library the next one presses "back".
        response.headers["Cache-Control"] = "no-store"
        return response

    def _taken(self, values, take):
        if not LIMITER.passes(request.httprequest.remote_addr, time.time()):
            raise TooOften(
                request.env._(
                    "Many messages came in from here. Try again in an hour, or call us."
                )
            )
        request.env["social.form"]._check_stamp(values.get("stamp"))
        # A refusal half way leaves nothing behind.
        with request.env.cr.savepoint():
            return take(values)


class TooOften(UserError):
    """One sender sent too much."""

    http_status = 429
