from odoo import models


class IrBinary(models.AbstractModel):
    """A signed link stays good for weeks, whatever becomes of the access row."""

    _inherit = "ir.binary"

    def _find_record(
        self,
        xmlid=None,
        res_model="ir.attachment",
        res_id=None,
        access_token=None,
        field=None,
    ):
        if res_model == "ir.attachment" and res_id and access_token:
            # Elevated: only asked what it hangs on; rights are checked by super().
            document = self.env[res_model].sudo().browse(int(res_id)).exists()
            if document._is_of_file():
                access_token = None
        return super()._find_record(xmlid, res_model, res_id, access_token, field)
