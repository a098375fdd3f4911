from odoo import api, fields, models
from odoo.exceptions import AccessError, ValidationError
from odoo.tools import LazyTranslate

from ..roles import COORDINATOR

# For tasks: in the language of whoever gets one.
_lt = LazyTranslate(__name__)

# Whose access to a case ends when it is handed over.
WORKING_UNTIL_ASSIGNED = ("supporter", "volunteer", "intake", "walk_in", "cover")
# What a volunteer sees of the one case that was given to them.
VOLUNTEER_SECTIONS = (
    *("identity", "case", "questions", "callbacks"),
    *("plan", "appointments", "notes", "time"),
)
# Before a supporter has it.
WAITING_STAGES = ("registered", "waiting")


class ClientCase(models.Model):
    """A case (traject): client support over a longer time, for one or more residents.

    registered → waiting → active → closing → closed. A case counts as new on its
    start date (K03), as closed on its close date (K04) and as active from the one up
    to the other (K05).
    """

    _name = "client.case"
    _inherit = [
        "client.file.root.mixin",
        "client.activity.mixin",
        "client.consent.ground.mixin",
        "client.shield.mixin",
        "client.retention.mixin",
        "client.family.mixin",
        "client.case.day.mixin",
    ]
    _description = "Case"
    _order = "registration_date desc, id desc"
    _number_prefix = "Z"
    _set_by_methods = frozenset(
        {"dossier_id", "number", "company_id", "team_id"}
        | {"supporter_id", "resident_ids", "retention_date"}
    )
    _consent_grounds = frozenset({"resident_ids"})
    _shared_fields = frozenset(
        {"id", "display_name", "number", "stage", "moment"}
        | {"registration_date", "start_date", "close_date"}
    )

    dossier_id = fields.Many2one(required=True)
    resident_ids = fields.Many2many(
        "client.resident",
        "client_case_resident_rel",
        "case_id",
        "resident_id",
        string="Residents",
        check_company=True,
        help="For whom; several for a family.",
    )
    supporter_id = fields.Many2one(
        "client.supporter",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        readonly=True,
        help="Who stands beside the resident. Set by assigning the case.",
    )
    stage = fields.Selection(
        [
            ("registered", "Registered"),
            ("waiting", "Waiting"),
            ("active", "Active"),
            ("closing", "Closing"),
            ("closed", "Closed"),
        ],
        required=True,
        default="registered",
        index=True,
        help="Where the case is.",
    )
    moment = fields.Selection(
        [
            ("reflection", "Reflection on own life"),
            ("obtaining", "Obtaining fitting support"),
            ("using", "Using fitting support"),
        ],
        help="The moment of support (VNG/Movisie).",
    )
    registration_date = fields.Date(
        required=True,
        default=fields.Date.context_today,
        help="The day the resident came with the question.",
    )
    start_date = fields.Date(
        index="btree_not_null", help="The day the support began; counts as new (K03)."
    )
    close_date = fields.Date(
        index="btree_not_null", help="The day the support ended (K04)."
    )
    closing_reason_id = fields.Many2one(
        "client.closing.reason",
        ondelete="restrict",
        help="How it ended; asked for when the case is closed.",
    )
    days_waiting = fields.Integer(
        compute="_compute_days_waiting",
        help="Days since the registration, while nobody has the case. The norm for a "
        "first call is 14 days.",
    )
    municipality_id = fields.Many2one(
        "social.area",
        ondelete="restrict",
        domain="[('level', '=', 'municipality')]",
        help="Whose support it is about; says how strictly independence is checked.",
    )
    provider_ids = fields.Many2many(
        "res.partner",
        "client_case_provider_rel",
        "case_id",
        "partner_id",
        string="Providers of care",
        domain="[('is_company', '=', True)]",
        help="Organisations that give care to the resident. Who works for one of them "
        "cannot be the supporter.",
    )
    contact_ids = fields.One2many(
        "client.contact", "case_id", string="Contacts", help="Talks in this case."
    )
    question_ids = fields.One2many(
        "client.question", "case_id", string="Questions", help="What it is about."
    )
    access_ids = fields.One2many(
        "client.access",
        "case_id",
        groups=fields.NO_ACCESS,
        help="Who may see the case. Only the access rules read this.",
    )

    _number_uniq = models.Constraint("UNIQUE(number)", "This number is taken.")
    _dossier_uniq = models.Constraint("UNIQUE(dossier_id)", "One dossier, one file.")
    _order_of_dates = models.Constraint(
        "CHECK(close_date >= start_date AND start_date >= registration_date)",
        "A case is registered first, then started, then closed.",
    )
    _registration_date_range = models.Constraint(
        "CHECK(registration_date >= '1990-01-01')",
        "The registration date lies too far back; check the year.",
    )
    _list_order = models.Index("(registration_date DESC, id DESC)")

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._date_the_stage(vals)
        cases = super().create(vals_list)
        if any(not case.resident_ids for case in cases.sudo()):
            raise ValidationError(self.env._("Choose for whom the case is."))
        return cases

    def write(self, vals):
        if "stage" in vals:
            for case in self:
                own = dict(vals)
                case._date_the_stage(own)
                super(ClientCase, case).write(own)
        else:
            super().write(vals)
        if {"provider_ids", "municipality_id"} & vals.keys():
            # Elevated: only the supporter's own conflicts are looked at.
            self.sudo().supporter_id._check_standing_cases("provider")
        return True

    def web_save(self, vals, specification, next_id=None):
        """Also when the save itself ends the access of the one who saves: a provider
        was added that the supporter works for. The fact stands, the screen closes.
        """
        if not self or not {"provider_ids", "municipality_id"} & vals.keys():
            return super().web_save(vals, specification, next_id)
        self.write(vals)
        # Elevated only then: what was on the user's screen a moment ago.
        shown = self if self.has_access("read") else self.sudo()
        return shown.web_read(specification)

    def _date_the_stage(self, vals):
        """Fill in today for a date that the new stage implies and nobody gave."""
        today = fields.Date.context_today(self)
        stage = vals.get("stage")
        if stage in ("active", "closing", "closed") and not self.start_date:
            vals.setdefault("start_date", today)
        if stage == "closed" and not self.close_date:
            vals.setdefault("close_date", today)

    @api.depends("registration_date", "supporter_id", "stage")
    def _compute_days_waiting(self):
        today = fields.Date.context_today(self)
        for case in self:
            waiting = case.stage in WAITING_STAGES and not case.supporter_id
            case.days_waiting = waiting and (today - case.registration_date).days

    @api.constrains("stage", "start_date", "close_date", "closing_reason_id")
    def _check_stage(self):
        for case in self:
            begun = case.stage in ("active", "closing", "closed")
            if begun != bool(case.start_date):
                raise ValidationError(
                    self.env._("A case has a start date from the stage Active on.")
                )
            if (case.stage == "closed") != bool(case.close_date):
                raise ValidationError(
                    self.env._("A case has a close date when it is closed.")
                )
            if case.stage == "closed" and not case.closing_reason_id:
                raise ValidationError(
                    self.env._("Choose how the case ended before you close it.")
                )

    def action_consult(self):
        """Let colleagues read the case for a while, to think along."""
        self.ensure_one()
        self.check_access("write")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Peer discussion"),
            "res_model": "client.consult",
            "view_mode": "form",
            "target": "new",
            "context": {"default_case_id": self.id},
        }

    # Access ------------------------------------------------------------------------

    def _consents_follow(self):
        """Whoever came to the case has not consented."""
        self.env["client.access"]._end(
            [("case_id", "in", self.ids), ("kind", "=", "consent")]
        )

    @api.model
    def _check_may_register(self, vals):
        if vals.get("supporter_id"):
            raise AccessError(
                self.env._("The supporter of a case is set by assigning the case.")
            )
        return super()._check_may_register(vals)

    def _access_residents(self):
        return self.resident_ids

    def _access_case(self):
        return self

    def _open_for_creator(self):
        """The one who registers a case sees it; a supporter takes it on at once."""
        kind = self._own_kind()
        self.env["client.access"]._grant(
            self.env.user, self, kind, self.env._("Registered the case")
        )
        if kind == "supporter":
            for case in self:
                supporter = self.env["client.supporter"].search(
                    [
                        ("user_id", "=", self.env.uid),
                        ("company_id", "=", case.company_id.id),
                    ],
                    limit=1,
                )
                if supporter:
                    case._refuse_conflicts(supporter, "register")
                    case.supporter_id = supporter
        self._open_for_intake()

    def _open_for_intake(self):
        """Until somebody has the case, the intake of its team handles it.

        For cases that a walk-in worker registers, or a form on the website.
        """
        for case in self:
            if case.stage in WAITING_STAGES and not case.supporter_id:
                intake = case.team_id._intake_members()
                basis = self.env._("Intake of the team")
                for files in (case, case.resident_ids):
                    self.env["client.access"]._grant(intake, files, "intake", basis)

    def _refuse_conflicts(self, supporter, occasion):
        """:raises ValidationError: when the supporter cannot take this case"""
        supporter._lock_facts()
        check = self.env["client.conflict.check"]
        codes = (
            check._conflicts(supporter, self, occasion) + supporter._missing_papers()
        )
        if codes:
            raise ValidationError(
                self.env._(
                    "%(supporter)s cannot support in this case: %(conflicts)s.",
                    supporter=supporter.sudo().name,
                    conflicts=supporter._conflict_words(codes),
                )
            )

    def _assign(self, supporter):
        """Hand the case to a supporter; the caller has checked the right to do so.

        Whoever had it as supporter, intake or walk-in worker loses access; the new
        supporter sees the case and the resident's earlier contacts.

        :raises ValidationError: when a conflict of interest stands in the way
        """
        self.ensure_one()
        self._refuse_conflicts(supporter, "assign")
        self._release_all()
        if supporter.user_id:
            self._open_for_supporter(supporter)
        self.supporter_id = supporter
        if self._pass_on_tasks(supporter.user_id):
            self._coordinators()._plan_task(
                _lt("Tasks of case %s are nobody's", self.number)
            )

    def _open_for_supporter(self, supporter):
        """A volunteer sees this case; an employee also what went before it."""
        access = self.env["client.access"]
        user = supporter.user_id
        basis = self.env._("Assigned to the case")
        if supporter.employment_kind == "volunteer":
            for section in VOLUNTEER_SECTIONS:
                access._grant(user, self, "volunteer", basis, section=section)
        else:
            for files in (self, self.resident_ids):
                access._grant(user, files, "supporter", basis)

    def _release_all(self):
        """End the access of everybody who works on the case at this moment."""
        rows = self.env["client.access"].search(
            [
                ("case_id", "=", self.id),
                ("kind", "in", WORKING_UNTIL_ASSIGNED),
                ("valid_until", ">", "now"),
            ]
        )
        self._release_users(rows.user_id)

    def _release(self, supporter):
        """End the access of a supporter who can no longer have the case."""
        self._release_users(supporter.user_id)
        self.supporter_id = False
        self._pass_on_tasks(self.env["res.users"])

    def _pass_on_tasks(self, heir):
        """What the former supporter still had to do is for the new one.

        :return: tasks that nobody has now; they wait for the next supporter
        """
        dossiers = self.dossier_id | self.resident_ids.dossier_id
        self.env["client.appointment"]._pass_on(dossiers, heir)
        return self.env["mail.activity"]._of_dossiers(dossiers)._pass_on(heir)

    def _coordinators(self):
        """Who divides this work: of the team, else of the organisation."""
        return self.team_id.coordinator_id or self.company_id._holders(COORDINATOR)

    def _release_users(self, users, kinds=None):
        """End their access to the case, and to residents they have no other case of.

        :param kinds: end, and look at, access of these kinds only
        """
        access = self.env["client.access"]
        of_kind = [("kind", "in", kinds)] if kinds else []
        mine = [("user_id", "in", users.ids), *of_kind]
        access._end([*mine, ("case_id", "=", self.id)])
        for user in users:
            elsewhere = access.search(
                [
                    *of_kind,
                    ("user_id", "=", user.id),
                    ("resident_id", "in", self.resident_ids.ids),
                    ("case_id", "!=", False),
                    ("valid_until", ">", "now"),
                ]
            ).resident_id
            gone = self.resident_ids - elsewhere
            access._end(
                [
                    *of_kind,
                    ("user_id", "=", user.id),
                    ("resident_id", "in", gone.ids),
                    ("case_id", "=", False),
                ]
            )
