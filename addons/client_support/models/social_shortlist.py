from odoo import models


class SocialShortlist(models.Model):
    """A list of services names nobody, and can be sent to the resident of a case."""

    _name = "social.shortlist"
    _inherit = ["social.shortlist", "client.impersonal.mixin"]
    _impersonal_fields = ("name",)

    def action_send(self):
        """A message to the resident with what is on the list."""
        self.ensure_one()
        return self.service_ids.action_send()
