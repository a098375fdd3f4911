from odoo import api, fields, models

from ..workbook.report import deviates
from .oco_grant import decimal


class OcoGrantLine(models.Model):
    """A performance that was agreed, and what was realised of it (KPI K37)."""

    _name = "oco.grant.line"
    _inherit = ["client.impersonal.mixin"]
    _description = "Agreed performance"
    _order = "grant_id, sequence, id"
    _impersonal_fields = ("name", "source", "explanation")

    grant_id = fields.Many2one(
        "oco.grant",
        required=True,
        index=True,
        ondelete="cascade",
        help="Of which grant.",
    )
    currency_id = fields.Many2one(related="grant_id.currency_id")
    sequence = fields.Integer(
        default=10, aggregator=None, help="Its place in the list."
    )
    code = fields.Char(required=True, help="As in the decision.")
    name = fields.Char(string="Performance", required=True, help="As in the decision.")
    unit = fields.Selection(
        [
            ("case", "Case"),
            ("contact", "Contact"),
            ("hour", "Hour"),
            ("meeting", "Meeting"),
            ("question", "Question"),
            ("resident", "Resident"),
            ("other", "Other"),
        ],
        required=True,
        default="case",
        help="What is counted.",
    )
    agreed = fields.Float(
        required=True,
        digits=(12, 2),
        help="How many were agreed for the whole period (Awb 4:80).",
    )
    amount = fields.Monetary(
        string="Part of the grant",
        help="What it stands for when the grant is settled by performance. Leave all "
        "of them empty for equal parts.",
    )
    kpi_code = fields.Char(
        string="Figure",
        help="The code of the figure it follows from, such as K01 or K04; empty: you "
        "enter it yourself.",
    )
    realised_entered = fields.Float(
        string="Entered", digits=(12, 2), help="What was realised, without a figure."
    )
    is_entered = fields.Boolean(
        string="Counted by hand", help="What was realised has been entered."
    )
    source = fields.Char(help="Where a number that was entered can be looked up.")
    explanation = fields.Text(
        help="Why it differs from what was agreed, without persons."
    )
    realised = fields.Float(
        compute="_compute_realised", digits=(12, 2), help="How many there were."
    )
    is_known = fields.Boolean(
        compute="_compute_realised", help="Whether anybody knows how many there were."
    )
    share = fields.Float(
        string="Realised of agreed",
        compute="_compute_realised",
        help="In percent of what was agreed.",
    )
    explanation_due = fields.Boolean(
        compute="_compute_realised",
        help="It differs more from what was agreed than may pass in silence.",
    )

    _code_uniq = models.Constraint(
        "UNIQUE(grant_id, code)", "Two performances of this grant have the same code."
    )
    _not_negative = models.Constraint(
        "CHECK(agreed >= 0 AND amount >= 0 AND realised_entered >= 0)",
        "What is agreed and realised is not negative.",
    )

    @api.depends("code", "name")
    def _compute_display_name(self):
        for line in self:
            line.display_name = f"{line.code} {line.name}"

    @api.depends(
        "kpi_code",
        "agreed",
        "realised_entered",
        "is_entered",
        "grant_id.deviation",
        "grant_id.company_id",
        "grant_id.date_from",
        "grant_id.date_to",
    )
    def _compute_realised(self):
        for line in self:
            grant = line.grant_id
            found = line._realised(grant.date_from, grant.date_to)
            agreed = decimal(line.agreed)
            line.is_known = found is not None
            line.realised = found or 0
            line.share = 100 * found / agreed if found and agreed else 0
            line.explanation_due = line.is_known and deviates(
                agreed, found, grant._threshold()
            )

    def _realised(self, date_from, date_to):
        """What was realised in a period; None when nobody knows.

        What was entered is of the whole period of the grant.
        """
        if self.kpi_code:
            if not (date_from and date_to):
                return None
            return self.env["oco.realised"]._quantity(
                self.kpi_code.strip(), self.grant_id.company_id, date_from, date_to
            )
        return decimal(self.realised_entered) if self.is_entered else None

    @api.onchange("realised_entered")
    def _onchange_realised_entered(self):
        for line in self.filtered("realised_entered"):
            line.is_entered = True
