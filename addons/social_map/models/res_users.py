from odoo import models

from .. import review

# What has an owner.
KEPT = ("social.service", "social.organization", "social.location")


class ResUsers(models.Model):
    """Who leaves keeps nothing of the directory any more."""

    _inherit = "res.users"

    def write(self, vals):
        leaving = self.browse()
        if "active" in vals and not vals["active"]:
            leaving = self.filtered("active")
        result = super().write(vals)
        leaving._tell_without_owner()
        return result

    def _tell_without_owner(self):
        """One task for the coordinator of the directory: give it another owner."""
        # Elevated: whoever ends accounts need not know the directory.
        coordinator = self.env["social.service"]._escalation_user()
        for user in self:
            count = sum(
                self.env[name].sudo().search_count([("owner_id", "=", user.id)])
                for name in KEPT
            )
            if not (count and coordinator):
                continue
            words = coordinator.with_context(lang=coordinator.lang).env
            self.env["mail.activity"].sudo().create(
                {
                    "activity_type_id": self.env.ref(
                        "social_map.mail_activity_type_escalation"
                    ).id,
                    "automated": True,
                    "summary": words._(
                        "%(name)s left; without owner now: %(count)s records of the "
                        "social map",
                        name=user.name,
                        count=count,
                    ),
                    "date_deadline": review.today(),
                    "user_id": coordinator.id,
                }
            )
