from odoo import SUPERUSER_ID, api, models
from odoo.exceptions import AccessError

from ..roles import ROLE_NAMES


class IrModelData(models.Model):
    """Roles are known by their external ids, so that nobody takes those away.

    Odoo gives a new record the external id in its values when the client's context
    says that it imports, and takes it from the record that has it. An administrator of
    access rights can rename and delete them. A role without its external id is seen by
    no check on roles. Since Odoo deletes the external ids of what it deletes, the
    group of a role cannot be deleted either.
    """

    _inherit = "ir.model.data"

    @api.model
    def _update_xmlids(self, data_list, update=False):
        # By user, not by elevation: files are made elevated, on behalf of a user.
        if self.env.uid != SUPERUSER_ID:
            for data in data_list:
                holder = self.env.ref(data["xml_id"], raise_if_not_found=False)
                if holder and holder != data["record"]:
                    raise AccessError(
                        self.env._(
                            "The external id %s belongs to another record.",
                            data["xml_id"],
                        )
                    )
        return super()._update_xmlids(data_list, update)

    def write(self, vals):
        self._check_no_role()
        return super().write(vals)

    def unlink(self):
        self._check_no_role()
        return super().unlink()

    def _check_no_role(self):
        """:raises AccessError: when one of these names a role, in ordinary operation"""
        # A module that is updated or removed changes its own; that is told elsewhere.
        if not self.env.registry.ready:
            return
        # Elevated: whoever deletes a group need not read its external ids.
        if names := ROLE_NAMES & set(self.sudo().mapped("complete_name")):
            raise AccessError(
                self.env._(
                    "%s is a role of client support. Its group and external id stay: "
                    "which roles exclude each other is known by them.",
                    ", ".join(sorted(names)),
                )
            )
