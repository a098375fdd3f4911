from odoo import http
from odoo.http import request

PAGE = {"type": "http", "auth": "public", "website": True, "methods": ["GET"]}


class Front(http.Controller):
    """What client support is, and what people often ask."""

    @http.route("/clientondersteuning", sitemap=True, **PAGE)
    def client_support(self, **values):
        services = request.env["social.service"]
        return request.render(
            "social_map.client_support_page",
            {
                "forms": request.env["support.form"]._side_by_side(),
                "services": services._giving_client_support(),
                "no_service": services,
            },
        )

    @http.route("/clientondersteuning/eenvoudig", sitemap=True, **PAGE)
    def client_support_easy(self, **values):
        services = request.env["social.service"]
        return request.render(
            "social_map.client_support_easy_page",
            {"services": services._giving_client_support(), "no_service": services},
        )

    @http.route("/veelgestelde-vragen", sitemap=True, **PAGE)
    def frequently_asked(self, **values):
        questions = request.env["social.faq"]
        groups = questions._on_page()
        return request.render(
            "social_map.faq_page",
            {
                "groups": groups,
                "linked_data": questions._linked_data(groups),
                "no_service": request.env["social.service"],
            },
        )
