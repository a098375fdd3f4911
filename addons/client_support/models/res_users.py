from odoo import api, models
from odoo.exceptions import ValidationError

from ..roles import forbidden_among


class ResUsers(models.Model):
    """Nobody holds two roles that exclude each other (`roles.FORBIDDEN_PAIRS`)."""

    _inherit = "res.users"

    @api.constrains("group_ids", "active")
    def _check_forbidden_roles(self):
        for user in self.filtered("active"):
            names = user.all_group_ids._get_external_ids()
            by_name = {name: group for group in names for name in names[group]}
            pair = forbidden_among(by_name.keys())
            if pair:
                one, other = (
                    self.env["res.groups"].browse(by_name[name]) for name in pair
                )
                raise ValidationError(
                    self.env._(
                        "%(user)s cannot be %(one)s and %(other)s at the same time: "
                        "whoever stands beside residents has no part in decisions, "
                        "care, figures or control. Take one of the two away, or give "
                        "the person a second account.",
                        user=user.name,
                        one=one.display_name,
                        other=other.display_name,
                    )
                )
