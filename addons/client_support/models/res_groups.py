from odoo import api, models
from odoo.exceptions import UserError, ValidationError

from ..roles import BESIDE_RESIDENTS, ROLE_NAMES, forbidden_among


class ResGroups(models.Model):
    """Groups that may not be combined are not combined by way of a group either."""

    _name = "res.groups"
    _inherit = ["res.groups", "client.alarm.mixin"]

    def _alarm_touches(self):
        groups = self.sudo()
        names = (groups | groups.all_implied_ids)._get_external_ids().values()
        return {
            name for ids in names for name in ids if name.startswith("client_support.")
        }

    @api.model_create_multi
    def create(self, vals_list):
        groups = super().create(vals_list)
        self.env["client.role.assignment"]._record(groups.sudo().all_user_ids)
        return groups

    def write(self, vals):
        # Elevated: whoever edits groups need not see who was in them.
        members = self.sudo().all_user_ids
        result = super().write(vals)
        if vals.keys() & {"user_ids", "all_user_ids", "implied_ids", "implied_by_ids"}:
            self.env["client.access"]._end_unfounded(members)
            self.env["client.role.assignment"]._record(
                members | self.sudo().all_user_ids
            )
        return result

    def unlink(self):
        # Elevated: whoever deletes a group need not read its external ids.
        names = self.env["ir.model.data"].sudo()
        names.search(
            [("model", "=", "res.groups"), ("res_id", "in", self.ids)]
        )._check_no_role()
        members = self.sudo().all_user_ids
        result = super().unlink()
        self.env["client.access"]._end_unfounded(members)
        self.env["client.role.assignment"]._record(members)
        return result

    @api.model
    def _roles(self):
        """The groups that are roles: external id by group id."""
        roles = {}
        for name in ROLE_NAMES:  # auditlog is not always installed
            group = self.env["ir.model.data"]._xmlid_to_res_id(
                name, raise_if_not_found=False
            )
            roles[group] = name
        roles.pop(False, None)
        return roles

    @api.constrains("user_ids", "implied_ids", "implied_by_ids")
    def _check_forbidden_roles(self):
        # Those that imply a group reach what it has been given.
        for group in self | self.all_implied_by_ids:
            pair = group._forbidden_pair()
            if pair:
                raise ValidationError(
                    self.env._(
                        "The group %(group)s would combine %(one)s with %(other)s. "
                        "Nobody may hold both; take one away.",
                        group=group.display_name,
                        one=pair[0].display_name,
                        other=pair[1].display_name,
                    )
                )
        self.all_user_ids._check_forbidden_roles()

    def copy_data(self, default=None):
        names = {name for names in self._get_external_ids().values() for name in names}
        if names & set(BESIDE_RESIDENTS):
            # A copy has the rights on files, but is no role that excludes others.
            raise UserError(
                self.env._("A role is not copied; make a group that implies it.")
            )
        return super().copy_data(default)

    def _forbidden_pair(self):
        """The two groups within this group's reach that exclude each other, if any."""
        reach = self | self.all_implied_ids
        names = reach._get_external_ids()
        by_name = {name: group for group in reach for name in names[group.id]}
        pair = forbidden_among(by_name.keys())
        return pair and (by_name[pair[0]], by_name[pair[1]])
