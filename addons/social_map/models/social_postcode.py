import re

from odoo import api, fields, models


class SocialPostcode(models.Model):
    """The middle of the area of the four digits of a postal code.

    Distances are measured from it, so that no address of a visitor is needed and no
    service of others is asked.
    """

    _name = "social.postcode"
    _inherit = ["social.unsigned.mixin"]
    _description = "Postal Code"
    _order = "code"
    _rec_name = "code"

    code = fields.Char(required=True, help="The four digits, such as 3311.")
    latitude = fields.Float(
        digits=(9, 6), required=True, aggregator=None, help="Degrees north (WGS 84)."
    )
    longitude = fields.Float(
        digits=(9, 6), required=True, aggregator=None, help="Degrees east (WGS 84)."
    )

    _code_uniq = models.Constraint("UNIQUE(code)", "This postal code is known already.")
    _code_form = models.Constraint(
        "CHECK(code ~ '^[1-9][0-9]{3}$')", "Of a postal code only the four digits."
    )

    @api.model
    def _at(self, typed):
        """The postal code that somebody typed, with or without its letters."""
        digits = re.match(r"\s*([1-9]\d{3})\s*([a-zA-Z]{2})?\s*$", typed or "")
        return self.search([("code", "=", digits[1])] if digits else [(0, "=", 1)])
