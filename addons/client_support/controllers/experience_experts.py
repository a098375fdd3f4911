from odoo import http
from odoo.http import request


class ClientExperienceExperts(http.Controller):
    """People who went through it themselves, as far as they agreed to be shown."""

    @http.route(
        "/ervaringsdeskundigen",
        type="http",
        auth="public",
        website=True,
        methods=["GET"],
        sitemap=True,
    )
    def experience_experts(self, **_values):
        return request.render(
            "client_support.experience_experts_page",
            {"profiles": request.env["client.supporter"]._on_website()},
        )
