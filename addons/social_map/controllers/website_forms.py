from werkzeug.exceptions import NotFound

from odoo import http
from odoo.http import request

from .public_form import FORM_ROUTE, PublicForm


class SocialForms(PublicForm, http.Controller):
    """A visitor asks something, or says that something is wrong."""

    @http.route("/sociale-kaart/vraag", sitemap=False, **FORM_ROUTE)
    def question(self, /, **values):
        """A question about a service, or for an appointment; a POST asks."""
        service = about("social.service", values.get("service"))
        wish = values.get("wish") == "appointment" and "appointment" or "ask"
        page = service._question_path(wish)
        if not page.startswith("/sociale-kaart/vraag?"):
            # An addon has a better front door; nothing is to arrive at two.
            return request.redirect(page, code=303)
        return self._form(
            "social_map.question_form",
            values,
            lambda sent: request.env["helpdesk.ticket"]._send_from_website(
                "appointment" if wish == "appointment" else "question", sent, service
            ),
            service=service,
            wish=wish,
            choices=request.env["social.form"]._wish_choices(),
        )

    @http.route("/sociale-kaart/melding", sitemap=False, **FORM_ROUTE)
    def report(self, /, **values):
        """Something is wrong on a page, or in general; a POST says so."""
        service = about("social.service", values.get("service"))
        organization = about("social.organization", values.get("organisation"))
        record = service or organization
        return self._form(
            "social_map.report_form",
            values,
            lambda sent: request.env["helpdesk.ticket"]._send_from_website(
                "report", sent, record
            ),
            service=service,
            organization=organization,
            record=record,
        )


def about(model, uuid):
    """What the address names, if everybody can find it.

    :return: a record, or none when the address names nothing
    :raises NotFound: when there is no such thing, or not for everybody
    """
    records = request.env[model]
    if not uuid:
        return records
    published = "is_published" if "is_published" in records else "active"
    found = records.search([("uuid", "=", uuid), (published, "=", True)])
    if not found:
        raise NotFound
    return found
