from odoo import api, fields, models
from odoo.exceptions import UserError

from ..fit import stars


class ClientAssign(models.TransientModel):
    """Who may take a case: supporters as rows, with fit, caseload and reasons against.

    Best fit first, then the least load. A coordinator sees the profiles of the
    supporters and how well each fits, not what the case asks (`fit.py`).
    """

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
                assign._line_values(supporter, case, open_cases.get(supporter, 0))
                for supporter in supporters
            ]
            lines.sort(
                key=lambda line: (
                    bool(line["objection"]),
                    -int(line["fit"]),
                    line["load"],
                    line["open_cases"],
                )
            )
            assign.line_ids = [
                fields.Command.clear(),
                *map(fields.Command.create, lines),
            ]

    def _line_values(self, supporter, case, open_cases):
        """What the dialog says of a supporter.

        :param case: elevated; no more of it goes back than a number and objections
        """
        objections = supporter._conflicts(case) + supporter._missing_papers()
        warnings = [supporter._conflict_words(supporter._warnings(case))]
        if supporter.max_cases and open_cases >= supporter.max_cases:
            warnings.append(self.env._("has no room for another case"))
        return {
            "supporter_id": supporter.id,
            "open_cases": open_cases,
            "load": (
                round(100 * open_cases / supporter.max_cases)
                if supporter.max_cases
                else 0
            ),
            "fit": str(
                stars(
                    set(case.question_ids.life_domain_id.ids),
                    set(supporter.life_domain_ids.ids),
                    set(case.resident_ids.lang_id.mapped("code")),
                    set(supporter.lang_ids.mapped("code")),
                )
            ),
            "objection": supporter._conflict_words(objections),
            "warning": "; ".join(filter(None, warnings)),
        }


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
    lang_ids = fields.Many2many(
        related="supporter_id.lang_ids", help="In which the supporter can talk."
    )
    life_domain_ids = fields.Many2many(
        related="supporter_id.life_domain_ids", help="What the supporter knows best."
    )
    target_group_ids = fields.Many2many(
        related="supporter_id.target_group_ids",
        help="With whom the supporter has experience.",
    )
    max_cases = fields.Integer(
        related="supporter_id.max_cases", help="How many cases fit in the hours."
    )
    open_cases = fields.Integer(help="How many open cases the supporter has.")
    load = fields.Integer(help="Open cases against what fits in the hours, in percent.")
    fit = fields.Selection(
        [
            ("0", "No fit"),
            ("1", "Some fit"),
            ("2", "Good fit"),
            ("3", "Best fit"),
        ],
        help="How well the life domains and languages of the supporter fit the case; "
        "not which of them.",
    )
    objection = fields.Char(
        string="Cannot, because",
        help="What stands in the way: a conflict of interest or a missing paper.",
    )
    warning = fields.Char(
        string="Mind", help="What does not stand in the way but is to be known."
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
