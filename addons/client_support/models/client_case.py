from odoo import api, fields, models
from odoo.exceptions import AccessError, ValidationError
from odoo.tools import LazyTranslate

from ..dossier_key import DossierKey
from ..roles import COORDINATOR
from .client_case_stage_mixin import WAITING_STAGES
from .client_task_kind import MOMENTS

# For tasks: in the language of whoever gets one.
_lt = LazyTranslate(__name__)

# Whose access to a case ends when it is handed over.
WORKING_UNTIL_ASSIGNED = ("supporter", "volunteer", "intake", "walk_in", "cover")
# What a volunteer sees of the one case that was given to them.
VOLUNTEER_SECTIONS = (
    *("identity", "case", "questions", "callbacks"),
    *("plan", "appointments", "notes", "time"),
)
# The rows of those who may have no conflict of interest, as far as they are not over.
BESIDE_RESIDENT = [
    ("kind", "in", ("supporter", "volunteer", "cover", "consult")),
    ("valid_until", ">", "now"),
]


class ClientCase(models.Model):
    """A case (traject): client support over a longer time, for one or more residents.

    registered → waiting → active → closing → closed. A case counts as new on its
    start date (K03), as closed on its close date (K04) and as active from the one up
    to the other (K05).
    """

    _name = "client.case"
    _inherit = [
        # First: what they add comes around what the file does. Above the stages: parts
        # that have a say in what a stage asks for and in what is still open.
        "client.case.intake.mixin",
        "client.case.work.mixin",
        "client.case.together.mixin",
        "client.case.assessment.mixin",
        "client.case.survey.mixin",
        "client.case.stage.mixin",
        "client.file.root.mixin",
        "client.activity.mixin",
        "client.consent.ground.mixin",
        "client.shield.mixin",
        "client.retention.mixin",
        "client.case.referral.mixin",
        "client.family.mixin",
        "client.case.office.mixin",
        "client.case.content.mixin",
        "client.case.terms.mixin",
        "client.case.plan.mixin",
        "client.case.day.mixin",
        "client.case.directory.mixin",
    ]
    _description = "Case"
    _order = "registration_date desc, id desc"
    _number_prefix = "Z"
    _set_by_methods = frozenset(
        {"dossier_id", "number", "company_id", "team_id"}
        | {"supporter_id", "resident_ids", "retention_date", "first_call_date"}
    )
    _consent_grounds = frozenset({"resident_ids"})
    _shared_fields = frozenset(
        {"id", "display_name", "number", "stage", "moment"}
        | {"registration_date", "start_date", "close_date"}
    )

    dossier_id = DossierKey(required=True)
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
    moment = fields.Selection(MOMENTS, help="The moment of support (VNG/Movisie).")
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

    _dossier_uniq = models.Constraint("UNIQUE(dossier_id)", "One dossier, one file.")
    _list_order = models.Index("(registration_date DESC, id DESC)")

    @api.model_create_multi
    def create(self, vals_list):
        cases = super().create(vals_list)
        if any(not case.resident_ids for case in cases.sudo()):
            raise ValidationError(self.env._("Choose for whom the case is."))
        return cases

    def write(self, vals):
        super().write(vals)
        if {"provider_ids", "municipality_id"} & vals.keys():
            self._at_work()._check_standing_cases("provider")
        return True

    def web_save(self, vals, specification, next_id=None):
        """Also when the save itself ends the access of the one who saves: a provider
        was added that the supporter works for. The fact stands, the screen closes.
        """
        if not self or not {"provider_ids", "municipality_id"} & vals.keys():
            return super().web_save(vals, specification, next_id)
        # The client says what to read, so never elevated: what the user could read
        # before is what a screen shows that closes.
        before = self.web_read(specification)
        self.write(vals)
        return self.web_read(specification) if self.has_access("read") else before

    def _what_is_still_open(self):
        return [
            *super()._what_is_still_open(),
            *self._open_in_assessment(),
            *self._open_in_plan(),
            *self._open_in_procedures(),
            *self._open_in_referrals(),
        ]

    def action_consult(self):
        """Let colleagues read the case for a while, to think along."""
        return self._dialog("client.consult", self.env._("Peer discussion"))

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
        self._end_co_support(supporter)
        self._release_all()
        if supporter.user_id:
            self._open_for_supporter(supporter, self.env._("Assigned to the case"))
        self.write({"supporter_id": supporter.id, "wants_other_supporter": False})
        # Who supports along goes on doing so.
        self._open_for_lines(self._standing_lines())
        if self._pass_on_tasks(supporter.user_id):
            self._coordinators()._plan_task(
                _lt("Tasks of case %s are nobody's", self.number)
            )

    def _open_for_supporter(self, supporter, basis, **span):
        """A volunteer sees this case; an employee also what went before it.

        :param span: `start` and `until`, as `client.access._grant` takes them
        """
        access = self.env["client.access"]
        user = supporter.user_id
        if supporter.employment_kind == "volunteer":
            for section in VOLUNTEER_SECTIONS:
                access._grant(user, self, "volunteer", basis, section=section, **span)
        else:
            for files in (self, self.resident_ids):
                access._grant(user, files, "supporter", basis, **span)

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
        """End the access of a supporter who can no longer have the case, or help."""
        self._end_co_support(supporter)
        self._release_users(supporter.user_id)
        if self.stage == "closed":
            # Who supported stays on record; nobody has anything left to do.
            return
        if self.supporter_id == supporter:
            self.supporter_id = False
        self._pass_on_tasks(self.supporter_id.user_id)

    def _release_and_tell(self, supporter):
        """As above, for a reason that came up; who divides the work hears that."""
        self._release(supporter)
        if self.stage != "closed":
            self._coordinators()._plan_task(
                _lt("Look who supports along in case %s", self.number)
                if self.supporter_id
                else _lt("Case %s waits for another supporter", self.number)
            )

    def _reopen(self, reason):
        result = super()._reopen(reason)
        # What became known while it was closed counts from now on.
        self._at_work()._check_standing_cases()
        return result

    def _at_work(self):
        """Who supports, helps, covers or thinks along here, now or later, elevated."""
        cases = self.sudo()
        # Elevated: nobody has rights on rows.
        rows = self.env["client.access"].sudo()
        users = rows.search([("case_id", "in", self.ids), *BESIDE_RESIDENT]).user_id
        supporters = cases.supporter_id
        for case in cases:
            supporters |= case._helpers()
        return supporters | supporters.search(
            [
                ("user_id", "in", users.ids),
                ("company_id", "in", cases.company_id.ids),
            ]
        )

    def _pass_on_tasks(self, heir):
        """What the former supporter still had to do is for the new one.

        :return: tasks that nobody has now; they wait for the next supporter
        """
        dossiers = self.dossier_id | self.resident_ids.dossier_id
        self.env["client.appointment"]._pass_on(dossiers, heir)
        return self.env["mail.activity"]._of_dossiers(dossiers)._pass_on(heir)

    def _supporter_or_user(self):
        """Who gets a task on this case: its supporter, else who asks for it."""
        return self.sudo().supporter_id.user_id | self.env.user

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
