from odoo import api, models
from odoo.exceptions import ValidationError


class ClientCaseResidentMixin(models.AbstractModel):
    """Names a resident and a case, which must be a case of that resident."""

    _name = "client.case.resident.mixin"
    _inherit = ["client.file.mixin"]
    _description = "Part of a file, of one resident and a case"

    @api.constrains("case_id", "resident_id")
    def _check_resident_of_case(self):
        # Elevated: a resident of the case may be hidden from the one who writes.
        for record in self.sudo().filtered(lambda one: one.case_id and one.resident_id):
            if record.resident_id not in record.case_id.resident_ids:
                raise ValidationError(
                    self.env._("Choose a resident that the case is for.")
                )
