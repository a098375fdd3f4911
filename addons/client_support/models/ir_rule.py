from odoo import api, models
from odoo.exceptions import AccessError

from .. import inside

# Of Odoo's own: a label says who somebody is, or what they came for.
TELLING = frozenset(
    {"res.partner", "res.users", "helpdesk.ticket", "resource.booking"}
    | {"calendar.event", "calendar.attendee", "mail.activity", "mail.message"}
)


class IrRule(models.Model):
    """Rules of files: a denial leaves a row and tells nothing, a change is an alarm."""

    _name = "ir.rule"
    _inherit = ["ir.rule", "client.alarm.mixin"]

    def _make_access_error(self, operation, records):
        """Odoo's text names the record and, in debug mode, its label and the rules."""
        if not inside.is_inside(self.env, records._name) and self._tells(records):
            # The same for all of them: which contact is a resident's is not told.
            records.invalidate_recordset()
            model = self.env["ir.model"]._get(records._name).name
            return AccessError(self.env._("You have no access to this: %s.", model))
        if not inside.is_inside(self.env, records._name):
            return super()._make_access_error(operation, records)
        if isinstance(records, self.pool["client.witness.mixin"]):
            records._witness("denied", records._ids)
        # As in Odoo's method: what was read to find out must not stay in the cache.
        records.invalidate_recordset()
        return AccessError(
            self.env._(
                "This file is not open to you, or no longer. Ask the coordinator of "
                "the team if you need it for your work."
            )
        )

    @api.model
    def _tells(self, records):
        """Whether a label may say who somebody is: also of a form of ours that is being
        filled in, which holds what a colleague typed."""
        return records._name in TELLING or records._original_module == "client_support"

    def _alarm_touches(self):
        models = set(self.sudo().model_id.mapped("model"))
        return {name for name in models if inside.is_inside(self.env, name)}
