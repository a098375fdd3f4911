from odoo import api, models

from .. import inside
from ..alarm import reaches_any_record


class MailTemplate(models.Model):
    """No template renders a file into an e-mail, and one that could is told of."""

    _name = "mail.template"
    _inherit = ["mail.template", "client.alarm.mixin"]

    @api.constrains("model_id")
    def _check_not_on_a_file(self):
        inside.refuse_pointer(self, "model_id")

    def _alarm_touches(self):
        templates = self.sudo()
        rendered = [
            name
            for name, field in self._fields.items()
            if field.store and field.type in ("char", "text", "html")
        ]
        texts = [one[name] for one in templates for name in rendered]
        return {"code"} if reaches_any_record(*texts) else set()
