from odoo import fields, models

# Of the age in the year of the event, from the year of birth (workbook sheet 05).
AGE_BANDS = [
    ("0-17", "0-17"),
    ("18-26", "18-26"),
    ("27-44", "27-44"),
    ("45-64", "45-64"),
    ("65-74", "65-74"),
    ("75+", "75+"),
]


class OcoFactPersonMixin(models.AbstractModel):
    """What a fact tells of the resident it is about: characteristics, no identity."""

    _name = "oco.fact.person.mixin"
    _inherit = ["oco.fact.mixin"]
    _description = "Fact about a resident"

    person_key = fields.Char(
        help="Pseudonym of the resident, to count unique residents with."
    )
    age_band = fields.Selection(
        AGE_BANDS, help="Age in the year of the event; empty when it is not known."
    )
    area_id = fields.Many2one(
        "social.area", ondelete="restrict", help="District where the resident lives."
    )


def age_band(date, birth_year):
    """Return SQL for the band of the age reached in the year of `date`."""
    age = f"extract(year FROM {date}) - {birth_year}"
    return f"""CASE WHEN {birth_year} IS NULL OR {birth_year} = 0 THEN NULL
             WHEN {age} < 18 THEN '0-17' WHEN {age} < 27 THEN '18-26'
             WHEN {age} < 45 THEN '27-44' WHEN {age} < 65 THEN '45-64'
             WHEN {age} < 75 THEN '65-74' ELSE '75+' END"""
