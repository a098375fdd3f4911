import base64

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..workbook import compare


class OcoWorkbookCheck(models.TransientModel):
    """Whether a workbook that came back is the one that went out.

    By its checksum, else by the number it carries; then cell by cell.
    """

    _name = "oco.workbook.check"
    _description = "Check of a workbook"

    file = fields.Binary(
        string="Workbook",
        required=True,
        attachment=False,
        help="The file that came back.",
    )
    file_name = fields.Char(help="Its name.")
    accountability_id = fields.Many2one(
        "oco.accountability",
        string="Compare with",
        ondelete="cascade",
        domain="[('sha256', '!=', False)]",
        help="Empty: the one that the file says it is.",
    )
    verdict = fields.Selection(
        [
            ("same", "Unchanged, to the last byte"),
            ("saved", "Opened and saved again; no figure was changed"),
            ("changed", "Changed"),
        ],
        readonly=True,
        help="What the comparison gave.",
    )
    found_id = fields.Many2one(
        "oco.accountability",
        string="Compared with",
        readonly=True,
        ondelete="cascade",
        help="The workbook that went out.",
    )
    line_ids = fields.One2many(
        "oco.workbook.check.line",
        "check_id",
        string="What differs",
        readonly=True,
        help="Sheet by sheet, hidden ones too.",
    )

    def action_check(self):
        """Compare the file.

        :raises UserError: it is no workbook, or nobody knows which one
        """
        self.ensure_one()
        content = base64.b64decode(self.file)
        run = self.accountability_id or self._find(content)
        if not run:
            raise UserError(
                self.env._(
                    "This is none of the workbooks that you may see, or it lost its "
                    "number. Choose the one to compare it with."
                )
            )
        try:
            differences = compare.compare(base64.b64decode(run.file), content)
        except compare.Unreadable as error:
            raise UserError(self.env._("This is no workbook (xlsx).")) from error
        self.found_id = run
        self.verdict = self._verdict(run, content, differences)
        self.line_ids = [(5, 0, 0)] + [
            (
                0,
                0,
                {
                    "kind": difference.kind,
                    "place": difference.place,
                    "expected": self._in_words(difference.kind, difference.expected),
                    "found": self._in_words(difference.kind, difference.found),
                },
            )
            for difference in differences
        ]
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Check a workbook"),
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
            "target": "new",
        }

    @api.model
    def _in_words(self, kind, value):
        """What a file says of itself in words of its own, in those of the reader."""
        if kind != "hidden":
            return value
        return self.env._("hidden") if value else self.env._("shown")

    @api.model
    def _verdict(self, run, content, differences):
        if run.sha256 == run._digest(content):
            return "same"
        by_saving = all(difference.by_saving for difference in differences)
        return "saved" if by_saving else "changed"

    @api.model
    def _find(self, content):
        """The run that a file is of, among those that the user may read."""
        runs = self.env["oco.accountability"]
        found = runs.search([("sha256", "=", runs._digest(content))], limit=1)
        if found:
            return found
        try:
            reference, _space, version = compare.reference(content).partition(" v")
        except compare.Unreadable as error:
            raise UserError(self.env._("This is no workbook (xlsx).")) from error
        if not version.isdigit():
            return runs
        return runs.search([("reference", "=", reference)], limit=1)
