from werkzeug.exceptions import NotFound

from odoo import http
from odoo.exceptions import AccessError, UserError
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

    def _page(self, page, **values):
        """A page of ours in the frame of the portal."""
        return request.render(
            f"client_support.{page}",
            {**self._prepare_portal_layout_values(), "page_name": page, **values},
        )

    def _own_page(self, page, model, **values):
        """What the model shows the user of the own files; 404 when it has nothing."""
        files = request.env[model]._shown_to_user()
        if not files:
            raise NotFound
        return self._page(page, files=files, **values)

    @http.route("/my/dossier/inzage", type="http", auth="user", website=True)
    def who_looked(self):
        """Who looked into my file: for residents and who represents them."""
        return self._own_page("who_looked", "client.access.log")

    @http.route("/my/werkwijze", type="http", auth="user", website=True)
    def way_of_working(self):
        """How client support works and weighs, for residents and partners."""
        return request.render(
            "client_support.portal_way_of_working",
            {
                **self._prepare_portal_layout_values(),
                "page_name": "way_of_working",
                "organisations": request.env["res.company"]._way_of_working_for_user(),
            },
        )

    @http.route("/my/dossier/plan", type="http", auth="user", website=True)
    def my_plan(self):
        """My questions and goals, and who does what."""
        return self._own_page("my_plan", "client.goal")

    @http.route(
        "/my/dossier/rechten",
        type="http",
        auth="user",
        website=True,
        methods=["GET"],
    )
    def my_rights(self):
        """What I can ask with regard to my own file, and what I asked before."""
        return self._own_page("my_rights", "client.rights.request")

    @http.route(
        "/my/dossier/rechten",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
    )
    def ask_for_my_rights(self, kind=None, number=None, **_kwargs):
        try:
            request.env["client.rights.request"]._ask_by_resident(kind, number)
        except (AccessError, UserError) as error:
            raise NotFound from error
        return request.redirect("/my/dossier/rechten", code=303)

    @http.route("/my/dossier/kopie/<string:number>", type="http", auth="user")
    def my_copy(self, number):
        """The copy of a file as a download; never kept, here or in a cache."""
        try:
            packed = request.env["client.access.copy"]._make(number)
        except AccessError as error:
            raise NotFound from error
        return request.make_response(
            packed,
            [
                ("Content-Type", "application/zip"),
                ("Content-Disposition", http.content_disposition("dossier.zip")),
                ("Cache-Control", "no-store"),
            ],
        )
