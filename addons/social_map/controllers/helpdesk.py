from werkzeug.exceptions import NotFound

from odoo import http
from odoo.http import request

from odoo.addons.helpdesk_mgmt.controllers.main import HelpdeskTicketController

from ..asked import whole_numbers


class SocialTickets(HelpdeskTicketController):
    """The helpdesk addon closes whatever ticket the address names, for anybody with an
    account; and who wrote about the social map is then told that it was dealt with.
    """

    @http.route()
    def support_ticket_close(self, ticket_id="", **values):
        """Only what the user can see."""
        named = [("id", "in", whole_numbers([ticket_id]))]
        if not request.env["helpdesk.ticket"].search(named):
            raise NotFound
        return super().support_ticket_close(ticket_id=ticket_id, **values)
