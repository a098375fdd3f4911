from datetime import timedelta

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from ..models.client_case import VOLUNTEER_SECTIONS
from .test_case_stages import LifeOfACase


@tagged("post_install", "-at_install")
class TestCaseWork(LifeOfACase):
    """Roles, tasks, directors, the safety flag, and who supports along."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.helper = cls.env["client.supporter"].create(
            {
                "name": "Rie",
                "user_id": cls.users["volunteer"].id,
                "company_id": cls.organisation.id,
                "employment_kind": "volunteer",
            }
        )
        cls.mate = cls.profiles[cls.colleague]

    def add(self, case, supporter, user=None, **values):
        form = self.as_user(user or case.env.user, "client.co.supporter").create(
            {"number": case.number, "supporter_id": supporter.id, **values}
        )
        form.action_add()
        return case.co_supporter_ids[:1]

    def test_tasks_are_ticked_and_dated(self):
        case = self.make_case()
        story = self.env.ref("client_support.task_kind_r_story")
        access = self.env.ref("client_support.task_kind_o_access")
        case.task_kind_ids = story | access
        self.assertEqual(case.task_ids.kind_id, story | access)
        self.assertEqual(set(case.task_ids.mapped("date")), {self.today})
        self.assertIn("clarification", case.core_functions)
        case.task_ids[0].date = self.today - timedelta(days=3)
        case.task_kind_ids -= access
        self.assertEqual(case.task_ids.kind_id, story)
        self.assertEqual(case.task_ids.date, self.today - timedelta(days=3))

    def test_the_fifteen_tasks_of_the_three_moments(self):
        groups = self.env["client.task.kind"]._read_group([], ["moment"], ["__count"])
        self.assertEqual(dict(groups), {"reflection": 4, "obtaining": 8, "using": 3})

    def test_a_director_is_of_an_organisation_and_not_the_supporter(self):
        case = self.make_case()
        partners = self.env["res.partner"]
        team = partners.create({"name": "Wijkteam", "is_company": True})
        worker = partners.create({"name": "Joke", "parent_id": team.id})
        somebody = partners.create({"name": "Sjaan Voorbeeld"})
        own = self.users["supporter"].partner_id
        case.write({"case_director_id": worker.id, "process_director_id": team.id})
        for partner in (somebody, own):
            with self.subTest(partner=partner), self.assertRaises(ValidationError):
                case.case_director_id = partner
        own.sudo().parent_id = team
        with self.assertRaises(ValidationError):
            case.process_director_id = own

    def test_a_safety_flag_has_an_end(self):
        case = self.make_case()
        with self.assertRaises(ValidationError):
            case.safety_flag = "Go in pairs"
        case.write({"safety_flag": "Go in pairs", "safety_until": self.today})
        self.assertTrue(case.shows_safety)
        case.safety_until = self.today - timedelta(days=1)
        self.assertFalse(case.shows_safety)

    def test_the_head_says_how_to_address(self):
        case = self.make_case()
        case.resident_ids.write(
            {
                "salutation": "mevrouw A.",
                "birth_year": 1958,
                "needs_interpreter": True,
                "preferred_channel": "phone",
                "lang_id": self.env.ref("base.lang_ar").id,
            }
        )
        self.assertEqual(
            case.heading,
            "mevrouw A. (1958) · speaks Arabic · interpreter needed"
            " · reach by: telephone",
        )

    def test_a_second_opinion_comes_from_somebody_else(self):
        case = self.make_case(role="second_opinion")
        self.refused(case.action_start, "first opinion")
        elsewhere = self.env["res.partner"].create(
            {"name": "Sociaal team", "is_company": True}
        )
        person = elsewhere.create({"name": "Iemand"})
        with self.assertRaises(ValidationError):
            case.first_opinion_partner_id = person
        # Of a colleague it is asked on the case itself.
        for own in (
            self.organisation.partner_id,
            person.create(
                {"name": "Collega", "parent_id": self.organisation.partner_id.id}
            ),
        ):
            with self.assertRaisesRegex(ValidationError, "button"):
                case.first_opinion_partner_id = own
        person.parent_id = elsewhere
        case.first_opinion_partner_id = person
        case.action_start()

    # Supporting along ---------------------------------------------------------------

    def sees(self, case, user):
        self.env.invalidate_all()
        return case.with_user(user).has_access("read")

    def test_a_colleague_supports_along_until_the_line_ends(self):
        case = self.make_case(stage="active")
        self.assertFalse(self.sees(case, self.colleague))
        line = self.add(case, self.mate)
        self.assertTrue(self.sees(case, self.colleague))
        self.assertTrue(self.sees(case.resident_ids, self.colleague))
        self.refused(lambda: self.add(case, self.mate), "already")
        line.with_user(self.users["supporter"]).action_end()
        self.assertTrue(line.is_over)
        for file in (case, case.resident_ids):
            self.assertFalse(self.sees(file, self.colleague))
        self.assertEqual(case.supporter_id, self.profile)
        self.assertTrue(self.sees(case, self.users["supporter"]))

    def test_access_begins_and_ends_with_the_days(self):
        case = self.make_case(stage="active")
        self.add(
            case,
            self.mate,
            date_from=self.today + timedelta(days=2),
            date_until=self.today + timedelta(days=9),
        )
        self.assertFalse(self.sees(case, self.colleague))
        rows = self.env["client.access"].search(
            [("user_id", "=", self.colleague.id), ("case_id", "=", case.id)]
        )
        self.assertEqual((rows.valid_until - rows.valid_from).days, 8)
        case.co_supporter_ids.action_end()
        self.assertEqual(rows.valid_until, rows.valid_from)

    def test_an_expert_by_experience_sees_the_parts_for_volunteers(self):
        case = self.make_case(stage="active")
        self.add(case, self.helper, role="experience_expert")
        rows = self.env["client.access"].search(
            [("user_id", "=", self.users["volunteer"].id), ("case_id", "=", case.id)]
        )
        self.assertEqual(set(rows.mapped("section")), set(VOLUNTEER_SECTIONS))

    def test_the_same_checks_as_for_who_gets_the_case(self):
        case = self.make_case(stage="active")
        carer = self.env["res.partner"].create(
            {"name": "Zorg BV", "is_company": True, "provides_indicated_care": True}
        )
        case.provider_ids = carer
        self.env["client.employment"].create(
            {"supporter_id": self.mate.id, "partner_id": carer.id}
        )
        with self.assertRaises(ValidationError):
            self.add(case, self.mate)
        self.assertFalse(self.sees(case, self.colleague))

    def test_a_conflict_found_later_ends_it(self):
        case = self.make_case(stage="active")
        line = self.add(case, self.mate)
        carer = self.env["res.partner"].create(
            {"name": "Zorg BV", "is_company": True, "provides_indicated_care": True}
        )
        self.env["client.employment"].create(
            {"supporter_id": self.mate.id, "partner_id": carer.id}
        )
        case.provider_ids = carer
        self.assertFalse(self.sees(case, self.colleague))
        self.assertTrue(line.is_over)
        self.assertEqual(case.supporter_id, self.profile)

    def test_who_leaves_supports_nowhere_along(self):
        case = self.make_case(stage="active")
        line = self.add(case, self.mate)
        self.mate.with_user(self.users["coordinator"]).action_end_employment()
        self.assertTrue(line.is_over)
        self.assertEqual(case.supporter_id, self.profile)

    def test_who_supports_along_stays_at_a_hand_over(self):
        case = self.make_case(stage="active")
        self.add(case, self.helper)
        case.sudo()._assign(self.mate)
        self.assertTrue(self.sees(case, self.users["volunteer"]))
        self.assertFalse(self.sees(case, self.users["supporter"]))

    def test_who_gets_the_case_no_longer_supports_along(self):
        case = self.make_case(stage="active")
        line = self.add(case, self.mate)
        case.sudo()._assign(self.mate)
        self.assertTrue(line.sudo().is_over)
        self.assertTrue(self.sees(case, self.colleague))

    def test_a_coordinator_arranges_it_by_number(self):
        case = self.make_case(stage="active")
        self.add(case, self.mate, user=self.users["coordinator"])
        self.assertTrue(self.sees(case, self.colleague))
        self.assertFalse(self.sees(case, self.users["coordinator"]))

    def test_nobody_else_arranges_it(self):
        case = self.make_case(stage="active")
        for user in (self.colleague, self.stranger):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.add(case, self.mate, user=user)
        with self.assertRaises(AccessError):
            case.env["client.case.supporter"].create(
                {"case_id": case.id, "supporter_id": self.mate.id}
            )
        theirs = self.env["client.supporter"].create(
            {"name": "Elders", "company_id": self.neighbour.id}
        )
        with self.assertRaises(UserError):
            self.add(case, theirs)
