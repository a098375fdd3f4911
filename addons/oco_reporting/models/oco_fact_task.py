from odoo import fields, models

from odoo.addons.client_support.models.client_task_party import US

from .oco_fact_mixin import pseudonym

# SQL of whether client support had a part in `task`.
DONE_BY_US = f"""
    NOT EXISTS (
        SELECT 1 FROM client_case_task_client_task_party_rel link
         WHERE link.client_case_task_id = task.id)
    OR EXISTS (
        SELECT 1 FROM client_case_task_client_task_party_rel link
          JOIN client_task_party party ON party.id = link.client_task_party_id
         WHERE link.client_case_task_id = task.id AND party.code = '{US}')
"""


class OcoFactTask(models.Model):
    """One of the fifteen tasks, done in a case for the first time (workbook sheet 06).

    Only what client support had a part in; what others did alone is theirs.
    """

    _name = "oco.fact.task"
    _inherit = ["oco.fact.mixin"]
    _description = "Fact: task done"
    _log_access = False
    _facts_sql = f"""
        SELECT task.date, file.company_id, file.team_id, task.kind_id AS task_kind_id,
               {pseudonym("case", "file.id")} AS event_key, 1 AS quantity
          FROM client_case_task task
          JOIN client_case file ON file.id = task.case_id
         WHERE {DONE_BY_US}
    """

    task_kind_id = fields.Many2one(
        "client.task.kind", ondelete="restrict", help="Which of the fifteen."
    )

    _period = models.Index("(company_id, date)")
