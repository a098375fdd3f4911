from odoo import fields, models

MOMENTS = [
    ("reflection", "Reflection on own life"),
    ("obtaining", "Obtaining fitting support"),
    ("using", "Using fitting support"),
]


class ClientTaskKind(models.Model):
    """The fifteen tasks of client support in three moments (VNG/Movisie)."""

    _name = "client.task.kind"
    _inherit = ["client.code.mixin"]
    _description = "Task of client support"

    moment = fields.Selection(
        MOMENTS, required=True, help="The moment of support that the task belongs to."
    )
    core_function = fields.Selection(
        [
            ("clarify", "Question clarification"),
            ("guide", "Wayfinding"),
            ("broker", "Brokering and mediation"),
        ],
        required=True,
        help="Which of the three core functions it serves.",
    )
