from odoo import api, fields, models


class SocialAreaPopulation(models.Model):
    """Inhabitants of an area in a year (CBS: 1 January), the base of reach figures."""

    _name = "social.area.population"
    _description = "Population of an Area"
    _order = "area_id, year desc"

    area_id = fields.Many2one(
        "social.area",
        required=True,
        ondelete="cascade",
        help="The area whose inhabitants are counted.",
    )
    year = fields.Integer(
        required=True,
        aggregator=None,
        help="The year on whose first of January was counted.",
    )
    inhabitants = fields.Integer(
        required=True,
        # Years and areas within areas must not be added up.
        aggregator=None,
        help="Number of inhabitants, as published.",
    )

    _area_year_uniq = models.Constraint(
        "UNIQUE(area_id, year)", "This area already has a population for this year."
    )
    _year_plausible = models.Constraint(
        "CHECK(year BETWEEN 1900 AND 2100)", "Give the year in four digits."
    )
    _inhabitants_not_negative = models.Constraint(
        "CHECK(inhabitants >= 0)", "A number of inhabitants cannot be negative."
    )

    @api.depends("area_id.complete_name", "year")
    def _compute_display_name(self):
        for population in self:
            area = population.area_id.complete_name or ""
            population.display_name = f"{area} ({population.year})"
