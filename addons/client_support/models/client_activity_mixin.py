from odoo import api, models


class ClientActivityMixin(models.AbstractModel):
    """Tasks and reminders on a file, without the messages that Odoo adds to them.

    A file has no chatter: whoever is told of something there may read it, and answer,
    forever. `mail.activity` nevertheless subscribes, notifies and posts on its
    document; here that does nothing. What was done is kept as the feedback of the
    archived activity.
    """

    _name = "client.activity.mixin"
    _inherit = ["mail.activity.mixin"]
    _description = "Activities on a file"

    def _keep_task(self, key, day, words, users, **how):
        """Keep a task of the program on this file: see `mail.activity._keep`."""
        self.ensure_one()
        self.env["mail.activity"]._keep(key, day, words, users, file=self, **how)

    @api.private
    def message_subscribe(self, partner_ids=None, subtype_ids=None):
        return True

    @api.private
    def message_unsubscribe(self, partner_ids=None):
        return True

    @api.private
    def message_notify(self, **kwargs):
        return self.env["mail.message"]

    @api.private
    def message_post(self, **kwargs):
        return self.env["mail.message"]

    @api.private
    def message_post_with_source(self, source_ref, **kwargs):
        return self.env["mail.message"]

    @api.private
    def message_mail_with_source(self, source_ref, **kwargs):
        return self.env["mail.mail"]
