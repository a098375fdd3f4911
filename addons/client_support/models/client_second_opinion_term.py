from odoo import fields, models

WHATS = [
    ("prolonged", "Four weeks more"),
    ("asked_again", "Another supporter is asked"),
]


class ClientSecondOpinionTerm(models.Model):
    """A second opinion was not there in time: what was done about it, and why.

    Made by that act alone; nobody writes or deletes one.
    """

    _name = "client.second.opinion.term"
    _inherit = ["client.case.part.mixin"]
    _description = "Second opinion not given in time"
    _order = "id desc"

    second_opinion_id = fields.Many2one(
        "client.second.opinion",
        required=True,
        index=True,
        ondelete="cascade",
        help="The request.",
    )
    what = fields.Selection(
        WHATS,
        string="What was done",
        required=True,
        help="Whether the same supporter got more time.",
    )
    reason = fields.Text(required=True, help="Why it was not there in time.")
    supporter_id = fields.Many2one(
        "client.supporter",
        string="Was asked",
        required=True,
        ondelete="restrict",
        help="Who was to give it until then.",
    )
    due_before = fields.Date(string="Was wanted by", help="The day until then.")
    due_after = fields.Date(
        string="Now wanted by", help="The day since; empty: another is asked."
    )
