import logging

from odoo import models
from odoo.exceptions import AccessError

from .. import inside

_logger = logging.getLogger(__name__)


class IrRule(models.Model):
    """Rules of files: a denial tells nothing, a change is an alarm."""

    _name = "ir.rule"
    _inherit = ["ir.rule", "client.alarm.mixin"]

    def _make_access_error(self, operation, records):
        """Odoo's text names the record and, in debug mode, its label and the rules."""
        if not inside.is_inside(self.env, records._name):
            return super()._make_access_error(operation, records)
        _logger.info(
            "Denied: %s on %s%s, uid %d",
            operation,
            records._name,
            records.ids[:6],
            self.env.uid,
        )
        # As in Odoo's method: what was read to find out must not stay in the cache.
        records.invalidate_recordset()
        return AccessError(
            self.env._("This is not open to you. The attempt has been noted.")
        )

    def _alarm_touches(self):
        models = set(self.sudo().model_id.mapped("model"))
        return {name for name in models if inside.is_inside(self.env, name)}
