from werkzeug.exceptions import NotFound

from odoo import http
from odoo.exceptions import AccessError, UserError
from odoo.http import request

from odoo.addons.portal.controllers.portal import CustomerPortal


class ClientOwnFilePortal(CustomerPortal):
    """Messages, documents and notes of the own file; how to call under each page."""

    def _prepare_portal_layout_values(self):
        return {
            **super()._prepare_portal_layout_values(),
            "how_to_call": request.env["client.message"]._how_to_call(),
            "new_messages": request.env["client.message"]._unread_by_resident(),
        }

    @http.route("/my/dossier/documenten", type="http", auth="user", website=True)
    def my_documents(self):
        return self._page_of_file(
            "my_documents", request.env["client.document"]._shown_to_user
        )

    @http.route("/my/dossier/documenten/<int:document_id>", type="http", auth="user")
    def my_document(self, document_id):
        """A document that the resident may see, as a download and in no cache."""
        attachment = request.env["client.document"]._attachment_for_user(document_id)
        if not attachment:
            raise NotFound
        stream = request.env["ir.binary"]._get_stream_from(attachment)
        response = stream.get_response(as_attachment=True)
        response.headers["Cache-Control"] = "no-store"
        return response

    @http.route("/my/dossier/notities", type="http", auth="user", website=True)
    def my_notes(self):
        return self._page_of_file("my_notes", request.env["client.note"]._shown_to_user)

    @http.route(
        "/my/dossier/berichten",
        type="http",
        auth="user",
        website=True,
        methods=["GET"],
    )
    def my_messages(self):
        """The threads; what is new is read from now on."""
        return self._page_of_file(
            "my_messages", request.env["client.message"]._read_by_resident
        )

    @http.route(
        "/my/dossier/berichten",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
    )
    def write_message(self, number=None, body=None, **_kwargs):
        try:
            request.env["client.message"]._write_by_resident(number, body)
        except AccessError as error:
            raise NotFound from error
        except UserError:
            # Nothing was written; the page asks for a message.
            return self.my_messages()
        return request.redirect("/my/dossier/berichten", code=303)

    def _page_of_file(self, page, shown):
        """A page for residents and who represents them; 404 for everybody else.

        :param shown: called for what is on it, once it is known that there is a file
        """
        if not request.env["client.access.log"]._residents_of_user():
            raise NotFound
        return self._page(page, files=shown())
