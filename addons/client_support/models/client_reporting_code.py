from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..dossier_key import DossierKey
from ..screen import form_of

STEPS = ("signals", "consulted", "talked", "weighed", "decided")


class ClientReportingCode(models.Model):
    """The five steps of the reporting code, for one resident (Wmo 2015 art. 3.3,
    Jeugdwet art. 4.1.7, Besluit verplichte meldcode).

    What is noticed, who was asked, what was said, how it was weighed and what was
    decided. It shares nothing: reporting is done by a disclosure, which a second
    person approves (`client.disclosure`). Only who works on the whole file sees it.
    """

    _name = "client.reporting.code"
    _inherit = ["client.case.resident.mixin"]
    # What it says is of those who are at risk and of those who warned, also where the
    # resident or a parent asks for a copy. The privacy officer answers for it.
    _of_somebody_else = True
    _description = "Reporting code"
    _order = "id desc"
    _rec_name = None
    _set_by_methods = frozenset({"dossier_id", "case_id", "resident_id", "closed_on"})
    _dossier_of = ("case_id", "resident_id")

    dossier_id = DossierKey(compute="_compute_dossier_id", store=True)
    resident_id = fields.Many2one(
        "client.resident",
        required=True,
        index=True,
        ondelete="cascade",
        help="About whose safety.",
    )
    case_id = fields.Many2one(
        "client.case",
        index="btree_not_null",
        ondelete="cascade",
        help="The case in which it came up; empty: outside a case.",
    )
    case_resident_ids = fields.Many2many(
        related="case_id.resident_ids",
        related_sudo=False,
        string="Residents of the case",
        help="Who can be chosen.",
    )
    signals_on = fields.Date(
        string="1. Signals noted",
        default=fields.Date.context_today,
        help="Day on which the signals were mapped.",
    )
    signals = fields.Text(help="What was seen or heard, by whom; facts, no judgement.")
    consulted_on = fields.Date(
        string="2. Consulted", help="Day on which somebody was asked for advice."
    )
    consulted_whom = fields.Selection(
        [
            ("colleague", "A colleague"),
            ("veilig_thuis", "Veilig Thuis"),
            ("both", "A colleague and Veilig Thuis"),
            ("expert", "Another expert"),
        ],
        help="Advice of Veilig Thuis can be asked without saying who it is about.",
    )
    consulted = fields.Text(string="Advice", help="What they advised.")
    talked_on = fields.Date(
        string="3. Talked with the resident", help="Day of the talk."
    )
    talked = fields.Text(
        string="The talk", help="What was said; or why there was none, for safety."
    )
    weighed_on = fields.Date(string="4. Weighed", help="Day of weighing.")
    danger = fields.Selection(
        [
            ("none", "No suspicion is left"),
            ("some", "Suspicion, no acute or structural danger"),
            ("structural", "Structural danger"),
            ("acute", "Acute danger"),
        ],
        help="The first two questions of the weighing frame.",
    )
    can_help = fields.Boolean(
        string="Help can be offered or arranged", help="The third question."
    )
    accepts_help = fields.Boolean(
        string="Those concerned accept it", help="The fourth question."
    )
    weighing = fields.Text(help="Danger and need, and what help would do about it.")
    decided_on = fields.Date(string="5. Decided", help="Day of the decision.")
    decision = fields.Selection(
        [
            ("none", "Nothing more is needed"),
            ("help", "Help is arranged, without reporting"),
            ("report", "It is reported"),
            ("both", "It is reported and help is arranged"),
        ],
        help="What was decided.",
    )
    decided = fields.Text(string="Why", help="Why this, and who does what.")
    disclosure_id = fields.Many2one(
        "client.disclosure",
        index="btree_not_null",
        ondelete="set null",
        domain="[('resident_id', '=', resident_id), ('ground', '=', 'reporting_code')]",
        help="By which it was reported.",
    )
    closed_on = fields.Date(readonly=True, help="From this day on it does not change.")

    @api.constrains("disclosure_id", "resident_id")
    def _check_disclosure(self):
        for one in self.sudo().filtered("disclosure_id"):
            if one.disclosure_id.resident_id != one.resident_id:
                raise ValidationError(
                    self.env._("This disclosure is about somebody else.")
                )

    @api.constrains(*(f"{step}_on" for step in STEPS))
    def _check_days(self):
        today = fields.Date.context_today(self)
        for one in self:
            days = [day for step in STEPS if (day := one[f"{step}_on"])]
            if max(days, default=today) > today:
                raise ValidationError(self.env._("A step lies in the future."))

    def write(self, vals):
        # Elevated: only whether it is closed; two files may still be merged.
        if not self.env.su and any(one.closed_on for one in self.sudo()):
            raise UserError(
                self.env._("This is closed and does not change; begin a new one.")
            )
        return super().write(vals)

    def action_close(self):
        """Nothing in it changes any more.

        :raises UserError: when a step is missing
        """
        self.check_access("write")
        for one in self:
            missing = not one.decision or any(
                not one[f"{step}_on"] for step in STEPS if step != "talked"
            )
            if missing or not (one.talked_on or one.talked):
                raise UserError(
                    self.env._(
                        "The reporting code has five steps: fill in the day of each, "
                        "and the decision. If you did not talk with the resident, "
                        "write why."
                    )
                )
            if one.decision in ("report", "both") and not one.disclosure_id:
                raise UserError(
                    self.env._("Choose the disclosure by which it was reported.")
                )
        # Elevated: what no screen sets; the right was checked above.
        self.sudo().closed_on = fields.Date.context_today(self)

    def action_disclose(self):
        """The form of the disclosure, with the days of the steps filled in."""
        self.ensure_one()
        self.check_access("write")
        return form_of(
            self.env["client.disclosure"],
            name=self.env._("Disclosure without consent"),
            context={
                "default_resident_id": self.resident_id.id,
                "default_case_id": self.case_id.id,
                "default_ground": "reporting_code",
                "default_recipient_description": "Veilig Thuis",
                **{f"default_step_{step}": self[f"{step}_on"] for step in STEPS},
                "resident_names": True,
            },
        )
