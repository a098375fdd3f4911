from werkzeug.exceptions import NotFound

from odoo import http
from odoo.exceptions import AccessError
from odoo.http import request

from odoo.addons.portal.controllers.portal import CustomerPortal

PAGE = "/my/dossier/afspraken"


class ClientAppointments(CustomerPortal):
    """Who comes and when, for residents and who represents them."""

    @http.route(PAGE, type="http", auth="user", website=True, methods=["GET"])
    def my_appointments(self):
        files = request.env["client.appointment"]._shown_to_user()
        if not files:
            raise NotFound
        return request.render(
            "client_support.my_appointments",
            {
                **self._prepare_portal_layout_values(),
                "page_name": "my_appointments",
                "files": files,
            },
        )

    @http.route(PAGE, type="http", auth="user", website=True, methods=["POST"])
    def change_my_appointment(self, number=None, what=None, **_kwargs):
        try:
            request.env["client.appointment"]._asked_by_resident(number, what)
        except AccessError as error:
            raise NotFound from error
        return request.redirect(PAGE, code=303)
