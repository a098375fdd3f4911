from odoo import api, fields, models
from odoo.exceptions import ValidationError

SCORES = [(str(n), str(n)) for n in range(1, 6)]


class ClientProviderOption(models.Model):
    """One of the organisations that a resident can choose from, seen by the resident.

    The supporter lays them side by side and does not choose: scores and choice are
    those of the resident.
    """

    _name = "client.provider.option"
    _inherit = ["client.case.person.mixin", "client.service.link.mixin"]
    _description = "Provider to choose from"
    _order = "id"
    _shared_fields = frozenset(
        {"id", "display_name", "partner_id", "service_id", "offer"}
        | {"is_chosen", "chosen_on"}
    )

    partner_id = fields.Many2one(
        "res.partner",
        string="Organisation",
        required=True,
        index=True,
        ondelete="restrict",
        domain="[('is_company', '=', True)]",
        help="Who offers it.",
    )
    cost = fields.Selection(
        related="service_id.cost", help="What the resident pays, by the social map."
    )
    waiting_weeks = fields.Integer(
        compute="_compute_waiting_weeks",
        string="Weeks of waiting",
        aggregator=None,
        help="By the social map, as long as it was measured not long ago.",
    )
    offer = fields.Char(string="What they offer", help="The service, in a few words.")
    matters = fields.Text(
        string="What matters to me",
        help="What the resident looks at: near by, in my language, waiting time, …",
    )
    score = fields.Selection(
        SCORES, string="My mark", help="How well it fits, 1 to 5, by the resident."
    )
    is_chosen = fields.Boolean(
        string="My choice", help="The resident chooses this one."
    )
    chosen_on = fields.Date(string="Chosen on", help="The day of the choice.")

    @api.depends("service_id")
    def _compute_waiting_weeks(self):
        for option in self:
            service = option.service_id
            option.waiting_weeks = service.is_measure_current and service.waiting_weeks

    @api.onchange("is_chosen")
    def _onchange_is_chosen(self):
        self.chosen_on = self.is_chosen and fields.Date.context_today(self)

    @api.constrains("is_chosen", "chosen_on")
    def _check_chosen_on(self):
        if any(one.chosen_on and not one.is_chosen for one in self):
            raise ValidationError(
                self.env._("Only what was chosen has a day of the choice.")
            )
