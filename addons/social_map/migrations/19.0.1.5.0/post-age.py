from odoo import SUPERUSER_ID, api


def migrate(cr, version):
    """Every service says in its facets for which ages it is."""
    env = api.Environment(cr, SUPERUSER_ID, {})
    services = env["social.service"].with_context(active_test=False).search([])
    env.add_to_compute(services._fields["search_facets"], services)
    services.flush_recordset(["search_facets"])
