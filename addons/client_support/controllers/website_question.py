from odoo import http
from odoo.exceptions import UserError
from odoo.http import request


class ClientWebsiteQuestion(http.Controller):
    """A resident asks a question without an account; see `client.contact`."""

    @http.route("/vraag", type="http", auth="public", website=True)
    def ask(self, **values):
        """The form; a POST asks."""
        contacts = request.env["client.contact"]
        problem, is_sent = None, False
        if request.httprequest.method == "POST":
            try:
                # No person sees the field: what fills it in is a machine.
                if not values.get("website"):
                    contacts._ask_on_website(values)
            except UserError as error:
                problem = str(error)
            else:
                is_sent = True
        return request.render(
            "client_support.website_question",
            {
                "choices": contacts._website_choices(),
                # What an address fills in would look as if we had.
                "values": values if problem else {},
                "problem": problem,
                "is_sent": is_sent,
            },
        )
