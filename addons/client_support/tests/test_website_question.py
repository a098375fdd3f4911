import time

from odoo.exceptions import UserError
from odoo.tests import tagged

from odoo.addons.social_map.tests.forms import FormCase

from .. import roles
from .common import ClientSupportCase

ASKED = {
    "name": "Joke Verzonnen",
    "phone": "078 - 000 00 00",
    "email": "",
    "question": "Ik snap de brief niet",
    "agreed": "yes",
}


class QuestionCase(ClientSupportCase):
    """An independent organisation with an intake that a visitor can ask."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.organisation.is_independent = True
        cls.visitor = cls.env.ref("base.public_user")
        cls.domain = cls.env.ref("social_map.life_domain_income_debt")

    def values(self, **more):
        return {
            **ASKED,
            "organisation": str(self.organisation.id),
            "domain": str(self.domain.id),
            **more,
        }

    def asked(self):
        return self.env["client.contact"].search(
            [("question_ids.description", "=like", f"{ASKED['question']}%")]
        )

    def make_service(self, name, state="published"):
        partner = self.env["res.partner"].create(
            {
                "name": f"{name} Verzonnen",
                "is_company": True,
                "is_support_organization": True,
                "public_description": "Helps.",
                "phone": "078 - 111 11 11",
            }
        )
        service = self.env["social.service"].create(
            {
                "name": name,
                "partner_id": partner.id,
                "summary": "Helps.",
                "life_domain_ids": self.domain.ids,
                "is_nationwide": True,
            }
        )
        service.state = state
        return service


@tagged("post_install", "-at_install")
class TestWebsiteQuestion(QuestionCase):
    """A question of the website is a contact at once, for the intake."""

    def ask(self, service=None, **more):
        contacts = self.as_user(self.visitor, "client.contact")
        return contacts._ask_on_website(
            self.values(**more), service or self.env["social.service"]
        )

    def test_it_lands_in_the_intake(self):
        self.assertIsNone(self.ask())
        contact = self.asked()
        self.assertEqual(contact.channel_id.code, "online")
        self.assertEqual(contact.arrival_id.code, "website")
        self.assertEqual(contact.resident_id.nickname, ASKED["name"])
        self.assertTrue(contact.resident_id.is_light)
        self.assertEqual(contact.question_ids.life_domain_id, self.domain)
        team = contact.team_id
        for user in self.users.values():
            with self.subTest(user=user.login):
                theirs = self.as_user(user, "client.contact").browse(contact.id)
                self.assertEqual(
                    theirs.has_access("read"), user in team._intake_members()
                )
        tasks = self.env["mail.activity"].search(
            [("res_model", "=", "client.contact"), ("res_id", "=", contact.id)]
        )
        self.assertEqual(tasks.user_id, team._intake_members())
        self.assertIn(contact.number, tasks[0].summary)
        self.assertFalse(self.env["helpdesk.ticket"].search([("name", "like", "Joke")]))

    def test_a_case_ends_the_task_of_all_in_the_intake(self):
        intake = self.users["intake"]
        colleague = self.make_user("t_intake_2", roles.INTAKE)
        team = self.env["client.team"].search([("member_ids", "in", intake.ids)])
        team.member_ids += colleague
        self.ask()
        tasks = self.asked().activity_ids
        self.assertEqual(tasks.user_id, intake + colleague)
        contact = self.as_user(intake, "client.contact").browse(tasks[0].res_id)
        contact.action_make_case()
        self.assertFalse(tasks.filtered("active"))

    def test_who_is_known_is_not_told(self):
        self.ask()
        self.ask()
        self.assertEqual(len(self.asked().resident_id), 2)

    def test_what_is_missing(self):
        for more, words in (
            ({"name": " "}, "your name"),
            ({"question": ""}, "your question"),
            ({"phone": ""}, "how we reach"),
            ({"phone": "call me"}, "no telephone number"),
            ({"email": "no address"}, "e-mail"),
            ({"agreed": ""}, "keep your question"),
            ({"question": "x" * 2001}, "too long"),
            ({"language": "x" * 51}, "too long"),
            ({"domain": "0"}, "lists"),
            ({"organisation": "999999"}, "lists"),
        ):
            with self.subTest(more=more), self.assertRaisesRegex(UserError, words):
                self.ask(**more)
        self.assertFalse(self.asked())

    def test_an_appointment_about_a_service(self):
        service = self.make_service("Help with letters")
        self.ask(
            service,
            wish="appointment",
            wed="yes",
            morning="yes",
            way="home",
            language="Tarifit",
        )
        contact = self.asked()
        words = contact.question_ids.description
        for one in ("Help with letters", "appointment", "Wednesday, in the morning"):
            self.assertIn(one, words)
        self.assertIn("At my home", words)
        self.assertIn("Tarifit", words)
        self.assertTrue(contact.resident_id.needs_interpreter)

    def test_nothing_else_gets_in(self):
        self.ask(team_id="1", is_light="", number="C-1", kind_id="3")
        contact = self.asked()
        self.assertTrue(contact.resident_id.is_light)
        self.assertNotEqual(contact.number, "C-1")


@tagged("post_install", "-at_install")
class TestWebsiteQuestionPage(QuestionCase, FormCase):
    """The page itself, over HTTP."""

    def post(self, after=60, **more):
        return self.send("/vraag", after=after, **self.values(**more))

    def test_ask(self):
        page = self.post()
        self.assertSent(page)
        self.assertNotIn(ASKED["question"], page.text)
        self.assertEqual(page.headers["Cache-Control"], "no-store")
        self.assertEqual(len(self.asked()), 1)
        self.assertFalse(
            self.env["helpdesk.ticket"].search([("social_kind", "!=", False)])
        )

    def test_about_a_service(self):
        service = self.make_service("Help with letters")
        self.assertIn(service.name, self.url_open(service._question_path()).text)
        self.assertSent(self.post(service=service.uuid))
        self.assertIn(service.name, self.asked().question_ids.description)
        draft = self.make_service("Not there yet", state="draft")
        for path in (draft._question_path(), "/vraag?service=none"):
            page = self.url_open(path)
            self.assertEqual(page.status_code, 404)
            self.assertNotIn(draft.name, page.text)
        self.assertEqual(self.post(service=draft.uuid).status_code, 404)

    def test_a_mistake_keeps_what_was_filled_in(self):
        page = self.post(phone="", wish="appointment", wed="yes")
        self.assertRefused(page)
        self.assertIn(ASKED["question"], page.text)
        self.assertRegex(page.text, r'id="when_wed"[^>]*checked')
        self.assertRegex(page.text, r'id="wish_appointment"[^>]*checked')
        self.assertFalse(self.asked())

    def test_an_address_fills_nothing_in(self):
        page = self.url_open("/vraag?name=Bel+0900")
        self.assertNotIn("Bel 0900", page.text)

    def test_a_machine_is_thanked_and_nothing_more(self):
        self.assertSent(self.post(website="http://x"))
        self.assertFalse(self.asked())

    def test_too_fast_too_much_too_often(self):
        self.assertRefused(self.post(after=0))
        self.assertEqual(self.post(question="x" * 50_000).status_code, 413)
        with self.limit(0):
            self.assertRefused(self.post(), status=429)
        self.assertFalse(self.asked())

    def test_files_are_no_answers(self):
        page = self.url_open("/vraag").text
        token = page.partition('name="csrf_token" value="')[2].partition('"')[0]
        sent = {
            "csrf_token": token,
            "stamp": self.env["social.form"]._stamp(time.time() - 60),
            **self.values(),
        }
        file = ("a.txt", b"x")
        for name in ("language", "name", "organisation", "wish", "service", "stamp"):
            with self.subTest(name=name):
                rest = {key: value for key, value in sent.items() if key != name}
                page = self.url_open("/vraag", data=rest, files={name: file})
                self.assertLess(page.status_code, 500)
        self.assertFalse(self.asked().resident_id.filtered("needs_interpreter"))

    def test_not_without_its_token(self):
        page = self.url_open("/vraag", data=self.values())
        self.assertEqual(page.status_code, 400)
        self.assertFalse(self.asked())
