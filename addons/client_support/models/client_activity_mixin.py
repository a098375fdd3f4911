from odoo import models


class ClientActivityMixin(models.AbstractModel):
    """Tasks and reminders on a file, without the messages that Odoo adds to them.

    A file has no chatter: whoever is told of something there may read it, and answer,
    forever; see `social.activity.mixin`.
    """

    _name = "client.activity.mixin"
    _inherit = ["social.activity.mixin"]
    _description = "Activities on a file"

    def _keep_task(self, key, day, words, users, **how):
        """Keep a task of the program on this file: see `mail.activity._keep`."""
        self.ensure_one()
        self.env["mail.activity"]._keep(key, day, words, users, file=self, **how)
