from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..screen import form_of, labels

ATTAINED = [
    ("not_yet", "Not yet"),
    ("partly", "Partly"),
    ("reached", "Reached"),
    ("dropped", "No longer wanted"),
]
# Life domains of which we have a picture: static/src/img/domains.
PICTURES = "/client_support/static/src/img"
PICTURED = frozenset(
    {"housing", "daily_living", "health_care", "income_debt", "work_day", "education"}
    | {"youth_family", "social_network", "participation", "meaning", "mobility"}
    | {"safety_justice"}
)


class ClientGoal(models.Model):
    """What a resident wants to reach, in the resident's words."""

    _name = "client.goal"
    _inherit = ["client.case.person.mixin"]
    _description = "Goal"
    _order = "sequence, id"
    _shared_fields = frozenset(
        {"id", "display_name", "sequence", "life_domain_id", "wording", "baseline"}
        | {"target", "attained", "attained_on", "agreed_on"}
    )

    sequence = fields.Integer(
        default=10, aggregator=None, help="What matters most comes first."
    )
    template_id = fields.Many2one(
        "client.goal.template",
        string="Example",
        index="btree_not_null",
        ondelete="set null",
        domain="[('life_domain_id', 'in', [life_domain_id, False])]",
        help="Fills in words to begin with; make them the resident's own.",
    )
    life_domain_id = fields.Many2one(
        "life.domain",
        required=True,
        index=True,
        ondelete="restrict",
        help="The part of life that it is about.",
    )
    wording = fields.Text(
        string="What I want",
        required=True,
        help="The goal in the words of the resident.",
    )
    baseline = fields.Text(string="How it is now", help="Where we begin.")
    target = fields.Text(
        string="When it is good", help="How the resident will know that it worked."
    )
    is_coauthor = fields.Boolean(
        string="Made together",
        default=True,
        help="The resident wrote this goal too. The plan is the resident's.",
    )
    agreed_on = fields.Date(
        string="Resident agreed", help="The day the resident agreed to this goal."
    )
    attained = fields.Selection(
        ATTAINED,
        required=True,
        default="not_yet",
        string="Result",
        help="How far it came, as the resident sees it.",
    )
    attained_on = fields.Date(
        string="Result on", help="The day on which the result was looked at."
    )
    action_ids = fields.One2many(
        "client.goal.action",
        "goal_id",
        string="Who does what",
        help="Steps towards the goal.",
    )
    action_count = fields.Integer(
        compute="_compute_progress", aggregator=None, help="Number of steps."
    )
    done_count = fields.Integer(
        compute="_compute_progress", aggregator=None, help="Steps that were done."
    )
    progress = fields.Integer(
        compute="_compute_progress",
        aggregator=None,
        help="Steps done, of a hundred; a goal that is reached is at a hundred.",
    )

    @api.depends("action_ids.done_on", "attained")
    def _compute_progress(self):
        for goal in self:
            steps = goal.action_ids
            goal.action_count = len(steps)
            goal.done_count = len(steps.filtered("done_on"))
            goal.progress = (
                100
                if goal.attained == "reached"
                else steps and 100 * goal.done_count // goal.action_count
            )

    def action_choose(self):
        """This goal is the one for the service that was looked up."""
        self.ensure_one()
        service = self.env["social.service"].browse(self.env.context["put_service"])
        return self._put_in_plan(service)

    def _put_in_plan(self, service):
        """A step of the service towards this goal; the goal opens.

        The fence of the goal decides who may.
        """
        self.action_ids = [fields.Command.create(service._as_step())]
        return form_of(self, name=self.env._("Put in the plan"), target="new")

    @api.onchange("template_id")
    def _onchange_template_id(self):
        template = self.template_id
        if not template:
            return
        self.life_domain_id = self.life_domain_id or template.life_domain_id
        self.wording = template.wording
        self.target = template.target
        if template.first_step and not self.action_ids:
            today = fields.Date.context_today(self)
            self.action_ids = [
                fields.Command.create(
                    {
                        "what": template.first_step,
                        "by": template.first_by,
                        "due_on": today + timedelta(days=template.first_days),
                    }
                )
            ]

    @api.onchange("attained")
    def _onchange_attained(self):
        self.attained_on = self.attained != "not_yet" and fields.Date.context_today(
            self
        )

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([self._dated(vals) for vals in vals_list])

    def write(self, vals):
        return super().write(self._dated(vals))

    @api.model
    def _dated(self, vals):
        """A result has a day; today when nobody says otherwise."""
        if "attained" not in vals:
            return vals
        open_ = vals["attained"] == "not_yet"
        today = fields.Date.context_today(self)
        return {"attained_on": False if open_ else today, **vals}

    @api.constrains("attained", "attained_on")
    def _check_attained(self):
        for goal in self:
            if (goal.attained == "not_yet") == bool(goal.attained_on):
                raise ValidationError(
                    self.env._("A goal with a result has a day of the result.")
                )

    # On the resident's own page ------------------------------------------------------

    @api.model
    def _shown_to_user(self):
        """Questions and plan of the residents whose file is the user's own.

        :return: a list, one for each resident; empty for everybody else
        """
        residents = self.env["client.access.log"]._residents_of_user()
        return [
            {
                "called": resident.nickname or resident.name,
                "questions": self._questions_of(resident),
                "goals": [
                    goal._in_words()
                    # Elevated: residents have no right on files; what is shown of
                    # the own cases is said by the domain.
                    for goal in self.sudo().search(
                        self._domain_shown_to(resident)
                        & fields.Domain("case_id.stage", "!=", "closed")
                    )
                ],
            }
            for resident in residents
        ]

    @api.model
    def _questions_of(self, resident):
        # Elevated: as above. Of a shielded case only what names this resident.
        cases = self.env["client.case"].sudo()
        cases = cases.search(
            [("resident_ids", "in", resident.ids), ("stage", "!=", "closed")]
        )
        return [
            {
                "domain": question.life_domain_id,
                "picture": _picture(question.life_domain_id),
                "words": question.description,
            }
            for question in cases.question_ids.filtered_domain(
                self.env["client.access.log"]._domain_shown_of(resident)
            )
            if resident in question.resident_ids
            or not (question.resident_ids or question.case_id.is_shielded)
        ]

    def _in_words(self):
        self.ensure_one()
        results = labels(self, "attained")
        return {
            "domain": self.life_domain_id,
            "picture": _picture(self.life_domain_id),
            "words": self.wording,
            "result": self.attained != "not_yet" and results[self.attained],
            "steps": self.action_ids._in_words(),
        }


def _picture(domain):
    """Where the pictogram of a life domain is; one that was added gets a common one."""
    known = domain.code in PICTURED
    return (
        f"{PICTURES}/domains/{domain.code}.svg"
        if known
        else f"{PICTURES}/parts/step.svg"
    )
