from odoo import fields, models


class OcoWorkbookCheckLine(models.TransientModel):
    """One difference between the workbook that went out and the one that came back."""

    _name = "oco.workbook.check.line"
    _description = "Difference in a workbook"

    check_id = fields.Many2one(
        "oco.workbook.check",
        required=True,
        index=True,
        ondelete="cascade",
        help="Of which check.",
    )
    kind = fields.Selection(
        [
            ("cell", "Value"),
            ("formula", "Formula"),
            ("look", "Number format"),
            ("hidden", "Hidden"),
            ("sheet", "Sheets"),
            ("name", "Named range"),
            ("note", "Note on a cell"),
            ("link", "Link"),
            ("property", "Property of the document"),
            ("part", "Part that does not belong in it"),
        ],
        required=True,
        help="What differs.",
    )
    place = fields.Char(help="The sheet and the cell.")
    expected = fields.Char(string="Went out", help="As it went out.")
    found = fields.Char(string="Came back", help="As it came back.")
