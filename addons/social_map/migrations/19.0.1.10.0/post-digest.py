from odoo import SUPERUSER_ID, api

from odoo.addons.social_map.hooks import stop_digests


def migrate(cr, version):
    """Odoo's periodic mail, as on a new installation."""
    stop_digests(api.Environment(cr, SUPERUSER_ID, {}))
