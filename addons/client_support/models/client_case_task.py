from odoo import fields, models


class ClientCaseTask(models.Model):
    """One of the fifteen tasks was done in this case, for the first time on a day."""

    _name = "client.case.task"
    _inherit = ["client.case.part.mixin"]
    _description = "Task done"
    _order = "date, id"

    kind_id = fields.Many2one(
        "client.task.kind",
        string="Task",
        required=True,
        index=True,
        ondelete="restrict",
        help="What was done.",
    )
    moment = fields.Selection(related="kind_id.moment", help="The moment of support.")
    core_function = fields.Selection(
        related="kind_id.core_function", help="The core function that it serves."
    )
    date = fields.Date(
        required=True,
        default=fields.Date.context_today,
        help="When it was done, or begun.",
    )

    _once = models.Constraint(
        "UNIQUE(case_id, kind_id)", "This task is on the list already."
    )
