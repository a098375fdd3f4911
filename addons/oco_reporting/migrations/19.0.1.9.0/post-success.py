"""How cases ended (K25, K27) is taken from the cells of endings: what is open anew.

Beside the cube the values of before are a second rounding of the same.
"""

from odoo import SUPERUSER_ID, api

from odoo.addons.oco_reporting.kpis import KPIS


def migrate(cr, version):
    env = api.Environment(cr, SUPERUSER_ID, {})
    values = env["oco.kpi.value"]
    for kpi in env["oco.kpi"].search([("code", "in", ("K25", "K27"))]):
        cr.execute(
            "SELECT DISTINCT period, date, company_id FROM oco_kpi_value"
            " WHERE kpi_id = %s",
            [kpi.id],
        )
        if periods := values._open(set(cr.fetchall())):
            values._compute_kpi(kpi.id, KPIS[kpi.code], periods)
    values._compare()
