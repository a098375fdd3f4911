from odoo import fields, models

from .oco_fact_mixin import pseudonym


class OcoFactComplaint(models.Model):
    """One complaint about the service, on the day it came in (KPI K40)."""

    _name = "oco.fact.complaint"
    _inherit = ["oco.fact.mixin"]
    _description = "Fact: complaint"
    _log_access = False
    _facts_sql = f"""
        SELECT complaint.received_on AS date, complaint.company_id,
               NULL::integer AS team_id, complaint.closed_on, complaint.outcome,
               {pseudonym("complaint", "complaint.id")} AS event_key, 1 AS quantity
          FROM client_complaint complaint
    """

    closed_on = fields.Date(help="Day of the answer.")
    outcome = fields.Char(help="Code of what came of it.")

    _period = models.Index("(company_id, date)")
