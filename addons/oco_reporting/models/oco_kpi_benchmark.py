from odoo import fields, models


class OcoKpiBenchmark(models.Model):
    """A value from outside to set our own beside: of a municipality, in a year.

    Awareness of client support (K32) is known from the municipal survey alone.
    """

    _name = "oco.kpi.benchmark"
    _inherit = ["client.impersonal.mixin"]
    _description = "Benchmark"
    _order = "year desc, kpi_id, area_id, id"
    _impersonal_fields = ("source",)

    kpi_id = fields.Many2one(
        "oco.kpi", string="KPI", required=True, ondelete="cascade", help="Of which."
    )
    company_id = fields.Many2one(
        "res.company",
        string="Entered for",
        required=True,
        ondelete="cascade",
        default=lambda self: self.env.company,
        help="The organisation that sets its own value beside it.",
    )
    area_id = fields.Many2one(
        "social.area",
        string="Municipality",
        required=True,
        ondelete="restrict",
        domain="[('level', '=', 'municipality')]",
        help="Where it was measured.",
    )
    year = fields.Integer(
        required=True, aggregator=None, help="In which year it was measured."
    )
    value = fields.Float(required=True, aggregator=None, help="As it was published.")
    unit = fields.Selection(related="kpi_id.unit", help="What the value is in.")
    source = fields.Char(
        required=True, help="Where it can be looked up: title and page, no persons."
    )

    _benchmark_uniq = models.Constraint(
        "UNIQUE(kpi_id, company_id, area_id, year)",
        "There is a value for this KPI, municipality and year already.",
    )
    _year_plausible = models.Constraint(
        "CHECK(year BETWEEN 2000 AND 2100)", "Give the year in four digits."
    )
