from werkzeug.exceptions import BadRequest

from odoo import models
from odoo.http import request

# Pages of a person, and what is printed of a file: for the eyes of who asks, now.
PERSONAL = ("/my", "/report/", "/vraag")


class IrHttp(models.AbstractModel):
    """By which door a request came in, for the read log; and no page stays behind."""

    _inherit = "ir.http"

    @classmethod
    def _pre_dispatch(cls, rule, args):
        # The pattern of the route and not the path: a path holds what a client likes.
        request.client_route = rule.rule
        result = super()._pre_dispatch(rule, args)
        sent = {**args, **request.get_http_params()} if _is_personal(rule.rule) else {}
        # No database holds this sign: to look for it is an error of the program.
        if any("\0" in str(text) for text in sent.values()):
            raise BadRequest
        return result

    @classmethod
    def _post_dispatch(cls, response):
        # At the library the next one presses “back”.
        if _is_personal(getattr(request, "client_route", "")):
            response.headers["Cache-Control"] = "no-store"
        return super()._post_dispatch(response)


def _is_personal(route):
    return route.startswith(PERSONAL)
