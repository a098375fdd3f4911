from odoo import api, fields, models
from odoo.exceptions import UserError

from ..models.client_procedure_step_kind import UNITS
from ..models.client_term_change import GROUNDS

NEEDS_DAY = ("agreed", "reasonable", "announced", "resumed")


class ClientTermMove(models.TransientModel):
    """What happened to a term: it stands still, runs again, or got more time."""

    _name = "client.term.move"
    _inherit = ["client.term.sum.mixin"]
    _description = "What happened to a term"

    step_id = fields.Many2one(
        "client.procedure.step",
        required=True,
        readonly=True,
        ondelete="cascade",
        help="Whose term it is.",
    )
    what = fields.Selection(
        [
            ("suspended", "It stands still (suspended)"),
            ("resumed", "It runs again"),
            ("adjourned", "Adjourned by letter, once"),
            ("agreed", "More time, agreed with the resident"),
            ("reasonable", "Later day named: the law gives no term"),
            ("announced", "Late decision announced; the term stays"),
            ("undone", "Undo the last one: a mistake"),
        ],
        required=True,
        default="suspended",
        help="What the authority or the resident did.",
    )
    ground = fields.Selection(
        GROUNDS, default="supplement", help="Why it stands still (Awb art. 4:15)."
    )
    date_from = fields.Date(
        string="Day of the letter",
        default=fields.Date.context_today,
        help="The day on which it was asked, agreed or written.",
    )
    date_until = fields.Date(
        string="Supplemented, or day named",
        help="Empty while it stands still: the day it was supplemented or the time for "
        "that ran out, the last day that was agreed, or the day that was named.",
    )
    reason = fields.Char(required=True, help="Why; kept in the history.")
    preview = fields.Text(
        string="The term then", compute="_compute_preview", help="The sum with this."
    )
    amount = fields.Integer(compute="_compute_from_law", help="Length of adjournment.")
    unit = fields.Selection(UNITS, compute="_compute_from_law", help="Its unit.")
    article = fields.Char(compute="_compute_from_law", help="By which article.")

    @api.depends("what", "ground", "step_id")
    def _compute_from_law(self):
        for move in self:
            kind = move.step_id.kind_id
            adjourned = move.what == "adjourned"
            move.amount = adjourned and kind.more_amount
            move.unit = adjourned and kind.more_unit
            move.article = {
                "suspended": (
                    kind.suspend_source
                    if move.ground == "supplement"
                    else "Awb 4:15(2)"
                ),
                "adjourned": kind.more_source,
                "agreed": "Awb 7:10(4)" if kind.more_amount else "Awb 4:15(2)a",
                "reasonable": "Awb 4:14(3)",
                "announced": "Awb 4:14(1)",
            }.get(move.what)

    @api.depends("what", "ground", "date_from", "date_until", "step_id")
    def _compute_preview(self):
        for move in self:
            step = move.step_id
            is_counted = move.what in ("suspended", "adjourned", "agreed", "reasonable")
            try:
                extra = [move] if is_counted and not move._missing() else []
                move.preview = "\n".join(step._sum(extra=extra))
            except ValueError:
                move.preview = self.env._("These days cannot be.")

    def _missing(self):
        """The words of what has to be filled in, or None."""
        if not self.date_from and self.what not in ("resumed", "undone"):
            return self.env._("Fill in the day of the letter.")
        if not self.date_until and self.what in NEEDS_DAY:
            return self.env._("Fill in until when.")
        if (
            self.date_from
            and self.date_until
            and self.what != "resumed"
            and self.date_until < self.date_from
        ):
            return self.env._("The end lies before the beginning.")
        return None

    def action_move(self):
        """Do it; the caller must be working on the case."""
        self.ensure_one()
        step = self.step_id
        step.check_access("write")
        if missing := self._missing():
            raise UserError(missing)
        if self.what == "resumed":
            step._resume(self.date_until, self.reason)
        elif self.what == "undone":
            step._undo(self.reason)
        else:
            step._move(self, self.reason)
        return {"type": "ir.actions.act_window_close"}
