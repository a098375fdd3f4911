import re

from werkzeug.exceptions import RequestEntityTooLarge, abort

from odoo import models
from odoo.http import request

from ..converters import ExistingModelConverter

# Pages of what can be merged, with the number at the end of the address, and the
# leaflet of a service behind it.
PAGES = re.compile(
    r"/sociale-kaart/(hulp|organisatie)/(?:[^/]*-)?(\d{1,9})(/folder)?/?$"
)
PUBLISHED = {"social.service": "is_published", "social.organization": "active"}
MODELS = {"hulp": "social.service", "organisatie": "social.organization"}


class IrHttp(models.AbstractModel):
    """Who asks for no language gets the website's own, and not Odoo's English; and
    pages are shown in no frame of others.
    """

    _inherit = "ir.http"

    @classmethod
    def _get_converters(cls):
        return {**super()._get_converters(), "model": ExistingModelConverter}

    @classmethod
    def _match(cls, path):
        page = PAGES.search(path)
        if page:
            cls._redirect_merged(MODELS[page[1]], int(page[2]), page[3] or "")
        if request.session.uid or request.best_lang:
            return super()._match(path)
        before = request.env.context.get("lang")
        # Elevated: nobody is logged in yet, and a website's language is no secret.
        website = request.env["website"].sudo().get_current_website()
        request.update_context(lang=website.default_lang_id.code)
        found = super()._match(path)
        if not getattr(request, "is_frontend", False):
            # A program, not a visitor: it goes on as Odoo has it.
            request.update_context(lang=before)
        return found

    @classmethod
    def _post_dispatch(cls, response):
        # Another site shows none of our pages in its own, where buttons would be
        # pressed by who sees something else; the page that is meant for it says so.
        if response.mimetype == "text/html":
            response.headers.setdefault(
                "Content-Security-Policy", "frame-ancestors 'self'"
            )
        return super()._post_dispatch(response)

    @classmethod
    def _handle_error(cls, exception):
        if isinstance(exception, RequestEntityTooLarge):
            # The page that says so would read what was too large again, and fail as
            # well: the visitor would get a bare line in English.
            request.get_http_params = dict
        return super()._handle_error(exception)

    @classmethod
    def _redirect_merged(cls, model, old_id, behind):
        """The old page of what was merged leads to the page of what it became.

        :param str behind: what stood behind its number
        """
        # Elevated: who asks is not known yet; only what everybody finds is named.
        aliases = request.env["social.uuid.alias"].sudo()
        heir = aliases._heir(model, old_id=old_id)
        if heir and heir[PUBLISHED[model]]:
            abort(request.redirect(heir._page_path() + behind, code=301))
