from odoo import api, models


class SocialActivityMixin(models.AbstractModel):
    """Tasks on a record, without the messages that Odoo adds to them.

    There is no chatter that the public or a former colleague could read, and yet
    `mail.activity` subscribes, notifies and posts on its document; here that does
    nothing. What was done is kept as the feedback of the archived activity.
    """

    _name = "social.activity.mixin"
    _inherit = ["mail.activity.mixin"]
    _description = "Tasks without messages"

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
