from odoo import models
from odoo.http import request


class IrHttp(models.AbstractModel):
    """Remembers by which door a request came in, for the read log."""

    _inherit = "ir.http"

    @classmethod
    def _pre_dispatch(cls, rule, args):
        # The pattern of the route and not the path: a path holds what a client likes.
        request.client_route = rule.rule
        return super()._pre_dispatch(rule, args)
