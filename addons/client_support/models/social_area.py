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
