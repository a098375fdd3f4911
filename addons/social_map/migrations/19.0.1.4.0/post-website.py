from odoo import SUPERUSER_ID, api

from odoo.addons.social_map.hooks import clear_placeholders


def migrate(cr, version):
    """The website gets its own pages; see the hook that a new database runs."""
    clear_placeholders(api.Environment(cr, SUPERUSER_ID, {}))
