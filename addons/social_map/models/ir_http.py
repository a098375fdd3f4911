from werkzeug.routing import ValidationError

from odoo import models
from odoo.http import request

from odoo.addons.website.models.ir_http import ModelConverter

# What fits in the id of a table (int4).
GREATEST_ID = 2**31 - 1


class ExistingModelConverter(ModelConverter):
    """An address with an id that no record can have is not there.

    Odoo answers those (0, or more than fits in the database) with a server error.
    """

    def to_python(self, value):
        record = super().to_python(value)
        if not 0 < abs(record.id or 0) <= GREATEST_ID:
            raise ValidationError
        return record


class IrHttp(models.AbstractModel):
    """Who asks for no language gets the website's own, and not Odoo's English."""

    _inherit = "ir.http"

    @classmethod
    def _get_converters(cls):
        return {**super()._get_converters(), "model": ExistingModelConverter}

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
