from odoo import fields, models


class OcoPeriodReopening(models.TransientModel):
    """Open a closed period again; why stays on record."""

    _name = "oco.period.reopening"
    _description = "Open a period again"

    period_id = fields.Many2one(
        "oco.period",
        required=True,
        readonly=True,
        ondelete="cascade",
        help="The period to open.",
    )
    reason = fields.Text(
        string="Why?", required=True, help="What has to be put right in these figures."
    )

    def action_reopen(self):
        """Let the figures change again."""
        self.ensure_one()
        self.period_id._reopen(self.reason)
        return {"type": "ir.actions.act_window_close"}
