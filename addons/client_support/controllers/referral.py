from werkzeug.exceptions import NotFound

from odoo import http
from odoo.exceptions import UserError
from odoo.http import request

from odoo.addons.portal.controllers.portal import CustomerPortal
from odoo.addons.social_map.quiet_log import keep_quiet

# The address is the key: it goes to nobody else, is in no index and in no cache.
HEADERS = {
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow",
    "Cache-Control": "no-store",
    "X-Frame-Options": "DENY",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; "
    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
}
# Bytes of an answer, in which there is next to nothing.
LARGEST = 10_000

keep_quiet(r"(/verwijzing/)[^\s?]+")


class ClientReferralLink(http.Controller):
    """The page behind a one-time link: looking decides nothing, answering does."""

    @http.route(
        "/verwijzing/<string:token>",
        type="http",
        auth="public",
        methods=["GET"],
        sitemap=False,
    )
    def look(self, token):
        asked = request.env["client.referral"]._by_link(token)
        return self._page(asked=asked, token=token)

    @http.route(
        "/verwijzing/<string:token>",
        type="http",
        auth="public",
        methods=["POST"],
        sitemap=False,
        max_content_length=LARGEST,
    )
    def answer(self, token, decision=None, reason=None, **_kwargs):
        referrals = request.env["client.referral"]
        if referrals._decide_by_link(token, decision, reason):
            return self._page(answered=decision)
        # Not valid, or an answer without a reason: what the link shows now.
        return self._page(
            asked=referrals._by_link(token), token=token, incomplete=bool(decision)
        )

    def _page(self, **values):
        request.update_context(lang=request.env["client.referral"]._page_language())
        response = request.render("client_support.referral_link", values)
        response.headers.update(HEADERS)
        return response


class ClientReferralPortal(CustomerPortal):
    """Refer a resident to us and see where that stands; the resident's own page."""

    def _prepare_portal_layout_values(self):
        return {
            **super()._prepare_portal_layout_values(),
            "may_refer": bool(request.env["client.referral"]._offered_to_user()),
        }

    @http.route("/my/verwijzen", type="http", auth="user", website=True)
    def refer(self, **values):
        """The form; a POST makes the referral."""
        referrals = request.env["client.referral"]
        choices = referrals._incoming_choices()
        if choices is None:
            raise NotFound
        problem = None
        if request.httprequest.method == "POST":
            try:
                referrals._refer_in(values)
            except UserError as error:
                problem = str(error)
            else:
                return request.redirect("/my/verwijzingen", code=303)
        # What an address fills in would look as if we had.
        filled_in = values if problem else {}
        return self._page(
            "refer",
            choices=choices,
            values=filled_in,
            problem=problem,
        )

    @http.route("/my/verwijzingen", type="http", auth="user", website=True)
    def referred(self):
        """For who refers: number, day and state."""
        referrals = request.env["client.referral"]._referred_by_user()
        if referrals is None:
            raise NotFound
        return self._page("referred", referrals=referrals)

    @http.route("/my/dossier/verwijzingen", type="http", auth="user", website=True)
    def my_referrals(self):
        """For residents and who represents them."""
        referrals = request.env["client.referral.handover"]._shown_to_user()
        if referrals is None:
            raise NotFound
        return self._page("my_referrals", referrals=referrals)

    @http.route(
        "/my/overdracht/<string:number>", type="http", auth="user", methods=["GET"]
    )
    def handover(self, number):
        document = request.env["client.referral.handover"]._page(number)
        if not document:
            raise NotFound
        return request.render(
            "client_support.handover_page",
            document,
            headers={"Cache-Control": "no-store", "Referrer-Policy": "no-referrer"},
        )

    @http.route(
        "/my/overdracht/<string:number>",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
    )
    def approve(self, number, **_kwargs):
        if not request.env["client.referral.handover"]._approve_on_portal(number):
            raise NotFound
        return request.redirect("/my/dossier/verwijzingen", code=303)
