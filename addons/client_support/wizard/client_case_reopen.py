from odoo import fields, models


class ClientCaseReopen(models.TransientModel):
    """Open a closed case again; why stays on record."""

    _name = "client.case.reopen"
    _description = "Reopen a case"

    case_id = fields.Many2one(
        "client.case",
        required=True,
        readonly=True,
        ondelete="cascade",
        help="The case to open again.",
    )
    reason = fields.Text(
        string="Why?", required=True, help="What came back, or was not right."
    )

    def action_reopen(self):
        """The case goes on; how it was closed is kept."""
        self.ensure_one()
        self.case_id._reopen(self.reason)
        # Else the words stay beside the file until it is cleaned up.
        self.unlink()
        return {"type": "ir.actions.act_window_close"}
