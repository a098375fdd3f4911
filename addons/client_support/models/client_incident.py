from odoo import api, fields, models
from odoo.tools import LazyTranslate

from ..roles import COORDINATOR
from ..screen import named_by

# For tasks: in the language of whoever gets one.
_lt = LazyTranslate(__name__)


class ClientIncident(models.Model):
    """Something went wrong or nearly so: a calamity, or pressure on a supporter.

    Without persons, so that a coordinator can act on it who sees no file; what is
    about a resident is written in that file. A calamity in Wmo support is reported to
    the supervisor at once (Wmo 2015 art. 3.4), youth care to the inspectorate
    (Jeugdwet art. 4.1.8).
    """

    _name = "client.incident"
    _inherit = ["client.impersonal.mixin"]
    _description = "Incident"
    _order = "date desc, id desc"
    _rec_name = "kind"
    _impersonal_fields = ("description", "measures")
    _set_by_buttons = frozenset({"closed_on"})

    company_id = fields.Many2one(
        "res.company",
        string="Organisation",
        required=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env.company,
        help="Where it happened.",
    )
    kind = fields.Selection(
        [
            ("calamity", "Calamity"),
            ("violence", "Violence or a threat"),
            ("pressure", "Pressure on a supporter"),
            ("near_miss", "It nearly went wrong"),
            ("other", "Something else"),
        ],
        required=True,
        help="What sort of incident.",
    )
    pressure_by = fields.Selection(
        [
            ("municipality", "The municipality"),
            ("provider", "A provider of care"),
            ("own", "Our own organisation"),
            ("around", "Somebody around a resident"),
        ],
        string="Pressure by",
        help="Who wanted the supporter to do or leave something; for the statement of "
        "independence.",
    )
    date = fields.Date(
        required=True,
        default=fields.Date.context_today,
        help="The day that it happened.",
    )
    description = fields.Text(
        string="What happened",
        required=True,
        help="Without persons: no name, number, address or telephone number.",
    )
    measures = fields.Text(
        string="What we do about it", help="At once, and so that it does not return."
    )
    reported_on = fields.Date(
        string="Reported to the supervisor on",
        help="A calamity is reported at once (Wmo 2015 art. 3.4).",
    )
    closed_on = fields.Date(readonly=True, help="When it was dealt with.")

    @api.depends("kind")
    @api.depends_context("lang")
    def _compute_display_name(self):
        named_by(self, "kind")

    @api.model_create_multi
    def create(self, vals_list):
        incidents = super().create(vals_list)
        for incident in incidents.filtered(lambda one: one.kind == "calamity"):
            # Elevated: whoever writes down a calamity has a coordinator told of it.
            company = incident.company_id.sudo()
            company._holders(COORDINATOR)._plan_task(
                _lt("A calamity was written down: report it to the supervisor at once")
            )
        return incidents

    def action_close(self):
        """Dealt with."""
        self.check_access("write")
        # Elevated: a day that no screen writes.
        self.sudo().closed_on = fields.Date.context_today(self)
