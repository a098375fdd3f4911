from odoo import fields
from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .common import ClientSupportCase


class PlanCase(ClientSupportCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["client.supporter"].create(
            {
                "name": "Tineke Voorbeeld",
                "user_id": cls.users["supporter"].id,
                "company_id": cls.organisation.id,
            }
        )
        cls.resident = cls.make_resident()
        cls.case = cls.as_role("supporter", "client.case").create(
            {"resident_ids": cls.resident.ids, "team_id": cls.team.id}
        )

    def make_goal(self, actions=(), **values):
        return self.as_role("supporter", "client.goal").create(
            {
                "case_id": self.case.id,
                "life_domain_id": self.domain.id,
                "wording": "Ik wil een huis zonder trap",
                "action_ids": [Command.create(action) for action in actions],
                **values,
            }
        )


@tagged("post_install", "-at_install")
class TestGoal(PlanCase):
    """A plan of goals in the resident's words, and who does what."""

    def test_progress_counts_steps(self):
        goal = self.make_goal([{"what": "Een"}, {"what": "Twee"}, {"what": "Drie"}])
        self.assertEqual((goal.progress, goal.done_count, goal.action_count), (0, 0, 3))
        goal.action_ids[0].is_done = True
        today = fields.Date.context_today(goal)
        self.assertEqual(goal.action_ids[0].done_on, today)
        self.assertEqual((goal.progress, goal.done_count), (33, 1))
        goal.attained = "reached"
        self.assertEqual(goal.progress, 100)
        self.assertEqual(self.make_goal().progress, 0)

    def test_a_result_has_a_day(self):
        goal = self.make_goal()
        goal.attained = "partly"
        self.assertEqual(goal.attained_on, fields.Date.context_today(goal))
        goal.write({"attained": "reached", "attained_on": "2026-01-05"})
        self.assertEqual(str(goal.attained_on), "2026-01-05")
        with self.assertRaises(ValidationError):
            goal.attained_on = False
        goal.attained = "not_yet"
        self.assertFalse(goal.attained_on)

    def test_an_example_gives_words_and_a_first_step(self):
        example = self.env.ref("client_support.goal_template_debts")
        form = Form(
            self.as_role("supporter", "client.goal").with_context(
                default_case_id=self.case.id
            )
        )
        form.template_id = example
        goal = form.save()
        self.assertEqual(goal.wording, example.wording)
        self.assertEqual(goal.life_domain_id.code, "income_debt")
        self.assertEqual(goal.action_ids.by, "supporter")
        today = fields.Date.context_today(goal)
        self.assertEqual((goal.action_ids.due_on - today).days, example.first_days)

    def test_its_task_and_no_other(self):
        goal = self.make_goal([{"what": "Bellen", "by": "supporter"}])
        action = goal.action_ids
        self.assertFalse(action.activity_ids)
        action.due_on = "2026-12-01"
        task = action.activity_ids
        supporter = self.users["supporter"]
        by_hand = action.activity_schedule(
            "mail.mail_activity_data_todo", "2026-11-30", "Zelf", user_id=supporter.id
        )
        action.due_on = "2026-12-02"
        self.assertEqual(str(task.date_deadline), "2026-12-02")
        self.assertEqual(str(by_hand.date_deadline), "2026-11-30")
        task.action_feedback()
        action.by = "supporter"
        self.assertEqual(action.activity_ids, by_hand)
        action.is_done = True
        self.assertEqual(action.activity_ids, by_hand)
        action.by = "resident"
        self.assertEqual(action.activity_ids, by_hand)

    def test_done_by_mistake(self):
        goal = self.make_goal(
            [{"what": "Bellen", "by": "supporter", "due_on": "2026-12-01"}]
        )
        goal.action_ids.is_done = True
        self.assertFalse(goal.action_ids.activity_ids)
        goal.action_ids.is_done = False
        self.assertEqual(len(goal.action_ids.activity_ids), 1)

    def test_there_is_an_example_for_every_life_domain(self):
        examples = self.as_role("supporter", "client.goal.template").search([])
        self.assertEqual(examples.life_domain_id, self.env["life.domain"].search([]))

    def test_only_an_organisation_has_one(self):
        partner = self.env["res.partner"].create({"name": "Zorg", "is_company": True})
        step = {"what": "Bellen", "partner_id": partner.id}
        self.make_goal([{**step, "by": "service"}])
        with self.assertRaises(ValidationError):
            self.make_goal([{**step, "by": "network"}])

    # Tasks ---------------------------------------------------------------------------

    def tasks(self, goal):
        activities = self.env["mail.activity"].with_context(active_test=False)
        return activities.search(
            [
                ("res_model", "=", "client.goal.action"),
                ("res_id", "in", goal.action_ids.ids),
            ]
        )

    def test_a_step_of_the_supporter_is_one_task(self):
        goal = self.make_goal(
            [
                {"what": "Bellen", "by": by, "due_on": "2026-12-01"}
                for by in ("resident", "network", "supporter", "service")
            ]
        )
        task = self.tasks(goal)
        self.assertEqual(len(task), 1)
        self.assertEqual(task.user_id, self.users["supporter"])
        self.assertNotIn("Bellen", f"{task.summary} {task.note} {task.res_name}")
        step = goal.action_ids.filtered(lambda one: one.by == "supporter")
        step.due_on = "2026-12-08"
        step.due_on = "2026-12-09"
        self.assertEqual(self.tasks(goal), task)
        self.assertEqual(str(task.date_deadline), "2026-12-09")
        step.is_done = True
        self.assertFalse(task.active)
        self.assertEqual(self.tasks(goal), task)

    def test_no_day_no_task(self):
        goal = self.make_goal([{"what": "Bellen", "by": "supporter"}])
        self.assertFalse(self.tasks(goal))
        goal.action_ids.due_on = "2026-12-01"
        self.assertEqual(len(self.tasks(goal)), 1)
        goal.action_ids.by = "network"
        self.assertFalse(self.tasks(goal))

    # Before closing ------------------------------------------------------------------

    def test_what_is_open(self):
        goal = self.make_goal([{"what": "Bellen", "by": "supporter"}])
        self.assertEqual(len(self.case._open_in_plan()), 2)
        goal.action_ids.is_done = True
        goal.attained = "dropped"
        self.assertEqual(self.case._open_in_plan(), [])

    # Who sees it ---------------------------------------------------------------------

    def test_a_volunteer_ticks_off_and_does_not_plan(self):
        goal = self.make_goal([{"what": "Samen wandelen"}])
        volunteer = self.users["volunteer"]
        self.env["client.access"]._grant(
            volunteer, self.case, "volunteer", "Test", section="plan"
        )
        theirs = self.as_user(volunteer, "client.goal").browse(goal.id)
        theirs.action_ids.is_done = True
        self.assertEqual(theirs.progress, 100)
        with self.assertRaises(AccessError), mute_logger("odoo.addons.base.models"):
            theirs.wording = "Iets anders"

    def test_nobody_else(self):
        goal = self.make_goal([{"what": "Bellen"}])
        option = self.as_role("supporter", "client.provider.option").create(
            {
                "case_id": self.case.id,
                "partner_id": self.env["res.partner"].create({"name": "Zorg"}).id,
            }
        )
        for record in (goal, goal.action_ids, option):
            for role in ("walk_in", "intake", "coordinator", "volunteer"):
                with self.subTest(role=role, model=record._name):
                    self.assertFalse(self.as_role(role, record._name).search([]))
            for role in ("manager", "finance", "privacy_officer", "administrator"):
                with (
                    self.subTest(role=role, model=record._name),
                    self.assertRaises(AccessError),
                    mute_logger("odoo.addons.base.models"),
                ):
                    self.as_role(role, record._name).search([])

    def test_a_goal_stays_in_its_case(self):
        other = self.as_role("supporter", "client.case").create(
            {"resident_ids": self.resident.ids, "team_id": self.team.id}
        )
        goal = self.make_goal([{"what": "Bellen"}])
        with self.assertRaises(AccessError):
            goal.case_id = other
        with self.assertRaises(AccessError):
            goal.action_ids.goal_id = self.make_goal()

    def test_a_chosen_provider_has_a_day(self):
        partner = self.env["res.partner"].create({"name": "Zorg", "is_company": True})
        with self.assertRaises(ValidationError):
            self.as_role("supporter", "client.provider.option").create(
                {
                    "case_id": self.case.id,
                    "partner_id": partner.id,
                    "chosen_on": "2026-01-05",
                }
            )
