from unittest.mock import patch

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, HttpCase, tagged

from .common import ClientSupportCase
from .test_case_stages import LifeOfACase
from .test_referral import ReferralCase


@tagged("post_install", "-at_install")
class TestTasksOfACase(LifeOfACase):
    """Who does what, which tasks an organisation does, and what a look back says."""

    def test_several_parties_do_a_task(self):
        case = self.make_case()
        story = self.env.ref("client_support.task_kind_r_story")
        steps = self.env.ref("client_support.task_kind_r_steps")
        us = self.env.ref("client_support.task_party_client_support")
        team = self.env.ref("client_support.task_party_neighbourhood_team")
        case.task_ids = [
            Command.create({"kind_id": story.id, "party_ids": (us | team).ids}),
            Command.create({"kind_id": steps.id, "party_ids": team.ids}),
        ]
        self.assertEqual(case.task_kind_ids, story | steps)
        # What the neighbourhood team does alone is no work of ours.
        self.assertEqual(case.task_ids._done_by_us().kind_id, story)
        self.assertIn("clarification", case.core_functions)
        self.assertNotIn("Brokering", case.core_functions)

    def test_a_narrow_organisation_offers_fewer_tasks(self):
        case = self.make_case()
        everything = self.env["client.task.kind"].search([])
        self.assertEqual(case.offered_task_kind_ids, everything)
        self.organisation.task_scope = "narrow"
        access = self.env.ref("client_support.task_kind_o_access")
        case.invalidate_recordset()
        self.assertIn(access, case.offered_task_kind_ids)
        self.assertLess(case.offered_task_kind_ids, everything)
        # One of their own choice stays when the scope is saved once more.
        self.organisation.task_kind_ids = access
        self.organisation.task_scope = "narrow"
        self.assertEqual(self.organisation.task_kind_ids, access)
        self.organisation.task_scope = "broad"
        self.assertFalse(self.organisation.task_kind_ids)
        self.assertFalse(self.neighbour.task_kind_ids)

    def test_the_seven_starting_points_are_ticked_and_never_asked(self):
        case = self.make_case()
        points = self.env["client.starting.point"].search([])
        self.assertEqual(len(points), 7)
        self.assertFalse(case.starting_point_ids)
        case.starting_point_ids = points[:3]
        self.assertEqual(case.starting_point_ids, points[:3])

    def test_a_lighter_solution_is_a_success(self):
        reason = self.env.ref("client_support.closing_reason_lighter_solution")
        case = self.make_case()
        case.closing_reason_id = reason
        self.assertEqual(case.result, "reached")

    def test_a_contact_from_the_case(self):
        case = self.make_case()
        action = case.action_contact()
        contacts = self.as_user(case.env.user, "client.contact")
        form = Form(contacts.with_context(**action["context"]))
        form.channel_id = self.channel
        contact = form.save()
        self.assertEqual(contact.case_id, case)
        self.assertFalse(contact.kind_id.counts_as_ia)
        self.assertEqual(contact.resident_id, case.resident_ids)


@tagged("post_install", "-at_install")
class TestSecondTalk(ClientSupportCase):
    """One talk is information and advice; a second one proposes a case."""

    def test_the_second_talk_proposes_a_case(self):
        resident = self.make_resident()
        first = self.make_contact(resident, date="2026-03-02")
        second = self.make_contact(resident, date="2026-03-09")
        self.assertEqual(first.earlier_talks, 0)
        self.assertEqual(second.earlier_talks, 1)
        late = self.make_contact(resident, date="2025-03-01")
        self.assertEqual(late.earlier_talks, 0)
        second.action_make_case()
        self.assertEqual(second.earlier_talks, 0)

    def test_the_quick_contact_tells_it_too(self):
        resident = self.make_resident()
        self.make_contact(resident)
        form = Form(self.as_role("supporter", "client.quick.contact"))
        self.assertFalse(form.earlier_talks)
        form.resident_id = resident
        self.assertEqual(form.earlier_talks, 1)
        form.who = "new"
        self.assertEqual(form.earlier_talks, 0)

    def test_a_regular_of_the_walk_in_comes_back(self):
        self.team.shares_light_files = True
        resident = self.make_resident("walk_in", team_id=self.team.id)
        self.make_contact(resident)
        self.assertEqual(self.make_contact(resident).earlier_talks, 0)
        resident.is_light = False
        self.assertEqual(self.make_contact(resident).earlier_talks, 2)


@tagged("post_install", "-at_install")
class TestYouthComplaint(ReferralCase):
    """A complaint about youth care points to the trusted person for the young."""

    def procedure(self, law):
        complaint = self.env.ref("client_support.step_kind_complaint")
        return self.as_role("supporter", "client.procedure").create(
            {
                "case_id": self.case.id,
                "law": law,
                "step_ids": [Command.create({"kind_id": complaint.id})],
            }
        )

    def test_a_complaint_under_the_youth_act(self):
        self.assertFalse(self.case.suggests_akj)
        self.procedure("youth_act")
        self.assertTrue(self.case.suggests_akj)
        context = self.case.action_refer_akj()["context"]
        self.assertEqual(context["default_type_id"], self.type("akj").id)
        self.make("akj")
        self.assertFalse(self.case.suggests_akj)

    def test_a_complaint_with_a_question_on_youth_care(self):
        self.procedure("complaint")
        self.assertFalse(self.case.suggests_akj)
        self.case.question_ids = [
            Command.create(
                {"life_domain_id": self.domain.id, "legal_framework": "youth_act"}
            )
        ]
        self.assertTrue(self.case.suggests_akj)


@tagged("post_install", "-at_install")
class TestAgreementOnReferral(ReferralCase):
    def agreement(self, **values):
        return self.env["social.agreement"].create(
            {
                "name": "Verwijsafspraak",
                "kind": "referral",
                "company_id": self.organisation.id,
                "partner_ids": self.buddies.ids,
                "date_from": "2024-01-01",
                **values,
            }
        )

    def test_the_standing_agreement_is_filled_in(self):
        self.agreement(date_until="2024-12-31")
        self.assertFalse(self.make().agreement_id)
        standing = self.agreement()
        self.assertEqual(self.make().agreement_id, standing)

    def test_a_new_referral_opens_without_an_organisation(self):
        self.agreement()
        referrals = self.as_role("supporter", "client.referral")
        action = self.case.action_refer()
        form = Form(referrals.with_context(**action["context"]))
        self.assertFalse(form.agreement_id)
        form.partner_id = self.buddies
        self.assertTrue(form.agreement_id)

    def test_another_agreement_of_the_same_organisation_can_be_chosen(self):
        self.agreement()
        other = self.agreement(kind="covenant")
        self.assertEqual(self.make(agreement_id=other.id).agreement_id, other)

    def test_not_with_others_and_not_of_others(self):
        elsewhere = self.agreement(company_id=self.neighbour.id)
        other = self.env["res.partner"].create({"name": "Ander", "is_company": True})
        with_others = self.agreement(partner_ids=other.ids)
        self.assertFalse(self.make().agreement_id)
        for agreement in (elsewhere, with_others):
            with self.subTest(agreement), self.assertRaises(ValidationError):
                self.make(agreement_id=agreement.id)


class ProfileCase(ClientSupportCase):
    """An experience expert with a login."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.rie = cls.env["client.supporter"].create(
            {
                "name": "Rie",
                "user_id": cls.users["volunteer"].id,
                "company_id": cls.organisation.id,
                "employment_kind": "volunteer",
                "kind": "experience_expert",
            }
        )

    def of(self, role):
        return self.as_role(role, "client.supporter").browse(self.rie.id)


@tagged("post_install", "-at_install")
class TestProfileForResidents(ProfileCase):
    """A profile goes to residents when the supporter agreed to that very text."""

    def test_a_text_an_agreement_and_a_tick(self):
        mine, kept = self.of("volunteer"), self.of("coordinator")
        with self.assertRaises(UserError):
            mine.action_agree_profile()
        kept.profile_text = "Ik leefde jaren met schulden."
        with self.assertRaises(ValidationError):
            kept.is_published = True
        with self.assertRaisesRegex(AccessError, "My profile"):
            kept.action_agree_profile()
        mine.action_agree_profile()
        with self.assertRaises(UserError):
            kept.action_print_profile()
        kept.is_published = True
        self.assertTrue(mine.action_print_profile())
        kept.profile_text = "Iets anders"
        self.assertFalse(kept.is_published)
        self.assertFalse(kept.profile_agreed_on)

    def test_only_who_it_is_about_publishes_nothing_else(self):
        mine = self.of("volunteer")
        with self.assertRaises(AccessError):
            mine.profile_text = "Zelf geschreven"
        self.rie.profile_text = "Tekst"
        with self.assertRaises(AccessError):
            self.of("supporter").action_agree_profile()

    def test_a_coordinator_notes_it_for_who_has_no_login(self):
        self.rie.write({"user_id": False, "profile_text": "Tekst"})
        self.of("coordinator").action_agree_profile()
        self.assertTrue(self.rie.profile_agreed_on)

    def test_languages_are_named_in_the_language_of_the_page(self):
        languages = self.env["res.lang"].with_context(active_test=False)
        self.rie.lang_ids = languages.search(
            [("code", "in", ("ar_001", "ar_SY", "sr@latin", "tr_TR"))]
        )
        for lang, names in (
            ("nl_NL", {"Arabisch", "Servisch", "Turks"}),
            ("en_US", {"Arabic", "Serbian", "Turkish"}),
        ):
            with self.subTest(lang=lang):
                told = self.rie.with_context(lang=lang)._profile()["languages"]
                self.assertEqual(sorted(told.split(", ")), sorted(names))
        self.rie.lang_ids = every = languages.search([])
        told = self.rie._profile()["languages"].split(", ")
        self.assertGreater(len(told), len(every) / 2)

    def test_the_page_holds_published_profiles_only(self):
        self.rie.profile_text = "Ik leefde jaren met schulden."
        report = self.env["ir.actions.report"].with_user(self.users["supporter"])
        name = "client_support.report_client_supporter_profile"
        self.assertNotIn(b"schulden", report._render_qweb_html(name, self.rie.ids)[0])
        self.of("volunteer").action_agree_profile()
        self.rie.is_published = True
        self.assertIn(b"schulden", report._render_qweb_html(name, self.rie.ids)[0])


@tagged("post_install", "-at_install")
class TestWayOfWorking(ClientSupportCase):
    def test_the_sheet_says_what_the_organisation_does(self):
        self.organisation.phone = "010 0000000"
        report = self.env["ir.actions.report"].with_user(self.users["supporter"])
        name = "client_support.report_way_of_working"
        page = report._render_qweb_html(name, self.organisation.ids)[0].decode()
        self.assertIn("four questions", page)
        self.assertIn("help already", page)
        self.assertIn("010 0000000", page)
        self.assertEqual(page.count("People around the resident take part"), 1)
        self.organisation.task_scope = "narrow"
        page = report._render_qweb_html(name, self.organisation.ids)[0].decode()
        self.assertNotIn("help already", page)

    def test_the_button_opens_it(self):
        company = self.as_role("supporter", "res.company")
        with patch.object(
            type(self.env["ir.actions.report"]), "get_wkhtmltopdf_state", lambda _: ""
        ):
            action = company.action_way_of_working()
        self.assertIn(f"/{self.organisation.id}?context=", action["url"])
        self.assertIn("en_US", action["url"])

    def test_partners_read_of_independent_organisations_only(self):
        names = [
            sheet["name"]
            for sheet in self.as_role(
                "access_officer", "res.company"
            )._way_of_working_for_user()
        ]
        self.assertIn("Naast u", names)
        self.assertNotIn("Sociaal wijkteam", names)


@tagged("post_install", "-at_install")
class TestScreens(ClientSupportCase):
    def test_every_empty_screen_says_what_to_do(self):
        """But for code lists, which the program fills."""
        data = self.env["ir.model.data"].search(
            [
                ("module", "=", "client_support"),
                ("model", "=", "ir.actions.act_window"),
            ]
        )
        for action in self.env["ir.actions.act_window"].browse(data.mapped("res_id")):
            model = self.env[action.res_model]
            code_list = issubclass(type(model), self.env.registry["client.code.mixin"])
            if model._transient or code_list or action.target == "new":
                continue
            with self.subTest(action.name):
                self.assertTrue(action.help)

    def test_a_volunteer_is_offered_no_new_contact(self):
        for role, may in (("supporter", True), ("volunteer", False)):
            with self.subTest(role):
                day = self.as_role(role, "client.day").my_day()
                self.assertEqual(day["may_register"], may)


@tagged("post_install", "-at_install")
class TestExperienceExpertsPage(HttpCase, ProfileCase):
    """The website shows experience experts who agreed to that, and nobody else."""

    PAGE = "/ervaringsdeskundigen"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # Other addons and demo data may show people too.
        cls.env["client.supporter"].search([]).website_agreed_on = False
        cls.text = "Ik leefde jaren met schulden."
        cls.rie.write(
            {
                "profile_text": cls.text,
                "life_domain_ids": cls.env.ref("social_map.life_domain_income_debt"),
            }
        )

    def shown(self):
        page = self.url_open(self.PAGE)
        self.assertEqual(page.status_code, 200)
        return self.text in page.text

    def show(self):
        mine = self.of("volunteer")
        mine.action_agree_profile()
        mine.action_agree_website()
        self.rie.is_published = True
        self.assertTrue(self.shown())

    def test_only_after_each_agreement(self):
        mine = self.of("volunteer")
        with self.assertRaises(UserError), self.cr.savepoint():
            mine.action_agree_website()
        self.assertFalse(self.shown())
        mine.action_agree_profile()
        self.rie.is_published = True
        self.assertFalse(self.shown(), "agreed to paper only")
        mine.action_agree_website()
        self.assertTrue(self.shown())
        self.assertIn(
            "ervaringsdeskundigen", self.url_open("/clientondersteuning").text
        )

    def test_it_ends(self):
        for name, end in {
            "said": lambda: self.of("volunteer").action_leave_website(),
            "asked": lambda: self.of("coordinator").action_leave_website(),
            "organisation": lambda: self.rie.write({"is_published": False}),
            "left": lambda: self.rie.write({"active": False}),
            "name": lambda: self.rie.write({"name": "Rie B."}),
            "text": lambda: self.rie.write({"profile_text": "Iets anders"}),
            "domains": lambda: self.rie.write({"life_domain_ids": False}),
            "work": lambda: self.rie.write({"kind": "buddy"}),
        }.items():
            with self.subTest(name), self.cr.savepoint() as savepoint:
                self.show()
                end()
                self.assertFalse(self.shown())
                self.assertNotIn(
                    "ervaringsdeskundigen", self.url_open("/clientondersteuning").text
                )
                savepoint.rollback()

    def test_nobody_says_it_for_another(self):
        self.of("volunteer").action_agree_profile()
        for role in ("coordinator", "supporter", "intake", "walk_in", "manager"):
            with self.subTest(role), self.assertRaises(AccessError):
                self.of(role).action_agree_website()
        for role in ("supporter", "intake", "walk_in", "manager"):
            with self.subTest(role), self.assertRaises(AccessError):
                self.of(role).action_leave_website()
        self.assertFalse(self.rie.website_agreed_on)

    def test_a_coordinator_notes_it_for_who_has_no_login(self):
        self.rie.user_id = False
        kept = self.of("coordinator")
        kept.action_agree_profile()
        kept.action_agree_website()
        self.assertTrue(self.rie.website_agreed_on)

    def test_an_agreement_is_not_written(self):
        """Not by an own call either: a coordinator may write the rest of a profile."""
        kept = self.of("coordinator")
        for name in ("profile_agreed_on", "website_agreed_on"):
            values = {"name": "Mia", "company_id": self.organisation.id}
            for attempt in (
                lambda name=name: kept.write({name: "2026-01-01"}),
                lambda name=name, values=values: kept.create(
                    {**values, name: "2026-01-01"}
                ),
                lambda name=name, values=values: kept.with_context(
                    **{f"default_{name}": "2026-01-01"}
                ).create(values),
            ):
                with (
                    self.subTest(name),
                    self.assertRaises(AccessError),
                    self.cr.savepoint(),
                ):
                    attempt()

    def test_visitors_read_nothing_else(self):
        self.show()
        page = self.url_open(self.PAGE).text
        self.assertNotIn(self.users["volunteer"].login, page)
        visitor = self.env.ref("base.public_user")
        with self.assertRaises(AccessError):
            self.rie.with_user(visitor).read(["name"])
