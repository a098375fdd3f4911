import logging
from datetime import timedelta

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Domain
from odoo.tools import LazyTranslate

from .. import conflicts, consent_rules
from ..roles import BESIDE_RESIDENTS, COORDINATOR
from ..screen import form_of, language_names
from .client_case import BESIDE_RESIDENT

# For tasks: in the language of whoever gets one.
_lt = LazyTranslate(__name__)

# Read outside the database, where nobody of the organisation can change it.
_alarm = logging.getLogger("client_support.alarm")

# When a supporter agreed to be shown, which no one else says for them.
AGREED = {"profile_agreed_on", "website_agreed_on"}
# What the website says of somebody: who agreed to that did not agree to something else.
ON_WEBSITE = {
    "name",
    "kind",
    "company_id",
    "profile_text",
    "life_domain_ids",
    "lang_ids",
}

# How long before a declaration or VOG runs out the reminder comes, and how long it is
# quiet after one.
REMIND_DAYS = 30


class ClientSupporter(models.Model):
    """Somebody who supports residents, employed or volunteer, with or without a login.

    Many volunteers have no account; a coordinator keeps their profile.
    """

    _name = "client.supporter"
    _inherit = ["client.availability.mixin"]
    _description = "Supporter"
    _order = "name, id"
    _check_company_auto = True

    name = fields.Char(required=True, help="As residents know the supporter.")
    user_id = fields.Many2one(
        "res.users",
        ondelete="restrict",
        check_company=True,
        index="btree_not_null",
        domain="[('share', '=', False)]",
        help="The supporter's login, when there is one.",
    )
    company_id = fields.Many2one(
        "res.company",
        string="Organisation",
        required=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env.company,
        help="The organisation the supporter works for.",
    )
    employment_kind = fields.Selection(
        [("employed", "Employed"), ("posted", "Posted"), ("volunteer", "Volunteer")],
        required=True,
        default="employed",
        help="How the supporter is bound to the organisation.",
    )
    kind = fields.Selection(
        [
            ("professional", "Client supporter"),
            ("elder_adviser", "Volunteer elder adviser"),
            ("experience_expert", "Experience expert"),
            ("buddy", "Buddy or other volunteer"),
        ],
        string="Type",
        required=True,
        compute="_compute_kind",
        store=True,
        readonly=False,
        precompute=True,
        help="What sort of supporter; choose another when the proposal is wrong.",
    )
    scope = fields.Selection(
        [
            ("generic", "For everybody"),
            ("specific", "For the groups named here"),
        ],
        required=True,
        default="generic",
        help="A generic supporter asks a specific one to think along.",
    )
    function = fields.Char(help="What figures and residents call the work.")
    competence_ids = fields.Many2many(
        "client.competence",
        string="Competences",
        help="What the supporter is good at (Movisie, and the profile of the work).",
    )
    lang_ids = fields.Many2many(
        "res.lang",
        string="Languages",
        context={"active_test": False},
        help="In which the supporter can talk with residents.",
    )
    life_domain_ids = fields.Many2many(
        "life.domain",
        string="Life domains",
        help="On which the supporter knows the way best.",
    )
    legal_framework_ids = fields.Many2many(
        "client.legal.framework",
        string="Laws",
        help="Of which laws the supporter knows the ins and outs.",
    )
    target_group_ids = fields.Many2many(
        "target.group",
        string="Target groups",
        help="With whom the supporter has experience.",
    )
    max_cases = fields.Integer(
        string="Cases at once",
        aggregator=None,
        help="How many open cases fit in the hours; zero when nothing was agreed.",
    )
    hours_per_week = fields.Float(help="Hours a week for supporting.")
    training_ids = fields.One2many(
        "client.training",
        "supporter_id",
        string="Trainings followed",
        groups=COORDINATOR,
        help="What the supporter learned, and when.",
    )
    score_ids = fields.One2many(
        "client.competence.score",
        "supporter_id",
        string="Scores",
        groups=",".join(BESIDE_RESIDENTS),
        help="What the supporter and the coordinator say of each competence.",
    )
    employment_ids = fields.One2many(
        "client.employment",
        "supporter_id",
        string="Other employers",
        groups=COORDINATOR,
        help="For whom the supporter works besides.",
    )
    interest_ids = fields.One2many(
        "client.interest",
        "supporter_id",
        string="Interests",
        groups=COORDINATOR,
        help="Stakes in other organisations.",
    )
    declaration_ids = fields.One2many(
        "client.declaration",
        "supporter_id",
        string="Declarations of independence",
        groups=",".join(BESIDE_RESIDENTS),
        help="What the supporter declared on the own independence.",
    )
    declaration_date = fields.Date(
        string="Declared independent on",
        compute="_compute_declaration_date",
        store=True,
        groups=COORDINATOR,
        help="The day of the last declaration of independence.",
    )
    declaration_until = fields.Date(
        string="Declaration holds until",
        compute="_compute_papers",
        groups=COORDINATOR,
        help="After this day the supporter declares again.",
    )
    declaration_due = fields.Boolean(
        compute="_compute_papers",
        groups=COORDINATOR,
        help="There is no declaration, or it runs out soon.",
    )
    vog_date = fields.Date(
        string="VOG of",
        groups=COORDINATOR,
        help="The day of the certificate of conduct (verklaring omtrent het gedrag).",
    )
    vog_until = fields.Date(
        string="VOG holds until",
        compute="_compute_papers",
        groups=COORDINATOR,
        help="After this day a new certificate is asked for.",
    )
    vog_due = fields.Boolean(
        string="VOG due",
        compute="_compute_papers",
        groups=COORDINATOR,
        help="There is no certificate, or it runs out soon.",
    )
    profile_text = fields.Text(
        string="About me",
        help="For residents, in plain words: what the supporter went through or knows, "
        "and how they can help. Shown to nobody before it is agreed to and published.",
    )
    profile_agreed_on = fields.Date(
        string="Agreed to on",
        readonly=True,
        copy=False,
        help="When the supporter agreed that residents read this text; another text "
        "asks for it again.",
    )
    is_published = fields.Boolean(
        string="Residents may see it",
        copy=False,
        help="The organisation shows and prints the profile for residents.",
    )
    website_agreed_on = fields.Date(
        string="Agreed to the website on",
        readonly=True,
        copy=False,
        help="When the experience expert agreed that everybody reads the profile on "
        "the website: name, text, life domains and languages. Another of these asks "
        "for it again. Empty: on paper only.",
    )
    reminded_on = fields.Date(
        groups=fields.NO_ACCESS,
        help="When the coordinator was last told that a paper runs out.",
    )
    conflict_checks = fields.Integer(
        groups=fields.NO_ACCESS,
        help="Goes up at every check, so that of two changes at once the second one "
        "starts again and sees what the first did.",
    )
    active = fields.Boolean(default=True, help="Switch off whoever left.")

    _user_uniq = models.UniqueIndex(
        "(user_id, company_id) WHERE user_id IS NOT NULL",
        "This user has a supporter profile in this organisation already.",
    )

    @api.depends("employment_kind")
    def _compute_kind(self):
        for supporter in self:
            volunteer = supporter.employment_kind == "volunteer"
            supporter.kind = "buddy" if volunteer else "professional"

    # Profile for residents ----------------------------------------------------------

    @api.constrains("is_published", "profile_text", "profile_agreed_on")
    def _check_published(self):
        for supporter in self.filtered("is_published"):
            if not (supporter.profile_text and supporter.profile_agreed_on):
                raise ValidationError(
                    self.env._(
                        "Residents see a profile when there is a text that %s agreed "
                        "to.",
                        supporter.name,
                    )
                )

    def action_agree_profile(self):
        """The supporter agrees to the text; without a login a coordinator notes it.

        :raises AccessError: for anybody else
        """
        self._check_own_word()
        if not all(supporter.profile_text for supporter in self):
            raise UserError(self.env._("Write the text first."))
        # Elevated: a supporter may not change the profile, and agrees for themself.
        self.sudo().profile_agreed_on = fields.Date.context_today(self)

    def action_agree_website(self):
        """The experience expert agrees that everybody reads the profile.

        Apart from agreeing to the text: what a resident gets on paper is not yet what
        search engines keep.

        :raises AccessError: for anybody else
        """
        self._check_own_word()
        if not all(supporter._may_be_on_website() for supporter in self):
            raise UserError(
                self.env._(
                    "The website shows experience experts who agreed to their text."
                )
            )
        # Elevated: as in action_agree_profile.
        self.sudo().website_agreed_on = fields.Date.context_today(self)

    def action_leave_website(self):
        """Not on the website any more, from now on and without a reason.

        :raises AccessError: for anybody but the supporter or a coordinator
        """
        for supporter in self:
            if supporter.user_id != self.env.user:
                supporter._check_coordinator()
        # Elevated: as in action_agree_profile.
        self.sudo().website_agreed_on = False

    def _check_own_word(self):
        """:raises AccessError: unless the supporter says it, or a coordinator notes it
        for who has no login
        """
        for supporter in self:
            if supporter.user_id != self.env.user:
                supporter._check_coordinator()
                if supporter.user_id:
                    raise AccessError(
                        self.env._("%s agrees to it in My profile.", supporter.name)
                    )

    def _may_be_on_website(self):
        return self.kind == "experience_expert" and bool(self.profile_agreed_on)

    @api.model
    def _on_website(self):
        """The profiles that everybody may read, in words."""
        # Elevated: visitors have no rights on supporters. Of those who agreed to it
        # goes out what they agreed to, and nothing else.
        return [
            expert._profile()
            for expert in self.sudo().search(
                [
                    ("kind", "=", "experience_expert"),
                    ("is_published", "=", True),
                    ("website_agreed_on", "!=", False),
                ]
            )
        ]

    def _profile(self):
        """What residents read of a supporter, on paper and on the website."""
        self.ensure_one()
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        return {
            "name": self.name,
            "kind": kinds[self.kind],
            "organisation": self.company_id.name,
            "text": self.profile_text,
            "life_domains": ", ".join(self.life_domain_ids.mapped("name")),
            "languages": ", ".join(language_names(self.lang_ids)),
            "phone": self.company_id.phone,
        }

    @api.model
    def _check_agreed(self, names):
        """:raises AccessError: for who writes down that somebody agreed, of themselves
        or of another; the buttons do, after a look at who presses them
        """
        if not self.env.su and not AGREED.isdisjoint(names):
            raise AccessError(
                self.env._("Who is shown agrees to it with the button, in My profile.")
            )

    def action_print_profile(self):
        """The profile on paper, for a resident to choose from."""
        if not all(supporter.is_published for supporter in self):
            raise UserError(self.env._("Only a published profile goes to residents."))
        report = self.env.ref("client_support.client_supporter_report_profile")
        return report._print_or_show(self)

    # Papers -----------------------------------------------------------------------

    @api.depends("declaration_ids.date")
    def _compute_declaration_date(self):
        for supporter in self:
            days = supporter.declaration_ids.mapped("date")
            supporter.declaration_date = max(days, default=False)

    @api.depends("declaration_date", "vog_date", "company_id")
    def _compute_papers(self):
        soon = fields.Date.context_today(self) + timedelta(days=REMIND_DAYS)
        for supporter in self:
            declared, vog = supporter.declaration_date, supporter.vog_date
            company = supporter.company_id
            supporter.declaration_until = declared and declared + relativedelta(
                months=company.declaration_months
            )
            supporter.vog_until = vog and vog + relativedelta(years=company.vog_years)
            for paper in ("declaration", "vog"):
                until = supporter[f"{paper}_until"]
                supporter[f"{paper}_due"] = not until or until < soon

    def _lapsed_papers(self):
        """The codes of what is not there or no longer valid today, elevated."""
        today = consent_rules.today()
        papers = self.sudo()
        until = {
            "client_interest": papers.declaration_until,
            "no_vog": papers.vog_until,
        }
        return [code for code, day in until.items() if not day or day < today]

    def _missing_papers(self):
        """What the organisation asks for before somebody gets a case: codes.

        Asked when a case is given. A case that somebody has already is not taken away
        when a paper lapses: the coordinator gets a reminder.
        """
        company = self.sudo().company_id
        asked = {
            "client_interest": company.requires_declaration,
            "no_vog": company.requires_vog,
        }
        return [code for code in self._lapsed_papers() if asked[code]]

    def _warnings(self, case):
        """What a coordinator must know before choosing: codes."""
        self.ensure_one()
        # Elevated: as in _conflicts.
        found = conflicts.warnings(self.sudo()._facts(case.sudo()))
        missing = self._missing_papers()
        return found + [code for code in self._lapsed_papers() if code not in missing]

    def action_declare(self):
        """Open the form on which the supporter, or a coordinator for who has no
        account, declares independence.
        """
        self.ensure_one()
        return form_of(
            self.env["client.declaration"],
            name=self.env._("Declaration of independence"),
            target="new",
            context={"default_supporter_id": self.id},
        )

    def action_score(self):
        """Open a list of the competences to score today, made when it is not there.

        Of the profile that belongs to the work: volunteers have another list than
        professionals.
        """
        self.ensure_one()
        scores = self.env["client.competence.score"]
        today = fields.Date.context_today(self)
        mine = [("supporter_id", "=", self.id), ("date", "=", today)]
        if not scores.search_count(mine, limit=1):
            profile = "formal" if self.kind == "professional" else "informal"
            competences = self.env["client.competence"].search(
                [("profile", "in", (profile, "both"))]
            )
            scores.create(
                [
                    {"supporter_id": self.id, "competence_id": competence.id}
                    for competence in competences
                ]
            )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Competences of %s", self.name),
            "res_model": "client.competence.score",
            "view_mode": "list",
            "domain": mine,
        }

    @api.model
    def _cron_remind(self):
        """Tell the coordinators, and supporters themselves, what runs out."""
        today = fields.Date.context_today(self)
        # Elevated: the program itself, for all organisations.
        supporters = self.sudo().search(
            [
                "|",
                ("reminded_on", "=", False),
                ("reminded_on", "<=", today - timedelta(days=REMIND_DAYS)),
            ]
        )
        for supporter in supporters:
            if not (supporter.declaration_due or supporter.vog_due):
                continue
            supporter.company_id._holders(COORDINATOR)._plan_task(
                _lt("Look at the profile of %s", supporter.name)
            )
            if supporter.declaration_due:
                supporter.user_id._plan_task(
                    _lt("Declare your independence, in My profile")
                )
            supporter.reminded_on = today

    # Conflicts of interest --------------------------------------------------------

    def _conflicts(self, case):
        """Why this supporter cannot take the case: codes, empty when nothing stands
        in the way.
        """
        self.ensure_one()
        # Elevated: the facts need not be seen by whoever asks; only codes go back.
        return conflicts.conflicts(self.sudo()._facts(case.sudo()))

    def _lock_facts(self):
        """Let one of two transactions that both depend on these facts start again.

        Everything that makes a conflict or acts on there being none writes this row
        first. Odoo's transactions do not see each other's new rows, so a look alone
        would let both pass.
        """
        for supporter in self._profiles():
            supporter.conflict_checks += 1
        self._profiles().flush_recordset(["conflict_checks"])

    def _profiles(self):
        """Every profile of the same persons, elevated, also where they left: what
        somebody did or is elsewhere is as true of them here."""
        profiles = self.sudo().with_context(active_test=False)
        return profiles | profiles.search([("user_id", "in", profiles.user_id.ids)])

    def _facts(self, case):
        # The day it is here: the time zone of a client makes no tie begin or end.
        today = consent_rules.today()
        profiles = self._profiles()
        employers = self.env["client.employment"]._standing_on(profiles, today)
        interests = self.env["client.interest"]._standing_on(profiles, today)
        decided = self.env["client.decision.role"].search_count(
            [
                ("supporter_id", "in", profiles.ids),
                ("resident_id", "in", case.resident_ids.ids),
            ],
            limit=1,
        )
        own = self.company_id._as_organisation()
        # Who left there works there no longer.
        elsewhere = (profiles - self).filtered("active").company_id.partner_id
        return conflicts.Facts(
            own=own,
            volunteer=self.employment_kind == "volunteer",
            employers=frozenset(
                one._as_organisation()
                for one in self.company_id.partner_id | elsewhere | employers.partner_id
            ),
            interests=frozenset(one._whole().id for one in interests.partner_id),
            providers=frozenset(one._whole().id for one in case.provider_ids),
            decided=bool(decided),
            check=case.municipality_id.independence_check or conflicts.ORGANISATION,
        )

    @api.model
    def _conflict_words(self, codes):
        """Conflicts, missing papers and warnings in words, one sentence each."""
        words = {
            "no_access_decision": self.env._(
                "takes, or took, part in decisions on access to support"
            ),
            "no_indicated_provider": self.env._(
                "works for a provider of indicated care"
            ),
            "not_same_helper": self.env._(
                "works for an organisation that gives care to this resident"
            ),
            "own_org_offer": self.env._(
                "the own organisation gives indicated care to this resident"
            ),
            "client_interest": self.env._(
                "has no valid declaration of independence (see the profile)"
            ),
            "no_vog": self.env._("has no valid VOG (see the profile)"),
            "volunteer_at_provider": self.env._(
                "also works for a provider of indicated care"
            ),
            "no_interest": self.env._(
                "has an interest in an organisation that gives care to this resident"
            ),
        }
        return "; ".join(words[code] for code in codes)

    def _check_standing_cases(self, occasion="fact"):
        """A fact changed: end the access to every open case that now conflicts.

        The cases that they have, cover, or think along on.
        """
        check = self.env["client.conflict.check"]
        self._lock_facts()
        # Elevated: the access of the supporters ends, whoever registered the fact.
        for supporter in self._profiles():
            for case in supporter._open_cases() | supporter._cases_beside():
                if check._conflicts(supporter, case, occasion):
                    case._release_and_tell(supporter)
                    _alarm.warning(
                        "conflict of interest: access of supporter %s to case %s ended",
                        supporter.id,
                        case.number,
                    )

    def _open_cases(self):
        """The open cases that the supporter has or supports along in, elevated."""
        today = fields.Date.context_today(self)
        line = Domain("supporter_id", "=", self.id) & Domain("is_ended", "=", False)
        line &= Domain("date_until", "=", False) | Domain("date_until", ">=", today)
        mine = Domain("supporter_id", "=", self.id)
        mine |= Domain("co_supporter_ids", "any", line)
        cases = self.env["client.case"].sudo()
        return cases.search(mine & Domain("stage", "!=", "closed"))

    def _cases_beside(self):
        """The cases of the organisation that the supporter may see as one who stands,
        or stood, beside the resident, elevated. A closed one can still be read."""
        # Elevated: nobody has rights on rows.
        rows = self.env["client.access"].sudo()
        mine = [("user_id", "=", self.user_id.id or 0), ("case_id", "!=", False)]
        return rows.search([*mine, *BESIDE_RESIDENT]).case_id.filtered(
            lambda case: case.company_id == self.company_id
        )

    @api.model_create_multi
    def create(self, vals_list):
        supporters = super().create(vals_list)
        # As it became: defaults may come along with a call.
        for supporter in supporters:
            self._check_agreed(name for name in AGREED if supporter[name])
        supporters.filtered("user_id")._check_standing_cases()
        return supporters

    def write(self, vals):
        self._check_agreed(vals)
        for supporter in self.sudo():
            # What was given to one account, or by one organisation, is not another's.
            if supporter.user_id and any(
                name in vals and supporter[name].id != vals[name]
                for name in ("user_id", "company_id")
            ):
                for case in supporter._open_cases() | supporter._cases_beside():
                    case._release_and_tell(supporter)
        if "profile_text" in vals:
            # Agreed to was another text.
            vals = {"is_published": False, **vals, "profile_agreed_on": False}
        if not ON_WEBSITE.isdisjoint(vals):
            vals = {**vals, "website_agreed_on": False}
        result = super().write(vals)
        if vals.keys() & {"employment_kind", "company_id", "user_id", "active"}:
            self._check_standing_cases()
        return result

    @api.model
    def _cron_begun(self):
        """A tie that was known beforehand has begun: what conflicts now ends.

        A week back, for a server that stood still.
        """
        today = consent_rules.today()
        begun = [
            ("date_from", ">", today - timedelta(days=7)),
            ("date_from", "<=", today),
        ]
        supporters = self
        for name in ("client.employment", "client.interest"):
            supporters |= self.env[name].search(begun).supporter_id
        supporters._check_standing_cases()

    # End of employment ------------------------------------------------------------

    def action_end_employment(self):
        """The supporter leaves: all access, sessions and keys end in one act.

        The cases wait for another supporter, tasks on them as well; who also works for
        another organisation loses what comes from this one.

        :raises AccessError: for anyone but a coordinator of the organisation
        """
        self._check_coordinator()
        # Elevated: a coordinator may not touch users; the right was checked above.
        for supporter in self.sudo():
            supporter.active = False
            for case in supporter._open_cases():
                case._release(supporter)
            if supporter.user_id:
                supporter._end_account()
            supporter.company_id._holders(COORDINATOR)._plan_task(
                _lt("%s left: look what waits for somebody", supporter.name)
            )

    def _end_account(self):
        """End what the user has through this organisation; without another one, all."""
        user, company = self.user_id, self.company_id
        mine = [("user_id", "=", user.id)]
        access = self.env["client.access"]
        self.env["client.team"].search([("member_ids", "in", user.ids)]).filtered(
            lambda team: team.company_id == company
        ).member_ids -= user
        elsewhere = self.search(mine, limit=1).company_id
        if elsewhere:
            access._end([*mine, ("resident_id.company_id", "=", company.id)])
            user.write(
                {
                    "company_id": elsewhere.id,
                    "company_ids": [
                        fields.Command.link(elsewhere.id),
                        fields.Command.unlink(company.id),
                    ],
                }
            )
        else:
            access._end(mine)
            user._end_sessions()
            user.active = False
        tasks = self.env["mail.activity"]
        tasks = tasks.search([*mine, ("res_model", "in", tasks._names_of_files())])
        tasks._pass_on(self.env["res.users"])

    def _check_coordinator(self):
        """:raises AccessError: unless the user coordinates for these organisations"""
        if not self.env.user.has_group(COORDINATOR) or (
            self.sudo().company_id - self.env.user.company_ids
        ):
            raise AccessError(
                self.env._("Only a coordinator of the organisation may do this.")
            )
