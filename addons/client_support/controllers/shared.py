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
            "client_support.shared_files",
            "shared",
            files=request.env["client.consent"]._shared_with_user(),
        )

    @http.route("/my/gedeeld/<string:number>", type="http", auth="user", website=True)
    def shared_file(self, number):
        parts = request.env["client.consent"]._shared_parts(number)
        if parts is None:
            raise NotFound
        return self._page(
            "client_support.shared_file", "shared", number=number, parts=parts
        )

    @http.route("/my/toestemmingen", type="http", auth="user", website=True)
    def my_consents(self):
        """For residents and who represents them."""
        consents = request.env["client.consent"]
        if not consents._residents_of_user():
            raise NotFound
        # A draft was not said yet.
        found = consents.search([("state", "!=", "draft")])
        return self._page("client_support.my_consents", "consents", consents=found)

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

    def _page(self, template, page_name, **values):
        return request.render(
            template,
            {**self._prepare_portal_layout_values(), "page_name": page_name, **values},
        )
