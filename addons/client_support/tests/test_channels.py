from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged

from .common import ClientSupportCase


@tagged("post_install", "-at_install")
class TestChannels(ClientSupportCase):
    """What Odoo hangs on any record, and who may read it then, on a file."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.resident = cls.make_resident()
        cls.supporter = cls.users["supporter"]

    def attach(self, **values):
        return self.as_user(self.supporter, "ir.attachment").create(
            {
                "name": "brief.txt",
                "raw": b"Huur",
                "res_model": "client.resident",
                "res_id": self.resident.id,
                **values,
            }
        )

    def refused(self):
        return self.assertRaises(ValidationError)

    def test_a_document_opens_with_the_file(self):
        document = self.attach()
        self.assertTrue(document.has_access("read"))
        for role in ("employee", "manager", "intake"):
            self.assertFalse(document.with_user(self.users[role]).has_access("read"))

    def test_a_document_is_never_public(self):
        with self.refused(), self.cr.savepoint():
            self.attach(public=True)
        with self.refused(), self.cr.savepoint():
            self.attach().public = True
        loose = self.attach(res_model=False, res_id=False, public=True)
        with self.refused(), self.cr.savepoint():
            loose.write({"res_model": "client.resident", "res_id": self.resident.id})

    def test_a_document_has_no_token(self):
        with self.refused(), self.cr.savepoint():
            self.attach().generate_access_token()

    def test_a_signed_link_opens_no_document(self):
        document = self.attach()
        signed = document._get_raw_access_token()
        asked = {"res_id": document.id, "access_token": signed, "field": "raw"}
        found = self.as_role("supporter", "ir.binary")._find_record(**asked)
        self.assertEqual(found, document)
        with self.assertRaises(AccessError):
            self.as_role("employee", "ir.binary")._find_record(**asked)

    def test_a_signed_link_still_opens_what_is_no_file(self):
        other = self.attach(res_model=False, res_id=False)
        found = self.as_role("employee", "ir.binary")._find_record(
            res_id=other.id, access_token=other._get_raw_access_token(), field="raw"
        )
        self.assertEqual(found, other)

    def test_a_saved_search_is_for_oneself(self):
        filters = self.as_user(self.supporter, "ir.filters")
        values = {"name": "Sjaan", "model_id": "client.resident"}
        own = {**values, "user_ids": [(6, 0, self.supporter.ids)]}
        both = (self.supporter | self.colleague).ids
        for users in ([], [(6, 0, both)]):
            with self.subTest(users=users), self.refused(), self.cr.savepoint():
                filters.create_filter({**values, "user_ids": users})
        saved = filters.create_filter(own)
        with self.refused(), self.cr.savepoint():
            saved.user_ids = [(6, 0, both)]
        self.assertTrue(filters.create_filter({**values, "model_id": "res.partner"}))

    def test_a_table_being_imported_is_for_its_maker(self):
        made = self.as_user(self.supporter, "base_import.import").create(
            {"res_model": "client.resident", "file": b"name\nSjaan"}
        )
        self.assertTrue(made.has_access("write"))
        seen = self.as_role("employee", "base_import.import")
        self.assertFalse(seen.search([]))
        self.assertFalse(seen.browse(made.id).has_access("read"))

    def test_no_message_on_a_file(self):
        with self.refused(), self.cr.savepoint():
            self.as_user(self.supporter, "mail.message").create(
                {
                    "model": "client.resident",
                    "res_id": self.resident.id,
                    "body": "Huur",
                    "partner_ids": self.users["employee"].partner_id.ids,
                }
            )

    def test_no_event_points_at_a_file(self):
        with self.refused(), self.cr.savepoint():
            self.as_user(self.supporter, "calendar.event").create(
                {
                    "name": "Bezet",
                    "start": "2026-12-01 10:00:00",
                    "stop": "2026-12-01 11:00:00",
                    "res_model_id": self.env["ir.model"]._get_id("client.resident"),
                    "res_id": self.resident.id,
                }
            )
