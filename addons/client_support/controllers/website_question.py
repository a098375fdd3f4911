from odoo import http
from odoo.http import request

from odoo.addons.social_map.controllers.website_forms import SocialForms, about


class ClientWebsiteQuestion(SocialForms):
    """A resident asks a question without an account; see `client.contact`.

    The front door of residents instead of the helpdesk's: no ticket is made.
    """

    @http.route()
    def ask(self, **values):
        contacts = request.env["client.contact"]
        service = about("social.service", values.get("service"))
        return self._form(
            "client_support.website_question",
            values,
            lambda sent: contacts._ask_on_website(sent, service),
            service=service,
            wish=values.get("wish"),
            choices={
                **contacts._website_choices(),
                **request.env["social.form"]._wish_choices(),
            },
        )
