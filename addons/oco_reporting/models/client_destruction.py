from odoo import api, models


class ClientDestruction(models.Model):
    """Figures of the past do not change when files are destroyed."""

    _inherit = "client.destruction"

    @api.model
    def _destroy_files(self, residents, cases):
        engine = self.env["oco.engine"]
        counted = engine._count_facts()
        counts = super()._destroy_files(residents, cases)
        engine._keep_facts(counted)
        return counts
