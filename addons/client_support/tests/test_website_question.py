from odoo.exceptions import UserError
from odoo.tests import HttpCase, tagged

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
            [("question_ids.description", "=", ASKED["question"])]
        )


@tagged("post_install", "-at_install")
class TestWebsiteQuestion(QuestionCase):
    """A question of the website is a contact at once, for the intake."""

    def ask(self, **more):
        contacts = self.as_user(self.visitor, "client.contact")
        return contacts._ask_on_website(self.values(**more))

    def test_it_lands_in_the_intake(self):
        self.assertIsNone(self.ask())
        contact = self.asked()
        self.assertEqual(contact.channel_id.code, "online")
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
            [("summary", "like", contact.number), ("res_model", "=", False)]
        )
        self.assertTrue(tasks)
        self.assertFalse(self.env["helpdesk.ticket"].search([("name", "like", "Joke")]))

    def test_who_is_known_is_not_told(self):
        self.ask()
        self.ask()
        self.assertEqual(len(self.asked().resident_id), 2)

    def test_what_is_missing(self):
        for more, words in (
            ({"name": " "}, "your name"),
            ({"question": ""}, "your question"),
            ({"phone": ""}, "how we reach"),
            ({"email": "no address"}, "e-mail"),
            ({"agreed": ""}, "keep your question"),
            ({"domain": "0"}, "lists"),
            ({"organisation": "999999"}, "lists"),
        ):
            with self.subTest(more=more), self.assertRaisesRegex(UserError, words):
                self.ask(**more)
        self.assertFalse(self.asked())

    def test_nothing_else_gets_in(self):
        self.ask(team_id="1", is_light="", number="C-1", kind_id="3")
        contact = self.asked()
        self.assertTrue(contact.resident_id.is_light)
        self.assertNotEqual(contact.number, "C-1")


@tagged("post_install", "-at_install")
class TestWebsiteQuestionPage(QuestionCase, HttpCase):
    """The page itself, over HTTP."""

    def post(self, **more):
        data = {**self.values(**more), "csrf_token": self.csrf()}
        return self.url_open("/vraag", data=data)

    def csrf(self):
        page = self.url_open("/vraag").text
        return page.partition('name="csrf_token" value="')[2].partition('"')[0]

    def test_ask(self):
        page = self.post()
        self.assertEqual(page.status_code, 200)
        self.assertIn('role="status"', page.text)
        self.assertNotIn(ASKED["question"], page.text)
        self.assertEqual(page.headers["Cache-Control"], "no-store")
        self.assertEqual(len(self.asked()), 1)

    def test_a_mistake_keeps_what_was_filled_in(self):
        page = self.post(phone="")
        self.assertIn('id="problem"', page.text)
        self.assertIn(ASKED["question"], page.text)
        self.assertFalse(self.asked())

    def test_an_address_fills_nothing_in(self):
        page = self.url_open("/vraag?name=Bel+0900")
        self.assertNotIn("Bel 0900", page.text)

    def test_a_machine_is_thanked_and_nothing_more(self):
        self.assertIn('role="status"', self.post(website="http://x").text)
        self.assertFalse(self.asked())

    def test_not_without_its_token(self):
        page = self.url_open("/vraag", data=self.values())
        self.assertEqual(page.status_code, 400)
        self.assertFalse(self.asked())
