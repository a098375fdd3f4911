from odoo import api, models

from .. import inside


class ResPartnerBank(models.Model):
    """An account at a bank takes over the name of its holder."""

    _inherit = "res.partner.bank"

    @api.constrains("partner_id")
    def _check_no_resident(self):
        inside.refuse_residents(self, "partner_id")
