from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..screen import labels, language_names


class ClientCaseWorkMixin(models.AbstractModel):
    """How the support is done: in what role, which tasks, beside whom, at what risk."""

    _name = "client.case.work.mixin"
    _description = "Work in a case"

    heading = fields.Char(
        compute="_compute_heading",
        help="How to address the resident, and what to mind in a talk.",
    )
    role = fields.Selection(
        [
            ("regular", "Regular"),
            ("beside", "Beside the neighbourhood team, without takeover"),
            ("takeover", "Takes over from the neighbourhood team"),
            ("second_opinion", "Second opinion"),
        ],
        default="regular",
        help="How the supporter stands to other help. Independent advice beside the "
        "neighbourhood team leaves the direction there. A second opinion is one on "
        "what another organisation said.",
    )
    takeover_reason = fields.Text(help="Why the support is taken over.")
    takeover_agreed_date = fields.Date(
        string="Resident agreed on",
        help="When the resident agreed that it is taken over.",
    )
    first_opinion_partner_id = fields.Many2one(
        "res.partner",
        string="First opinion by",
        ondelete="restrict",
        domain="['|', ('is_company', '=', True), ('parent_id.is_company', '=', True)]",
        help="Which other organisation gave the first opinion. A second opinion by a "
        "colleague is asked on the case itself, with the button for it.",
    )
    task_ids = fields.One2many(
        "client.case.task", "case_id", string="Tasks done", help="What was done, when."
    )
    task_kind_ids = fields.Many2many(
        "client.task.kind",
        string="Tasks",
        compute="_compute_task_kind_ids",
        inverse="_inverse_task_kind_ids",
        help="Tick what was done; the day is kept.",
    )
    offered_task_kind_ids = fields.Many2many(
        "client.task.kind",
        compute="_compute_offered_task_kind_ids",
        help="What the organisation does of the catalogue, to tick.",
    )
    core_functions = fields.Char(
        compute="_compute_task_kind_ids",
        help="Clarifying, wayfinding, brokering: what the tasks done serve.",
    )
    starting_point_ids = fields.Many2many(
        "client.starting.point",
        string="Starting points",
        help="What the support lived up to, in the eyes of who looks back on it.",
    )
    case_director_id = fields.Many2one(
        "res.partner",
        string="Case director",
        ondelete="restrict",
        domain="['|', ('is_company', '=', True), ('parent_id.is_company', '=', True)]",
        help="Who directs the case at the neighbourhood team or a chain partner "
        "(casusregisseur); never client support itself.",
    )
    process_director_id = fields.Many2one(
        "res.partner",
        string="Process director",
        ondelete="restrict",
        domain="['|', ('is_company', '=', True), ('parent_id.is_company', '=', True)]",
        help="Who keeps the process going for a resident without own control "
        "(procesregisseur).",
    )
    funding_stream_id = fields.Many2one(
        "client.funding.stream",
        ondelete="restrict",
        help="Out of which money the support is paid; never by the resident.",
    )
    safety_flag = fields.Char(
        string="Safety",
        help="What a colleague must mind: go in pairs, a dog, a threat. Shown in the "
        "head of the case until its end date.",
    )
    safety_until = fields.Date(
        string="Safety flag until", help="Looked at again on this day at the latest."
    )
    shows_safety = fields.Boolean(
        compute="_compute_shows_safety", help="There is a flag for today."
    )

    @api.depends_context("uid")
    @api.depends(
        *("resident_ids.salutation", "resident_ids.nickname", "resident_ids.name"),
        *("resident_ids.birth_year", "resident_ids.lang_id"),
        *("resident_ids.needs_interpreter", "resident_ids.preferred_channel"),
    )
    def _compute_heading(self):
        for case in self:
            case.heading = " | ".join(
                case._words_on(resident)
                for resident in case.resident_ids._filtered_access("read")
            )

    def _words_on(self, resident):
        """One line on a resident: called what, born when, talks how."""
        called = resident.salutation or resident.nickname or resident.name
        year = resident.birth_year
        words = [f"{called} ({year})" if year else called]
        if resident.lang_id:
            (name,) = language_names(resident.lang_id)
            words.append(self.env._("speaks %s", name))
        if resident.needs_interpreter:
            words.append(self.env._("interpreter needed"))
        if channel := resident.preferred_channel:
            by = labels(resident, "preferred_channel")[channel]
            words.append(self.env._("reach by: %s", by.lower()))
        return " · ".join(words)

    @api.depends("safety_until")
    def _compute_shows_safety(self):
        today = fields.Date.context_today(self)
        for case in self:
            case.shows_safety = bool(case.safety_until) and case.safety_until >= today

    @api.depends("company_id")
    def _compute_offered_task_kind_ids(self):
        for case in self:
            case.offered_task_kind_ids = case.company_id._offered_task_kinds()

    @api.depends("task_ids.kind_id", "task_ids.party_ids")
    def _compute_task_kind_ids(self):
        functions = labels(self.env["client.task.kind"], "core_function")
        for case in self:
            case.task_kind_ids = case.task_ids.kind_id
            done = case.task_ids._done_by_us().kind_id
            case.core_functions = ", ".join(
                label
                for code, label in functions.items()
                if code in done.mapped("core_function")
            )

    def _inverse_task_kind_ids(self):
        for case in self:
            chosen, done = case.task_kind_ids, case.task_ids.kind_id
            gone = [("kind_id", "in", (done - chosen).ids)]
            case.task_ids.filtered_domain(gone).unlink()
            self.env["client.case.task"].create(
                [{"case_id": case.id, "kind_id": kind.id} for kind in chosen - done]
            )

    @api.constrains("case_director_id", "process_director_id")
    def _check_directors(self):
        for case in self.sudo():
            for director in (case.case_director_id, case.process_director_id):
                if director and not director._is_of_organisation():
                    raise ValidationError(
                        self.env._(
                            "A director is an organisation, or somebody who works for "
                            "one: choose the contact of the organisation."
                        )
                    )
                if director and director == case.supporter_id.user_id.partner_id:
                    raise ValidationError(
                        self.env._(
                            "The supporter stands beside the resident and does not "
                            "direct the case: choose who does."
                        )
                    )

    @api.constrains("first_opinion_partner_id")
    def _check_first_opinion(self):
        for case in self.sudo():
            first = case.first_opinion_partner_id
            if first and not first._is_of_organisation():
                raise ValidationError(
                    self.env._(
                        "Choose the organisation that gave the first opinion, or "
                        "somebody who works there."
                    )
                )
            own = case.company_id.partner_id
            if first and first.commercial_partner_id == own.commercial_partner_id:
                raise ValidationError(
                    self.env._(
                        "The first opinion is of a colleague: use the button “Second "
                        "opinion” on the case that the resident has here. Another "
                        "supporter then looks at that case."
                    )
                )

    @api.constrains("safety_flag", "safety_until")
    def _check_safety(self):
        if any(bool(case.safety_flag) != bool(case.safety_until) for case in self):
            raise ValidationError(
                self.env._(
                    "A safety flag says what to mind and until when it holds; fill in "
                    "both, or neither."
                )
            )

    def _missing_for(self, stage):
        needs = []
        if stage == "active" and self.role == "takeover":
            needs = [
                (
                    self.takeover_reason,
                    self.env._("Write why the support is taken over."),
                ),
                (
                    self.takeover_agreed_date,
                    self.env._("Note when the resident agreed to the takeover."),
                ),
            ]
        elif stage == "active" and self.role == "second_opinion":
            needs = [
                (
                    self.first_opinion_partner_id,
                    self.env._("Choose which organisation gave the first opinion."),
                ),
            ]
        return super()._missing_for(stage) + [
            sentence for there, sentence in needs if not there
        ]
