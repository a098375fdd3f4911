from werkzeug.exceptions import Forbidden

from odoo import http
from odoo.exceptions import AccessError
from odoo.http import request

from odoo.addons.social_map.quiet_log import keep_quiet

from ..experience import read_key

# With the key in it the log of requests would say who answered when.
LINK = r"(/ervaring/)[^\s\"?]+(?:\?[^\s\"]*)?"
keep_quiet(LINK)

# The address is the key: it goes to nobody else, is in no index and in no cache.
HEADERS = {
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow",
    "Cache-Control": "no-store",
    "X-Frame-Options": "DENY",
}
ROUTE = {
    "type": "http",
    "website": True,
    "sitemap": False,
    # The longest texts in the widest letters.
    "max_content_length": 60_000,
}


class Experience(http.Controller):
    """What the support was like: answered as nobody, without an account."""

    @http.route("/ervaring", auth="public", **ROUTE)
    def type_key(self, key=None, **_kwargs):
        """For who has a letter: the key is typed here."""
        if found := read_key(key):
            return request.redirect(f"/ervaring/{found}", code=303)
        values = {"page": {"state": "key", "wrong": bool(key)}}
        return _rendered("oco_reporting.experience_page", values)

    @http.route("/ervaring/<string:key>", auth="public", **ROUTE)
    def answer(self, key, **typed):
        """Looking changes nothing; a POST goes on, back, or sends."""
        page = request.env["oco.survey.form"]._page(key, _posted(typed))
        return _rendered("oco_reporting.experience_page", {"page": page})


class ExperienceDesk(http.Controller):
    """Letters, calls, and what came in on paper: by who does not support them."""

    @http.route("/ervaring/balie", auth="user", **ROUTE)
    def desk(self, key=None, mode="paper", **_kwargs):
        if found := read_key(key):
            mode = "phone" if mode == "phone" else "paper"
            return request.redirect(f"/ervaring/invoer/{found}/{mode}", code=303)
        return self._desk(wrong=bool(key))

    @http.route("/ervaring/balie/brieven", auth="user", methods=["POST"], **ROUTE)
    def letters(self, kind="easy", **_kwargs):
        forms = request.env["oco.survey.form"]
        letters = _at_desk(lambda: forms._desk_letters(kind))
        return _rendered("oco_reporting.experience_letters", letters)

    @http.route("/ervaring/balie/bellen", auth="user", methods=["POST"], **ROUTE)
    def call(self, key=None, outcome=None, **_kwargs):
        forms = request.env["oco.survey.form"]
        if key:
            _at_desk(lambda: forms._desk_called(key, outcome))
            return self._desk()
        return self._desk(call=_at_desk(forms._desk_call))

    @http.route(
        "/ervaring/invoer/<string:key>/<any(paper,phone):mode>", auth="user", **ROUTE
    )
    def enter(self, key, mode, **typed):
        forms = request.env["oco.survey.form"]
        page = _at_desk(lambda: forms._page(key, _posted(typed), mode))
        return _rendered("oco_reporting.experience_page", {"page": page})

    def _desk(self, **values):
        waiting = _at_desk(request.env["oco.survey.form"]._desk)
        return _rendered("oco_reporting.experience_desk", {**waiting, **values})


def _posted(typed):
    """The texts of a form that was sent; an address by itself fills in nothing."""
    if request.httprequest.method != "POST":
        return {}
    return {name: text for name, text in typed.items() if isinstance(text, str)}


def _at_desk(act):
    try:
        return act()
    except AccessError as error:
        raise Forbidden(str(error)) from error


def _rendered(template, values):
    response = request.render(template, values)
    response.headers.update(HEADERS)
    return response
