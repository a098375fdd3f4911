from odoo import api, fields, models
from odoo.exceptions import ValidationError


class OcoKpiTarget(models.Model):
    """What an organisation or team aims at in a year, entered by a manager."""

    _name = "oco.kpi.target"
    _description = "Target of a KPI"
    _order = "year desc, kpi_id, team_id, period, id"
    _check_company_auto = True

    kpi_id = fields.Many2one(
        "oco.kpi",
        string="KPI",
        required=True,
        ondelete="cascade",
        domain="[('direction', '!=', 'information')]",
        help="Of which. What is for information only has no target.",
    )
    company_id = fields.Many2one(
        "res.company",
        string="Organisation",
        required=True,
        ondelete="cascade",
        default=lambda self: self.env.company,
        help="Whose target.",
    )
    team_id = fields.Many2one(
        "client.team",
        check_company=True,
        ondelete="cascade",
        help="Of one team; empty: of the organisation as a whole.",
    )
    year = fields.Integer(
        required=True,
        default=lambda self: fields.Date.context_today(self).year,
        aggregator=None,
        help="In which year it holds.",
    )
    period = fields.Selection(
        [
            ("any", "Each period"),
            ("month", "Each month"),
            ("quarter", "Each quarter"),
            ("half_year", "Each half-year"),
            ("year", "The year"),
        ],
        required=True,
        default="year",
        help="Numbers that add up need a target for one kind of period; an average or "
        "percentage can hold for each.",
    )
    value = fields.Float(required=True, aggregator=None, help="What is aimed at.")
    unit = fields.Selection(related="kpi_id.unit", help="What the target is in.")

    _target_uniq = models.UniqueIndex(
        "(kpi_id, company_id, year, period, COALESCE(team_id, 0))",
        "There is a target for this KPI, team and period already.",
    )
    _year_plausible = models.Constraint(
        "CHECK(year BETWEEN 2000 AND 2100)", "Give the year in four digits."
    )

    @api.constrains("kpi_id")
    def _check_direction(self):
        for target in self:
            if target.kpi_id.direction == "information":
                raise ValidationError(
                    self.env._(
                        "%s is for information only and never a performance: it has "
                        "no target.",
                        target.kpi_id.display_name,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        targets = super().create(vals_list)
        self.env["oco.kpi.value"]._compare()
        return targets

    def write(self, vals):
        result = super().write(vals)
        self.env["oco.kpi.value"]._compare()
        return result

    def unlink(self):
        result = super().unlink()
        self.env["oco.kpi.value"]._compare()
        return result
