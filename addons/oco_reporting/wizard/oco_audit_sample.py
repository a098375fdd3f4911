import secrets

from odoo import fields, models
from odoo.exceptions import UserError

from odoo.addons.client_support.screen import labels


class OcoAuditSample(models.TransientModel):
    """A sample for the auditor of what is behind an agreed performance, of nobody."""

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
    size = fields.Integer(
        string="How many", default=25, required=True, help="How many to draw, 1 to 100."
    )
    seed = fields.Char(
        required=True,
        default=lambda self: secrets.token_hex(4),
        help="Chosen by the auditor: with the same seed the same sample is drawn.",
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

    def action_draw(self):
        """Draw the sample.

        :raises UserError: it is too big, or there are no facts behind the performance
        """
        self.ensure_one()
        if not 1 <= self.size <= 100:
            raise UserError(self.env._("Draw 1 to 100."))
        grant = self.line_id.grant_id
        self.total, self.untraced, rows = self.env["oco.evidence"]._sample(
            self.line_id, grant.date_from, grant.date_to, self.size, self.seed
        )
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
