from odoo import fields, models


class ResCompany(models.Model):
    """The organisation whose published figures are imported."""

    _inherit = "res.company"

    published_imports = fields.Integer(
        groups=fields.NO_ACCESS,
        help="Counts changes of published figures. Two imports at once both write it, "
        "so that the second starts again and sees what the first did.",
    )
