import base64

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..document_kinds import MAX_BYTES
from .common import ClientSupportCase

PDF = b"%PDF-1.7 geheim"


@tagged("post_install", "-at_install")
class TestDocument(ClientSupportCase):
    """Documents of a case: what is taken, who gets it, that each download shows."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.resident = cls.make_resident(is_light=False)
        cls.case = cls.as_role("supporter", "client.case").create(
            {"resident_ids": cls.resident.ids}
        )

    def document(self, content=PDF, **values):
        return self.as_role("supporter", "client.document").create(
            {
                "case_id": self.case.id,
                "title": "Besluit",
                "file_name": "besluit.pdf",
                "upload": base64.b64encode(content),
                **values,
            }
        )

    def row(self, user, kind, section="all"):
        self.env["client.access"]._grant(user, self.case, kind, "Test", section=section)

    def test_kept_and_given_back(self):
        document = self.document()
        kept = document._documents()
        self.assertEqual((kept.raw, kept.mimetype), (PDF, "application/pdf"))
        self.assertFalse(kept.public or kept.access_token)
        self.assertTrue(document.has_document)
        self.env.invalidate_all()
        self.assertFalse(document.upload, "comes out by a download only")
        self.assertIn(f"/web/content/{kept.id}", document.action_download()["url"])

    def test_told_by_its_bytes(self):
        for content, name in ((b"MZ\x90\x00", "brief.pdf"), (b"<html>", "brief.txt")):
            with self.subTest(name=name), self.assertRaises(UserError):
                self.document(content, file_name=name)
        self.assertEqual(self.document(file_name="x.exe").file_name, "x.exe.pdf")

    def test_not_too_large(self):
        with self.assertRaises(UserError):
            self.document(b"%PDF-" + b"0" * MAX_BYTES)

    def test_one_document_each(self):
        document = self.document()
        with self.assertRaises(UserError):
            document.upload = base64.b64encode(PDF)

    def test_medical_needs_the_whole_file(self):
        letter, medical = self.document(), self.document(category="medical")
        theirs = self.as_user(self.colleague, "client.document")
        self.row(self.colleague, "supporter", "documents")
        self.assertEqual(theirs.search([]), letter)
        self.assertFalse(
            self.as_user(self.colleague, "ir.attachment").search(
                [("id", "=", medical._documents().id)]
            )
        )
        self.row(self.colleague, "consult")
        self.env.invalidate_all()
        self.assertEqual(theirs.search([]), letter | medical)

    def test_nobody_else_downloads(self):
        attachment = self.document()._documents()
        for user in (self.stranger, self.users["portal"], self.users["administrator"]):
            theirs = self.as_user(user, "ir.attachment").browse(attachment.id)
            with self.assertRaises(AccessError), mute_logger("odoo.addons.base.models"):
                theirs.read(["raw"])

    def test_each_download_is_logged(self):
        attachment = self.document()._documents()
        self.env.invalidate_all()
        self.env["client.access.log"]._book().take()
        theirs = self.as_role("supporter", "ir.attachment").browse(attachment.id)
        self.assertEqual(theirs.raw, PDF)
        self.write_the_log()
        self.env.cr.execute(
            "SELECT user_id FROM client_access_log"
            " WHERE model = 'client.document' AND operation = 'export'"
        )
        self.assertEqual(self.env.cr.fetchall(), [(self.users["supporter"].id,)])

    def test_opening_the_form_is_no_download(self):
        document = self.document()
        self.env["client.access.log"]._book().take()
        self.as_role("supporter", "client.document").browse(document.id).web_read(
            {"title": {}, "file_name": {}, "upload": {}, "has_document": {}}
        )
        acts = self.env["client.access.log"]._book().take()
        self.assertNotIn("export", [act.operation for act, *_rest in acts])
