from odoo import fields, models


class ResCompany(models.Model):
    """An organisation that works with files: client support, a neighbourhood team.

    What it does besides decides who may be independent in it (Wmo 2015 art. 1.1.1).
    """

    _inherit = "res.company"

    is_independent = fields.Boolean(
        string="Independent client support",
        help="Its supporters stand beside the resident and have no other stake.",
    )
    takes_access_decisions = fields.Boolean(
        help="It decides, or advises on deciding, who gets support by law.",
    )
    provides_indicated_care = fields.Boolean(
        help="It gives care for which a decision or an indication is needed.",
    )
