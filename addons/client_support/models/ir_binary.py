from odoo import models

from .. import inside


class IrBinary(models.AbstractModel):
    """A signed token opens no document of a file: access is asked of the file, now."""

    _inherit = "ir.binary"

    def _find_record(
        self,
        xmlid=None,
        res_model="ir.attachment",
        res_id=None,
        access_token=None,
        field=None,
    ):
        if access_token and self._is_of_a_file(xmlid, res_model, res_id):
            access_token = None
        return super()._find_record(xmlid, res_model, res_id, access_token, field)

    def _is_of_a_file(self, xmlid, res_model, res_id):
        if xmlid:
            record = self.env.ref(xmlid, raise_if_not_found=False)
        elif res_id and res_model in self.env:
            record = self.env[res_model].browse(res_id).exists()
        else:
            record = None
        if not record:
            return False
        if record._name == "ir.attachment":
            return record.sudo()._is_of_a_file()
        return inside.is_inside(self.env, record._name)
