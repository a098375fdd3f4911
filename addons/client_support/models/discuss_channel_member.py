from odoo import api, models

from .. import inside


class DiscussChannelMember(models.Model):
    """Who is in a conversation is named to all who are in it; no resident is."""

    _inherit = "discuss.channel.member"

    @api.constrains("partner_id")
    def _check_no_resident(self):
        inside.refuse_residents(self, "partner_id")
