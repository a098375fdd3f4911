from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .. import inside
from .common import ClientSupportCase


class EntryCase(ClientSupportCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.kind = cls.env.ref("client_support.contact_kind_consultation_hour")
        cls.reason = cls.env.ref("client_support.contact_reason_information")

    def contacts(self, role="walk_in"):
        return self.as_role(role, "client.contact").search([])

    def anonymous(self):
        return self.env["client.contact.anonymous"].search(
            [("team_id", "=", self.team.id)]
        )


@tagged("post_install", "-at_install")
class TestContactSession(EntryCase):
    """A consultation hour: many lines, saved at once or not at all."""

    def session(self, *lines, role="walk_in"):
        return self.as_role(role, "client.contact.session").create(
            {
                "team_id": self.team.id,
                "channel_id": self.channel.id,
                "kind_id": self.kind.id,
                "line_ids": [Command.create(line) for line in lines],
            }
        )

    def test_known_new_and_anonymous_in_one_go(self):
        resident = self.make_resident("walk_in")
        chat = self.env.ref("client_support.contact_kind_chat")
        session = self.session(
            {"resident_id": resident.id, "reason_ids": self.reason.ids},
            {
                "nickname": " Pluk ",
                "life_domain_ids": self.domain.ids,
                "description": "Huur",
                "minutes": 5,
            },
            {"life_domain_ids": self.domain.ids, "kind_id": chat.id},
        )
        notice = session.action_save()["params"]
        self.assertEqual(notice["type"], "success")
        pluk, known = self.contacts()
        self.assertEqual(pluk.resident_id.nickname, "Pluk")
        self.assertEqual(pluk.question_ids.description, "Huur")
        self.assertEqual((pluk.minutes, pluk.kind_id), (5, self.kind))
        self.assertEqual(known.resident_id, resident)
        self.assertEqual(known.reason_ids, self.reason)
        anonymous = self.anonymous()
        self.assertEqual((anonymous.kind_id, anonymous.minutes), (chat, 15))
        self.assertEqual(anonymous.life_domain_ids, self.domain)
        self.assertFalse(session.exists())

    def test_one_wrong_line_keeps_all_and_says_which(self):
        resident = self.make_resident("walk_in")
        session = self.session(
            {"nickname": "Pluk"},
            {"resident_id": resident.id, "nickname": "Sjaan"},
            {"description": "Huur"},
            {"nickname": "Aagje", "minutes": 15, "description": "Huur"},
        )
        good, both, unnamed, loose = session.line_ids
        notice = session.action_save()["params"]
        self.assertIn("2, 3, 4", notice["message"])
        self.assertFalse(self.contacts())
        self.assertFalse(self.anonymous())
        self.assertFalse(good.problem)
        self.assertIn("not both", both.problem)
        self.assertIn("anonymous", unnamed.problem)
        self.assertIn("life domain", loose.problem)
        both.nickname = False
        unnamed.description = False
        loose.life_domain_ids = self.domain
        self.assertEqual(session.action_save()["params"]["type"], "success")
        self.assertEqual(len(self.contacts()), 3)
        self.assertEqual(len(self.anonymous()), 1)

    def test_what_the_contact_itself_refuses_is_told_too(self):
        session = self.session({"nickname": "Pluk"})
        session.date = "2999-01-01"
        session.action_save()
        self.assertIn("future", session.line_ids.problem)
        self.assertFalse(self.contacts())

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_a_resident_of_somebody_else_is_refused(self):
        resident = self.make_resident("supporter")
        session = self.session({"resident_id": resident.id})
        session.action_save()
        self.assertTrue(session.line_ids.problem)
        self.assertNotIn("Sjaan", session.line_ids.problem)
        self.assertFalse(resident.contact_ids)

    def test_a_name_that_is_open_to_the_user_is_told(self):
        self.make_resident("walk_in", nickname="Pluk")
        lines = self.session({"nickname": "pluk"}, {"nickname": "Aagje"}).line_ids
        self.assertEqual(lines.mapped("is_known"), [True, False])

    def test_it_opens_as_the_last_quick_contact(self):
        quick = self.as_role("walk_in", "client.quick.contact").create(
            {
                "who": "new",
                "nickname": "Pluk",
                "team_id": self.team.id,
                "kind_id": self.kind.id,
                "channel_id": self.channel.id,
            }
        )
        quick.action_save_next()
        form = Form(self.as_role("walk_in", "client.contact.session"))
        self.assertEqual(form.team_id, self.team)
        self.assertEqual(form.kind_id, self.kind)
        self.assertEqual(form.channel_id, self.channel)

    def test_an_empty_list_is_told(self):
        with self.assertRaises(UserError):
            self.session().action_save()

    def test_it_is_for_its_maker(self):
        session = self.session({"nickname": "Pluk"})
        for record in (session, session.line_ids):
            theirs = record.with_user(self.users["supporter"])
            self.assertFalse(theirs.has_access("read"))


@tagged("post_install", "-at_install")
class TestGroupContact(EntryCase):
    """A talk with a group ties nobody to anybody."""

    def test_a_contact_per_person(self):
        one = self.make_resident("walk_in", nickname="Pluk")
        other = self.make_resident("walk_in", nickname="Aagje")
        form = self.as_role("walk_in", "client.group.contact").create(
            {
                "team_id": self.team.id,
                "life_domain_ids": self.domain.ids,
                "anonymous_count": 5,
                "resident_ids": (one | other).ids,
                "minutes": 60,
            }
        )
        form.action_save()
        self.assertFalse(form.exists())
        contacts = self.contacts()
        self.assertEqual(contacts.resident_id, one | other)
        self.assertEqual(contacts.question_ids.life_domain_id, self.domain)
        anonymous = self.anonymous()
        self.assertEqual(len(anonymous), 5)
        self.assertTrue(all(anonymous.mapped("in_group")))
        minutes = anonymous.mapped("minutes") + contacts.mapped("minutes")
        self.assertEqual(sum(minutes), 60)
        self.assertLessEqual(max(minutes) - min(minutes), 1)

    def test_nothing_in_the_one_file_leads_to_the_other(self):
        one = self.make_resident("walk_in", nickname="Pluk")
        other = self.make_resident("walk_in", nickname="Aagje")
        self.as_role("walk_in", "client.group.contact").create(
            {"team_id": self.team.id, "resident_ids": (one | other).ids}
        ).action_save()
        first, second = self.contacts().sudo()
        own = {"id", "number", "resident_id", "dossier_id", "question_ids"}
        for name, field in first._fields.items():
            if not field.store or name in own:
                continue
            with self.subTest(field=name):
                # What both have is a day, a user or a list that everybody shares.
                self.assertFalse(
                    inside.is_inside(self.env, field.comodel_name) and first[name]
                )
                self.assertFalse(field.type in ("char", "text") and first[name])

    def test_somebody_must_have_been_there(self):
        form = self.as_role("walk_in", "client.group.contact").create(
            {"team_id": self.team.id}
        )
        with self.assertRaises(UserError):
            form.action_save()
