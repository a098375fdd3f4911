from odoo import http
from odoo.exceptions import AccessError
from odoo.http import request

from .portal import ClientSupportPortal

PAGE = "/my/dossier/afspraken"


class ClientAppointments(ClientSupportPortal):
    """Who comes and when, for residents and who represents them."""

    @http.route(PAGE, type="http", auth="user", website=True, methods=["GET"])
    def my_appointments(self):
        return self._own_page("my_appointments", "client.appointment")

    @http.route(PAGE, type="http", auth="user", website=True, methods=["POST"])
    def change_my_appointment(self, number=None, what=None, **_kwargs):
        try:
            request.env["client.appointment"]._asked_by_resident(number, what)
        except AccessError:
            # Of a page that stood open too long, as of any number: how it is now.
            page = self._own_page("my_appointments", "client.appointment", is_over=True)
            page.status_code = 404
            return page
        return request.redirect(PAGE, code=303)
