from werkzeug.exceptions import NotFound

from odoo import http
from odoo.http import request

from .portal import ClientSupportPortal


class ClientStatementPortal(ClientSupportPortal):
    """The independence of a resident's own support."""

    @http.route("/my/dossier/onafhankelijk", type="http", auth="user", website=True)
    def statement(self):
        """For residents and who represents them."""
        statements = request.env["client.statement.file"]._of_user()
        if not statements:
            raise NotFound
        return self._page("portal_statement", statements=statements)
