from werkzeug.exceptions import NotFound

from odoo import http
from odoo.http import request


def not_found(error, **values):
    """What a visitor may not see does not exist, for an account without rights too."""
    raise NotFound() from error


def sitemap_of(model, domain):
    """The sitemap entries of every record that has a page, as a visitor finds them."""

    def entries(env, rule, query):
        for record in env[model].search(domain):
            if not query or query.lower() in record._page_path():
                yield {
                    "loc": record._page_path(),
                    "lastmod": record.last_modified.date(),
                }

    return entries


class Directory(http.Controller):
    """The social map on the website: everything as the visitor, nothing elevated."""

    @http.route(
        '/sociale-kaart/hulp/<model("social.service"):service>',
        type="http",
        auth="public",
        website=True,
        sitemap=sitemap_of("social.service", [("is_published", "=", True)]),
        handle_params_access_error=not_found,
    )
    def service(self, service, **values):
        # Who works here reads more than everybody; this page shows what everybody sees.
        if not service.is_published:
            raise NotFound()
        return request.render("social_map.service_page", {"service": service})

    @http.route(
        '/sociale-kaart/organisatie/<model("social.organization"):organization>',
        type="http",
        auth="public",
        website=True,
        sitemap=sitemap_of("social.organization", [("active", "=", True)]),
        handle_params_access_error=not_found,
    )
    def organization(self, organization, **values):
        if not organization.active:
            raise NotFound()
        return request.render(
            "social_map.organization_page",
            {
                "organization": organization,
                "services": organization.service_ids.filtered("is_published"),
            },
        )
