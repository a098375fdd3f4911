from odoo import fields, models


class OcoOutsideValueMixin(models.AbstractModel):
    """A value that others published: of a municipality, in a year, with its source."""

    _name = "oco.outside.value.mixin"
    _inherit = ["client.impersonal.mixin"]
    _description = "Value from outside"
    _impersonal_fields = ("source",)

    company_id = fields.Many2one(
        "res.company",
        string="Entered for",
        required=True,
        ondelete="cascade",
        default=lambda self: self.env.company,
        help="The organisation that sets its own figures beside it.",
    )
    area_id = fields.Many2one(
        "social.area",
        string="Municipality",
        required=True,
        ondelete="restrict",
        domain="[('level', '=', 'municipality')]",
        help="Of which municipality.",
    )
    year = fields.Integer(
        required=True, aggregator=None, help="The year that the value is about."
    )
    source = fields.Char(
        required=True, help="Where it can be looked up: title and page, no persons."
    )

    _year_plausible = models.Constraint(
        "CHECK(year BETWEEN 2000 AND 2100)", "Give the year in four digits."
    )
