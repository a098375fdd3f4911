from odoo import fields, models

from .client_task_party import US


class ClientCaseTask(models.Model):
    """One of the fifteen tasks was done in this case, for the first time on a day.

    By client support, by others, or together: who does what between client support and
    the neighbourhood team.
    """

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
    party_ids = fields.Many2many(
        "client.task.party",
        string="Done by",
        help="Who did it, several when together; empty: client support alone.",
    )

    _once = models.Constraint(
        "UNIQUE(case_id, kind_id)", "This task is on the list already."
    )

    def _done_by_us(self):
        """The tasks in which client support had a part."""
        return self.filtered(
            lambda task: not task.party_ids or US in task.party_ids.mapped("code")
        )
