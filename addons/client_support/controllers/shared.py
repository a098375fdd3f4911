from werkzeug.exceptions import NotFound

from odoo import http
from odoo.http import request

from odoo.addons.portal.controllers.portal import CustomerPortal


class ClientConsentPortal(CustomerPortal):
    """What was shared with me, and what I gave permission for."""

    def _prepare_portal_layout_values(self):
        consents = request.env["client.consent"]
        return {
            **super()._prepare_portal_layout_values(),
            "has_own_consents": bool(consents._residents_of_user()),
            "has_shared_files": bool(consents._rows_of_user()),
        }

    @http.route("/my/gedeeld", type="http", auth="user", website=True)
    def shared_files(self):
        """For access officers and provider staff: the files shared with them."""
        return self._page(
            "shared_files",
            files=request.env["client.consent"]._shared_with_user(),
        )

    @http.route("/my/gedeeld/<string:number>", type="http", auth="user", website=True)
    def shared_file(self, number):
        parts = request.env["client.consent"]._shared_parts(number)
        if parts is None:
            raise NotFound
        return self._page("shared_file", number=number, parts=parts)

    @http.route("/my/toestemmingen", type="http", auth="user", website=True)
    def my_consents(self):
        """For residents and who represents them."""
        consents = request.env["client.consent"]
        if not consents._residents_of_user():
            raise NotFound
        # A draft was not said yet.
        found = consents.search([("state", "!=", "draft")])
        return self._page("my_consents", consents=found)

    @http.route(
        "/my/toestemmingen/intrekken",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
    )
    def withdraw(self, number=None, **_kwargs):
        consent = request.env["client.consent"].search([("number", "=", number)])
        if not consent:
            raise NotFound
        consent.action_withdraw()
        return request.redirect("/my/toestemmingen")
