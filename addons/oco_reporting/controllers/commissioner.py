from werkzeug.exceptions import NotFound

from odoo import http
from odoo.http import content_disposition, request

from odoo.addons.portal.controllers.portal import CustomerPortal

from ..models.oco_outgoing_mixin import COMMISSIONER

ROUTE = {"type": "http", "auth": "user", "website": True, "methods": ["GET"]}


class CommissionerPortal(CustomerPortal):
    """What a municipality that commissions sees: read as the user, by the rules."""

    def _prepare_portal_layout_values(self):
        return {
            **super()._prepare_portal_layout_values(),
            "is_commissioner": request.env.user.has_group(COMMISSIONER),
        }

    @http.route("/my/gemeente", **ROUTE)
    def commissioner(self):
        self._refuse_others()
        out = [("state", "=", "out")]
        return self._shown(
            "portal_commissioner",
            pages=request.env["oco.council.page"].search(out),
            deliveries=request.env["oco.delivery"].search(out),
            signals=request.env["oco.commissioner.signal"].search([], limit=200),
        )

    @http.route("/my/gemeente/<int:page_id>", **ROUTE)
    def council_page(self, page_id):
        page = self._found("oco.council.page", page_id)
        return self._shown("portal_council_page", page=page)

    @http.route("/my/gemeente/bestand/<int:delivery_id>", **ROUTE)
    def delivery(self, delivery_id):
        file = self._found("oco.delivery", delivery_id)
        stream = request.env["ir.binary"]._get_stream_from(
            file, "file", filename=file.file_name
        )
        response = stream.get_response(as_attachment=True)
        response.headers["Cache-Control"] = "no-store"
        response.headers["Content-Disposition"] = content_disposition(file.file_name)
        return response

    def _refuse_others(self):
        """404 for who is no commissioner: there is nothing here for them."""
        if not request.env.user.has_group(COMMISSIONER):
            raise NotFound

    def _found(self, model, number):
        """What the user may read of what is out; 404 for anything else."""
        self._refuse_others()
        record = request.env[model].search([("id", "=", number), ("state", "=", "out")])
        if not record:
            raise NotFound
        return record

    def _shown(self, template, **values):
        response = request.render(
            f"oco_reporting.{template}",
            {**self._prepare_portal_layout_values(), "page_name": template, **values},
        )
        response.headers["Cache-Control"] = "no-store"
        return response
