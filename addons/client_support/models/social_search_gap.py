from odoo import models
from odoo.tools import format_date

from ..screen import form_of


class SocialSearchGap(models.Model):
    """What the public did not find is passed on to who can do something about it."""

    _inherit = "social.search.gap"

    def action_signal(self):
        """A new signal with what was looked for; it names nobody."""
        self.ensure_one()
        self.check_access("read")
        self.env["client.signal"].check_access("create")
        month = format_date(self.env, self.month, date_format="MMMM y")
        return form_of(
            self.env["client.signal"],
            name=self.env._("Pass on as a signal"),
            target="new",
            context={
                "default_kind": "gap",
                "default_recipient_kind": "municipality",
                "default_search_gap_id": self.id,
                "default_description": self.env._(
                    "Residents look for “%(term)s” in the social map and find nothing: "
                    "%(count)s times in %(month)s.",
                    term=self.name,
                    count=self.count,
                    month=month,
                ),
            },
        )
