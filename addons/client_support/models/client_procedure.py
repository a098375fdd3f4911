from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..screen import form_of
from .client_procedure_step_kind import LAWS


class ClientProcedure(models.Model):
    """What a resident goes through at a municipality, CIZ or a court, by one law.

    Begins with the steps that the law knows; others are added when they come up.
    """

    _name = "client.procedure"
    _inherit = ["client.case.part.mixin", "client.case.resident.mixin"]
    _description = "Procedure"
    _order = "date desc, id desc"
    _rec_name = "display_name"
    _shared_fields = frozenset(
        {"id", "display_name", "law", "date", "handler_id", "outcome", "step_ids"}
        | {"date_ended"}
    )

    resident_id = fields.Many2one(
        "client.resident",
        index="btree_not_null",
        ondelete="cascade",
        domain="[('id', 'in', case_resident_ids)]",
        help="Whose procedure it is; empty: of everybody that the case is for.",
    )
    case_resident_ids = fields.Many2many(
        related="case_id.resident_ids",
        related_sudo=False,
        help="From whom to choose.",
    )
    law = fields.Selection(
        LAWS, required=True, default="wmo", help="By which law; says which steps."
    )
    subject = fields.Char(help="What is asked for, or what it is about, in short.")
    date = fields.Date(
        string="Began on",
        required=True,
        default=fields.Date.context_today,
        help="The day on which it began for the resident.",
    )
    handler_id = fields.Many2one(
        "res.partner",
        string="Handled by",
        index="btree_not_null",
        ondelete="restrict",
        domain="[('is_company', '=', True)]",
        help="The organisation that handles it; objections often go elsewhere.",
    )
    officer_id = fields.Many2one(
        "res.partner",
        string="Access officer",
        index="btree_not_null",
        ondelete="restrict",
        domain="[('is_company', '=', False)]",
        help="Who decides or advises on it, outside client support. Whoever does that "
        "cannot stand beside the resident.",
    )
    officer_name = fields.Char(
        string="Officer, not in contacts",
        help="Name and telephone number of who handles it, when there is no contact.",
    )
    reference = fields.Char(help="The number of the municipality, CIZ or court.")
    client_wish = fields.Text(
        string="What the resident wants", help="In the resident's own words."
    )
    officer_proposal = fields.Text(
        string="What the officer proposes",
        help="What the other side offers or weighs; kept apart from the wish.",
    )
    outcome = fields.Selection(
        [
            ("granted", "Granted, upheld"),
            ("partly", "Partly"),
            ("refused", "Refused, not upheld"),
            ("withdrawn", "Withdrawn"),
            ("other", "Ended otherwise"),
        ],
        help="How it ended.",
    )
    date_ended = fields.Date(
        string="Ended on", help="From this day on its terms are no longer watched."
    )
    step_ids = fields.One2many(
        "client.procedure.step", "procedure_id", string="Steps", help="What it takes."
    )
    letter_ids = fields.One2many(
        "client.procedure.letter",
        "procedure_id",
        string="Letters",
        help="Letters that were made for the resident to send.",
    )
    next_term_date = fields.Date(
        string="Next term",
        compute="_compute_next_term_date",
        help="The first last day of a step that is not done.",
    )

    _order_of_dates = models.Constraint(
        "CHECK(date_ended IS NULL OR date_ended >= date)",
        "A procedure ends after it began.",
    )

    @api.depends("step_ids.due_date", "step_ids.state", "date_ended")
    def _compute_next_term_date(self):
        for procedure in self:
            running = procedure.step_ids.filtered(lambda step: step._is_watched())
            procedure.next_term_date = min(running.mapped("due_date"), default=False)

    @api.depends("case_id.number")
    def _compute_display_name(self):
        # Elevated: who reads the procedures of a case need not see the case itself.
        for procedure in self.sudo():
            procedure.display_name = self.env._(
                "Procedure %s", procedure.case_id.number or ""
            )

    @api.model_create_multi
    def create(self, vals_list):
        procedures = super().create(vals_list)
        for procedure in procedures:
            if not procedure.step_ids:
                procedure._open_steps()
        procedures.filtered("officer_id")._note_decider()
        return procedures

    def write(self, vals):
        result = super().write(vals)
        if vals.get("officer_id"):
            self._note_decider()
        if "date_ended" in vals:
            self.step_ids._follow()
        return result

    def _open_steps(self):
        """The steps that a procedure by this law begins with."""
        kinds = self.env["client.procedure.step.kind"].search(
            [(f"for_{self.law}", "=", True), ("is_by_hand", "=", False)]
        )
        self.env["client.procedure.step"].create(
            [{"procedure_id": self.id, "kind_id": kind.id} for kind in kinds]
        )

    def _note_decider(self):
        """Whoever decides here cannot stand beside the resident, now or later.

        :raises ValidationError: when the officer is the supporter of this very case
        """
        # Elevated: profiles of any organisation here; only a fact about them is noted.
        for procedure in self.sudo():
            deciding = (
                self.env["client.supporter"]
                .sudo()
                .with_context(active_test=False)
                .search([("user_id.partner_id", "=", procedure.officer_id.id)])
            )
            if deciding & procedure.case_id.supporter_id:
                raise ValidationError(
                    self.env._(
                        "%s is the supporter in this case and cannot be who decides "
                        "on it. Choose somebody else, or hand the case over first.",
                        procedure.officer_id.name,
                    )
                )
            residents = procedure.resident_id or procedure.case_id.resident_ids
            roles = self.env["client.decision.role"].sudo()
            known = roles.search(
                [
                    ("resident_id", "in", residents.ids),
                    ("supporter_id", "in", deciding.ids),
                ]
            )
            known = {(role.resident_id, role.supporter_id) for role in known}
            roles.create(
                [
                    {"resident_id": resident.id, "supporter_id": supporter.id}
                    for resident in residents
                    for supporter in deciding
                    if (resident, supporter) not in known
                ]
            )

    # Buttons ------------------------------------------------------------------------

    def action_open(self):
        """The procedure on a screen of its own."""
        self.ensure_one()
        return form_of(self)

    def action_letter(self):
        """Make the letter that the button names, for the resident to sign."""
        self.ensure_one()
        letter = self.env["client.procedure.letter"].create(
            {"procedure_id": self.id, "kind": self.env.context.get("letter_kind")}
        )
        return letter.action_open()
