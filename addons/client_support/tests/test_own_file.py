import base64

from odoo import http
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .test_message import ThreadCase

PAGES = ("documenten", "notities", "berichten")


@tagged("post_install", "-at_install")
class TestOwnFile(ThreadCase, HttpCase):
    """The resident's own pages, over HTTP."""

    def page(self, address, user=None, **kwargs):
        login = (user or self.inwoner).login
        self.env.flush_all()
        self.authenticate(login, login)
        return self.url_open(address, **kwargs)

    def document(self, **values):
        return self.as_role("supporter", "client.document").create(
            {
                "case_id": self.case.id,
                "title": "MERK-BESLUIT",
                "file_name": "besluit.pdf",
                "upload": base64.b64encode(b"%PDF-1.7 x"),
                **values,
            }
        )

    def note(self, **values):
        self.as_role("supporter", "client.note").create(
            {"case_id": self.case.id, **values}
        )

    def test_only_for_who_has_a_file(self):
        for page in PAGES:
            with self.subTest(page=page):
                address = f"/my/dossier/{page}"
                self.assertEqual(self.page(address).status_code, 404)
                self.env["client.access"]._grant(
                    self.inwoner, self.resident, "resident", "Own"
                )
                self.assertEqual(self.page(address).status_code, 200)
                self.assertEqual(self.page(address, self.ander).status_code, 404)
                self.env["client.access"]._end([("user_id", "=", self.inwoner.id)])

    def test_notes_that_are_shareable(self):
        self.open_case()
        self.note(text="MERK-DEEL", level="shareable")
        self.note(text="MERK-TEAM")
        self.note(text="MERK-STIL", level="confidential")
        text = self.page("/my/dossier/notities").text
        self.assertIn("MERK-DEEL", text)
        for hidden in ("MERK-TEAM", "MERK-STIL"):
            self.assertNotIn(hidden, text)

    def test_documents_that_they_may_see(self):
        self.open_case()
        shown = self.document(for_resident=True)
        hidden = self.document(title="MERK-GEHEIM")
        text = self.page("/my/dossier/documenten").text
        self.assertIn("MERK-BESLUIT", text)
        self.assertNotIn("MERK-GEHEIM", text)
        answer = self.page(f"/my/dossier/documenten/{shown.id}")
        self.assertEqual(answer.content, b"%PDF-1.7 x")
        self.assertIn("no-store", answer.headers["Cache-Control"])
        self.assertIn("attachment", answer.headers["Content-Disposition"])
        for document, user in (
            (hidden, self.inwoner),
            (shown, self.ander),
            (shown, self.users["access_officer"]),
        ):
            address = f"/my/dossier/documenten/{document.id}"
            if not user.has_group("base.group_user"):
                user.password = user.login
            self.assertEqual(self.page(address, user).status_code, 404)
        attachment = shown._documents()
        with mute_logger("odoo.http", "odoo.addons.base.models"):
            other_road = self.page(f"/web/content/{attachment.id}")
        self.assertNotEqual(other_road.status_code, 200)

    def test_a_download_by_the_resident_is_logged(self):
        self.open_case()
        shown = self.document(for_resident=True)
        self.page(f"/my/dossier/documenten/{shown.id}")
        self.env.cr.precommit.run()
        self.env.cr.execute(
            "SELECT count(*) FROM client_access_log WHERE user_id = %s"
            " AND model = 'client.document' AND operation = 'export'",
            [self.inwoner.id],
        )
        self.assertEqual(self.env.cr.fetchone(), (1,))

    def test_write_a_message(self):
        self.open_case()
        self.answer("MERK-ANTWOORD")
        home = self.page("/my").text
        self.assertIn("o_new_messages", home)
        text = self.page("/my/dossier/berichten").text
        self.assertIn("MERK-ANTWOORD", text)
        data = {"number": self.case.number, "body": "<b>Dank</b>"}
        with mute_logger("odoo.http"):
            refused = self.url_open("/my/dossier/berichten", data=data)
        self.assertEqual(refused.status_code, 400, "without the token of the page")
        data["csrf_token"] = http.Request.csrf_token(self)
        answer = self.url_open(
            "/my/dossier/berichten", data=data, allow_redirects=False
        )
        self.assertEqual(answer.status_code, 303)
        self.assertIn("&lt;b&gt;Dank", self.url_open("/my/dossier/berichten").text)
        self.assertNotIn("o_new_messages", self.page("/my").text)

    def test_not_in_the_name_of_another(self):
        self.open_case()
        self.env["client.access"]._grant(
            self.ander, self.make_resident(), "resident", "Own"
        )
        self.page("/my/dossier/berichten", self.ander)
        answer = self.url_open(
            "/my/dossier/berichten",
            data={
                "number": self.case.number,
                "body": "Ik ben een ander",
                "csrf_token": http.Request.csrf_token(self),
            },
        )
        self.assertEqual(answer.status_code, 404)
        self.assertFalse(self.case.sudo().resident_message_ids)

    def test_each_page_says_how_to_call(self):
        self.open_case()
        self.organisation.phone = "078 - 123 45 67"
        for address in (
            *(f"/my/dossier/{page}" for page in (*PAGES, "inzage", "rechten")),
            "/my/toestemmingen",
            "/my",
        ):
            with self.subTest(address=address):
                self.assertIn('href="tel:0781234567"', self.page(address).text)
        self.assertNotIn("o_how_to_call", self.page("/my", self.ander).text)

    def test_home_shows_what_is_theirs(self):
        self.open_case()
        home = self.page("/my").text
        for page in PAGES:
            self.assertIn(f"/my/dossier/{page}", home)
        for other in ("/my/bookings", "/my/tickets"):
            self.assertNotIn(other, home)
        self.assertIn("/my/bookings", self.page("/my", self.ander).text)
