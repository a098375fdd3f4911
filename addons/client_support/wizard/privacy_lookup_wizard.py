from odoo import models

from .. import inside


class PrivacyLookupWizard(models.TransientModel):
    """Odoo looks a name and e-mail up in every table, by SQL, past all rules.

    That told an administrator that somebody has a file. Requests of residents about
    their data are answered from the file.
    """

    _inherit = "privacy.lookup.wizard"

    def _get_query_models_blacklist(self):
        return super()._get_query_models_blacklist() + sorted(inside.names(self.env))

    def action_lookup(self):
        action = super().action_lookup()
        # Elevated: these contacts and users are hidden from the one who looks.
        for line in self.line_ids.sudo():
            if line.res_model not in ("res.partner", "res.users"):
                continue
            found = self.env[line.res_model].sudo().browse(line.res_id)
            partner = found.partner_id if line.res_model == "res.users" else found
            if partner._of_residents():
                line.unlink()
        return action
