from odoo import api, fields, models
from odoo.exceptions import ValidationError

from . import social_review_mixin

# Settings that count days or months, and the least that makes sense.
LEAST = {
    "social_review_months": 1,
    "social_remind_days": 0,
    "social_escalate_days": 0,
    "social_unchecked_days": 0,
    "social_measured_days": 1,
    "social_link_days": 1,
}
OURS = {f"social_{parameter}": parameter for parameter in social_review_mixin.DEFAULTS}


class ResConfigSettings(models.TransientModel):
    """How the social map is kept true."""

    _inherit = "res.config.settings"

    social_review_months = fields.Integer(
        string="Check Every",
        help="Months between two checks of a service, organisation or location.",
    )
    social_remind_days = fields.Integer(
        string="Remind Before",
        help="Days before a check that its owner is reminded.",
    )
    social_escalate_days = fields.Integer(
        string="Tell the Coordinator After",
        help="Days after the day of the check that the coordinator is told.",
    )
    social_escalation_user_id = fields.Many2one(
        "res.users",
        string="Coordinator of the Directory",
        domain="[('share', '=', False)]",
        help="Hears of what stays unchecked and of what has no owner any more.",
    )
    social_unchecked_days = fields.Integer(
        string="Unchecked After",
        help="Days after the day of the check from which it counts as unchecked.",
    )
    social_hide_unchecked = fields.Selection(
        [
            ("0", "Say to residents that it was not checked since"),
            ("1", "Hide the service from residents"),
        ],
        string="When It Was Not Checked",
        required=True,
        help="What happens with a service that counts as unchecked. Hiding goes for "
        "pages, search and open data; it ends as soon as somebody checks it.",
    )
    social_measured_days = fields.Integer(
        string="Waiting Time Holds",
        help="Days after which a measured waiting time says nothing any more.",
    )
    social_mail_providers = fields.Boolean(
        string="Ask Providers by E-mail",
        help="When the owner is reminded, the provider gets an e-mail too, with a link "
        "to confirm or correct the service without an account.",
    )
    social_link_days = fields.Integer(
        string="Link Holds",
        help="Days that a provider has to answer.",
    )

    @api.constrains(*LEAST)
    def _check_social_numbers(self):
        for settings in self:
            for name, least in LEAST.items():
                if settings[name] < least:
                    raise ValidationError(
                        self.env._(
                            "“%(setting)s” must be %(least)s or more.",
                            setting=settings._fields[name]._description_string(
                                self.env
                            ),
                            least=least,
                        )
                    )

    @api.model
    def get_values(self):
        services = self.env["social.service"]
        values = {
            name: services._review_setting(parameter)
            for name, parameter in OURS.items()
        }
        values["social_hide_unchecked"] = str(values["social_hide_unchecked"])
        values["social_escalation_user_id"] = services._escalation_user().id
        return {**super().get_values(), **values}

    def set_values(self):
        """Kept as written: Odoo itself would drop a zero, and take the default."""
        result = super().set_values()
        for name, parameter in OURS.items():
            value = str(int(self[name] or 0))
            # Elevated: as all settings; `execute` has checked the right.
            parameters = self.env["ir.config_parameter"].sudo()
            parameters.set_param(f"social_map.{parameter}", value)
        self.env["social.service"].sudo()._refresh_hidden()
        return result
