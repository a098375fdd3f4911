from werkzeug.exceptions import NotFound

from odoo import http
from odoo.http import request

from odoo.addons.portal.controllers.portal import CustomerPortal


class ClientSupportPortal(CustomerPortal):
    """What a resident sees of their own file."""

    def _prepare_portal_layout_values(self):
        residents = request.env["client.access.log"]._residents_of_user()
        return {
            **super()._prepare_portal_layout_values(),
            "has_own_file": bool(residents),
        }

    @http.route("/my/dossier/inzage", type="http", auth="user", website=True)
    def who_looked(self):
        """Who looked into my file: for residents and who represents them."""
        files = request.env["client.access.log"]._shown_to_user()
        if not files:
            raise NotFound
        return request.render(
            "client_support.who_looked",
            {
                **self._prepare_portal_layout_values(),
                "page_name": "who_looked",
                "files": files,
            },
        )
