from odoo import models
from odoo.http import request


class IrHttp(models.AbstractModel):
    """Who asks for no language gets the website's own, and not Odoo's English."""

    _inherit = "ir.http"

    @classmethod
    def _match(cls, path):
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
