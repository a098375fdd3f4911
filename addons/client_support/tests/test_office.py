from datetime import timedelta

from psycopg2 import IntegrityError

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .. import inside, roles
from .test_dividing_work import DividingCase


@tagged("post_install", "-at_install")
class TestAbsence(DividingCase):
    """Who is away, who covers, and that nobody reads why."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.today = fields.Date.context_today(cls.case)
        cls.case._assign(cls.fatima)

    def absence(self, role="coordinator", supporter=None, **values):
        return self.as_role(role, "client.absence").create(
            {
                "supporter_id": (supporter or self.fatima).id,
                "date_from": self.today,
                "date_until": self.today + timedelta(days=6),
                **values,
            }
        )

    def cover(self, absence):
        action = absence.action_cover()
        return Form(
            self.env[action["res_model"]]
            .with_user(absence.env.user)
            .with_context(
                **action["context"],
                allowed_company_ids=absence.env.user.company_ids.ids,
            )
        )

    def test_two_clicks_from_absence_to_cover(self):
        absence = self.absence()
        form = self.cover(absence)
        self.assertEqual(form.colleague_id, self.bram)
        form.save().action_cover()
        self.assertTrue(self.sees(self.colleague))
        self.assertEqual(absence.colleague_id, self.bram)
        row = self.caseload()
        self.assertEqual(row.away_until, absence.date_until)
        self.assertEqual(row.colleague_id, self.bram)

    def test_away_once(self):
        absence = self.absence()
        with self.assertRaises(ValidationError):
            self.absence(date_from=absence.date_until)
        self.absence(kind="unplanned")
        absence.date_until += timedelta(days=1)

    def test_cover_without_an_absence_makes_one(self):
        self.as_role("supporter", "client.cover").create(
            {"supporter_id": self.fatima.id, "colleague_id": self.bram.id}
        ).action_cover()
        self.assertEqual(self.caseload().colleague_id, self.bram)

    def test_who_is_away_or_has_a_conflict_is_not_proposed(self):
        noor = self.env["client.supporter"].create(
            {
                "name": "Noor",
                "user_id": self.make_user("t_noor", roles.SUPPORTER).id,
                "company_id": self.organisation.id,
            }
        )
        absence = self.absence()
        self.absence(supporter=self.bram)
        self.assertEqual(self.cover(absence).colleague_id, noor)
        self.env["client.employment"].create(
            {"supporter_id": noor.id, "partner_id": self.provider.id}
        )
        self.case.provider_ids = self.provider
        self.assertFalse(self.cover(absence).colleague_id)

    def test_the_one_with_most_room_is_proposed(self):
        noor = self.env["client.supporter"].create(
            {
                "name": "Noor",
                "user_id": self.make_user("t_noor", roles.SUPPORTER).id,
                "company_id": self.organisation.id,
                "max_cases": 10,
            }
        )
        self.bram.max_cases = 10
        second = self.make_contact(self.make_resident("intake"))
        second.action_make_case()
        second.case_id.sudo()._assign(self.bram)
        self.assertEqual(self.cover(self.absence()).colleague_id, noor)

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_supporters_enter_their_own(self):
        own = self.absence("supporter")
        with self.assertRaises(AccessError):
            self.absence("supporter", self.bram)
        with self.assertRaises(AccessError):
            own.supporter_id = self.bram
        theirs = own.with_user(self.colleague)
        self.assertFalse(theirs.has_access("read"))

    def test_who_covers_is_set_by_arranging_it(self):
        absence = self.absence("supporter", colleague_id=self.bram.id)
        self.assertFalse(absence.colleague_id)
        with self.assertRaises(UserError):
            absence.colleague_id = self.bram

    def test_no_words_about_somebody_s_health(self):
        for field in self.env["client.absence"]._fields.values():
            self.assertNotIn(field.type, ("text", "html") if field.store else ())
            if field.type == "char":
                self.assertFalse(field.store, field.name)


@tagged("post_install", "-at_install")
class TestWaitingList(DividingCase):
    """The coordinator sees how long, the intake also what about."""

    def test_over_the_norm(self):
        today = fields.Date.context_today(self.case)
        for days, over in ((14, 0), (16, 1)):
            self.case.registration_date = today - timedelta(days=days)
            # A day of slack: the database counts days in UTC.
            self.assertEqual(self.caseload().is_over_norm, over)
        self.organisation.first_call_days = 30
        self.assertEqual(self.caseload().is_over_norm, 0)
        self.assertEqual(self.caseload().first_call_days, 30)
        self.organisation.first_call_days = 7
        self.assertEqual(self.caseload().is_over_norm, 1)
        self.case._assign(self.fatima)
        self.assertEqual(self.caseload().is_over_norm, 0)

    def test_the_intake_sees_language_and_subject(self):
        lang = self.env.ref("base.lang_nl")
        self.resident.sudo().lang_id = lang
        case = self.as_role("intake", "client.case").browse(self.case.id)
        self.assertEqual(case.lang_ids, lang)
        self.assertEqual(case.life_domain_ids, self.domain)

    def test_subjects_are_for_who_reads_the_questions(self):
        """A consent for the case alone shows no life domain."""
        self.env["client.access"]._grant(
            self.colleague, self.case, "consult", "test", section="case"
        )
        case = self.as_user(self.colleague, "client.case").browse(self.case.id)
        self.assertTrue(case.stage)
        self.assertFalse(case.life_domain_ids)

    def test_a_list_takes_a_constant_number_of_queries(self):
        def count(cases):
            cases.invalidate_recordset()
            self.env.flush_all()
            before = self.env.cr.sql_log_count
            cases.mapped("life_domain_ids")
            cases.mapped("lang_ids")
            return self.env.cr.sql_log_count - before

        cases = self.as_role("intake", "client.case").browse(self.case.id)
        one = count(cases)
        for _index in range(4):
            contact = self.make_contact(self.make_resident("intake"))
            contact.action_make_case()
            cases |= contact.case_id
        self.assertLessEqual(count(cases), one)


@tagged("post_install", "-at_install")
class TestCompetences(DividingCase):
    """Each speaks for themselves about competences."""

    def scores(self, user):
        profile = self.as_user(user, "client.supporter").browse(self.fatima.id)
        action = profile.action_score()
        return self.as_user(user, action["res_model"]).search(action["domain"])

    def test_the_list_of_the_profile(self):
        scores = self.scores(self.users["supporter"])
        self.assertEqual(
            set(scores.competence_id.mapped("profile")), {"formal", "both"}
        )
        self.assertEqual(self.scores(self.users["supporter"]), scores)

    def test_own_and_coordinator(self):
        mine = self.scores(self.users["supporter"])[:1]
        mine.self_score = "3"
        with self.assertRaises(AccessError):
            mine.coordinator_score = "4"
        theirs = mine.with_user(self.users["coordinator"])
        theirs.coordinator_score = "2"
        with self.assertRaises(AccessError):
            theirs.self_score = "1"

    def test_without_an_account_the_coordinator_fills_in(self):
        self.fatima.user_id = False
        score = self.scores(self.users["coordinator"])[:1]
        score.self_score = "3"
        self.assertEqual(score.self_score, "3")

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_a_colleague_reads_none(self):
        score = self.scores(self.users["supporter"])[:1]
        self.assertFalse(score.with_user(self.colleague).has_access("read"))
        with self.assertRaises(AccessError):
            self.as_user(self.colleague, "client.competence.score").create(
                {
                    "supporter_id": self.fatima.id,
                    "competence_id": score.competence_id.id,
                    "date": "2026-01-05",
                }
            )

    def test_who_knows_what(self):
        law = self.env.ref("client_support.legal_framework_wlz")
        self.bram.legal_framework_ids = law
        found = self.as_role("supporter", "client.supporter").search(
            [("legal_framework_ids", "ilike", "wlz")]
        )
        self.assertEqual(found, self.bram)

    def test_laws_have_the_codes_of_questions(self):
        asked = dict(self.env["client.question"]._fields["legal_framework"].selection)
        laws = self.env["client.legal.framework"].search([])
        self.assertEqual(set(laws.mapped("code")), set(asked))


@tagged("post_install", "-at_install")
class TestAgreements(DividingCase):
    """What the organisation agreed and did, without anybody in it."""

    MODELS = ("social.agreement", "client.meeting", "client.outreach.activity")

    def agreement(self, **values):
        return self.as_role("coordinator", "social.agreement").create(
            {
                "name": "Samen aan de voordeur",
                "partner_ids": self.provider.ids,
                **values,
            }
        )

    def test_staff_reads_and_outsiders_do_not(self):
        agreement = self.agreement()
        for role in (*roles.BESIDE_RESIDENTS, roles.MANAGER):
            user = next(user for user in self.users.values() if user.has_group(role))
            self.assertTrue(agreement.with_user(user).has_access("read"), role)
        for role in ("access_officer", "provider_staff", "portal"):
            theirs = agreement.with_user(self.users[role])
            self.assertFalse(theirs.has_access("read"), role)

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_another_organisation_reads_nothing(self):
        agreement = self.agreement()
        theirs = agreement.with_user(self.stranger).with_context(
            allowed_company_ids=self.neighbour.ids
        )
        self.assertFalse(theirs.has_access("read"))

    def test_a_commission_of_the_own_organisation(self):
        """It is a party; who may not read the agreement is told nothing of it."""
        town = self.env["res.partner"].create(
            {
                "name": "Proefstad",
                "is_company": True,
                "organization_type": "municipality",
            }
        )
        own = self.organisation.partner_id
        own.is_support_organization = True
        service = self.env["social.service"].create(
            {"name": "O", "partner_id": own.id, "performs_client_support": True}
        )
        self.assertEqual(service.formality, "informal")
        agreement = self.agreement(kind="commission", partner_ids=town.ids).sudo()
        self.assertEqual(service.formality, "formal")
        agreement.company_id = self.neighbour
        self.assertEqual(service.formality, "informal")
        agreement.company_id = self.organisation
        self.assertEqual(service.formality, "formal", "for who reads it not, too")
        mine = [("id", "in", (own | town).ids), ("is_commissioned", "=", True)]
        for role in (*roles.BESIDE_RESIDENTS, roles.MANAGER):
            user = next(user for user in self.users.values() if user.has_group(role))
            self.assertTrue(own.with_user(user).is_commissioned, role)
            self.assertEqual(own.with_user(user).search(mine), own, role)
        theirs = own.with_user(self.stranger).with_context(
            allowed_company_ids=self.neighbour.ids
        )
        self.assertFalse(theirs.is_commissioned)
        self.assertFalse(theirs.search(mine))
        with self.assertRaises(ValidationError):
            self.agreement(kind="commission")

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_who_is_formal_is_not_for_a_coordinator_of_others(self):
        """What the public reads of another organisation is for editors."""
        town, rival = self.env["res.partner"].create(
            [
                {
                    "name": name,
                    "is_company": True,
                    "is_support_organization": True,
                    "organization_type": kind,
                }
                for name, kind in (("Stad", "municipality"), ("Rivaal", "informal"))
            ]
        )
        service = self.env["social.service"].create(
            {"name": "R", "partner_id": rival.id, "performs_client_support": True}
        )
        values = {"kind": "commission", "partner_ids": (town | rival).ids}
        self.agreement(**values)
        self.assertEqual(service.formality, "informal", "their own tells of them alone")
        real = self.env["social.agreement"].create(
            {"name": "Opdracht", "company_id": False, **values}
        )
        self.assertEqual(service.formality, "formal")
        theirs = real.with_user(self.users["coordinator"])
        self.assertEqual(theirs.name, "Opdracht")
        covenant = self.agreement(company_id=False, partner_ids=(town | rival).ids)
        for attempt in (
            lambda: theirs.write({"date_until": "2026-01-02"}),
            lambda: theirs.write({"kind": "covenant"}),
            theirs.unlink,
            lambda: self.agreement(company_id=False, **values),
            lambda: covenant.write({"kind": "commission"}),
        ):
            with self.assertRaises(AccessError):
                attempt()
            self.env.invalidate_all()
        with self.assertRaisesRegex(AccessError, "for editors of the social map"):
            theirs.name = "Another name"
        covenant.name = "Another name"
        self.assertEqual(service.formality, "formal")

    def test_no_person_can_be_tied_to_them(self):
        for name in self.MODELS:
            for field in self.env[name]._fields.values():
                with self.subTest(field=str(field)):
                    self.assertNotIn(field.comodel_name, {"client.supporter"})
                    self.assertFalse(inside.is_inside(self.env, field.comodel_name))

    def test_a_meeting_is_of_the_organisation_of_its_agreement(self):
        agreement = self.agreement()
        agreement.meeting_ids = [
            Command.create({"name": "Werkwijze", "date": "2026-03-01"}),
            Command.create({"name": "Evaluatie", "date": "2026-09-01"}),
        ]
        self.assertEqual(agreement.meeting_ids.company_id, self.organisation)
        self.assertEqual(str(agreement.last_meeting_date), "2026-09-01")

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_nothing_is_moved_to_where_one_does_not_work(self):
        """The rule of the organisation holds before a write and after it."""
        theirs = self.env["social.agreement"].create(
            {
                "name": "Elders",
                "company_id": self.neighbour.id,
                "partner_ids": self.provider.ids,
            }
        )
        meeting = self.as_role("supporter", "client.meeting").create({"name": "Thema"})
        activity = self.as_role("supporter", "client.outreach.activity").create(
            {"name": "Markt"}
        )
        elsewhere = {"company_id": self.neighbour.id, "team_id": False}
        for record, values in (
            (self.agreement(), {"company_id": self.neighbour.id}),
            (meeting, elsewhere),
            (meeting, {"agreement_id": theirs.id, "team_id": False}),
            (activity, elsewhere),
        ):
            with self.subTest(record=record, values=values):
                with self.assertRaises(AccessError), self.cr.savepoint():
                    record.write(values)
                self.env.invalidate_all()
                self.assertEqual(record.company_id, self.organisation)

    def test_team_and_agreement_are_of_the_organisation(self):
        for name in ("client.meeting", "client.outreach.activity"):
            with self.subTest(name), self.assertRaises(ValidationError):
                self.env[name].create(
                    {
                        "name": "Thema",
                        "company_id": self.organisation.id,
                        "team_id": self.other_team.id,
                    }
                )
        with self.assertRaises(ValidationError):
            self.env["client.meeting"].create(
                {
                    "name": "Thema",
                    "company_id": self.neighbour.id,
                    "agreement_id": self.agreement().id,
                }
            )

    def test_an_absence_stays_with_who_one_may_enter_it_for(self):
        elsewhere = self.env["client.supporter"].create(
            {
                "name": "Elders",
                "user_id": self.stranger.id,
                "company_id": self.neighbour.id,
            }
        )
        today = fields.Date.context_today(self.case)
        absence = self.as_role("coordinator", "client.absence").create(
            {
                "supporter_id": self.fatima.id,
                "date_from": today,
                "date_until": today,
            }
        )
        with (
            self.assertRaises(AccessError),
            mute_logger("odoo.addons.base.models.ir_rule"),
        ):
            absence.supporter_id = elsewhere

    def test_who_keeps_it_is_told_once(self):
        today = fields.Date.context_today(self.case)
        coordinator = self.users["coordinator"]
        near = self.agreement(review_date=today + timedelta(days=10))
        self.agreement(name="Later", review_date=today + timedelta(days=90))
        agreements = self.env["social.agreement"]
        agreements._cron_remind()
        agreements._cron_remind()
        tasks = self.env["mail.activity"].search(
            [("user_id", "=", coordinator.id), ("summary", "like", "agreement")]
        )
        self.assertEqual(len(tasks), 1)
        self.assertIn(near.name, tasks.summary)
        tasks.action_feedback()
        agreements._cron_remind()
        self.assertFalse(tasks.filtered("active"))
        near.date_until = today + timedelta(days=20)
        agreements._cron_remind()
        found = [("user_id", "=", coordinator.id), ("summary", "like", near.name)]
        self.assertEqual(tasks.search(found).mapped("date_deadline"), [near.date_until])
        mine = [("company_id", "=", self.organisation.id)]
        self.assertEqual(agreements.search([*mine, ("is_due", "=", True)]), near)
        self.assertNotIn(near, agreements.search([*mine, ("is_due", "=", False)]))

    @mute_logger("odoo.addons.base.models.ir_model")
    def test_supporters_note_what_they_did(self):
        activity = self.as_role("supporter", "client.outreach.activity").create(
            {"name": "Markt Oost", "reached": 40}
        )
        self.assertEqual(activity.team_id, self.team)
        with self.assertRaises(AccessError):
            self.as_role("volunteer", "client.outreach.activity").create({"name": "x"})
        with self.assertRaises(AccessError):
            self.as_role("supporter", "social.agreement").create({"name": "x"})

    @mute_logger("odoo.addons.base.models.ir_model")
    def test_whose_road_an_activity_was_made_for(self):
        """Who notes an activity tags it; everybody beside residents finds it so."""
        personas = self.env["social.persona"].search([], limit=2)
        activities = self.as_role("supporter", "client.outreach.activity").create(
            [
                {"name": "Markt", "persona_ids": personas.ids},
                {"name": "Avond", "persona_ids": personas[0].ids},
            ]
        )
        mine = [("id", "in", activities.ids)]
        for role in ("supporter", "volunteer", "walk_in", "coordinator", "manager"):
            with self.subTest(role):
                read = self.as_role(role, "client.outreach.activity")
                self.assertEqual(
                    dict(read._read_group(mine, ["persona_ids"], ["__count"])),
                    {personas[0]: 2, personas[1]: 1},
                )
        with self.assertRaises(AccessError):
            activities.with_user(self.users["volunteer"]).persona_ids = False
        with self.assertRaises(AccessError):
            self.as_role("supporter", "social.persona").create({"name": "x"})
        for role in ("access_officer", "provider_staff", "portal"):
            with self.subTest(role), self.assertRaises(AccessError):
                self.as_role(role, "social.persona").search_count([])

    def test_a_grade_of_several_sessions_is_that_of_all_visitors(self):
        programme = self.env.ref("client_support.programme_front_runners")
        activities = self.as_role("supporter", "client.outreach.activity").create(
            [
                {"name": "Markt", "reached": 20},
                {"name": "Avond", "grade": 6, "graded_by": 1, "reached": 9},
                {"name": "Dag", "grade": 8, "graded_by": 3, "reached": 30},
            ]
        )
        activities.programme_id = programme
        mine = [("id", "in", activities.ids)]
        measures = ["__count", "reached:sum", "grade:avg", "graded_by:sum"]
        read = self.as_role("manager", "client.outreach.activity")
        self.assertEqual(
            read._read_group(mine, ["programme_id"], measures),
            [(programme, 3, 59, 7.5, 4)],
        )
        [(grade,)] = read._read_group(
            [("id", "=", activities[0].id)], [], measures[2:3]
        )
        self.assertFalse(grade)

    @mute_logger("odoo.sql_db")
    def test_a_grade_is_one_to_ten_and_says_of_how_many(self):
        for values in ({"grade": 11, "graded_by": 2}, {"grade": 8}, {"graded_by": 8}):
            with (
                self.subTest(values),
                self.assertRaises(IntegrityError),
                self.cr.savepoint(),
            ):
                self.env["client.outreach.activity"].create({"name": "Avond", **values})

    def test_menus_open(self):
        for role in ("supporter", "volunteer", "walk_in", "intake", "coordinator"):
            with self.subTest(role=role):
                opened = self.open_menus(role, "client_support.")
                self.assertIn("client_support.menu_client_agreement", opened)
        self.assertIn("client_support.menu_client_waiting_list", opened)
