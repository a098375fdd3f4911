import io
import json
import zipfile

from odoo.exceptions import AccessError
from odoo.tests import HttpCase, new_test_user, tagged

from .common import ClientSupportCase
from .files import fill, text_fields

MARKER = "HELMGRASDUIN"
OTHER = "STRANDWALKRUID"


class CopyCase(ClientSupportCase):
    """A family: the one asks for a copy, the other's part is not in it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.supporter = cls.users["supporter"]
        cls.resident = cls.make_resident(is_light=False)
        cls.other = cls.make_resident(nickname=OTHER, name=OTHER)
        cls.case = cls.as_role("supporter", "client.case").create(
            {"resident_ids": [(6, 0, (cls.resident + cls.other).ids)]}
        )
        cls.contact = cls.make_contact(
            cls.resident, case_id=cls.case.id, question_ids=[]
        )
        cls.their_contact = cls.make_contact(
            cls.other, case_id=cls.case.id, question_ids=[]
        )
        cls.env["client.question"].create(
            {
                "case_id": cls.case.id,
                "contact_id": cls.their_contact.id,
                "life_domain_id": cls.domain.id,
                "description": OTHER,
            }
        )
        cls.made = fill(cls.env, cls.resident, cls.case, cls.contact, MARKER)
        for contact, word in ((cls.contact, MARKER), (cls.their_contact, OTHER)):
            cls.as_role("supporter", "ir.attachment").create(
                {
                    "name": f"../{word}.txt",
                    "raw": word.encode(),
                    "res_model": "client.contact",
                    "res_id": contact.id,
                }
            )
        cls.inwoner = new_test_user(
            cls.env, "inwoner_kopie", groups="base.group_portal", lang="en_US"
        )
        cls.env["client.access"]._grant(cls.inwoner, cls.resident, "resident", "Own")

    def grant(self):
        request = self.as_role("privacy_officer", "client.rights.request").create(
            {"kind": "access", "resident_number": self.resident.number}
        )
        request.action_grant()

    def make_copy(self, user):
        return self.as_user(user, "client.access.copy")._make(self.resident.number)

    def opened(self, user):
        archive = zipfile.ZipFile(io.BytesIO(self.make_copy(user)))
        return {name: archive.read(name) for name in archive.namelist()}


@tagged("post_install", "-at_install")
class TestAccessCopy(CopyCase):
    """The whole file and its log, for who may have it (AVG 15, Wmo 5.3.2)."""

    def test_everything_that_was_written(self):
        self.grant()
        for user in (self.inwoner, self.supporter):
            with self.subTest(user=user.login):
                files = self.opened(user)
                page = files["dossier.html"].decode()
                data = json.loads(files["dossier.json"])
                for name in self.made:
                    if self.env[name]._of_somebody_else:
                        self.assertNotIn(f'"{name}"', str(data))
                        continue
                    kinds = [part for part in data["file"] if part["kind"] == name]
                    self.assertTrue(kinds, name)
                    for field in text_fields(self.env[name]):
                        word = f"{MARKER} {field.name}"
                        self.assertIn(word, page, field)
                        self.assertIn(word, str(kinds), field)
                self.assertIn("LEESMIJ.txt", files)
                self.assertEqual(
                    [
                        content
                        for path, content in files.items()
                        if path.startswith("documenten/")
                    ],
                    [MARKER.encode()],
                )
                self.assertFalse([path for path in files if ".." in path.split("/")])

    def test_nothing_of_another(self):
        self.grant()
        for user in (self.inwoner, self.supporter):
            for path, content in self.opened(user).items():
                with self.subTest(user=user.login, path=path):
                    self.assertNotIn(OTHER.encode(), content)
                    self.assertNotIn(self.other.number.encode(), content)

    def test_what_is_about_somebody_else_stays_out(self):
        """Of whoever warned, or cares: not the resident's to have (AVG art. 15:4)."""
        self.grant()
        words = [
            f"{MARKER} {field.name}"
            for name in ("client.reporting.code", "client.carer.checkin")
            for field in text_fields(self.env[name])
        ]
        kept = {
            f"{MARKER} {field.name}"
            for name in self.made
            if name not in ("client.reporting.code", "client.carer.checkin")
            for field in text_fields(self.env[name])
        }
        words = [word for word in words if word not in kept]
        self.assertTrue(words)
        for user in (self.inwoner, self.supporter):
            for path, content in self.opened(user).items():
                for word in words:
                    with self.subTest(user=user.login, path=path, word=word):
                        self.assertNotIn(word.encode(), content)

    def test_no_technical_fields(self):
        self.grant()
        data = self.opened(self.inwoner)["dossier.json"].decode()
        for name in ("access_ids", "dossier_id", "portal_partner_id", "write_uid"):
            self.assertNotIn(f'"{name}"', data)

    def test_who_looked_is_in_it(self):
        self.grant()
        self.seen = self.as_user(self.supporter, "client.resident").browse(
            self.resident.id
        )
        self.seen.read(["name"])
        self.env.cr.precommit.run()
        for user in (self.inwoner, self.supporter):
            looks = json.loads(self.opened(user)["dossier.json"])["who_looked"]
            self.assertTrue(looks)
            self.assertEqual(set(looks[0]), {"day", "part", "who", "what", "why"})

    def test_making_it_is_logged(self):
        self.grant()
        self.make_copy(self.inwoner)
        self.env.cr.precommit.run()
        self.env.cr.execute(
            "SELECT DISTINCT model FROM client_access_log"
            " WHERE operation = 'export' AND user_id = %s",
            [self.inwoner.id],
        )
        about_them = {
            name for name in self.made if not self.env[name]._of_somebody_else
        }
        self.assertEqual({row[0] for row in self.env.cr.fetchall()}, about_them)

    def test_the_same_file_gives_the_same_bytes(self):
        self.grant()
        self.assertEqual(self.make_copy(self.inwoner), self.make_copy(self.inwoner))

    def test_nothing_of_it_is_stored(self):
        self.grant()
        before = self.env["ir.attachment"].search_count([])
        self.make_copy(self.inwoner)
        self.assertEqual(self.env["ir.attachment"].search_count([]), before)

    def test_only_after_the_request_was_granted(self):
        for user in (self.inwoner, self.supporter):
            with self.assertRaises(AccessError):
                self.make_copy(user)

    def test_for_nobody_else(self):
        self.grant()
        partly, consult = self.make_user_with("questions"), self.colleague
        self.env["client.access"]._grant(consult, self.resident, "consult", "Think")
        others = [u for u in self.users.values() if u != self.supporter]
        for user in (*others, partly, consult, self.stranger):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.make_copy(user)

    def make_user_with(self, section):
        user = new_test_user(self.env, "t_partly", groups="base.group_portal")
        self.env["client.access"]._grant(
            user, self.resident, "representative", "Part", section=section
        )
        return user

    def test_what_a_supporter_cannot_read_is_counted(self):
        self.grant()
        self.env["client.access"]._end(
            [("user_id", "=", self.supporter.id), ("case_id", "=", self.case.id)]
        )
        files = self.opened(self.supporter)
        self.assertIn(b"resident", files["dossier.json"])
        self.assertNotIn(b'"client.case"', files["dossier.json"])
        # The case, its contact and what fill() put in it.
        self.assertRegex(files["LEESMIJ.txt"].decode(), r": [1-9]\d*\.")


@tagged("post_install", "-at_install")
class TestDownload(CopyCase, HttpCase):
    def test_download(self):
        self.grant()
        self.authenticate("inwoner_kopie", "inwoner_kopie")
        page = self.url_open("/my/dossier/rechten").text
        address = f"/my/dossier/kopie/{self.resident.number}"
        self.assertIn(address, page)
        answer = self.url_open(address)
        self.assertEqual(answer.headers["Content-Type"], "application/zip")
        self.assertEqual(answer.headers["Cache-Control"], "no-store")
        names = zipfile.ZipFile(io.BytesIO(answer.content)).namelist()
        self.assertIn("dossier.html", names)
        self.authenticate("t_portal", "t_portal")
        self.assertEqual(self.url_open(address).status_code, 404)

    def test_not_granted_is_not_found(self):
        self.authenticate("inwoner_kopie", "inwoner_kopie")
        address = f"/my/dossier/kopie/{self.resident.number}"
        self.assertEqual(self.url_open(address).status_code, 404)
