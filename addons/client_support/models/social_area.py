from odoo import fields, models

from ..conflicts import ORGANISATION, PERSON


class SocialArea(models.Model):
    """A municipality says how strictly independence is checked."""

    _inherit = "social.area"

    independence_check = fields.Selection(
        [
            (ORGANISATION, "By organisation"),
            (PERSON, "By person"),
        ],
        default=ORGANISATION,
        required=True,
        help="By organisation: nobody whose employer decides on access or gives "
        "indicated care. By person: nobody who decided for, or cares for, this "
        "resident.",
    )

    def write(self, vals):
        result = super().write(vals)
        if "independence_check" in vals:
            # Elevated: who keeps the areas sees no case.
            cases = self.env["client.case"].sudo()
            cases.search(
                [("municipality_id", "in", self.ids), ("stage", "!=", "closed")]
            )._at_work()._check_standing_cases("provider")
        return result
