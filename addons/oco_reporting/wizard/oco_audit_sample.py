import secrets

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.client_support.screen import labels


class OcoAuditSample(models.TransientModel):
    """A sample for the auditor of what is behind an agreed performance, of nobody.

    It is drawn from the facts of now. What a final workbook says was counted when its
    periods were closed, so the sample says what lies between the two.
    """

    _name = "oco.audit.sample"
    _description = "Sample for the auditor"

    line_id = fields.Many2one(
        "oco.grant.line",
        string="Performance",
        required=True,
        ondelete="cascade",
        domain="[('kpi_code', 'in', ('K01', 'K03', 'K04'))]",
        help="One that follows from contacts or cases.",
    )
    grant_id = fields.Many2one(related="line_id.grant_id")
    accountability_id = fields.Many2one(
        "oco.accountability",
        string="Workbook",
        compute="_compute_accountability_id",
        store=True,
        readonly=False,
        ondelete="cascade",
        domain="[('grant_id', '=', grant_id), ('state', '=', 'final')]",
        help="The final workbook that is looked into: the sample is of its period. "
        "Empty: of the whole period of the grant.",
    )
    size = fields.Integer(
        string="How many", default=25, required=True, help="How many to draw, 1 to 100."
    )
    seed = fields.Char(
        required=True,
        default=lambda self: secrets.token_hex(4),
        help="Chosen by the auditor: with the same seed the same sample is drawn.",
    )
    stated = fields.Integer(
        string="In the workbook", readonly=True, help="What the workbook says."
    )
    earlier = fields.Integer(
        string="Corrections of earlier periods",
        readonly=True,
        help="What the workbook has in its number of periods that were closed before "
        "it: the sample has none of it.",
    )
    later = fields.Integer(
        string="Corrected after the closing",
        readonly=True,
        help="What was entered, changed or removed since its periods were closed: it "
        "is in the sample, and counts in figures of the next open period.",
    )
    total = fields.Integer(readonly=True, help="How many it was drawn from.")
    untraced = fields.Integer(
        string="Without a trail",
        readonly=True,
        help="Anonymous ones, and those of files that were destroyed: only counted.",
    )
    item_ids = fields.One2many(
        "oco.audit.sample.item",
        "sample_id",
        string="Sample",
        readonly=True,
        help="What was drawn.",
    )

    @api.depends("line_id")
    def _compute_accountability_id(self):
        runs = self.env["oco.accountability"]
        for sample in self:
            sample.accountability_id = runs.search(sample._final_workbooks(), limit=1)

    def _final_workbooks(self):
        return [("grant_id", "=", self.grant_id.id), ("state", "=", "final")]

    def action_draw(self):
        """Draw the sample.

        :raises UserError: it is too big, there are no facts behind the performance, or
            the workbook is not a final one of its grant
        """
        self.ensure_one()
        if not 1 <= self.size <= 100:
            raise UserError(self.env._("Draw 1 to 100."))
        run = self.accountability_id
        if run and not run.filtered_domain(self._final_workbooks()):
            raise UserError(self.env._("Choose a final workbook of the same grant."))
        whole = run or self.grant_id
        self.total, self.untraced, rows = self.env["oco.evidence"]._sample(
            self.line_id, whole.date_from, whole.date_to, self.size, self.seed
        )
        if run:
            self.stated = run._stated(self.line_id)
            self.earlier = self.env["oco.realised"]._corrections(
                self.line_id.kpi_code, run.company_id, run.date_from, run.date_to
            )
            self.later = self.total - self.stated + self.earlier
        words = {
            "channel": self.env._("channel"),
            "reason": self.env._("reason"),
            "questions": self.env._("questions"),
            "registered": self.env._("registration"),
            "started": self.env._("start"),
            "hours": self.env._("hours"),
        }
        kinds = {
            **labels(self.env["oco.fact.case"], "event"),
            **{
                kind.code: kind.name
                for kind in self.env["client.contact.kind"].search([])
            },
        }
        self.item_ids = [(5, 0, 0)] + [
            (
                0,
                0,
                {
                    "code": code,
                    "month": f"{month:%Y-%m}",
                    "team": team,
                    "kind": kinds.get(kind, kind),
                    "facts": ", ".join(words[name] for name in names),
                },
            )
            for code, month, team, kind, names in rows
        ]
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Sample for the auditor"),
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
            "target": "new",
        }
