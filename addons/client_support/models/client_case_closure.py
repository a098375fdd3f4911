from odoo import fields, models

RESULTS = [
    ("reached", "Reached"),
    ("partly", "Partly reached"),
    ("not_reached", "Not reached"),
    ("none", "Cannot be said"),
]
ANSWERS = [
    ("yes", "Yes"),
    ("partly", "Partly"),
    ("no", "No"),
    ("not_asked", "Could not be asked"),
]


class ClientCaseClosure(models.Model):
    """A closing that was undone: the case was reopened.

    Kept as it was, so that figures of the time before stay what they were (K04, K05).
    The closing that stands now is on the case itself. Only reopening makes one.
    """

    _name = "client.case.closure"
    _inherit = ["client.case.part.mixin"]
    _description = "Earlier closing"
    _order = "closed_on desc, id desc"

    closed_on = fields.Date(required=True, help="The day the case was closed.")
    closing_reason_id = fields.Many2one(
        "client.closing.reason",
        required=True,
        ondelete="restrict",
        help="How it had ended.",
    )
    result = fields.Selection(RESULTS, help="What had come of it.")
    resident_answer = fields.Selection(
        ANSWERS, help="What the resident said then of the question."
    )
    reopened_on = fields.Date(required=True, help="The day it was opened again.")
    reopened_by_id = fields.Many2one(
        "res.users", required=True, ondelete="restrict", help="Who opened it again."
    )
    reopen_reason = fields.Text(required=True, help="Why.")

    _order_of_days = models.Constraint(
        "CHECK(reopened_on >= closed_on)",
        "A case is reopened after it was closed.",
    )
