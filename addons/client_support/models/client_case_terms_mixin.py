from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import format_date

from ..screen import form_of


class ClientCaseTermsMixin(models.AbstractModel):
    """The procedures of a case and the term that ends first.

    Worked out as the user, so that whoever sees the case and not its procedures learns
    nothing of them; one search for all cases of a list.
    """

    _name = "client.case.terms.mixin"
    _description = "Terms of a case"

    procedure_ids = fields.One2many(
        "client.procedure", "case_id", string="Procedures", help="What goes on by law."
    )
    term_ids = fields.One2many(
        "client.procedure.step", "case_id", string="Terms", help="Steps and terms."
    )
    next_term_date = fields.Date(
        string="Next term",
        compute="_compute_next_term",
        search="_search_next_term_date",
        help="The first last day of a step that is not done.",
    )
    next_term = fields.Char(
        string="Next term is",
        compute="_compute_next_term",
        help="Which step it is, and how many days are left.",
    )
    next_term_urgency = fields.Selection(
        selection=lambda self: (
            self.env["client.procedure.step"]
            ._fields["urgency"]
            ._description_selection(self.env)
        ),
        compute="_compute_next_term",
        help="How near it is.",
    )
    term_timeline = fields.Json(
        string="Timeline", compute="_compute_term_timeline", help="Terms as a picture."
    )

    @api.depends("term_ids.due_date", "term_ids.state")
    @api.depends_context("uid", "lang", "tz")
    def _compute_next_term(self):
        first = {}
        for step in self._terms([("state", "=", "running"), ("due_date", "!=", False)]):
            if not step.procedure_id.date_ended:
                first.setdefault(step.case_id.id, step)
        for case in self:
            step = first.get(case.id or case._origin.id)
            case.next_term_date = step and step.due_date
            case.next_term_urgency = step and step.urgency
            case.next_term = step and step._in_short()

    def _terms(self, domain):
        """The steps of these cases that the user may see, the nearest first."""
        steps = self.env["client.procedure.step"]
        if not steps.has_access("read"):
            return steps
        return steps.search([("case_id", "in", self.ids), *domain], order="due_date")

    def _search_next_term_date(self, operator, value):
        if operator not in ("<", "<=", ">", ">=", "in"):
            return NotImplemented
        steps = self.env["client.procedure.step"]
        if not steps.has_access("read"):
            return Domain.FALSE
        running = Domain("state", "=", "running") & Domain("due_date", "!=", False)
        running &= Domain("procedure_id.date_ended", "=", False)
        if operator == "in" and False in value:
            # No date: no term that runs.
            return ~Domain("term_ids", "any", running)
        return Domain("term_ids", "any", running & Domain("due_date", operator, value))

    @api.depends("term_ids.due_date", "term_ids.state")
    @api.depends_context("uid", "lang", "tz")
    def _compute_term_timeline(self):
        terms = self._terms([("start_date", "!=", False), ("state", "!=", "skipped")])
        for case in self:
            of_case = terms.filtered(
                lambda step, case=case: step.case_id == case._origin
            )
            case.term_timeline = of_case._timeline()

    def _open_in_procedures(self):
        """What is still open, one sentence each, for who closes the case."""
        self.ensure_one()
        return [
            self.env._(
                "“%(step)s” ends on %(day)s.",
                step=step.kind_id.name,
                day=format_date(self.env, step.due_date),
            )
            if step.due_date
            else self.env._("“%s” stands still.", step.kind_id.name)
            for step in self._terms(
                [
                    ("state", "in", ("running", "suspended")),
                    ("procedure_id.date_ended", "=", False),
                ]
            )
            if step.due_date or step.suspended_since
        ]

    def action_new_procedure(self):
        """A procedure of this case, with the steps of its law."""
        self.ensure_one()
        self.check_access("write")
        return form_of(
            self.env["client.procedure"], context={"default_case_id": self.id}
        )
