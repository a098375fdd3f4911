"""Means of scores and answers (K26, K28) are of rounded counts, days until a first call
(K12) are hidden where they tell more than K13, and mean days of a year (K15) are
made of those of its quarters: what is open anew.
"""

from odoo import SUPERUSER_ID, api


def migrate(cr, version):
    env = api.Environment(cr, SUPERUSER_ID, {})
    env["oco.survey.result"]._build()
    env["oco.kpi.value"]._compute_open(["K12", "K15", "K26", "K28"])
