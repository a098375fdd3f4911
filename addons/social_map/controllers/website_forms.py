from werkzeug.exceptions import NotFound

from odoo import http
from odoo.http import request

from ..public_form import cleaned
from .public_form import FORM_ROUTE, PublicForm


class SocialForms(PublicForm, http.Controller):
    """A visitor asks something, or says that something is wrong."""

    @http.route("/vraag", sitemap=True, **FORM_ROUTE)
    def ask(self, **values):
        """A question, about a service or not, or for an appointment; a POST asks.

        An addon with a better front door than the helpdesk overrides it: nothing is to
        arrive at two.
        """
        service = about("social.service", values.get("service"))
        return self._form(
            "social_map.question_form",
            values,
            lambda sent: request.env["helpdesk.ticket"]._ask_on_website(sent, service),
            service=service,
            wish=values.get("wish"),
            choices=request.env["social.form"]._wish_choices(),
        )

    @http.route("/sociale-kaart/melding", sitemap=False, **FORM_ROUTE)
    def report(self, **values):
        """Something is wrong on a page, or in general; a POST says so."""
        service = about("social.service", values.get("service"))
        organization = about("social.organization", values.get("organisation"))
        record = service or organization
        return self._form(
            "social_map.report_form",
            values,
            lambda sent: request.env["helpdesk.ticket"]._report_on_website(
                sent, record
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
    uuid = cleaned(uuid)
    if not uuid:
        return records
    published = "is_published" if "is_published" in records else "active"
    found = records.search([("uuid", "=", uuid), (published, "=", True)])
    if not found:
        raise NotFound
    return found
