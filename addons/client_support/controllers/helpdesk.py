from werkzeug.exceptions import NotFound

from odoo import http
from odoo.http import request

from odoo.addons.helpdesk_mgmt.controllers.main import HelpdeskTicketController
from odoo.addons.social_map.asked import whole_numbers


class ClientHelpdeskController(HelpdeskTicketController):
    """The helpdesk addon closes whatever ticket the address names, for anybody."""

    @http.route(methods=["POST"])
    def support_ticket_close(self, ticket_id=None, stage_id=None, **kwargs):
        ticket_id, stage_id = _number(ticket_id), _number(stage_id)
        ticket = request.env["helpdesk.ticket"].search([("id", "=", ticket_id)])
        if not ticket:
            raise NotFound()
        stage = request.env["helpdesk.ticket.stage"].browse(stage_id)
        ticket._close_from_portal(stage)
        return request.redirect(f"/my/ticket/{ticket.id}", code=302)


def _number(value):
    """The id in a form, or 0, which no record has."""
    return next(iter(whole_numbers([str(value)])), 0)
