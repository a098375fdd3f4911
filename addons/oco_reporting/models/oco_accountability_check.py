from odoo import fields, models


class OcoAccountabilityCheck(models.Model):
    """One check of the workbook, as it came out; made with the workbook."""

    _name = "oco.accountability.check"
    _description = "Check of an accountability"
    _order = "accountability_id, id"

    accountability_id = fields.Many2one(
        "oco.accountability",
        required=True,
        index=True,
        ondelete="cascade",
        help="Of which workbook.",
    )
    name = fields.Char(string="Check", required=True, help="What was compared.")
    expected = fields.Char(help="What it should be.")
    found = fields.Char(help="What it is.")
    holds = fields.Boolean(string="OK", help="The two are the same.")
    hidden = fields.Integer(
        string="Cells not shown",
        aggregator=None,
        help="How many cells of the sheet are left out; the check was made before.",
    )
