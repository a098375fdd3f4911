from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .. import roles
from .common import ClientSupportCase

NAME = "Zoë van den Berg"
BIRTH_DATE = "1958-03-14"
MARKER = "GEHEIMBEL"


@tagged("post_install", "-at_install")
class TestCallback(ClientSupportCase):
    """Left by who cannot see the file, read by who works on it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.supporter = cls.make_supporter(cls.users["supporter"])
        cls.resident = cls.make_resident(name=NAME, birth_date=BIRTH_DATE)
        cls.case_ = cls.as_role("supporter", "client.case").create(
            {"resident_ids": [(4, cls.resident.id)]}
        )
        cls.asker = cls.users["walk_in"]

    @classmethod
    def make_supporter(cls, user, kind="employed"):
        return cls.env["client.supporter"].create(
            {
                "name": user.name,
                "user_id": user.id,
                "company_id": cls.organisation.id,
                "employment_kind": kind,
            }
        )

    def leave(self, user=None, **values):
        lookup = self.as_user(user or self.asker, "client.caller.lookup").create(
            {
                "name": NAME,
                "birth_date": BIRTH_DATE,
                "telephone": "078 123 45 67",
                "reason": MARKER,
                **values,
            }
        )
        lookup.action_look_up()
        lookup.action_ask_callback()
        self.assertFalse(lookup.exists())

    def seen_by(self, user):
        return self.as_user(user, "client.callback").search([])

    def test_this_week_ends_on_a_friday(self):
        self.leave(urgency="week")
        request = self.seen_by(self.users["supporter"])
        today = fields.Date.context_today(request)
        self.assertEqual(request.due_date.weekday(), 4)
        self.assertLess((request.due_date - today).days, 7)
        self.assertGreaterEqual(request.due_date, today)

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_the_supporter_sees_it_and_the_asker_does_not(self):
        self.leave()
        request = self.seen_by(self.users["supporter"])
        self.assertEqual(request.reason, MARKER)
        self.assertEqual(request.asked_by_id, self.asker)
        self.assertEqual(request.case_id, self.case_)
        self.assertEqual(request.due_date, fields.Date.context_today(request))
        self.assertEqual(request.display_name, "Callback request")
        self.env.invalidate_all()
        for user in [*self.users.values(), self.colleague, self.stranger]:
            if user == self.users["supporter"]:
                continue
            with self.subTest(user.login):
                theirs = self.as_user(user, "client.callback").browse(request.id)
                for operation in ("read", "write", "unlink"):
                    self.assertFalse(theirs.has_access(operation))
                if theirs.browse().has_access("read"):
                    self.assertFalse(self.seen_by(user))
                    self.assertFalse(theirs.search_count([("reason", "ilike", MARKER)]))

    def test_a_reminder_for_the_supporter_without_content(self):
        self.leave()
        request = self.seen_by(self.users["supporter"])
        activity = self.env["mail.activity"].search(
            [("res_model", "=", "client.callback"), ("res_id", "=", request.id)]
        )
        self.assertEqual(activity.user_id, self.users["supporter"])
        self.assertEqual(activity.summary, "Ring back")
        self.assertNotIn(MARKER, str(activity.read()))
        self.assertNotIn(NAME, str(activity.read()))
        theirs = self.as_user(self.asker, "mail.activity")
        self.assertFalse(theirs.search([("id", "=", activity.id)]))

    def test_who_covers_sees_it_and_is_reminded(self):
        cover = self.make_supporter(self.colleague)
        self.as_role("supporter", "client.cover").create(
            {"supporter_id": self.supporter.id, "colleague_id": cover.id}
        ).action_cover()
        self.leave()
        self.assertEqual(self.seen_by(self.colleague).reason, MARKER)
        activity = self.env["mail.activity"].search(
            [("res_model", "=", "client.callback")]
        )
        self.assertEqual(activity.user_id, self.colleague)
        self.assertTrue(self.seen_by(self.users["supporter"]))

    def test_without_a_supporter_the_intake_of_the_team(self):
        other = self.make_resident(
            user=self.colleague, name="Ko Los", birth_date="1970-01-02"
        )
        # Nobody works on the file any more.
        self.env["client.access"]._end([("resident_id", "=", other.id)])
        intake = self.users["intake"]
        self.team.member_ids += intake
        self.assertFalse(
            self.as_user(intake, "client.resident").search([("id", "=", other.id)])
        )
        self.leave(name="Ko Los", birth_date="1970-01-02")
        self.assertEqual(self.seen_by(intake).resident_id.name, "Ko Los")
        self.assertFalse(self.seen_by(self.users["supporter"]))
        rows = self.env["client.access"].search(
            [("user_id", "=", intake.id), ("resident_id", "=", other.id)]
        )
        self.assertEqual(set(rows.mapped("section")), {"identity", "callbacks"})
        self.assertLess(max(rows.mapped("valid_until")), self.in_days(15))

    def in_days(self, days):
        return fields.Datetime.now() + timedelta(days=days)

    def test_a_volunteer_rings_back(self):
        volunteer = self.make_supporter(self.users["volunteer"], "volunteer")
        self.case_.sudo()._assign(volunteer)
        self.leave()
        request = self.seen_by(self.users["volunteer"])
        self.assertEqual(request.reason, MARKER)
        request.action_done()
        self.assertEqual(request.done_by_id, self.users["volunteer"])

    def test_a_volunteer_without_a_login(self):
        supporter = self.env["client.supporter"].create(
            {
                "name": "Op papier",
                "company_id": self.organisation.id,
                "employment_kind": "volunteer",
            }
        )
        self.case_.sudo()._assign(supporter)
        self.team.member_ids += self.users["intake"]
        self.leave()
        self.assertEqual(self.seen_by(self.users["intake"]).reason, MARKER)
        self.assertFalse(
            self.as_role("intake", "client.case").search([("id", "=", self.case_.id)])
        )

    def test_done_in_one_click(self):
        self.leave()
        request = self.seen_by(self.users["supporter"])
        request.action_no_answer()
        self.assertEqual(request.tries, 1)
        self.assertFalse(request.done_date)
        self.assertTrue(request.activity_ids)
        request.action_done()
        self.assertEqual(request.done_date, fields.Date.context_today(request))
        self.assertEqual(request.done_by_id, self.users["supporter"])
        self.assertFalse(request.activity_ids)

    def test_it_becomes_a_contact(self):
        self.leave()
        request = self.seen_by(self.users["supporter"])
        action = request.action_make_contact()
        self.assertTrue(request.done_date)
        form = (
            self.as_role("supporter", "client.quick.contact")
            .with_context(**action["context"])
            .create({"team_id": self.team.id})
        )
        form.action_save_next()
        contact = self.as_role("supporter", "client.contact").search(
            [("resident_id", "=", self.resident.id)]
        )
        self.assertEqual(len(contact), 1)
        self.assertEqual(contact.channel_id, self.channel)

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_only_methods_fill_it_in(self):
        self.leave()
        request = self.seen_by(self.users["supporter"])
        with self.assertRaises(AccessError):
            request.write({"done_date": "2020-01-01"})
        with self.assertRaises(AccessError):
            self.as_role("supporter", "client.callback").create(
                {
                    "resident_id": self.resident.id,
                    "asked_by_id": self.asker.id,
                    "telephone": "1",
                    "due_date": "2026-01-01",
                }
            )
        with self.assertRaises(AccessError):
            request.with_user(self.colleague).action_done()
        with self.assertRaises(AccessError):
            request.unlink()

    def test_it_goes_with_the_case(self):
        self.leave()
        other = self.make_supporter(self.colleague)
        self.case_.sudo()._assign(other)
        self.assertFalse(self.seen_by(self.users["supporter"]))
        self.assertEqual(self.seen_by(self.colleague).reason, MARKER)

    def test_menus_open(self):
        for role in ("supporter", "walk_in", "intake", "volunteer"):
            self.assertIn(
                "client_support.menu_client_callback",
                self.open_menus(role, "client_support"),
            )
        self.assertTrue(self.users["supporter"].has_group(roles.SUPPORTER))
