from odoo import api, fields, models
from odoo.exceptions import UserError


class ClientAssign(models.TransientModel):
    """Who may take a case: supporters as rows, with caseload and reasons against."""

    _name = "client.assign"
    _description = "Assign a case"

    caseload_id = fields.Many2one(
        "client.caseload", required=True, readonly=True, help="The case to assign."
    )
    line_ids = fields.One2many(
        "client.assign.line",
        "assign_id",
        compute="_compute_line_ids",
        compute_sudo=False,
        store=True,
        readonly=False,
        help="The supporters of the organisation.",
    )

    @api.depends("caseload_id")
    def _compute_line_ids(self):
        for assign in self:
            assign.caseload_id._check_coordinator()
            case = assign.caseload_id._case()
            supporters = self.env["client.supporter"].search(
                [("company_id", "=", assign.caseload_id.company_id.id)]
            )
            open_cases = dict(
                self.env["client.caseload"]._read_group(
                    [
                        ("supporter_id", "in", supporters.ids),
                        ("stage", "!=", "closed"),
                    ],
                    ["supporter_id"],
                    ["__count"],
                )
            )
            lines = [
                {
                    "supporter_id": supporter.id,
                    "open_cases": open_cases.get(supporter, 0),
                    "objection": supporter._conflict_words(supporter._conflicts(case)),
                }
                for supporter in supporters
            ]
            lines.sort(key=lambda line: (bool(line["objection"]), line["open_cases"]))
            assign.line_ids = [
                fields.Command.clear(),
                *map(fields.Command.create, lines),
            ]


class ClientAssignLine(models.TransientModel):
    """One supporter in the dialog."""

    _name = "client.assign.line"
    _description = "Supporter for a case"

    assign_id = fields.Many2one(
        "client.assign", required=True, ondelete="cascade", help="The dialog."
    )
    supporter_id = fields.Many2one(
        "client.supporter", required=True, ondelete="cascade", help="Who could take it."
    )
    employment_kind = fields.Selection(
        related="supporter_id.employment_kind", help="How the supporter is bound."
    )
    open_cases = fields.Integer(help="How many open cases the supporter has.")
    objection = fields.Char(
        string="Cannot, because",
        help="The conflict of interest that stands in the way.",
    )

    def action_choose(self):
        """Assign the case to this supporter."""
        self.ensure_one()
        caseload = self.assign_id.caseload_id
        caseload._check_coordinator()
        if self.supporter_id.company_id != caseload.company_id:
            raise UserError(self.env._("Choose a supporter of the same organisation."))
        caseload._case()._assign(self.supporter_id.sudo())
        return {"type": "ir.actions.act_window_close"}
