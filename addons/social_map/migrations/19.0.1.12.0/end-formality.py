from odoo import SUPERUSER_ID, api


def migrate(cr, version):
    """What a service says of itself stays; where commissions say so too, it follows.

    At the end: whose commissions they are is known when all addons are there.
    """
    env = api.Environment(cr, SUPERUSER_ID, {})
    services = env["social.service"].with_context(active_test=False).search([])
    services._inverse_formality()
    services._refresh_formality()
