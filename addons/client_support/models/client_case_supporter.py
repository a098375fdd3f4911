from odoo import api, fields, models


class ClientCaseSupporter(models.Model):
    """Somebody who stands beside the resident together with the supporter.

    The access that goes with it is given and ended by the methods of the case, after
    the same checks as for whoever gets the case; so nobody writes these lines.
    """

    _name = "client.case.supporter"
    _inherit = ["client.case.part.mixin"]
    _description = "Co-supporter of a case"
    _order = "date_from desc, id desc"

    supporter_id = fields.Many2one(
        "client.supporter",
        required=True,
        index=True,
        ondelete="restrict",
        help="Who supports along.",
    )
    role = fields.Selection(
        [
            ("co_supporter", "Co-supporter"),
            ("experience_expert", "Experience expert"),
            ("volunteer", "Volunteer"),
            ("trainee", "Trainee"),
        ],
        required=True,
        default="co_supporter",
        help="As what.",
    )
    date_from = fields.Date(
        string="From",
        required=True,
        default=fields.Date.context_today,
        help="The first day.",
    )
    date_until = fields.Date(string="Until", help="The last day; empty: no end yet.")
    is_ended = fields.Boolean(help="Ended before the last day was over.")
    is_over = fields.Boolean(
        compute="_compute_is_over", help="Ended, or the last day has passed."
    )

    _order_of_days = models.Constraint(
        "CHECK(date_until >= date_from)", "The last day lies before the first."
    )

    @api.depends("date_until", "is_ended")
    def _compute_is_over(self):
        today = fields.Date.context_today(self)
        for line in self:
            last = line.date_until
            line.is_over = line.is_ended or (bool(last) and last < today)

    def action_end(self):
        """Today is the last day, and the access ends now."""
        self.ensure_one()
        self.check_access("read")
        self.case_id.check_access("write")
        # Elevated: lines and access rows are changed by methods only; who works on
        # the case may end it, checked above.
        line = self.sudo()
        line.case_id._end_co_support(line.supporter_id)
