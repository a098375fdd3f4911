from odoo import fields, models


class ClientCasePlanMixin(models.AbstractModel):
    """The plan of the residents of a case: goals, choices and papers."""

    _name = "client.case.plan.mixin"
    _description = "Case with a plan"

    goal_ids = fields.One2many(
        "client.goal", "case_id", string="Goals", help="What the resident wants."
    )
    provider_option_ids = fields.One2many(
        "client.provider.option",
        "case_id",
        string="Providers to choose from",
        help="Organisations side by side, with the mark of the resident.",
    )
    plan_document_ids = fields.One2many(
        "client.plan.document",
        "case_id",
        string="Papers",
        help="Papers that the resident takes along.",
    )

    def _open_in_plan(self):
        """What of the plan is to be looked at before the case is closed.

        :return: sentences; none when nothing is open
        """
        self.ensure_one()
        goals = self.goal_ids.filtered(lambda goal: goal.attained == "not_yet")
        steps = self.goal_ids.action_ids.filtered(
            lambda step: step.by == "supporter" and not step.done_on
        )
        sentences = []
        if goals:
            sentences.append(self.env._("Goals without a result: %s.", len(goals)))
        if steps:
            sentences.append(
                self.env._("Steps of the supporter that are not done: %s.", len(steps))
            )
        return sentences
