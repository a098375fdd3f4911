import time

from werkzeug.exceptions import NotFound, TooManyRequests

from odoo import http
from odoo.http import request

from .. import review
from ..asked import Asked
from ..qr_code import qr_code
from ..rate_limit import Limiter
from .directory import listed, not_found
from .front import PAGE
from .public_page import PRIVATE

# Making a PDF takes a second of a processor; of one sender in an hour.
PDF_LIMITER = Limiter(most=30, seconds=3600)
# Of a shortlist; more is a book.
MOST_SERVICES = 30


class Leaflets(http.Controller):
    """What somebody takes home on paper: large letters, a date and a code to scan."""

    @http.route(
        '/sociale-kaart/hulp/<model("social.service"):service>/folder',
        sitemap=False,
        handle_params_access_error=not_found,
        **PAGE,
    )
    def of_service(self, service, vorm=None, **values):
        if not service.is_published:
            raise NotFound
        return self._leaflet(service, service._page_path(), vorm)

    @http.route("/sociale-kaart/lijst/folder", sitemap=False, **PAGE)
    def of_shortlist(self, vorm=None, **values):
        _ids, services = listed(request)
        services = services[:MOST_SERVICES]
        if not services:
            raise NotFound
        path = Asked(kept=tuple(services.ids)).at("/sociale-kaart/lijst")
        response = self._leaflet(services, path, vorm)
        response.headers.update(PRIVATE)
        return response

    def _leaflet(self, services, path, form):
        reports = request.env["ir.actions.report"]
        makes_pdf = reports._makes_pdf()
        as_pdf = makes_pdf and form == "pdf"
        address = request.website.get_base_url() + path
        values = {
            "services": services,
            "path": path,
            "address": address,
            "code": qr_code(
                address, request.env._("Code with the address of this page")
            ),
            "today": review.today(),
            "makes_pdf": makes_pdf,
            "pdf_path": url_for_pdf(request.httprequest),
            "as_pdf": as_pdf,
        }
        if not as_pdf:
            return request.render("social_map.leaflet", values)
        if not PDF_LIMITER.passes(request.httprequest.remote_addr, time.time()):
            raise TooManyRequests
        page = request.env["ir.qweb"]._render("social_map.leaflet", values)
        return request.make_response(
            reports._leaflet_as_pdf(page),
            [
                ("Content-Type", "application/pdf"),
                ("Content-Disposition", http.content_disposition("folder.pdf")),
            ],
        )


def url_for_pdf(asked):
    """The address that was asked for, as a PDF."""
    query = asked.query_string.decode()
    return f"{asked.path}?{query}&vorm=pdf" if query else f"{asked.path}?vorm=pdf"
