import re
from datetime import date, timedelta
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import HttpCase, tagged

from .. import review
from .truth_case import TruthCase


class LinkCase(TruthCase):
    def setUp(self):
        super().setUp()
        self.requests = self.env["social.review.request"].with_user(self.public)
        # The page is in Dutch where Dutch is installed.
        model = self.registry["social.review.request"]
        self.patch(model, "_page_language", lambda self: "en_US")

    def token(self, record=None):
        record = self.as_editor(record or self.service)
        return record.action_show_link()["params"]["message"].rpartition("/")[2]

    def typed(self, **values):
        seen = fields.Datetime.to_string(self.service.last_modified)
        return {"seen": seen, "answer": "change", **values}

    def answer(self, token, **values):
        return self.requests._answer(token, self.typed(**values))

    def proposal(self):
        return self.env["social.change.proposal"].search(
            [("service_id", "=", self.service.id)]
        )


@tagged("post_install", "-at_install")
class TestReviewLink(LinkCase):
    """What the link of a provider says and does, without the page around it."""

    def test_the_token_is_kept_nowhere(self):
        token = self.token()
        self.assertEqual(len(token), 43)
        request = self.env["social.review.request"].search(
            [("service_id", "=", self.service.id)]
        )
        self.assertNotIn(token, str(request.sudo().read()))
        with self.assertRaises(AccessError):
            self.as_editor(request).read(["token_hash"])
        with self.assertRaises(AccessError):
            request.with_user(self.editor).search([("token_hash", "like", "a")])

    def test_confirming(self):
        token = self.token()
        self.assertEqual(self.answer(token, answer="confirm"), {"outcome": "confirmed"})
        self.assertEqual(self.service.last_assured, review.today())
        self.assertFalse(self.service.measured_on)
        self.assertFalse(self.proposal())
        self.assertIsNone(self.answer(token, answer="confirm"))
        self.assertIsNone(self.requests._by_link(token))

    def test_confirming_says_the_waiting_time_still_holds(self):
        self.service.write({"waiting_weeks": 3, "measured_on": date(2020, 1, 1)})
        self.answer(self.token(), answer="confirm", waiting_weeks="3")
        self.assertEqual(self.service.measured_on, review.today())

    def test_waiting_time_with_the_day_of_today(self):
        answer = self.answer(self.token(), answer="confirm", waiting_weeks=" 5 ")
        self.assertEqual(answer, {"outcome": "changed"})
        self.assertTrue(self.service.last_assured)
        self.assertEqual(self.service.waiting_weeks, 0)
        self.as_editor(self.proposal()).action_approve_all()
        self.assertEqual(self.service.waiting_weeks, 5)
        self.assertEqual(self.service.measured_on, review.today())

    def test_proposing(self):
        answer = self.answer(
            self.token(),
            summary="Thee met\r\nburen.",
            phone="078 1",
            cost="free",
            day_1="9:00-12:00",
            note="geheim",
            owner_id="1",
        )
        self.assertEqual(answer, {"outcome": "changed"})
        self.assertFalse(self.service.last_assured)
        proposal = self.as_editor(self.proposal())
        self.assertEqual(proposal.source, "provider")
        self.assertEqual(
            set(proposal.line_ids.mapped("field_name")),
            {"summary", "phone", "cost", "schedule_ids"},
        )
        task = self.service.activity_ids
        self.assertEqual(task.user_id, self.editor)
        proposal.action_approve_all()
        self.assertEqual(self.service.summary, "Thee met\nburen.")
        self.assertEqual(self.service.schedule_ids.closes_at, 12)
        self.assertFalse(self.service.activity_ids)

    def test_other_hours_stay(self):
        self.service.schedule_ids = [
            Command.create({"weekday": "0", "opens_at": 9, "closes_at": 17}),
            Command.create(
                {
                    "weekday": "1",
                    "week_of_month": "1",
                    "opens_at": 10,
                    "closes_at": 12,
                }
            ),
            Command.create(
                {
                    "is_closure": True,
                    "valid_from": "2030-12-25",
                    "valid_until": "2031-01-01",
                    "note": "vakantie",
                }
            ),
        ]
        token = self.token()
        page = self.requests._by_link(token)
        self.assertEqual(page["week"][0]["value"], "09:00-17:00")
        self.assertEqual(
            page["other_hours"],
            [
                "Tuesday 10:00 to 12:00, first of the month",
                "Closed: 25 December 2030 to 1 January 2031, vakantie",
            ],
        )
        self.answer(token, day_0="", day_2="13-15")
        self.as_editor(self.proposal()).action_approve_all()
        opened = self.service.schedule_ids.filtered("weekday")
        self.assertEqual(opened.mapped("weekday"), ["1", "2"])
        self.assertEqual(opened.mapped("week_of_month"), ["1", False])
        self.assertEqual(len(self.service.schedule_ids - opened), 1)

    def test_what_cannot_be_is_said_and_the_link_stays(self):
        token = self.token()
        for typed, words in (
            ({"email": "no address"}, "no e-mail address"),
            ({"url": "javascript:alert(1)"}, "begins with https"),
            ({"name": "  "}, "cannot be empty"),
            ({"summary": ""}, "Before “Koffie in de buurt”"),
            ({"cost": "nonsense"}, "Choose one of the list"),
            ({"description": "x" * 4001}, "too long"),
            ({"waiting_weeks": "-1"}, "whole number"),
            ({"waiting_weeks": "99999"}, "whole number"),
            ({"day_1": "17-9"}, "Write hours as"),
            ({}, "You changed nothing"),
        ):
            with self.subTest(typed=typed):
                page = self.answer(token, **typed)
                self.assertIn(words, page["problem"])
        self.assertFalse(self.proposal())
        self.assertEqual(self.service.email, False)
        self.assertTrue(self.requests._by_link(token))

    def test_what_was_typed_is_there_to_correct(self):
        page = self.answer(self.token(), phone="078 1", day_1="17-9")
        typed = {one["name"]: one["value"] for one in page["inputs"] + page["week"]}
        self.assertEqual(typed["phone"], "078 1")
        self.assertEqual(typed["day_1"], "17-9")

    def test_changed_while_somebody_looked(self):
        token = self.token()
        typed = self.typed(answer="confirm")
        self.service.phone = "078 2"
        self.service.last_modified = "2030-01-01 00:00:00"
        page = self.requests._answer(token, typed)
        self.assertIn("changed while", page["problem"])
        self.assertFalse(self.service.last_assured)

    def test_expiry_and_other_ends(self):
        token = self.token()
        request = self.env["social.review.request"].search(
            [("service_id", "=", self.service.id)]
        )
        days = request.expires_at - fields.Datetime.now()
        self.assertAlmostEqual(days / timedelta(days=1), 21, delta=0.1)
        request.expires_at = fields.Datetime.now()
        self.assertIsNone(self.answer(token, answer="confirm"))
        # A newer link ends the older one.
        first, second = self.token(), self.token()
        self.assertIsNone(self.requests._by_link(first))
        self.assertTrue(self.requests._by_link(second))
        self.service.action_end()
        self.assertIsNone(self.requests._by_link(second))
        for wrong in (None, "", "x", "x" * 43, second + "x", "../" + second, "é" * 43):
            self.assertIsNone(self.requests._by_link(wrong))

    def test_a_secret_address_is_not_shown(self):
        for secret in (True, False):
            place = self.env["social.location"].create(
                {
                    "name": f"Plek {secret}",
                    "street": "Geheimstraat 1",
                    "postal_code": "3311 AB",
                    "city": "Proefstad",
                    "is_confidential": secret,
                }
            )
            self.service.service_location_ids = [
                Command.create({"location_id": place.id})
            ]
        self.service.note = "Interne notitie"
        page = str(self.requests._by_link(self.token()))
        self.assertIn("Plek False", page)
        self.assertNotIn("Plek True", page)
        self.assertNotIn("Interne notitie", page)
        self.assertNotIn(self.editor.name, page)

    def test_an_organisation(self):
        card = self.organisation.social_organization_ids
        token = self.token(self.organisation)
        page = self.requests._by_link(token)
        self.assertEqual(page["title"], "Stichting Proef")
        seen = fields.Datetime.to_string(card.last_modified)
        answer = self.requests._answer(
            token, {"seen": seen, "answer": "change", "website": "https://proef.test"}
        )
        self.assertEqual(answer, {"outcome": "changed"})
        proposal = self.env["social.change.proposal"].search(
            [("organization_id", "=", card.id)]
        )
        self.as_editor(proposal).action_approve_all()
        self.assertEqual(self.organisation.website, "https://proef.test")
        self.assertEqual(card.last_assured, review.today())

    def test_mail(self):
        self.service.email = "a@proef.test"
        sent = []

        def send(mails, **_kwargs):
            sent.extend(mails.mapped("body_html"))
            self.assertEqual(mails.email_to, "a@proef.test")
            mails.state = "sent"

        before = self.env["mail.message"].search_count([])
        with patch.object(self.registry["mail.mail"], "send", send):
            self.as_editor(self.service).action_ask_provider()
        token = re.search(r"/sociale-kaart/controle/([\w-]{43})", sent[0]).group(1)
        self.assertTrue(self.requests._by_link(token))
        self.assertEqual(self.env["mail.message"].search_count([]), before)
        with (
            patch.object(self.registry["mail.mail"], "send", lambda mails: None),
            self.assertRaisesRegex(UserError, "could not be sent"),
        ):
            self.as_editor(self.service).action_ask_provider()
        self.service.email = False
        with self.assertRaisesRegex(UserError, "e-mail address"):
            self.as_editor(self.service).action_ask_provider()

    def test_the_job_mails_when_that_is_on(self):
        self.service.email = "a@proef.test"
        asked = []
        mail = self.registry["social.review.request"]

        def send(_self, record, email):
            asked.append((record, email))

        with patch.object(mail, "_mail", send):
            for on in (0, 1, 1):
                self.set_parameter("mail_providers", on)
                self.service.next_review = review.today() + timedelta(days=on)
                self.env["social.service"]._cron_review()
        self.assertEqual(asked, [(self.service, "a@proef.test")])

    def test_roles(self):
        self.token()
        request = self.env["social.review.request"].search([], limit=1)
        for user in (self.employee, self.portal, self.public, self.administrator):
            with self.assertRaises(AccessError):
                request.with_user(user).read(["email"])
        for vals in ({"used_at": False}, {"expires_at": "2099-01-01 00:00:00"}):
            with self.assertRaises(AccessError):
                self.as_editor(request).write(vals)


@tagged("post_install", "-at_install")
class TestReviewPage(HttpCase, LinkCase):
    """The page itself, over HTTP and without an account."""

    def page(self, token, **data):
        return self.url_open(f"/sociale-kaart/controle/{token}", data=data or None)

    def hidden(self, response):
        return dict(
            re.findall(r'name="(csrf_token|seen)" value="([^"]*)"', response.text)
        )

    def test_looking_changes_nothing_and_two_clicks_confirm(self):
        token = self.token()
        for _scanner in range(3):
            response = self.page(token)
            self.url_open(f"/sociale-kaart/controle/{token}?answer=confirm")
            self.url_open(f"/sociale-kaart/controle/{token}", method="HEAD")
        self.assertFalse(self.service.last_assured)
        self.assertIn("Koffie met buren.", response.text)
        self.assertNotIn("<script", response.text)
        for name, value in (
            ("X-Robots-Tag", "noindex"),
            ("Referrer-Policy", "no-referrer"),
            ("Cache-Control", "no-store"),
            ("Content-Security-Policy", "default-src 'none'"),
        ):
            self.assertIn(value, response.headers[name])
        answered = self.page(token, answer="confirm", **self.hidden(response))
        self.assertIn('id="answered"', answered.text)
        self.env.invalidate_all()
        self.assertEqual(self.service.last_assured, review.today())

    def test_one_page_for_every_link_that_is_not_in_use(self):
        used, ended = self.token(), None
        response = self.page(used)
        self.page(used, answer="confirm", **self.hidden(response))
        ended = self.token()
        self.env["social.review.request"].search(
            [("used_at", "=", False)]
        ).expires_at = fields.Datetime.now()
        pages = {
            (answer.status_code, answer.text)
            for answer in map(self.page, (used, ended, "x" * 43, "nonsense"))
        }
        self.assertEqual(len(pages), 1)
        self.assertIn('id="closed"', pages.pop()[1])

    def test_without_the_token_of_the_form_nothing_happens(self):
        token = self.token()
        seen = self.hidden(self.page(token))["seen"]
        with self.assertLogs("odoo.http", "WARNING"):
            response = self.page(token, answer="confirm", seen=seen)
        self.assertEqual(response.status_code, 400)
        self.assertFalse(self.service.last_assured)

    def test_what_is_typed_is_text(self):
        token = self.token()
        hidden = self.hidden(self.page(token))
        page = self.page(
            token,
            answer="change",
            phone="<script>alert(1)</script>",
            day_1="<b>",
            **hidden,
        )
        self.assertIn('role="alert"', page.text)
        self.assertNotIn("<script", page.text)
        self.assertNotIn("<b>", page.text)
