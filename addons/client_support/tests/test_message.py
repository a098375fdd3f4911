from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from .common import ClientSupportCase


class ThreadCase(ClientSupportCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.resident = cls.make_resident(is_light=False)
        cls.case = cls.as_role("supporter", "client.case").create(
            {"resident_ids": cls.resident.ids}
        )
        cls.inwoner = new_test_user(
            cls.env, "inwoner_bericht", groups="base.group_portal", lang="en_US"
        )
        cls.ander = new_test_user(
            cls.env, "inwoner_ander", groups="base.group_portal", lang="en_US"
        )

    def open_case(self, user=None, kind="resident"):
        for file in (self.resident, self.case):
            self.env["client.access"]._grant(
                user or self.inwoner, file, kind, "Own", residents=self.resident
            )

    def own(self, user=None, model="client.message"):
        return self.as_user(user or self.inwoner, model).with_context(lang="en_US")

    def answer(self, body="Goed"):
        return self.as_role("supporter", "client.message").create(
            {"case_id": self.case.id, "body": body}
        )

    def tasks(self):
        task = self.env.ref("client_support.mail_activity_type_message")
        return self.case.sudo().activity_ids.filtered(
            lambda activity: activity.activity_type_id == task
        )

    def mails(self):
        return (
            self.env["mail.mail"]
            .sudo()
            .search([("email_to", "ilike", self.inwoner.email)])
        )


@tagged("post_install", "-at_install")
class TestMessage(ThreadCase):
    """What resident and supporter write each other."""

    def test_leaving_the_form_sends_nothing(self):
        """Odoo saves a form that is left; saving a message sends it."""
        form = self.env["client.message"].get_view(view_type="form")
        self.assertIn('js_class="client_sent_form"', form["arch"])

    def test_there_and_back(self):
        self.open_case()
        asked = self.own()._write_by_resident(self.case.number, " Hoe laat? ")
        self.assertEqual((asked.body, asked.direction), ("Hoe laat?", "in"))
        case = self.as_role("supporter", "client.case").browse(self.case.id)
        self.assertTrue(case.has_new_messages)
        self.assertEqual(case.resident_message_ids.body, "Hoe laat?")
        answered = self.answer()
        self.assertEqual(asked.read_by_id, self.users["supporter"])
        self.assertFalse(answered.read_at)
        self.assertEqual(self.own()._unread_by_resident(), 1)
        shown = self.own()._read_by_resident()
        self.assertEqual(
            [(part["body"], part["is_new"]) for part in shown[0]["parts"]],
            [("Goed", True), ("Hoe laat?", False)],
        )
        self.assertEqual(answered.read_by_id, self.inwoner)
        self.assertEqual(self.own()._unread_by_resident(), 0)

    def test_an_address_can_be_followed(self):
        self.open_case()
        self.answer("Kijk op https://a.test/x <b>")
        (part,) = self.own()._read_by_resident()[0]["parts"]
        self.assertIn('href="https://a.test/x"', part["body"])
        self.assertIn("&lt;b&gt;", part["body"])

    def test_one_task_while_there_is_something_to_read(self):
        self.open_case()
        for _time in range(3):
            self.own()._write_by_resident(self.case.number, "Hallo")
        self.assertEqual(self.tasks().user_id, self.users["supporter"])
        self.assertEqual(len(self.tasks()), 1)
        self.assertNotIn("Hallo", str(self.tasks().read(["summary", "note"])))
        self.as_role("supporter", "client.case").browse(
            self.case.id
        ).action_read_messages()
        self.assertFalse(self.tasks())
        self.own()._write_by_resident(self.case.number, "Nog iets")
        self.assertEqual(len(self.tasks()), 1)

    def test_who_covers_gets_the_task_too(self):
        self.open_case()
        self.env["client.access"]._grant(self.colleague, self.case, "cover", "Holiday")
        self.own()._write_by_resident(self.case.number, "Hallo")
        self.assertIn(self.colleague, self.tasks().user_id)

    def test_the_mail_says_nothing(self):
        self.open_case()
        self.answer("MERKWOORD")
        self.answer("MERKWOORD nog eens")
        self.assertEqual(len(self.mails()), 1, "one until it is read")
        mail = self.mails()
        for text in (mail.subject, mail.body_html, mail.email_from):
            for secret in ("MERKWOORD", "Sjaan", self.case.number, "t_supporter"):
                self.assertNotIn(secret, text)
        self.own()._read_by_resident()
        self.answer()
        self.assertEqual(len(self.mails()), 2)

    def test_no_mail_for_who_wants_to_be_rung(self):
        self.open_case()
        self.resident.preferred_channel = "phone"
        message = self.answer()
        self.assertFalse(self.mails())
        self.assertTrue(message.reach_hint)

    def test_not_to_nobody(self):
        messages = self.as_role("supporter", "client.message")
        draft = messages.new({"case_id": self.case.id})
        self.assertIn("Nobody would read this", draft.reach_hint)
        with self.assertRaises(UserError):
            self.answer()

    def test_sent_is_sent(self):
        self.open_case()
        message = self.answer()
        for act in (lambda: message.write({"body": "Anders"}), message.unlink):
            with self.assertRaises(AccessError), mute_logger("odoo.addons.base.models"):
                act()

    def test_nothing_is_made_up(self):
        self.open_case()
        message = self.as_role("supporter", "client.message").create(
            {
                "case_id": self.case.id,
                "body": "x",
                "direction": "in",
                "author_id": self.inwoner.id,
                "read_by_id": self.inwoner.id,
            }
        )
        self.assertEqual(message.direction, "out")
        self.assertEqual(message.author_id, self.users["supporter"])
        self.assertFalse(message.read_by_id)

    def test_not_in_the_case_of_another(self):
        self.open_case()
        for user in (self.ander, self.users["access_officer"], self.stranger):
            with self.assertRaises(AccessError):
                self.own(user)._write_by_resident(self.case.number, "Hallo")
        with self.assertRaises(AccessError), mute_logger("odoo.addons.base.models"):
            self.as_user(self.stranger, "client.message").create(
                {"case_id": self.case.id, "body": "x"}
            )

    def test_a_representative_until_the_end(self):
        self.open_case(self.ander, "representative")
        self.own(self.ander)._write_by_resident(self.case.number, "Namens")
        self.env["client.access"]._end([("user_id", "=", self.ander.id)])
        with self.assertRaises(AccessError):
            self.own(self.ander)._write_by_resident(self.case.number, "Namens")
        self.assertFalse(self.own(self.ander)._shown_to_user())

    def test_a_case_of_people_who_live_apart_is_closed(self):
        self.open_case()
        self.answer()
        self.case.sudo().is_shielded = True
        self.assertFalse(self.own()._shown_to_user())
        with self.assertRaises(AccessError):
            self.own()._write_by_resident(self.case.number, "Hallo")
        with self.assertRaises(UserError):
            self.answer()

    def test_a_family_learns_no_other_name(self):
        other = self.make_resident(nickname="Anderman", is_light=False)
        self.case.sudo()._add_resident(other)
        self.open_case()
        shown = self.own()._shown_to_user()
        self.assertEqual(shown[0]["called"], "Sjaan")
        self.assertNotIn("Anderman", str(shown))

    def test_no_right_on_the_table(self):
        self.open_case()
        for model in ("client.message", "client.note", "client.document"):
            with self.assertRaises(AccessError), mute_logger("odoo.addons.base.models"):
                self.own(model=model).search([])

    def test_a_closed_case_is_read_only(self):
        self.open_case()
        self.answer()
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE client_case SET stage = 'closed' WHERE id = %s", [self.case.id]
        )
        self.env.invalidate_all()
        self.assertFalse(self.own()._shown_to_user()[0]["may_write"])
        with self.assertRaises(AccessError):
            self.own()._write_by_resident(self.case.number, "Hallo")
