from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import LazyTranslate, mute_logger

from ..models.mail_activity import ALWAYS, NEVER
from .common import ClientSupportCase

# Under another name: the words of a test are for nobody to translate.
lazy = LazyTranslate(__name__)

MARKER = "GEHEIMACT"


@tagged("post_install", "-at_install")
class TestActivities(ClientSupportCase):
    """An activity is for who reads the file today, and tells nobody (row 11)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context={**cls.env.context, "tracking_disable": False})
        cls.supporter = cls.users["supporter"]
        cls.resident = cls.make_resident()
        contact = cls.make_contact(cls.resident)
        contact.action_make_case()
        cls.case = contact.case_id

    def plan(self, user=None, by=None, **values):
        case = self.as_user(by or self.supporter, "client.case").browse(self.case.id)
        return case.activity_schedule(
            "mail.mail_activity_data_todo",
            summary=MARKER,
            user_id=(user or self.supporter).id,
            **values,
        )

    def open_for_colleague(self, **values):
        return self.env["client.access"].create(
            {
                "user_id": self.colleague.id,
                "dossier_id": self.case.sudo().dossier_id.id,
                "resident_id": self.resident.id,
                "case_id": self.case.id,
                "kind": "cover",
                "basis": "test",
                **values,
            }
        )

    def close(self, row):
        row.write(
            {
                "valid_from": fields.Datetime.now() - timedelta(days=2),
                "valid_until": fields.Datetime.now() - timedelta(days=1),
            }
        )

    def counts(self):
        return [
            self.env[model].search_count([])
            for model in ("mail.message", "mail.followers", "mail.notification")
        ]

    def test_outsiders_are_no_assignee(self):
        activity = self.plan()
        others = [user for role, user in self.users.items() if role != "supporter"]
        for user in [*others, self.colleague, self.stranger]:
            with self.subTest(user=user.login):
                with self.assertRaises(ValidationError):
                    self.plan(user)
                with self.assertRaises(ValidationError):
                    activity.user_id = user

    def test_nobody_is_told(self):
        self.open_for_colleague()
        before = self.counts()
        activity = self.plan(self.colleague)
        activity.user_id = self.supporter
        activity.user_id = self.colleague
        activity.action_notify()
        activity.action_feedback(feedback="Gebeld")
        self.assertEqual(self.counts(), before)
        self.assertFalse(activity.active)
        self.assertEqual(activity.feedback, "Gebeld")

    def test_the_mixin_answers_with_nothing(self):
        before = self.counts()
        case = self.case.with_user(self.supporter)
        case.message_subscribe(partner_ids=self.supporter.partner_id.ids)
        self.assertFalse(case.message_post(body=MARKER))
        self.assertFalse(case.message_notify(body=MARKER, partner_ids=[1]))
        self.assertFalse(case.message_post_with_source("mail.message_activity_done"))
        self.assertFalse(case.message_mail_with_source("mail.message_activity_done"))
        self.assertEqual(self.counts(), before)

    def test_those_methods_are_not_called_from_outside(self):
        for name in ("message_post", "message_subscribe", "message_notify"):
            method = getattr(self.env["client.case"], name)
            self.assertTrue(method._api_private, name)

    def test_access_that_ends_takes_the_activity_along(self):
        row = self.open_for_colleague()
        activity = self.plan(self.colleague)
        theirs = self.as_user(self.colleague, "mail.activity").browse(activity.id)
        self.assertEqual(theirs.summary, MARKER)
        self.close(row)
        self.env.invalidate_all()
        model = self.as_user(self.colleague, "mail.activity")
        for domain in (
            [("id", "=", activity.id)],
            [("user_id", "=", self.colleague.id)],
            [("summary", "ilike", MARKER)],
        ):
            self.assertEqual(model.search_count(domain), 0)
        self.assertFalse(model._read_group([("summary", "=", MARKER)], ["res_model"]))
        for operation in ("read", "write", "unlink"):
            self.assertFalse(theirs.has_access(operation))
        for act in (
            lambda: theirs.read(["summary"]),
            lambda: theirs.action_feedback(feedback="INVLOED"),
            lambda: theirs.action_done(),
            lambda: theirs.action_cancel(),
            lambda: theirs.write({"note": "INVLOED"}),
            lambda: theirs.unlink(),
            lambda: theirs.activity_format(),
        ):
            with (
                self.assertRaises(AccessError) as refused,
                mute_logger("odoo.addons.base.models", "odoo.models.unlink"),
                self.env.cr.savepoint(),
            ):
                act()
            self.assertNotIn(MARKER, str(refused.exception))
        self.assertTrue(activity.active)
        groups = self.colleague.with_user(self.colleague)._get_activity_groups()
        self.assertNotIn("client.case", {group["model"] for group in groups})

    def test_who_may_read_only_does_not_plan(self):
        self.open_for_colleague(kind="consult")
        with self.assertRaises(AccessError), mute_logger("odoo.addons.base.models"):
            self.plan(by=self.colleague, user=self.supporter)

    def test_outsiders_find_none(self):
        activity = self.plan()
        for role, user in self.users.items():
            if role in ("supporter", "portal", "access_officer", "provider_staff"):
                continue
            with self.subTest(role=role):
                found = self.as_user(user, "mail.activity").search(
                    [("summary", "ilike", MARKER)]
                )
                self.assertFalse(found)
                self.assertFalse(activity.with_user(user).has_access("read"))

    def test_the_counter_works(self):
        self.plan()
        groups = self.supporter.with_user(self.supporter)._get_activity_groups()
        (cases,) = [group for group in groups if group["model"] == "client.case"]
        self.assertEqual(cases["total_count"], 1)

    def test_no_name_is_stored(self):
        self.case = self.case.with_context(resident_names=True)
        resident = self.as_role("supporter", "client.resident").browse(self.resident.id)
        activity = resident.with_context(resident_names=True).activity_schedule(
            "mail.mail_activity_data_todo"
        )
        self.assertEqual(activity.res_name, resident.number)

    def test_no_meeting(self):
        activity = self.plan()
        with self.assertRaises(UserError):
            activity.action_create_calendar_event()
        event = self.env["calendar.event"].create(
            {"name": "x", "start": "2026-01-05 10:00", "stop": "2026-01-05 11:00"}
        )
        with self.assertRaises(ValidationError):
            activity.calendar_event_id = event

    def test_no_documents_on_an_activity(self):
        with self.assertRaises(ValidationError):
            self.as_user(self.supporter, "ir.attachment").create(
                {
                    "name": "x",
                    "raw": b"x",
                    "res_model": "mail.activity",
                    "res_id": self.plan().id,
                }
            )

    def test_parts_of_a_file_have_none(self):
        question = self.env["client.question"].search(
            [("case_id", "=", self.case.id)], limit=1
        )
        with self.assertRaises(ValidationError):
            self.env["mail.activity"].create(
                {
                    "res_model_id": self.env["ir.model"]._get_id("client.question"),
                    "res_id": question.id,
                    "user_id": self.supporter.id,
                }
            )


@tagged("post_install", "-at_install")
class TestTasksOfTheProgram(ClientSupportCase):
    """One way to plan, move and drop them, that leaves alone what people planned."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.supporter = cls.users["supporter"]
        cls.resident = cls.make_resident()
        cls.case = cls.as_role("supporter", "client.case").create(
            {"resident_ids": cls.resident.ids}
        )
        cls.today = fields.Date.context_today(cls.case)
        cls.by_hand = cls.case.activity_schedule(
            "mail.mail_activity_data_todo", cls.today, "Zelf", user_id=cls.supporter.id
        )

    def day(self, days):
        return self.today + timedelta(days=days)

    def keep(self, days, users=None, **how):
        day = days and self.day(days)
        words = lazy("Look at %s", self.case.number)
        users = self.supporter if users is None else users
        self.case._keep_task("test", day, words, users, **how)
        return self.tasks()

    def tasks(self):
        return self.case.sudo().activity_ids - self.by_hand

    def test_once_moved_and_dropped(self):
        task = self.keep(3)
        self.assertEqual(
            (task.user_id, task.date_deadline), (self.supporter, self.day(3))
        )
        self.assertEqual(self.keep(3), task)
        self.assertEqual(self.keep(5), task)
        self.assertEqual(task.date_deadline, self.day(5))
        self.assertFalse(self.keep(False))
        self.assertEqual(self.by_hand.date_deadline, self.today)

    def test_put_off_and_passed_on_by_hand(self):
        task = self.keep(3)
        self.env["client.access"]._grant(self.colleague, self.case, "cover", "test")
        task.write({"date_deadline": self.day(9), "user_id": self.colleague.id})
        self.keep(3)
        self.assertEqual(
            (task.date_deadline, task.user_id), (self.day(9), self.colleague)
        )

    def test_ticked_off(self):
        for end in ("action_feedback", "unlink"):
            with self.subTest(end):
                getattr(self.keep(3).with_user(self.supporter), end)()
                self.assertFalse(self.keep(3))
                self.assertTrue(self.keep(4))
                self.assertFalse(self.keep(False))
                self.env["mail.activity"].with_context(active_test=False).search(
                    [("plan_key", "=", "test")]
                ).unlink()
        self.keep(3, again=NEVER).action_feedback()
        self.assertFalse(self.keep(4, again=NEVER))
        self.assertTrue(self.keep(3, again=ALWAYS))

    def test_what_the_program_ended_may_come_again(self):
        self.keep(3)
        self.case.sudo().activity_ids._end_planned()
        self.assertFalse(self.tasks())
        self.assertTrue(self.by_hand.active)
        self.assertTrue(self.keep(3))

    def test_one_for_each_who_can_read_it(self):
        self.assertFalse(self.keep(3, users=self.colleague))
        self.env["client.access"]._grant(self.colleague, self.case, "cover", "test")
        both = self.supporter | self.colleague
        tasks = self.keep(3, users=both | self.stranger, for_each=True)
        self.assertEqual(tasks.user_id, both)
        left = self.keep(3, users=self.colleague, for_each=True)
        self.assertEqual(left.user_id, self.colleague)

    def test_without_a_mail_and_in_the_words_of_the_reader(self):
        mails = self.env["mail.mail"].search_count([])
        task = self.keep(3)
        self.assertEqual(task.summary, f"Look at {self.case.number}")
        self.assertEqual(self.env["mail.mail"].search_count([]), mails)

    def test_tied_to_no_record(self):
        words = lazy("Look at this")
        plan = self.supporter._plan_task
        mine = [("user_id", "=", self.supporter.id), ("summary", "=", "Look at this")]
        tasks = self.env["mail.activity"].search
        for _n in range(2):
            plan(words, key="test", day=self.day(3))
        tasks(mine).action_feedback()
        plan(words, key="test", day=self.day(3))
        self.assertFalse(tasks(mine))
        for _n in range(2):  # something happened: once as long as it is to be done
            plan(words)
        tasks(mine).action_feedback()
        plan(words)
        self.assertEqual(len(tasks(mine)), 1)
