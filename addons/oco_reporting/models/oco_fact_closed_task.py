from odoo import fields, models

from .oco_fact_mixin import pseudonym
from .oco_fact_task import DONE_BY_US


class OcoFactClosedTask(models.Model):
    """A case that ended in which one of the fifteen tasks was done: what it was helped
    with, on the day of the end.

    A case that was opened again counts when it ends anew.
    """

    _name = "oco.fact.closed.task"
    _inherit = ["oco.fact.mixin"]
    _description = "Fact: task in a closed case"
    _log_access = False
    _facts_sql = f"""
        SELECT file.close_date AS date, file.company_id, file.team_id,
               task.kind_id AS task_kind_id,
               {pseudonym("case", "file.id")} AS event_key, 1 AS quantity
          FROM client_case_task task
          JOIN client_case file ON file.id = task.case_id
         WHERE file.close_date IS NOT NULL AND ({DONE_BY_US})
    """

    task_kind_id = fields.Many2one(
        "client.task.kind", ondelete="restrict", help="Which of the fifteen."
    )

    _period = models.Index("(company_id, date)")
