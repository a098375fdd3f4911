from datetime import timedelta

from lxml import etree

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import HttpCase, tagged

from ..models.client_day_mixin import BLOCKS
from .test_appointment import AppointmentCase


@tagged("post_install", "-at_install")
class TestDay(AppointmentCase):
    """What somebody has to do, as that person, and in a constant number of queries."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        today = fields.Date.context_today(cls.env["client.appointment"])
        cls.noon = fields.Datetime.to_datetime(today) + timedelta(hours=11)

    def day(self, user=None):
        return self.as_user(user or self.users["supporter"], "client.day").my_day()

    def texts(self, block, user=None):
        return [line["text"] for line in self.day(user)["blocks"][block]]

    def test_the_appointments_of_today(self):
        self.plan(start=self.noon)
        self.plan(start=self.noon + timedelta(days=1))
        gone = self.plan(start=self.noon + timedelta(hours=1))
        gone.action_cancelled_by_us()
        lines = self.day()["blocks"]["today"]
        self.assertEqual(len(lines), 1)
        self.assertIn(self.case_.number, lines[0]["text"])
        self.assertIn("interpreter", lines[0]["detail"])
        self.assertNotIn("Sjaan", str(lines))
        self.assertEqual(lines[0]["action"]["res_model"], "client.appointment")
        self.assertFalse(self.day(self.colleague)["blocks"]["today"])

    def test_who_waits_for_me(self):
        self.case_.activity_schedule(
            "mail.mail_activity_data_todo",
            fields.Date.today() - timedelta(days=3),
            user_id=self.users["supporter"].id,
        )
        self.env["client.callback"]._leave(
            self.resident, self.case_, self.supporter, "010", "x", "today"
        )
        self.plan(start=self.noon - timedelta(days=3))
        texts = self.texts("me")
        self.assertIn("Callback requests: 1", texts)
        self.assertIn("Tasks: 2", texts)
        self.assertIn("Appointments without an outcome: 1", texts)
        self.assertIn("Cases to begin: 1", texts)
        tasks = next(
            line for line in self.day()["blocks"]["me"] if line["text"] == "Tasks: 2"
        )
        self.assertEqual((tasks["tone"], tasks["detail"]), ("danger", "1 late"))
        self.assertFalse(self.texts("me", self.colleague))

    def test_a_task_opens_what_it_is_about(self):
        self.test_who_waits_for_me()
        [action] = [
            line["action"]
            for line in self.day()["blocks"]["me"]
            if line["action"]["res_model"] == "mail.activity"
        ]
        [(view, kind)] = action["views"]
        tasks = self.as_role("supporter", "mail.activity")
        shown = etree.fromstring(tasks.get_view(view, kind)["arch"])
        task = tasks.search([*action["domain"], ("res_model", "=", "client.case")])[:1]
        opened = getattr(task, shown.get("action"))()
        self.assertEqual(opened["res_model"], "client.case")
        self.assertEqual(opened["res_id"], task.res_id)

    def test_every_line_opens_something(self):
        self.test_who_waits_for_me()
        for lines in self.day()["blocks"].values():
            for line in lines:
                action = line["action"]
                model = self.as_role("supporter", action["res_model"])
                with self.subTest(line["text"]):
                    self.assertIn(line["block"], BLOCKS)
                    if "domain" in action:
                        self.assertTrue(model.search(action["domain"]))
                    else:
                        self.assertTrue(model.browse(action["res_id"]).exists())

    def test_the_number_of_queries_does_not_grow(self):
        def count():
            self.env.flush_all()
            model = self.as_role("supporter", "client.day")
            model.my_day()  # caches of rules and fields are warm
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            model.my_day()
            return self.env.cr.sql_log_count - before

        self.plan(start=self.noon)
        few = count()
        for hours in range(1, 6):
            self.plan(start=self.noon + timedelta(minutes=hours))
        self.assertLessEqual(count(), few)

    def test_it_reads_no_words_of_a_file(self):
        self.plan(start=self.noon)
        self.write_the_log()
        self.env.cr.execute("SELECT max(id) FROM client_access_log")
        last = self.env.cr.fetchone()[0] or 0
        self.day()
        self.write_the_log()
        looks = self.env["client.access.log"].sudo().search([("id", ">", last)])
        read = {name for look in looks for name in (look.field_names or "").split(",")}
        self.assertFalse(read & {"subject", "others", "location", "name", "nickname"})
        self.assertNotIn("client.resident", looks.mapped("model"))

    def test_not_for_others(self):
        for role in (
            "manager",
            "finance",
            "privacy_officer",
            "portal",
            "administrator",
        ):
            with self.subTest(role):
                model = self.as_role(role, "client.day")
                with self.assertRaises(AccessError):
                    model.my_day()
                with self.assertRaises(AccessError):
                    model.find_mine("Sjaan")

    def test_searching_ones_own(self):
        find = self.as_role("supporter", "client.day").find_mine
        found = find("Sja")
        self.assertEqual([one["id"] for one in found], self.resident.ids)
        self.assertIn("Sjaan", found[0]["name"])
        self.assertEqual(
            [one["model"] for one in find(self.case_.number)], ["client.case"]
        )
        self.assertFalse(find("S"))
        self.assertFalse(self.as_user(self.colleague, "client.day").find_mine("Sjaan"))
        self.write_the_log()
        looks = (
            self.env["client.access.log"]
            .sudo()
            .search([("model", "=", "client.resident"), ("operation", "=", "search")])
        )
        self.assertIn(self.users["supporter"].id, looks.mapped("user_id"))


@tagged("post_install", "-at_install")
class TestDayInTheBrowser(AppointmentCase, HttpCase):
    """The page that a supporter begins with."""

    def test_my_day(self):
        today = fields.Date.context_today(self.env["client.appointment"])
        self.plan(start=fields.Datetime.to_datetime(today) + timedelta(hours=11))
        self.start_tour("/odoo", "client_my_day", login="t_supporter")
        time = self.as_role("supporter", "client.time").search([])
        self.assertEqual(time.minutes, 30)
