from odoo import fields, models

from .client_procedure_step_kind import UNITS

WHATS = [
    ("start", "Other day that starts it"),
    ("planned", "Other planned day"),
    ("done", "Other day it was done"),
    ("variant", "Special situation"),
    ("suspended", "Suspended"),
    ("resumed", "Suspension ended"),
    ("adjourned", "Adjourned"),
    ("agreed", "More time, agreed with the resident"),
    ("reasonable", "Later day named: the law gives no term"),
    ("announced", "Late decision announced"),
    ("undone", "Undone"),
]
GROUNDS = [
    ("supplement", "A supplement was asked for"),
    ("consent", "The resident agreed to wait"),
    ("delay", "The delay is the resident's"),
    ("force_majeure", "Force majeure"),
]


class ClientTermChange(models.Model):
    """Why a term ends on another day than before: history and part of the sum.

    Made by methods only, with who did it and when; nobody writes or deletes one. What
    was wrong is undone by another row and counts no longer.
    """

    _name = "client.term.change"
    _inherit = ["client.procedure.part.mixin", "client.term.sum.mixin"]
    _description = "Change of a term"
    _order = "id"

    procedure_id = fields.Many2one(
        related="step_id.procedure_id", store=True, precompute=True
    )
    step_id = fields.Many2one(
        "client.procedure.step",
        required=True,
        index=True,
        ondelete="cascade",
        help="The step whose term it is.",
    )
    what = fields.Selection(WHATS, required=True, help="What happened to the term.")
    ground = fields.Selection(GROUNDS, help="Why it stands still (Awb art. 4:15).")
    date_from = fields.Date(
        string="From",
        help="The day of the letter that says so; of a suspension by agreement or "
        "delay its first day; of another date the old one.",
    )
    date_until = fields.Date(
        string="Supplemented, or day named",
        help="The day it was supplemented, or the time for that ran out; of a "
        "suspension by agreement its last day; the day that was named; the new date.",
    )
    amount = fields.Integer(aggregator=None, help="By what length it was adjourned.")
    unit = fields.Selection(UNITS, help="Unit of that length.")
    article = fields.Char(help="The article of the law that allows it.")
    reason = fields.Char(help="Why, in words.")
    due_before = fields.Date(string="Last day before", help="The last day until then.")
    due_after = fields.Date(string="Last day after", help="The last day since.")
    is_undone = fields.Boolean(
        string="No longer counts", help="It was registered by mistake."
    )
