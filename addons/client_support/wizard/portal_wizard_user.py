from odoo import api, models


class PortalWizardUser(models.TransientModel):
    """Portal access of a resident is given and ended in the file, not here."""

    _inherit = "portal.wizard.user"

    @api.constrains("partner_id")
    def _check_out_of_reach(self):
        # Elevated: the contact is hidden from whoever opened the wizard.
        self.sudo().partner_id._check_out_of_reach()

    def action_grant_access(self):
        self._check_out_of_reach()
        return super().action_grant_access()

    def action_revoke_access(self):
        self._check_out_of_reach()
        return super().action_revoke_access()

    def action_invite_again(self):
        self._check_out_of_reach()
        return super().action_invite_again()
