from odoo import models


class BasePartnerMergeAutomaticWizard(models.TransientModel):
    """Merging moves a portal account to whoever the other contact is, and, by SQL, the
    ties of supporters to an organisation."""

    _inherit = "base.partner.merge.automatic.wizard"

    def _merge(self, partner_ids, dst_partner=None, extra_checks=True):
        partners = self.env["res.partner"].browse(partner_ids)
        (partners | (dst_partner or partners.browse()))._check_out_of_reach()
        result = super()._merge(partner_ids, dst_partner, extra_checks)
        partners.exists()._check_ties()
        return result
