"""What an outsider, and each role, tried on the social map and got."""

import json
import time

import psycopg2
from werkzeug.exceptions import NotFound

from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Command
from odoo.tests import BaseCase, HttpCase, tagged

from odoo.addons.http_routing.tests.common import MockRequest

from .. import hsds_import, import_rows, open_data_query
from ..controllers import directory, open_data
from ..controllers.helpdesk import SocialTickets
from ..rate_limit import MOST_BUCKETS, Limiter
from .common import SocialMapCommon
from .open_data_case import make_directory
from .test_directory_pages import DirectoryCase
from .test_review_link import LinkCase
from .test_website_forms import TicketCase

NO_FRAMES = "frame-ancestors 'self'"


@tagged("post_install", "-at_install")
class TestSecretAddress(SocialMapCommon):
    """Of a secret address staff know nothing, by none of its parts."""

    def test_its_hours_are_not_told(self):
        made = make_directory(self.env)
        link = made["rich"].service_location_ids.filtered(
            lambda one: one.location_id == made["secret"]
        )
        link.schedule_ids = [
            Command.create({"weekday": "6", "opens_at": 1, "closes_at": 2})
        ]
        hours = self.env["social.schedule"]
        for user in (self.employee, self.portal, self.public):
            with self.subTest(user=user.login):
                seen = hours.with_user(user)
                self.assertFalse(seen.search([("service_location_id", "=", link.id)]))
                groups = seen.formatted_read_group(
                    [], ["service_location_id"], ["__count"]
                )
                self.assertNotIn(made["secret"].name, str(groups))
                with self.assertRaises(AccessError):
                    link.schedule_ids.with_user(user).read(["service_location_id"])
        # The hours of the service and of its other places they do know.
        of_others = made["rich"].service_location_ids - link
        self.assertTrue(
            hours.with_user(self.employee).search(
                [("service_location_id", "in", of_others.ids)]
            )
        )
        self.assertTrue(made["rich"].schedule_ids.with_user(self.employee).read())
        self.assertTrue(link.schedule_ids.with_user(self.editor).read())


@tagged("post_install", "-at_install")
class TestWebsites(SocialMapCommon):
    """What everybody can press opens a page and carries out nothing."""

    def test_of_an_organisation(self):
        values = {
            "name": "Stichting Proef",
            "is_company": True,
            "website": "javascript:alert(1)",
        }
        contact = self.env["res.partner"].create(values)
        with self.assertRaises(ValidationError):
            contact.is_support_organization = True
        with self.assertRaises(ValidationError):
            self.env["res.partner"].create({**values, "is_support_organization": True})
        contact.write({"website": "proef.example", "is_support_organization": True})
        self.assertEqual(
            contact.social_organization_ids.website, "http://proef.example"
        )


@tagged("post_install", "-at_install")
class TestFrames(DirectoryCase):
    """Another site shows no page of ours in its own."""

    def test_no_page_is_in_a_frame(self):
        for path in (
            "/",
            "/vraag",
            "/sociale-kaart/melding",
            "/clientondersteuning",
            "/veelgestelde-vragen",
            "/privacy",
            f"{self.service._page_path()}/folder",
        ):
            with self.subTest(path=path):
                headers = self.url_open(path).headers
                self.assertEqual(headers["Content-Security-Policy"], NO_FRAMES)
        self.authenticate(self.portal.login, self.portal.login)
        headers = self.url_open("/my").headers
        self.assertEqual(headers["Content-Security-Policy"], NO_FRAMES)

    def test_a_list_on_paper_stays_with_who_made_it(self):
        path = f"/sociale-kaart/lijst/folder?s={self.service.id}"
        headers = self.url_open(path).headers
        self.assertEqual(headers["Cache-Control"], "no-store")
        self.assertEqual(headers["X-Robots-Tag"], "noindex")


@tagged("post_install", "-at_install")
class TestGapsOfOne(DirectoryCase):
    """What is shown from three on is not one person who looked three times."""

    def setUp(self):
        super().setUp()
        for limiter in (directory.GAPS, directory.SAME_GAP):
            limiter.forget()
            self.addCleanup(limiter.forget)

    def counted(self):
        gaps = self.env["social.search.gap"].sudo()
        return sum(gaps.search([("name", "=like", "qqqwwwzzz%")]).mapped("count"))

    def test_once_however_often(self):
        for words in ("qqqwwwzzz", "qqqwwwzzz", "QQQwwwzzz!", "qqqwwwzzz"):
            self.url_open(f"/sociale-kaart?q={words}")
        self.url_open("/sociale-kaart/embed?q=qqqwwwzzz")
        self.assertEqual(self.counted(), 1)
        directory.SAME_GAP.forget()
        self.url_open("/sociale-kaart?q=qqqwwwzzz")
        self.assertEqual(self.counted(), 2)

    def test_nobody_fills_the_counts(self):
        self.patch(directory, "GAPS", Limiter(most=2, seconds=1e12))
        for number in range(4):
            self.url_open(f"/sociale-kaart?q=qqqwwwzzz{number}")
        self.assertEqual(self.counted(), 2)


@tagged("post_install", "-at_install")
class TestLinkOfAProvider(LinkCase, HttpCase):
    """Who has a link proposes texts that are what they look like."""

    def test_numbers_that_are_none(self):
        token = self.token()
        for text in ("9" * 6000, "٣", "1e3", "-1", "20000"):
            with self.subTest(text=text[:9]):
                page = self.answer(token, waiting_weeks=text)
                self.assertIn("whole number", page["problem"])

    def test_signs_that_nobody_sees(self):
        self.answer(
            self.token(), name="Koffie\x07\u202e buur\nt", summary="Met\x00 buren.\r\nA"
        )
        values = {line.field_name: line.new_value for line in self.proposal().line_ids}
        self.assertEqual(values, {"name": "Koffie buur t", "summary": "Met buren.\nA"})

    def test_signs_that_stood_there_are_no_change(self):
        self.service.summary = "Koffie\u00ad met  buren.\nElke dag."
        page = self.answer(self.token(), summary=self.service.summary)
        self.assertIn("changed nothing", page["problem"])

    def test_one_website(self):
        token = self.token()
        for url in ("javascript:alert(1)", "https://", "hulp.example", "http://["):
            with self.subTest(url=url):
                self.assertIn("https://", self.answer(token, url=url)["problem"])

    def test_more_than_a_form_holds_is_not_read(self):
        path = f"/sociale-kaart/controle/{self.token()}"
        answer = self.url_open(path, data={"name": "x" * 300_000})
        self.assertEqual(answer.status_code, 413)


@tagged("post_install", "-at_install")
class TestTicketOfTheMap(TicketCase):
    """Who has an account closes no ticket of another by its number."""

    def test_it_stays_open(self):
        ticket = self.report(self.service)
        done = self.env.ref("helpdesk_mgmt.helpdesk_ticket_stage_done")
        done.close_from_portal = True
        for user in (self.portal, self.employee):
            with MockRequest(self.env(user=user)), self.subTest(user=user.login):
                for number in (str(ticket.id), "0", "9" * 30, "x"):
                    with self.assertRaises(NotFound):
                        SocialTickets().support_ticket_close(
                            ticket_id=number, stage_id=str(done.id)
                        )
        self.assertFalse(ticket.closed)


@tagged("post_install", "-at_install")
class TestHeavyQuestions(HttpCase):
    """What takes much of the server counts as much."""

    def setUp(self):
        super().setUp()
        open_data.LIMIT._renew(0)
        self.addCleanup(open_data.LIMIT._renew, 0)

    def allow(self, per_minute):
        self.env["ir.config_parameter"].set_param(
            "social_map.open_data_per_minute", str(per_minute)
        )

    def test_however_it_is_written(self):
        self.allow(open_data_query.COST_OF_ALL)
        for question in ("format=%20ndjson", "per_page=500", "minimal=true"):
            open_data.LIMIT._renew(0)
            with self.subTest(question=question):
                codes = [
                    self.url_open(f"{open_data.BASE}/services?{question}").status_code
                    for _time in range(3)
                ]
                self.assertEqual((codes[0], codes[2]), (200, 429))

    def test_what_is_refused_counts_too(self):
        self.allow(1)
        path = f"{open_data.BASE}/services?page=0"
        codes = [self.url_open(path).status_code for _time in range(2)]
        self.assertEqual(codes, [400, 429])

    def test_who_reads_slowly_keeps_no_connection(self):
        make_directory(self.env)
        self.allow(0)
        made = []
        original = type(self.env["social.open.data"])._lines

        def lines(data, resource, query):
            made.append(len(made))
            yield from original(data, resource, query)
            made.append("all")

        self.patch(type(self.env["social.open.data"]), "_lines", lines)
        wrapped = open_data.wrap_file

        def wrap(environ, file):
            # Everything was found before the first byte leaves.
            self.assertEqual(made, [0, "all"])
            return wrapped(environ, file)

        self.patch(open_data, "wrap_file", wrap)
        path = f"{open_data.BASE}/services?format=ndjson"
        answer = self.url_open(path)
        self.assertEqual(answer.status_code, 200)
        self.assertTrue([json.loads(line) for line in answer.text.splitlines()])


@tagged("post_install", "-at_install")
class TestRefusedStatements(SocialMapCommon):
    """The log says that the database refused something, and not what somebody wrote."""

    def refused(self, statement, *params):
        with (
            self.assertLogs("odoo.sql_db", "ERROR") as log,
            self.assertRaises(psycopg2.Error),
            self.cr.savepoint(),
        ):
            self.cr.execute(statement, params)
        (line,) = log.output
        self.assertNotIn("GEHEIM", line)
        return line

    def test_no_values(self):
        line = self.refused(
            """
            INSERT INTO "social_location" ("name", "location_type", "last_modified")
            VALUES (%s, 'physical', now())""",
            "GEHEIM 'x'\nERROR: GEHEIM",
        )
        self.assertIn('INSERT INTO "social_location" …', line)
        self.assertIn("constraint", line)
        self.refused("SELECT 1 / 0 WHERE 'GEHEIM' = %s", "GEHEIM")
        self.refused('UPDATE "res_partner" SET name = %s, uit = 1', "GEHEIM")


@tagged("post_install", "-at_install")
class TestMuch(BaseCase):
    """A file or a flood that is made to keep the server busy; no database."""

    def within(self, seconds, call):
        start = time.monotonic()
        result = call()
        self.assertLess(time.monotonic() - start, seconds)
        return result

    def test_beginnings_without_an_end(self):
        for text in ("<!--", "<script>", "<p", "<p>x</p>" + " " * 1000, "&amp;", "<!a"):
            with self.subTest(text=text[:9]):
                self.within(2, lambda text=text: import_rows.plain(text * 30_000))
        self.assertEqual(import_rows.plain("Tea <!-- and"), "Tea")
        self.assertEqual(import_rows.plain("Tea <!-- x --> for two"), "Tea  for two")

    def test_an_address_without_an_end(self):
        reader = hsds_import._Hsds()
        self.within(2, lambda: reader.email("x", "a@" + ".a" * 30_000 + "@"))
        self.assertEqual([one.code for one in reader.content.problems], ["too_long"])

    def test_a_limiter_does_not_grow_for_ever(self):
        limiter = Limiter(most=1, seconds=1e12)
        for number in range(MOST_BUCKETS + 5):
            limiter.passes(f"10.{number}", 1)
        self.assertLessEqual(len(limiter._counts), MOST_BUCKETS)

    def test_each_thing_is_counted_apart(self):
        limiter = Limiter(most=1, seconds=1e12)
        self.assertTrue(limiter.passes("192.0.2.1", 1, "a"))
        self.assertTrue(limiter.passes("192.0.2.1", 1, "b"))
        self.assertFalse(limiter.passes("192.0.2.1", 1, "a"))
        self.assertTrue(limiter.passes("192.0.2.2", 1, "a"))
