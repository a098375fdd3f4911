from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError


class ClientCallAttempt(models.Model):
    """Somebody rang the resident of a new case (first call within 14 days, R029).

    What was tried stays as it was noted.
    """

    _name = "client.call.attempt"
    _inherit = ["client.case.part.mixin"]
    _description = "Call attempt"
    _order = "moment desc, id desc"

    moment = fields.Datetime(
        string="When",
        required=True,
        default=fields.Datetime.now,
        help="When was rung.",
    )
    user_id = fields.Many2one(
        "res.users",
        string="Who",
        required=True,
        readonly=True,
        ondelete="restrict",
        default=lambda self: self.env.user,
        help="Who rang; whoever notes it.",
    )
    outcome = fields.Selection(
        [
            ("reached", "Reached"),
            ("not_reached", "No answer"),
            ("voicemail", "Voicemail"),
        ],
        required=True,
        help="Whether the resident was spoken to.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            vals_list = [{**vals, "user_id": self.env.uid} for vals in vals_list]
        return super().create(vals_list)

    @api.constrains("moment")
    def _check_moment(self):
        latest = fields.Datetime.now() + timedelta(minutes=5)
        if any(attempt.moment > latest for attempt in self):
            raise ValidationError(
                self.env._("A call cannot lie in the future; plan an appointment.")
            )
