from odoo import fields, models

from ..models.client_second_opinion_term import WHATS


class ClientSecondOpinionLate(models.TransientModel):
    """A second opinion is not there in time: more time, or another supporter."""

    _name = "client.second.opinion.late"
    _description = "Second opinion not given in time"

    second_opinion_id = fields.Many2one(
        "client.second.opinion",
        required=True,
        readonly=True,
        ondelete="cascade",
        help="The request.",
    )
    what = fields.Selection(
        WHATS,
        string="What now?",
        required=True,
        default="prolonged",
        help="The same supporter reads the case for four weeks more, or the "
        "coordinator asks another one.",
    )
    reason = fields.Text(string="Why?", required=True, help="It is kept in the file.")

    def action_decide(self):
        """Do it, and delete the form, which holds the same words."""
        self.ensure_one()
        self.second_opinion_id._not_given(self.what, self.reason)
        self.unlink()
        return {"type": "ir.actions.client", "tag": "soft_reload"}
