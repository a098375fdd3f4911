from odoo import http
from odoo.http import request

# The address is the key: it goes to nobody else, is in no index and in no cache.
HEADERS = {
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow",
    "Cache-Control": "no-store",
    "X-Frame-Options": "DENY",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; "
    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
}
# Bytes: all texts at their longest, in letters of two bytes as an address writes them.
LARGEST = 200_000


class SocialReview(http.Controller):
    """The page behind the link of a provider: looking changes nothing."""

    @http.route(
        "/sociale-kaart/controle/<string:token>",
        type="http",
        auth="public",
        methods=["GET"],
        sitemap=False,
    )
    def look(self, token, **_kwargs):
        page = request.env["social.review.request"]._by_link(token)
        return self._render(token, page=page)

    @http.route(
        "/sociale-kaart/controle/<string:token>",
        type="http",
        auth="public",
        methods=["POST"],
        sitemap=False,
        max_content_length=LARGEST,
    )
    def answer(self, token, **typed):
        typed = {name: text for name, text in typed.items() if isinstance(text, str)}
        page = request.env["social.review.request"]._answer(token, typed) or {}
        if "outcome" in page:
            return self._render(token, outcome=page["outcome"])
        return self._render(token, page=page)

    def _render(self, token, **values):
        requests = request.env["social.review.request"]
        request.update_context(lang=requests._page_language())
        response = request.render("social_map.review_page", {"token": token, **values})
        response.headers.update(HEADERS)
        return response
