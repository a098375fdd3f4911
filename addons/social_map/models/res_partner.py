from odoo import fields, models


class ResPartner(models.Model):
    """An organisation of the social map, as far as independence depends on it."""

    _inherit = "res.partner"

    takes_access_decisions = fields.Boolean(
        help="It decides, or advises on deciding, who gets support by law.",
    )
    provides_indicated_care = fields.Boolean(
        help="It gives care for which a decision or an indication is needed.",
    )
