"""Means of scores and answers (K26, K28) are of rounded counts, and days until a first
call (K12) are hidden where they tell more than K13: what is open anew.
"""

from odoo import SUPERUSER_ID, api


def migrate(cr, version):
    env = api.Environment(cr, SUPERUSER_ID, {})
    env["oco.survey.result"]._build()
    env["oco.kpi.value"]._compute_open(["K12", "K26", "K28"])
