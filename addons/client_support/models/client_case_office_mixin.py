from odoo import api, fields, models
from odoo.exceptions import ValidationError


class ClientCaseOfficeMixin(models.AbstractModel):
    """What the intake and the coordinator's office need of a case."""

    _name = "client.case.office.mixin"
    _description = "A case in the intake and the office"

    life_domain_ids = fields.Many2many(
        "life.domain",
        string="Life domains",
        compute="_compute_life_domain_ids",
        compute_sudo=False,
        help="The life domains of the questions that you can read.",
    )
    lang_ids = fields.Many2many(
        "res.lang",
        string="Languages",
        context={"active_test": False},
        compute="_compute_lang_ids",
        compute_sudo=False,
        help="The languages that work best for the residents.",
    )
    second_opinion_ids = fields.One2many(
        "client.second.opinion",
        "case_id",
        string="Second opinions",
        help="What another supporter was asked to look at.",
    )

    @api.depends("question_ids.life_domain_id")
    def _compute_life_domain_ids(self):
        for case in self:
            case.life_domain_ids = case.question_ids.life_domain_id

    @api.depends("resident_ids.lang_id")
    def _compute_lang_ids(self):
        for case in self:
            case.lang_ids = case.resident_ids.lang_id

    @api.constrains("supporter_id")
    def _check_second_opinion_by_another(self):
        # Elevated: a request may be hidden from whoever assigns.
        for case in self.sudo():
            waiting = case.second_opinion_ids.filtered(
                lambda request: request.state == "assigned"
            )
            if case.supporter_id and case.supporter_id in waiting.supporter_id:
                raise ValidationError(
                    self.env._(
                        "%s gives a second opinion on this case. Wait until it is "
                        "given, or withdraw it first.",
                        case.supporter_id.name,
                    )
                )

    def action_second_opinions(self):
        """The second opinions on this case; without one, the form to ask it."""
        self.ensure_one()
        self.check_access("read")
        asked = self.env["client.second.opinion"].search_count(
            [("case_id", "=", self.id)], limit=1
        )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Second opinions on %s", self.number),
            "res_model": "client.second.opinion",
            "view_mode": "list,form" if asked else "form,list",
            "domain": [("case_id", "=", self.id)],
            "context": {"default_case_id": self.id},
        }
