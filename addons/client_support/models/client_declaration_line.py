from odoo import api, fields, models
from odoo.exceptions import ValidationError


class ClientDeclarationLine(models.Model):
    """One criterion on a declaration of independence."""

    _name = "client.declaration.line"
    _description = "Criterion on a declaration"
    _order = "id"

    declaration_id = fields.Many2one(
        "client.declaration",
        required=True,
        index=True,
        ondelete="cascade",
        help="The declaration.",
    )
    criterion_id = fields.Many2one(
        "client.independence.criterion",
        required=True,
        ondelete="restrict",
        help="What is declared.",
    )
    answer = fields.Selection([("yes", "Yes"), ("no", "No")], help="Whether it is met.")
    note = fields.Char(help="What there is to say about it; needed with No.")

    @api.constrains("answer", "note")
    def _check_note(self):
        for line in self:
            if line.answer == "no" and not line.note:
                raise ValidationError(self.env._("Say in a few words why not."))

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        # A line that joins later would change what was signed.
        for line in lines:
            if len(line.declaration_id.line_ids.criterion_id) != len(
                line.declaration_id.line_ids
            ):
                raise ValidationError(self.env._("Each criterion stands there once."))
        return lines
