from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import new_test_user, tagged

from odoo.addons.mail.tests.common import MockEmail

from ..models import helpdesk_ticket
from .common import SocialMapCommon
from .forms import FormCase

REPORT = "/sociale-kaart/melding"
WRONG = "The number is wrong: 078 - 000 00 00"
QUESTION = {
    "name": "Joke Verzonnen",
    "phone": "078 - 000 00 00",
    "email": "joke@example.com",
    "question": "Can I come on Friday?",
}


class TicketCase(SocialMapCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.owner = new_test_user(cls.env, "map_owner", "base.group_user")
        cls.partner = cls.env["res.partner"].create(
            {
                "name": "Hulphuis Verzonnen",
                "is_company": True,
                "is_support_organization": True,
                "public_description": "Helps people.",
                "phone": "078 - 111 11 11",
            }
        )
        cls.service = cls.make_service("Help with letters")
        cls.draft = cls.make_service("Not there yet", state="draft")
        cls.tickets = cls.env["helpdesk.ticket"]

    @classmethod
    def make_service(cls, name, state="published", **values):
        service = cls.env["social.service"].create(
            {
                "name": name,
                "partner_id": cls.partner.id,
                "summary": f"{name}, in plain words.",
                "owner_id": cls.owner.id,
                "life_domain_ids": cls.env.ref("social_map.life_domain_housing").ids,
                "is_nationwide": True,
                **values,
            }
        )
        service.state = state
        return service

    def came_in(self):
        return self.tickets.search([("social_kind", "!=", False)])

    def as_visitor(self):
        return self.tickets.with_user(self.public)

    def tracked(self, ticket):
        """As an editor has it on the screen; test cases switch tracking off."""
        ticket = ticket.with_user(self.editor)
        return ticket.with_context(tracking_disable=False, mail_notrack=False)

    def close(self, ticket, stage=None):
        self.env.flush_all()
        self.cr.precommit.clear()
        done = self.env.ref("helpdesk_mgmt.helpdesk_ticket_stage_done")
        ticket.stage_id = stage or done
        self.env.flush_all()
        self.cr.precommit.run()

    def report(self, about=None, **values):
        number = self.as_visitor()._report_on_website(
            {"question": WRONG, **values},
            self.env["social.service"] if about is None else about,
        )
        return self.tickets.search([("number", "=", number)])


@tagged("post_install", "-at_install")
class TestTickets(TicketCase, MockEmail):
    """What visitors write becomes a ticket of the directory and of nobody else."""

    def test_a_report_goes_to_the_owner(self):
        ticket = self.report(self.service, email="Joke <JOKE@example.com>")
        self.assertEqual(ticket.social_service_id, self.service)
        self.assertEqual(ticket.social_organization_id, self.service.organization_id)
        self.assertEqual(ticket.user_id, self.owner)
        self.assertEqual(ticket.name, "Help with letters")
        self.assertEqual(ticket.partner_email, "joke@example.com")
        self.assertFalse(ticket.partner_id)
        self.assertEqual(
            ticket.category_id, self.env.ref("social_map.helpdesk_category_report")
        )
        self.assertEqual(self.service.with_user(self.editor).open_ticket_count, 1)
        action = self.service.with_user(self.editor).action_open_tickets()
        self.assertEqual(self.tickets.search(action["domain"]), ticket)
        found = ticket.with_user(self.editor).action_open_social_service()
        self.assertEqual(found["res_id"], self.service.id)
        ticket.stage_id = self.env.ref("helpdesk_mgmt.helpdesk_ticket_stage_done")
        self.service.invalidate_recordset()
        self.assertEqual(self.service.with_user(self.editor).open_ticket_count, 0)

    def test_about_an_organisation_or_nothing(self):
        card = self.service.organization_id
        ticket = self.report(card)
        self.assertEqual(ticket.social_organization_id, card)
        self.assertFalse(ticket.social_service_id)
        self.assertTrue(self.report())

    def test_who_reads_it(self):
        """Editors and who has it; no administrator of the helpdesk or of anything."""
        helpdesk = new_test_user(
            self.env, "map_helpdesk", "helpdesk_mgmt.group_helpdesk_manager"
        )
        tickets = self.report(self.service) | self.report()
        readers = {
            self.editor: tickets,
            self.owner: tickets[0],
            self.employee: self.tickets,
            helpdesk: self.tickets,
            self.administrator: self.tickets,
            self.portal: self.tickets,
        }
        for user, expected in readers.items():
            with self.subTest(user=user.login):
                found = self.tickets.with_user(user).search([("id", "in", tickets.ids)])
                self.assertEqual(found, expected)
        self.assertFalse(self.as_visitor().has_access("read"))
        self.assertTrue(tickets.with_user(self.editor).has_access("write"))
        self.assertFalse(tickets.with_user(self.editor).has_access("unlink"))
        other = self.tickets.create({"name": "Printer", "description": "Broken"})
        self.assertFalse(other.with_user(self.editor).has_access("read"))

    def test_no_link_opens_it(self):
        ticket = self.report(self.service)
        self.assertFalse(ticket._portal_ensure_token())
        self.assertFalse(ticket.access_token)

    def test_the_sender_gets_a_neutral_answer(self):
        ticket = self.tracked(self.report(self.service, email="joke@example.com"))
        ticket.social_answer = "The number is right now."
        with self.mock_mail_gateway():
            self.close(ticket)
        (mail,) = self._new_mails
        self.assertEqual(mail.email_to, "joke@example.com")
        self.assertIn("The number is right now.", mail.body_html)
        self.assertIn(ticket.number, mail.subject)
        for telling in (self.service.name, self.partner.name, WRONG, "ticket"):
            with self.subTest(telling=telling):
                self.assertNotIn(telling, f"{mail.subject} {mail.body_html}")
        company = ticket.company_id
        self.assertIn(company.name, mail.email_from)
        self.assertEqual(mail.author_id, company.partner_id)
        self.assertFalse(mail.recipient_ids)
        self.assertFalse(
            self.env["res.partner"].search([("email", "=", "joke@example.com")])
        )

    def test_one_button_answers_and_closes(self):
        ticket = self.tracked(self.report(self.service, email="joke@example.com"))
        with self.assertRaisesRegex(UserError, "Write the answer"):
            ticket.action_answer_and_close()
        self.assertFalse(ticket.closed)
        ticket.social_answer = "The number is right now."
        self.env.flush_all()
        self.cr.precommit.clear()
        with self.mock_mail_gateway():
            ticket.action_answer_and_close()
            self.env.flush_all()
            self.cr.precommit.run()
        self.assertEqual(
            ticket.stage_id, self.env.ref("helpdesk_mgmt.helpdesk_ticket_stage_done")
        )
        self.assertEqual(len(self._new_mails), 1)

    def test_the_sender_is_answered_once(self):
        ticket = self.tracked(self.report(self.service, email="joke@example.com"))
        find = self.env.ref
        self.close(ticket)
        for name, mails in (("rejected", 0), ("in_progress", 0), ("done", 1)):
            with self.subTest(name), self.mock_mail_gateway():
                self.close(ticket, find(f"helpdesk_mgmt.helpdesk_ticket_stage_{name}"))
                self.assertEqual(len(self._new_mails), mails)

    def test_no_address_no_mail(self):
        ticket = self.tracked(self.report(self.service))
        with self.mock_mail_gateway():
            self.close(ticket)
        self.assertFalse(self._new_mails)

    def test_nothing_typed_does_anything(self):
        ticket = self.report(question="<script>x</script> http://evil.example [a](b)")
        self.assertIn("&lt;script&gt;", ticket.description)
        self.assertNotIn("<a", ticket.description)
        asked = self.as_visitor()._ask_on_website(
            {**QUESTION, "name": "Joke\r\nBcc: all@example.com"}, self.service
        )
        ticket = self.tickets.search([("number", "=", asked)])
        self.assertEqual(ticket.partner_name, "Joke Bcc: all@example.com")

    def test_no_formula_in_an_export(self):
        for start in ("=", "+", "-", "@", "\t="):
            ticket = self.report()
            ticket.partner_name = f"{start}HYPERLINK(1)"
            (row,) = ticket.export_data(["partner_name"])["datas"]
            with self.subTest(start=start):
                self.assertEqual(row, [f"'{start}HYPERLINK(1)"])

    def test_a_flood_ends(self):
        with patch.object(helpdesk_ticket, "MOST_PER_DAY_OF_ONE", 1):
            self.report(self.service)
            with self.assertRaisesRegex(UserError, "Many messages"):
                self.report(self.service)
            self.report(self.service.organization_id)
        with (
            patch.object(helpdesk_ticket, "MOST_PER_DAY", 2),
            self.assertRaisesRegex(UserError, "Many messages"),
        ):
            self.report()

    def test_who_asked_is_forgotten(self):
        report = self.report(self.service, email="joke@example.com")
        asked = self.as_visitor()._ask_on_website(QUESTION, self.service)
        question = self.tickets.search([("number", "=", asked)])
        fresh = self.report(self.service, email="joke@example.com")
        done = self.env.ref("helpdesk_mgmt.helpdesk_ticket_stage_done")
        (report | question | fresh).stage_id = done
        long_ago = fields.Datetime.now() - timedelta(days=200)
        (report | question).closed_date = long_ago
        self.tickets._gc_senders()
        self.assertFalse(question.exists())
        self.assertTrue(report.exists())
        self.assertFalse(report.partner_email)
        self.assertTrue(fresh.partner_email)

    def test_an_appointment_says_when_and_how(self):
        number = self.as_visitor()._ask_on_website(
            {
                **QUESTION,
                "wish": "appointment",
                "mon": "yes",
                "evening": "yes",
                "way": "video",
                "language": "Tarifit",
                "tue": "no",
            },
            self.service,
        )
        ticket = self.tickets.search([("number", "=", number)])
        self.assertEqual(ticket.social_kind, "appointment")
        for words in ("Monday, in the evening", "By video call", "Tarifit"):
            self.assertIn(words, ticket.description)
        self.assertNotIn("Tuesday", ticket.description)

    def test_what_is_missing(self):
        for more, words in (
            ({"name": " "}, "your name"),
            ({"question": ""}, "your question"),
            ({"phone": "", "email": ""}, "how we reach"),
            ({"phone": "06"}, "no telephone number"),
            ({"email": "no address"}, "no e-mail"),
            ({"question": "x" * 2001}, "too long"),
            ({"name": "x" * 101}, "too long"),
            ({"language": "x" * 51}, "too long"),
        ):
            with self.subTest(more=more), self.assertRaisesRegex(UserError, words):
                self.as_visitor()._ask_on_website({**QUESTION, **more}, self.service)


@tagged("post_install", "-at_install")
class TestReportPage(TicketCase, FormCase):
    """The form itself, over HTTP."""

    def address(self, record=None):
        return (record or self.env["social.service"])._report_path()

    def test_report(self):
        page = self.send(
            self.address(self.service), question=WRONG, service=self.service.uuid
        )
        self.assertSent(page)
        ticket = self.came_in()
        self.assertEqual(ticket.social_service_id, self.service)
        self.assertIn(ticket.number, page.text)
        self.assertNotIn(WRONG, page.text)
        self.assertEqual(page.headers["Cache-Control"], "no-store")

    def test_of_an_organisation_and_of_nothing(self):
        card = self.service.organization_id
        self.assertIn(card.name, self.url_open(self.address(card)).text)
        self.assertSent(
            self.send(self.address(card), question=WRONG, organisation=card.uuid)
        )
        self.assertSent(self.send(REPORT, question=WRONG))
        self.assertEqual(len(self.came_in()), 2)

    def test_not_of_what_nobody_finds(self):
        for path in (
            self.address(self.draft),
            f"{REPORT}?service=none",
            f"{REPORT}?organisation=none",
        ):
            with self.subTest(path=path):
                page = self.url_open(path)
                self.assertEqual(page.status_code, 404)
                self.assertNotIn(self.draft.name, page.text)
        page = self.send(REPORT, question=WRONG, service=self.draft.uuid)
        self.assertEqual(page.status_code, 404)
        self.authenticate("map_editor", "map_editor")
        page = self.url_open(self.address(self.draft))
        self.assertEqual(page.status_code, 404)
        self.assertFalse(self.came_in())

    def test_a_mistake_keeps_what_was_filled_in(self):
        page = self.send(REPORT, question=WRONG, email="no address")
        self.assertRefused(page)
        self.assertIn(WRONG, page.text)
        self.assertFalse(self.came_in())

    def test_a_machine_is_thanked_and_nothing_more(self):
        self.assertSent(self.send(REPORT, question=WRONG, website="http://x"))
        self.assertFalse(self.came_in())

    def test_nobody_types_that_fast(self):
        self.assertRefused(self.send(REPORT, after=0, question=WRONG))
        self.assertRefused(self.send(REPORT, after=100_000, question=WRONG))
        for stamp in ("", "1", "1.é", "9" * 400, f"{'9' * 400}.x", "1.2.3"):
            with self.subTest(stamp=stamp):
                self.assertRefused(self.send(REPORT, question=WRONG, stamp=stamp))
        self.assertFalse(self.came_in())

    def test_too_much_is_not_read(self):
        page = self.send(REPORT, question="x" * 2001)
        self.assertRefused(page)
        page = self.send(REPORT, question="x" * 50_000)
        self.assertEqual(page.status_code, 413)
        self.assertIn("Dit is te veel tegelijk", page.text)
        self.assertIn('class="o_map_header"', page.text)
        self.assertFalse(self.came_in())

    def test_a_form_of_a_session_that_ended_says_what_to_do(self):
        page = self.url_open(REPORT, data={"question": WRONG})
        self.assertEqual(page.status_code, 400)
        self.assertIn("Dit lukte niet", page.text)
        self.assertIn("laad de pagina opnieuw", page.text)
        self.assertNotIn("CSRF", page.text)

    def test_not_again_and_again(self):
        with self.limit(1):
            self.assertSent(self.send(REPORT, question=WRONG))
            self.assertRefused(self.send(REPORT, question=WRONG), status=429)
        self.assertEqual(len(self.came_in()), 1)

    def test_not_without_its_token(self):
        self.assertEqual(self.url_open(REPORT, data={"question": "x"}).status_code, 400)
        self.assertFalse(self.came_in())

    def test_an_address_fills_nothing_in(self):
        self.assertNotIn("Bel 0900", self.url_open(f"{REPORT}?question=Bel+0900").text)

    def test_odd_values_are_no_error(self):
        for values in (
            {"question": "a\0b"},
            {"question": WRONG, "wish": "\u202e", "email": "a\nb@example.com"},
            {"question": WRONG, "service": "\0"},
        ):
            with self.subTest(values=values):
                self.assertLess(self.send(REPORT, **values).status_code, 500)
        page = self.url_open(REPORT)
        token = page.text.partition('name="csrf_token" value="')[2].partition('"')[0]
        page = self.url_open(
            REPORT,
            data={"csrf_token": token},
            files={"question": ("a.txt", b"x"), "stamp": ("b", b"y")},
        )
        self.assertRefused(page)
