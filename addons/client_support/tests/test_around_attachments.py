import base64
from contextlib import suppress

from odoo.exceptions import AccessError, MissingError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import ClientSupportCase


@tagged("post_install", "-at_install")
class TestAttachments(ClientSupportCase):
    """A document of a file is reached by way of that file only (rows 33 and 50)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.resident = cls.make_resident()
        cls.document = cls.as_role("supporter", "ir.attachment").create(
            {
                "name": "brief.txt",
                "raw": b"GEHEIMBYTES",
                "res_model": "client.resident",
                "res_id": cls.resident.id,
            }
        )

    def document_as(self, user):
        return self.as_user(user, "ir.attachment").browse(self.document.id)

    def test_only_who_reads_the_file_reads_the_document(self):
        self.assertEqual(self.document_as(self.users["supporter"]).raw, b"GEHEIMBYTES")
        others = [user for role, user in self.users.items() if role != "supporter"]
        for user in [*others, self.colleague]:
            with self.subTest(user=user.login):
                self.assertFalse(self.document_as(user).has_access("read"))
                for name in ("raw", "datas", "name"):
                    with self.assertRaises(AccessError):
                        self.document_as(user)[name]
                for domain in (
                    [("res_model", "=", "client.resident")],
                    [("index_content", "ilike", "GEHEIM")],
                    [("id", "=", self.document.id)],
                ):
                    found = self.as_user(user, "ir.attachment")
                    # A domain on a model without any right on it is refused.
                    with suppress(AccessError):
                        found = found.search(domain)
                    self.assertFalse(found)

    def test_never_public(self):
        for environment in (self.document, self.document.sudo()):
            with self.assertRaises(ValidationError):
                environment.public = True
        with self.assertRaises(ValidationError):
            self.as_role("supporter", "ir.attachment").create(
                {
                    "name": "x",
                    "raw": b"x",
                    "public": True,
                    "res_model": "client.resident",
                    "res_id": self.resident.id,
                }
            )

    def test_no_token(self):
        with self.assertRaises(ValidationError):
            self.document.generate_access_token()
        with self.assertRaises(ValidationError):
            self.document.sudo().generate_access_token()

    def test_a_signed_token_opens_nothing(self):
        token = self.document._get_raw_access_token()
        binary = self.as_user(self.colleague, "ir.binary")
        with self.assertRaises(AccessError), mute_logger("odoo.addons.base.models"):
            binary._find_record(
                res_id=self.document.id, access_token=token, field="raw"
            )
        found = self.as_role("supporter", "ir.binary")._find_record(
            res_id=self.document.id, access_token=token, field="raw"
        )
        self.assertEqual(found.id, self.document.id)
        with self.assertRaises(MissingError):
            binary._find_record(res_id=0, access_token=token, field="raw")

    def test_a_token_of_ownership_opens_nothing(self):
        token = self.document._get_ownership_token()
        theirs = self.document_as(self.colleague)
        self.assertFalse(theirs._has_attachments_ownership([token]))
        self.assertTrue(self.document._has_attachments_ownership([token]))

    def test_a_token_of_another_document_still_works(self):
        loose = self.env["ir.attachment"].create({"name": "los", "raw": b"los"})
        found = self.as_user(self.colleague, "ir.binary")._find_record(
            res_id=loose.id, access_token=loose._get_raw_access_token(), field="raw"
        )
        self.assertEqual(found.raw, b"los")

    def test_it_stays_where_it_is(self):
        team = self.env["client.team"].search([], limit=1)
        for document in (self.document, self.document.sudo()):
            for target in (
                {"res_model": "client.team", "res_id": team.id},
                {"res_id": 0},
                {"res_id": self.resident.id + 1},
                {"res_model": False, "res_id": False},
            ):
                with self.assertRaises(UserError):
                    document.write(target)
            with self.assertRaises(UserError):
                document.copy({"res_model": False, "res_id": False})

    def test_nobody_puts_one_in_a_file_of_another(self):
        loose = self.as_user(self.colleague, "ir.attachment").create(
            {"name": "los", "raw": b"los"}
        )
        with self.assertRaises(AccessError):
            loose.write({"res_model": "client.resident", "res_id": self.resident.id})

    def test_the_same_bytes_tell_nothing(self):
        values = {
            "name": "gok.txt",
            "datas": base64.b64encode(b"GEHEIMBYTES").decode(),
            "mimetype": "text/plain",
        }
        ids = self.as_user(self.colleague, "ir.attachment").create_unique([values])
        self.assertEqual(len(ids), 1)
        self.assertNotIn(self.document.id, ids)
        again = self.as_user(self.colleague, "ir.attachment").create_unique([values])
        self.assertEqual(ids, again)
