from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import LazyTranslate

from ..dossier_key import DossierKey

# For tasks: in the language of whoever gets one.
_lt = LazyTranslate(__name__)
TASK = "goal_action"

BY = [
    ("resident", "The resident"),
    ("network", "Somebody close"),
    ("supporter", "The supporter"),
    ("service", "An organisation"),
]


class ClientGoalAction(models.Model):
    """A step towards a goal: who does what, before which day.

    A step of the supporter is also a task in the list of the supporter, one at a time.
    """

    _name = "client.goal.action"
    _inherit = [
        "client.file.mixin",
        "client.service.link.mixin",
        "client.activity.mixin",
    ]
    _description = "Step towards a goal"
    _order = "done_on desc, due_on, id"
    _set_by_methods = frozenset({"dossier_id", "goal_id"})
    _shared_fields = frozenset(
        {"id", "display_name", "goal_id", "what", "by", "who", "partner_id"}
        | {"service_id", "due_on", "done_on"}
    )
    _dossier_of = ("goal_id",)

    dossier_id = DossierKey(compute="_compute_dossier_id", store=True)
    goal_id = fields.Many2one(
        "client.goal",
        required=True,
        index=True,
        ondelete="cascade",
        help="What it is for.",
    )
    resident_id = fields.Many2one(
        related="goal_id.resident_id",
        related_sudo=False,
        store=True,
        index="btree_not_null",
        help="Of whom the goal is.",
    )
    what = fields.Char(required=True, help="One short sentence.")
    by = fields.Selection(
        BY,
        required=True,
        default="resident",
        help="Who does it; first what somebody can do alone or with people around.",
    )
    who = fields.Char(
        string="Name", help="Which person, as the resident calls them: my sister."
    )
    partner_id = fields.Many2one(
        "res.partner",
        string="Organisation",
        index="btree_not_null",
        ondelete="restrict",
        domain="[('is_company', '=', True)]",
        help="Which organisation does it.",
    )
    due_on = fields.Date(string="Before", help="The last day.")
    done_on = fields.Date(string="Done on", help="The day it was done.")
    is_done = fields.Boolean(
        string="Done",
        compute="_compute_is_done",
        inverse="_inverse_is_done",
        help="Whether it was done.",
    )

    @api.depends("done_on")
    def _compute_is_done(self):
        for action in self:
            action.is_done = bool(action.done_on)

    def _inverse_is_done(self):
        today = fields.Date.context_today(self)
        for action in self:
            action.done_on = action.is_done and (action.done_on or today)

    @api.constrains("by", "partner_id")
    def _check_organisation(self):
        if any(one.partner_id and one.by != "service" for one in self):
            raise ValidationError(
                self.env._("Choose “An organisation” for a step of an organisation.")
            )

    @api.onchange("by")
    def _onchange_by(self):
        if self.by != "service":
            self.service_id = self.partner_id = False

    @api.model_create_multi
    def create(self, vals_list):
        actions = super().create(vals_list)
        actions._follow_up()
        return actions

    def write(self, vals):
        result = super().write(vals)
        if vals.keys() & {"by", "due_on", "done_on"}:
            self._follow_up()
        return result

    def _follow_up(self):
        """Keep one task for each step of the supporter that is due, and no other.

        The task says nothing of the goal: it is read in lists. It passes on with the
        case (`client.case._pass_on_tasks`).
        """
        # Elevated: whoever writes the plan, the task is the supporter's.
        for action in self.sudo():
            if action.done_on:
                action.activity_ids._end_planned(TASK)
                continue
            action._keep_task(
                TASK,
                action.by == "supporter" and action.due_on,
                _lt("A step of the plan"),
                action.goal_id.case_id._supporter_or_user(),
            )

    def _in_words(self):
        """For the resident: what, who, when, and whether it was done."""
        names = {
            "resident": self.env._("You"),
            "network": self.env._("Somebody close to you"),
            "supporter": self.env._("Your client supporter"),
            "service": self.env._("An organisation"),
        }
        return [
            {
                "what": action.what,
                "who": (
                    action.who
                    # What a service does is often only its name: not twice.
                    or (
                        action.service_id.name != action.what and action.service_id.name
                    )
                    or action.partner_id.name
                    or names[action.by]
                ),
                "before": action.due_on,
                "is_done": bool(action.done_on),
            }
            for action in self
        ]
