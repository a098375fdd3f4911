import logging
import re
from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, HttpCase, tagged
from odoo.tools import mute_logger

from .. import referral_rules
from .test_referral import ReferralCase

ASKED = "Twee keer per week samen wandelen"


class LinkCase(ReferralCase):
    def setUp(self):
        super().setUp()
        self.organisation.phone = "078 123 45 67"
        self.resident.area_id = self.env["social.area"].create(
            {"name": "Oosterwijk", "level": "district", "parent_id": self.area.id}
        )
        self.resident.lang_id = self.env.ref("base.lang_en")
        self.referral = self.ask(
            asked=ASKED, life_domain_id=self.domain.id, receiver_email="w@maatjes.test"
        )

    def token(self, referral=None):
        action = (referral or self.referral).action_show_link()
        return action["params"]["message"].rpartition("/")[2]

    def nobody(self):
        return self.as_user(self.env.ref("base.public_user"), "client.referral")


@tagged("post_install", "-at_install")
class TestReferralLink(LinkCase):
    """What a one-time link says and does, without the page around it."""

    def test_what_it_says(self):
        said = self.nobody()._by_link(self.token())
        self.assertEqual(said["asked"], ASKED)
        self.assertEqual(said["area"], "Voorbeeldstad / Oosterwijk")
        self.assertEqual(said["number"], self.referral.number)
        everything = str(said)
        for secret in ("Sjaan", "1980", self.resident.number, self.case.number):
            self.assertNotIn(secret, everything)
        self.assertNotIn(self.referral.reason, everything)

    def test_of_a_secret_address_the_municipality_only(self):
        token = self.token()
        self.resident.has_secret_address = True
        self.assertEqual(self.nobody()._by_link(token)["area"], "Voorbeeldstad")

    def test_a_neighbourhood_is_too_fine(self):
        self.resident.area_id = self.env["social.area"].create(
            {
                "name": "Kleine buurt",
                "level": "neighbourhood",
                "parent_id": self.resident.area_id.id,
            }
        )
        said = self.nobody()._by_link(self.token())
        self.assertEqual(said["area"], "Voorbeeldstad / Oosterwijk")

    def test_it_is_kept_as_a_hash(self):
        token = self.token()
        self.env.flush_all()
        self.env.cr.execute(
            "SELECT row_to_json(r)::text FROM client_referral r WHERE id = %s",
            [self.referral.id],
        )
        (row,) = self.env.cr.fetchone()
        self.assertIn(referral_rules.key_of(token), row)
        self.assertNotIn(token[referral_rules.KEY_LENGTH :], row)
        for name in ("link_key", "link_hash", "link_guesses"):
            with self.subTest(name=name), self.assertRaises(AccessError):
                self.referral.read([name])

    def test_looking_decides_nothing(self):
        token = self.token()
        for _ in range(3):
            self.assertTrue(self.nobody()._by_link(token))
        self.assertEqual(self.referral.state, "requested")

    def test_one_answer(self):
        token = self.token()
        self.assertTrue(self.nobody()._decide_by_link(token, "accepted"))
        self.assertEqual(self.referral.state, "accepted")
        self.assertEqual(self.referral.answered_how, "link")
        self.assertFalse(self.nobody()._by_link(token))
        for again in ("accepted", "declined"):
            self.assertFalse(self.nobody()._decide_by_link(token, again, "other"))
        self.assertEqual(self.referral.state, "accepted")
        self.assertEqual(self.referral.activity_ids.user_id, self.supporter)

    def test_a_no_has_a_reason_of_the_list(self):
        token = self.token()
        for reason in (None, "", "nonsense", 7):
            self.assertFalse(self.nobody()._decide_by_link(token, "declined", reason))
        for decision in (None, "done", "revoked", "requested", "draft"):
            self.assertFalse(self.nobody()._decide_by_link(token, decision, "other"))
        self.assertTrue(
            self.nobody()._decide_by_link(token, "declined", "waiting_list")
        )
        self.assertEqual(self.referral.decline_reason, "waiting_list")
        self.assertEqual(self.referral.outcome, "waiting_list")

    def test_a_new_link_ends_the_old(self):
        old = self.token()
        new = self.token()
        self.assertFalse(self.nobody()._by_link(old))
        self.assertTrue(self.nobody()._by_link(new))

    def test_it_expires(self):
        self.env["ir.config_parameter"].set_param(
            "client_support.referral_link_days", 3
        )
        token = self.token()
        self.assertTrue(self.nobody()._by_link(token))
        left = self.referral.link_until - fields.Datetime.now()
        self.assertLessEqual(left, timedelta(days=3))
        self.referral.sudo().link_until = fields.Datetime.now()
        self.assertFalse(self.nobody()._by_link(token))
        self.assertFalse(self.nobody()._decide_by_link(token, "accepted"))
        self.assertEqual(self.referral.state, "requested")

    def test_it_ends_when_it_is_taken_back_or_answered_by_telephone(self):
        token = self.token()
        self.referral.action_accept()
        self.assertFalse(self.nobody()._by_link(token))
        self.assertFalse(self.referral.link_until)

    def test_it_ends_with_the_consent(self):
        token = self.token()
        self.env["client.consent"].search(
            [("resident_id", "=", self.resident.id)]
        ).action_withdraw()
        self.assertFalse(self.nobody()._by_link(token))
        self.assertFalse(self.nobody()._decide_by_link(token, "accepted"))
        self.assertEqual(self.referral.state, "requested")
        with self.assertRaisesRegex(UserError, "no consent"):
            self.referral.action_show_link()

    def test_guessing_closes_it(self):
        token = self.token()
        key = referral_rules.key_of(token)
        wrong = key + "A" * 43
        for _ in range(referral_rules.GUESSES - 1):
            self.assertFalse(self.nobody()._by_link(wrong))
        self.assertTrue(self.nobody()._by_link(token))
        with self.assertLogs("client_support.alarm", logging.WARNING):
            self.assertFalse(self.nobody()._decide_by_link(wrong, "accepted"))
        self.assertFalse(self.nobody()._by_link(token))
        self.assertTrue(self.nobody()._by_link(self.token()))

    def test_no_link_without_something_to_answer(self):
        for referral, words in (
            (self.make(asked=ASKED), "ask the referral first"),
            (self.ask("consult", asked=ASKED), "shares nothing"),
            (self.ask(asked=False), "what support is asked"),
        ):
            with self.subTest(words=words), self.assertRaisesRegex(UserError, words):
                referral.action_show_link()

    def test_what_is_asked_may_be_written_once_after_asking(self):
        referral = self.ask(asked=False)
        self.assertTrue(referral.is_asked_open)
        referral.asked = ASKED
        self.assertFalse(referral.is_asked_open)
        with self.assertRaisesRegex(UserError, "cannot be changed"):
            referral.asked = "Something else"
        with Form(referral) as form:
            form.receiver_email = "provider@example.com"
        self.assertTrue(referral.action_show_link())

    def test_only_who_works_on_the_file_makes_one(self):
        for user in (self.colleague, self.officer, self.users["coordinator"]):
            for method in ("action_show_link", "action_mail_link"):
                where = self.subTest(user=user.login, method=method)
                with where, self.assertRaises(AccessError):
                    getattr(self.referral.with_user(user), method)()

    def test_the_message_says_nothing_and_leaves_nothing(self):
        mails = self.env["mail.mail"].search_count([])
        messages = self.env["mail.message"].search_count([])
        server = type(self.env["ir.mail_server"])
        with (
            patch.object(server, "_disable_send", return_value=False),
            patch.object(server, "_connect__", return_value=None),
            patch.object(server, "send_email", return_value="sent") as send,
        ):
            self.referral.action_mail_link()
        mail = send.call_args.args[0]
        text = "".join(
            part.get_content()
            for part in mail.walk()
            if part.get_content_maintype() == "text"
        ) + str(mail["Subject"])
        self.assertIn("w@maatjes.test", mail["To"])
        for secret in ("Sjaan", ASKED, self.referral.number, self.resident.number):
            self.assertNotIn(secret, text)
        token = re.search(r"/verwijzing/([\w-]{59})", text).group(1)
        self.assertTrue(self.nobody()._by_link(token))
        self.assertEqual(self.env["mail.mail"].search_count([]), mails)
        self.assertEqual(self.env["mail.message"].search_count([]), messages)

    def test_a_message_that_fails_leaves_nothing_either(self):
        mails = self.env["mail.mail"].search_count([])
        server = type(self.env["ir.mail_server"])
        with (
            patch.object(server, "_connect__", side_effect=OSError),
            mute_logger("odoo.addons.mail.models.mail_mail"),
            self.assertRaisesRegex(UserError, "Show the link"),
        ):
            self.referral.action_mail_link()
        self.assertEqual(self.env["mail.mail"].search_count([]), mails)

    def test_an_address_first(self):
        self.referral.receiver_email = "geen adres"
        with self.assertRaisesRegex(UserError, "e-mail address"):
            self.referral.action_mail_link()


@tagged("post_install", "-at_install")
class TestReferralLinkOverHttp(LinkCase, HttpCase):
    """The page itself: what it shows, what leaves with it, what a wrong link gets."""

    def open(self, token, **data):
        self.env.flush_all()
        if data:
            page = self.url_open(f"/verwijzing/{token}")
            field = re.search(r'name="csrf_token" value="([^"]+)"', page.text)
            data["csrf_token"] = field.group(1) if field else ""
        return self.url_open(f"/verwijzing/{token}", data=data or None)

    def test_neutral_and_alone(self):
        page = self.open(self.token())
        self.assertEqual(page.status_code, 200)
        self.assertIn(ASKED, page.text)
        for secret in ("Sjaan", "1980", self.resident.number, self.case.number):
            self.assertNotIn(secret, page.text)
        self.assertEqual(page.headers["Referrer-Policy"], "no-referrer")
        self.assertEqual(page.headers["Cache-Control"], "no-store")
        self.assertIn("noindex", page.headers["X-Robots-Tag"])
        self.assertIn("default-src 'none'", page.headers["Content-Security-Policy"])
        for loaded in ("<script", "<link", "<img", "src=", "http:", "https:"):
            self.assertNotIn(loaded, page.text)

    def test_answer_and_replay(self):
        token = self.token()
        done = self.open(token, decision="accepted")
        self.assertIn('id="answered"', done.text)
        self.referral.invalidate_recordset()
        self.assertEqual(self.referral.state, "accepted")
        self.assertIn('id="closed"', self.open(token).text)
        with mute_logger("odoo.http"):
            replay = self.url_open(
                f"/verwijzing/{token}", data={"decision": "declined"}
            )
        self.assertEqual(replay.status_code, 400)
        self.referral.invalidate_recordset()
        self.assertEqual(self.referral.state, "accepted")

    def test_looking_by_every_mail_filter_decides_nothing(self):
        token = self.token()
        self.open(token)
        self.url_open(f"/verwijzing/{token}?decision=accepted")
        self.url_open(f"/verwijzing/{token}", method="HEAD")
        self.referral.invalidate_recordset()
        self.assertEqual(self.referral.state, "requested")

    def test_wrong_used_and_expired_look_the_same(self):
        token = self.token()
        expired = self.token(self.ask(asked=ASKED))
        self.env["client.referral"].search([], order="id desc", limit=1).sudo().write(
            {"link_until": fields.Datetime.now()}
        )
        self.referral.action_accept()
        pages = {
            self.open(link).text
            for link in (
                *(token, expired, token[:-1] + "_", "A" * 59, "kort"),
                *("x" * 500, "%27%20OR%201%3D1"),
            )
        }
        self.assertEqual(len(pages), 1)
        self.assertIn('id="closed"', pages.pop())

    def test_guesses_leave_nothing_of_who_guesses(self):
        self.write_the_log()
        log = self.env["client.access.log"]
        before = log.search_count([])
        for _ in range(3):
            self.open("A" * 59)
        self.write_the_log()
        self.assertEqual(log.search_count([]), before)
        self.assertFalse(
            [name for name in self.referral._fields if re.search(r"(^|_)ip(_|$)", name)]
        )

    def test_the_log_of_requests_has_no_link(self):
        line = logging.LogRecord(
            *("werkzeug", logging.INFO, "", 0),
            *('"GET %s HTTP/1.1" 200', (f"/en/verwijzing/{self.token()}?x=y",), None),
        )
        self.assertTrue(logging.getLogger("werkzeug").filter(line))
        self.assertEqual(line.getMessage(), '"GET /en/verwijzing/…?x=y HTTP/1.1" 200')

    def test_more_than_an_answer_is_not_read(self):
        self.assertEqual(self.open(self.token(), reason="x" * 20_000).status_code, 413)

    def test_no_method_over_a_call(self):
        self.officer.password = self.officer.login
        self.authenticate(self.officer.login, self.officer.login)
        token = self.token()
        for method in ("_by_link", "_decide_by_link", "_move", "_refer_in", "_answer"):
            with mute_logger("odoo.http"):
                answer = self.url_open(
                    "/web/dataset/call_kw",
                    json={
                        "params": {
                            "model": "client.referral",
                            "method": method,
                            "args": [token, "accepted"],
                            "kwargs": {},
                        }
                    },
                ).json()
            self.assertIn("error", answer, method)
        self.referral.invalidate_recordset()
        self.assertEqual(self.referral.state, "requested")
