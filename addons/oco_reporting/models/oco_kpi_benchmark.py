from odoo import fields, models


class OcoKpiBenchmark(models.Model):
    """A value from outside to set our own beside: of a municipality, in a year.

    Awareness of client support (K32) is known from the municipal survey alone.
    """

    _name = "oco.kpi.benchmark"
    _inherit = ["oco.outside.value.mixin"]
    _description = "Benchmark"
    _order = "year desc, kpi_id, area_id, id"

    kpi_id = fields.Many2one(
        "oco.kpi", string="KPI", required=True, ondelete="cascade", help="Of which."
    )
    value = fields.Float(required=True, aggregator=None, help="As it was published.")
    unit = fields.Selection(related="kpi_id.unit", help="What the value is in.")

    _benchmark_uniq = models.Constraint(
        "UNIQUE(kpi_id, company_id, area_id, year)",
        "There is a value for this KPI, municipality and year already.",
    )
