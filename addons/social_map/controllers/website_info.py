from werkzeug.exceptions import NotFound

from odoo import http

from odoo.addons.website.controllers.main import Website


class WebsiteInfo(Website):
    """The website is for residents: it does not tell which programs it is made of."""

    @http.route(sitemap=False)
    def website_info(self, **kwargs):
        raise NotFound()
