from odoo import api, fields, models
from odoo.exceptions import AccessError

from .. import conflicts

# The narrow form of client support: beside the resident at the access talk, and what
# goes before and after it (Movisie: smalle invulling). Codes of client.task.kind.
AT_THE_TALK = ("o_story", "o_info", "o_weigh", "o_access")


class ResCompany(models.Model):
    """An organisation that works with files: client support, a neighbourhood team.

    What it does besides decides who may be independent in it (Wmo 2015 art. 1.1.1).
    """

    _inherit = "res.company"

    is_independent = fields.Boolean(
        string="Independent client support",
        help="Its supporters stand beside the resident and have no other stake.",
    )
    takes_access_decisions = fields.Boolean(
        help="It decides, or advises on deciding, who gets support by law.",
    )
    provides_indicated_care = fields.Boolean(
        help="It gives care for which a decision or an indication is needed.",
    )
    requires_declaration = fields.Boolean(
        string="Only who declared independence gets cases",
        help="Without a valid declaration nobody gets a case (criterion 3). Off until "
        "the first declarations are there: else nobody could work on the first day. "
        "While it is off the coordinator is warned.",
    )
    declaration_months = fields.Integer(
        string="A declaration holds (months)",
        default=12,
        help="After so many months a supporter declares the own independence again.",
    )
    requires_vog = fields.Boolean(
        string="Only who has a VOG gets cases",
        help="Without a valid certificate of conduct (VOG) nobody gets a case. While "
        "it is off the coordinator is warned.",
    )
    vog_years = fields.Integer(
        string="A VOG holds (years)",
        default=3,
        help="After so many years a new certificate of conduct is asked for.",
    )
    first_call_days = fields.Integer(
        string="First call within (days)",
        default=14,
        help="How many days after the registration a resident is rung at the latest.",
    )
    multi_domain_count = fields.Integer(
        string="Multiple problems from (life domains)",
        default=2,
        help="From how many life domains on a case counts as multiple problems.",
    )
    task_kind_ids = fields.Many2many(
        "client.task.kind",
        string="Tasks that it does",
        help="Of the catalogue of tasks; empty: all of them. Tasks that others do can "
        "still be noted on a case.",
    )
    task_scope = fields.Selection(
        [
            ("broad", "Broad: all tasks of client support"),
            ("narrow", "Narrow: the tasks chosen here"),
        ],
        string="Scope",
        compute="_compute_task_scope",
        inverse="_inverse_task_scope",
        help="Narrow begins with what is done around the access talk.",
    )
    long_case_days = fields.Integer(
        string="A case usually ends within (days)",
        default=365,
        help="Of a case that is open for longer, without an expected end, the "
        "supporter is warned.",
    )
    reopen_days = fields.Integer(
        string="A case can be reopened for (days)",
        default=90,
        help="After so many days a question is a new case.",
    )
    survey_days = fields.Integer(
        string="Survey after (days)",
        default=14,
        help="So many days after a case was closed, a resident who consented to it is "
        "asked what the support was like.",
    )
    note_lock_hours = fields.Integer(
        string="A note can be changed (hours)",
        default=24,
        help="After so many hours a note in a file is locked and gets corrections "
        "only.",
    )
    reminder_hours = fields.Integer(
        string="Remind of an appointment (hours before)",
        default=24,
        help="Residents get a neutral reminder so many hours before; zero: none.",
    )
    sends_text_messages = fields.Boolean(
        string="Reminders by text message",
        help="The telephone number and the reminder then go to the sender of text "
        "messages that is set up in Odoo: agree on that with it first (AVG art. 28).",
    )
    ombuds_partner_id = fields.Many2one(
        "res.partner",
        string="Ombuds contact",
        domain="[('is_company', '=', True)]",
        help="Where structural signals go, such as the ombuds function for the young.",
    )

    _case_terms_above_zero = models.Constraint(
        "CHECK(first_call_days > 0 AND multi_domain_count > 0"
        " AND long_case_days > 0 AND reopen_days >= 0 AND survey_days >= 0)",
        "A norm is at least one.",
    )
    _note_lock_not_negative = models.Constraint(
        "CHECK(note_lock_hours >= 0)", "A note is locked after some hours, or at once."
    )
    _terms_above_zero = models.Constraint(
        "CHECK(declaration_months > 0 AND vog_years > 0)",
        "A declaration and a VOG hold for some time.",
    )

    @api.onchange(*conflicts.OF_ORGANISATION)
    def _onchange_independence(self):
        """Nobody ends everybody's access with a tick that was a mistake."""
        if any(
            self[name] and not self._origin[name] for name in conflicts.OF_ORGANISATION
        ):
            return {
                "warning": {
                    "title": self.env._("Saving this ends access to cases"),
                    "message": self.env._(
                        "Supporters of an organisation that decides on support, or "
                        "gives indicated care, are not independent. When you save, "
                        "they lose their open cases, but for those of municipalities "
                        "that check by person; the cases wait for another supporter. "
                        "Close without saving if this is not what you mean."
                    ),
                }
            }
        return None

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._refuse_members(vals)
        return super().create(vals_list)

    def write(self, vals):
        self._refuse_members(vals)
        result = super().write(vals)
        if vals.keys() & conflicts.OF_ORGANISATION:
            self.partner_id._check_ties()
        return result

    @api.model
    def _refuse_members(self, vals):
        """The other side of the organisations of a user, which ends access and tells
        (`res.users`)."""
        if "user_ids" in vals and not self.env.su:
            raise AccessError(
                self.env._("For which organisations somebody works is set on the user.")
            )

    def _as_organisation(self):
        """What stands here or in the directory, as far as independence goes."""
        self.ensure_one()
        return self.partner_id._as_organisation()

    @api.depends("task_kind_ids")
    def _compute_task_scope(self):
        for company in self:
            company.task_scope = "narrow" if company.task_kind_ids else "broad"

    def _inverse_task_scope(self):
        for company in self:
            if company.task_scope == "broad":
                company.task_kind_ids = False
            elif not company.task_kind_ids:
                company.task_kind_ids = self.env["client.task.kind"].search(
                    [("code", "in", AT_THE_TALK)]
                )

    def _offered_task_kinds(self):
        """The tasks of the catalogue that this organisation does."""
        return self.task_kind_ids or self.env["client.task.kind"].search(
            [("active", "=", True)]
        )

    def _way_of_working(self):
        """What the sheet on the way of working says of this organisation."""
        return {
            "name": self.name,
            "phone": self.phone,
            "moments": set(self._offered_task_kinds().mapped("moment")),
            "starting_points": self.env["client.starting.point"]
            .search([("active", "=", True)])
            .mapped("name"),
        }

    @api.model
    def _way_of_working_for_user(self):
        """The sheets for who logs in on the portal: of the organisations that support
        them, for partners of all that are independent.
        """
        own = self.env["client.access.log"]._residents_of_user().company_id
        # Elevated: names and telephone numbers of organisations, which are public.
        companies = own.sudo() or self.sudo().search([("is_independent", "=", True)])
        return [company._way_of_working() for company in companies]

    def action_way_of_working(self):
        """The sheet on how the organisation works, to print or to give along."""
        report = self.env.ref("client_support.res_company_report_way_of_working")
        return report._print_or_show(self or self.env.company)

    def _holders(self, role):
        """The active users who have a role in this organisation, elevated."""
        group = self.env.ref(role).sudo()
        return group.all_user_ids.filtered(
            lambda user: user.active and self in user.company_ids
        )
