from odoo import SUPERUSER_ID, api, models
from odoo.exceptions import AccessError


class IrModelData(models.Model):
    """Roles are known by their external ids, so that nobody takes those away.

    Odoo gives a new record the external id in its values when the client's context
    says that it imports, and takes it from the record that has it.
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
