import io
import zipfile
from datetime import timedelta

from freezegun import freeze_time

from odoo import fields, http
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .. import consent_rules
from .portal import OWN_PAGES, PDF, REFERRER_PAGES, PortalCase

CLOSED = (403, 404)


class AttackCase(PortalCase, HttpCase):
    """Somebody with an account and an own session, who asks for what is not theirs."""

    def enter(self, user):
        self.env.flush_all()
        self.authenticate(user.login, user.login)

    def get(self, path, **kwargs):
        return self.url_open(path, timeout=120, **kwargs)

    def post(self, path, **data):
        """As the own page would: with its token."""
        data["csrf_token"] = http.Request.csrf_token(self)
        return self.get(path, data=data, allow_redirects=False)

    def assert_closed(self, answer):
        self.assertIn(answer.status_code, CLOSED, answer.url)

    def assert_silent(self, answer, *secrets):
        told = answer.text + str(answer.headers)
        for secret in secrets:
            self.assertNotIn(secret, told, answer.url)


@tagged("post_install", "-at_install")
class TestPortalAttacks(AttackCase):
    """Other people's numbers and ids in every address and form of the portal."""

    def setUp(self):
        super().setUp()
        self.made = self.fill_everything()
        self.stranger_file = self.make_resident(name="Ander Verzonnen")
        self.thief = self.account(self.stranger_file, "ander@example.nl")
        self.secrets = (
            *("Oeverzegge", "Sjaan", "Mara Mentor"),
            *(self.resident.number, self.case.number),
            *(self.made[name].number for name in ("appointment", "consent")),
            *(self.made[name].number for name in ("referral", "handover")),
        )

    def addresses(self):
        """Everything of the resident that has an address of its own."""
        attachment = self.made["document"]._documents()
        return [
            f"/my/dossier/documenten/{self.made['document'].id}",
            f"/my/dossier/kopie/{self.resident.number}",
            f"/my/gedeeld/{self.resident.number}",
            f"/my/overdracht/{self.made['handover'].number}",
            f"/my/overdracht/{self.made['draft'].number}",
            f"/web/content/{attachment.id}",
            f"/web/content/client.document/{self.made['document'].id}/upload",
            f"/web/image/{attachment.id}",
            f"/report/html/client_support.report_plan_document/{self.case.id}",
        ]

    def forms(self):
        """Every form of the portal, filled in with what is of the resident."""
        return [
            ("/my/dossier/berichten", {"number": self.case.number, "body": "Hallo"}),
            (
                "/my/dossier/afspraken",
                {"number": self.made["appointment"].number, "what": "cancel"},
            ),
            (
                "/my/dossier/rechten",
                {"number": self.resident.number, "kind": "correction"},
            ),
            ("/my/toestemmingen/intrekken", {"number": self.made["consent"].number}),
            (f"/my/overdracht/{self.made['draft'].number}", {}),
        ]

    def state(self):
        """What those forms change."""
        self.env.invalidate_all()
        requests = self.env["client.rights.request"]
        return (
            len(self.case.sudo().resident_message_ids),
            self.made["appointment"].sudo().state,
            requests.search_count([("resident_number", "=", self.resident.number)]),
            self.made["consent"].sudo().state,
            self.made["draft"].sudo().approved_at,
        )

    def test_the_own_pages_do_open(self):
        """What is refused below is there for the one whose it is."""
        self.enter(self.inwoner)
        for path in OWN_PAGES:
            self.assertEqual(self.get(path).status_code, 200, path)
        before = self.state()
        for path, data in self.forms():
            self.assertIn(self.post(path, **data).status_code, (302, 303), path)
        self.assertFalse(
            [
                one
                for one, other in zip(before, self.state(), strict=True)
                if one == other
            ]
        )
        copy = self.get(f"/my/dossier/kopie/{self.resident.number}")
        with zipfile.ZipFile(io.BytesIO(copy.content)) as archive:
            self.assertIn("dossier.html", archive.namelist())

    @mute_logger("odoo.http", "odoo.addons.base.models")
    def test_another_persons_numbers_and_ids(self):
        before = self.state()
        for user in (self.thief, self.users["portal"], self.users["provider_staff"]):
            user.sudo().password = user.login
            self.enter(user)
            for path in self.addresses():
                with self.subTest(user=user.login, path=path):
                    answer = self.get(path)
                    self.assertTrue(
                        answer.status_code in CLOSED
                        or answer.headers["Content-Type"].startswith("image/")
                    )
                    self.assertNotIn(PDF, answer.content)
                    self.assert_silent(answer, "Oeverzegge", "Sjaan", "Huur")
            for path, data in self.forms():
                with self.subTest(user=user.login, path=path):
                    self.assert_closed(self.post(path, **data))
            self.assertEqual(self.state(), before)

    def test_no_page_of_mine_tells_of_others(self):
        self.enter(self.thief)
        for path in ("/my", *OWN_PAGES):
            for guess in (
                "",
                f"?number={self.case.number}",
                f"?resident_id={self.resident.id}&case_id={self.case.id}",
                f"?access_token=x&user_id={self.inwoner.id}",
            ):
                with self.subTest(path=path, guess=guess):
                    answer = self.get(path + guess)
                    self.assertEqual(answer.status_code, 200)
                    self.assertNotIn("Oeverzegge", answer.text)
                    self.assertNotIn("Sjaan", answer.text)

    def test_a_link_alone_changes_nothing(self):
        """What is in an address may have been put there by a page of somebody else."""
        self.enter(self.inwoner)
        before = self.state()
        for path, data in self.forms():
            self.get(path, params=data)
        self.get("/my/verwijzen", params={"name": "Piet", "agreed": "yes"})
        self.assertEqual(self.state(), before)

    @mute_logger("odoo.http")
    def test_a_form_without_the_token_of_the_page(self):
        self.enter(self.inwoner)
        before = self.state()
        for path, data in self.forms():
            for token in ({}, {"csrf_token": "x"}, {"csrf_token": "0" * 40 + "o1"}):
                with self.subTest(path=path, token=token):
                    answer = self.get(path, data={"x": "1", **data, **token})
                    self.assertEqual(answer.status_code, 400)
        self.assertEqual(self.state(), before)

    @mute_logger("odoo.http", "odoo.addons.base.models")
    def test_what_no_form_sends(self):
        """Refused in words or with 404, never with an error of the program."""
        self.enter(self.inwoner)
        number = self.case.number
        for strange in ("", "%", "_" * 9, "0", "-1", "9" * 30, "\0", "a\0b", "💥"):
            for path, data in self.forms():
                if "number" in data:
                    with self.subTest(path=path, number=strange):
                        answer = self.post(path, **{**data, "number": strange})
                        self.assertLess(answer.status_code, 500)
            with self.subTest(number=strange):
                address = f"/my/dossier/kopie/{strange}".replace("\0", "%00")
                self.assertLess(self.get(address).status_code, 500)
        for strange in (0, -1, "9" * 30, "1e3"):
            with self.subTest(document=strange):
                address = f"/my/dossier/documenten/{strange}"
                self.assertEqual(self.get(address).status_code, 404)
        before = self.state()
        for body in ("", "   ", "a" * 5001, "a\0b"):
            with self.subTest(body=body[:5]):
                answer = self.post("/my/dossier/berichten", number=number, body=body)
                self.assertLess(answer.status_code, 500)
        answer = self.post("/my/dossier/rechten", number=number, kind="everything")
        self.assertEqual(answer.status_code, 404)
        self.assertEqual(self.state(), before)

    @mute_logger("odoo.http", "odoo.addons.base.models")
    def test_nothing_is_uploaded(self):
        """Residents write; a document goes by the supporter, who checks its kind."""
        self.enter(self.inwoner)
        attachments = self.env["ir.attachment"].sudo()
        before = attachments.search_count([])
        token = http.Request.csrf_token(self)
        for path, data in (
            ("/my/dossier/berichten", {"number": self.case.number, "body": "Zie hier"}),
            (
                "/mail/attachment/upload",
                {"thread_id": self.case.id, "thread_model": "client.case"},
            ),
            (
                "/web/binary/upload_attachment",
                {"model": "client.document", "id": self.made["document"].id},
            ),
            ("/html_editor/attachment/add_data", {}),
        ):
            with self.subTest(path=path):
                self.get(
                    path,
                    data={**data, "csrf_token": token},
                    files=dict.fromkeys(
                        ("ufile", "body_file", "upload"),
                        ("../../x.html", b"<script>alert(1)</script>"),
                    ),
                    allow_redirects=False,
                )
                self.assertEqual(attachments.search_count([]), before)

    def test_words_stay_words(self):
        self.enter(self.inwoner)
        body = "<img src=x onerror=alert(1)>{{7*7}}<t t-out='1'/>"
        self.post("/my/dossier/berichten", number=self.case.number, body=body)
        page = self.get("/my/dossier/berichten").text
        self.assertIn("&lt;img src=x onerror=alert(1)&gt;{{7*7}}", page)
        self.assertNotIn("<img src=x", page)

    def test_no_page_stays_behind(self):
        self.enter(self.inwoner)
        for path in ("/my", *OWN_PAGES, *self.addresses()[:2], "/my/dossier/zomaar"):
            with self.subTest(path=path):
                answer = self.get(path)
                if answer.status_code == 200:
                    self.assertEqual(answer.headers["Cache-Control"], "no-store")
        self.officer.password = self.officer.login
        self.enter(self.officer)
        shared = f"/my/gedeeld/{self.resident.number}"
        for path in (*REFERRER_PAGES, shared, self.addresses()[3]):
            with self.subTest(path=path):
                answer = self.get(path)
                self.assertEqual(answer.status_code, 200)
                self.assertEqual(answer.headers["Cache-Control"], "no-store")

    def test_an_account_that_ended_while_it_was_open(self):
        self.enter(self.inwoner)
        self.assertEqual(self.get("/my/dossier/plan").status_code, 200)
        self.resident.with_user(self.supporter).action_close_portal_account()
        self.env.flush_all()
        self.env.cr.clear()
        before = self.state()
        for path in ("/my", *OWN_PAGES, *self.addresses()):
            with self.subTest(path=path), mute_logger("odoo.http"):
                answer = self.get(path)
                self.assertNotIn("Oeverzegge", answer.text)
                self.assertNotIn(PDF, answer.content)
                self.assertTrue(
                    answer.status_code in CLOSED
                    or "/web/login" in answer.url
                    or answer.headers["Content-Type"].startswith("image/")
                )
        for path, data in self.forms():
            with mute_logger("odoo.http"):
                self.post(path, **data)
        self.assertEqual(self.state(), before)

    def test_a_consent_that_was_taken_back_while_it_was_read(self):
        self.officer.password = self.officer.login
        self.enter(self.officer)
        shared, handover = (self.addresses()[i] for i in (2, 3))
        for path in (shared, handover):
            self.assertEqual(self.get(path).status_code, 200)
        consents = self.as_user(self.inwoner, "client.consent")
        consents.browse(self.made["consent"].id).action_withdraw()
        self.env.flush_all()
        for path in (shared, handover):
            self.assertEqual(self.get(path).status_code, 404)
        self.assertNotIn(self.resident.number, self.get("/my/gedeeld").text)

    @mute_logger("odoo.http", "odoo.addons.base.models")
    def test_who_refers_withdraws_nothing(self):
        self.officer.password = self.officer.login
        self.enter(self.officer)
        before = self.state()
        for path, data in self.forms():
            with self.subTest(path=path):
                self.assert_closed(self.post(path, **data))
        self.assertEqual(self.state(), before)

    def test_forms_take_what_they_offer_and_no_more(self):
        """Fields that no form has are not written."""
        self.enter(self.inwoner)
        self.post(
            "/my/dossier/berichten",
            number=self.case.number,
            body="Eigen woorden",
            direction="out",
            author_id=str(self.supporter.id),
            case_id="1",
        )
        message = self.case.sudo().resident_message_ids.filtered(
            lambda one: one.body == "Eigen woorden"
        )
        self.assertEqual(
            (message.direction, message.author_id, message.case_id),
            ("in", self.inwoner, self.case),
        )

    def test_my_own_data_by_the_account_pages(self):
        """Odoo's page for an address lets nobody move to the contact of another."""
        self.enter(self.thief)
        theirs = self.inwoner.partner_id.sudo()
        before = (theirs.name, theirs.email, theirs.phone)
        for path in ("/my/address", f"/my/address?partner_id={theirs.id}"):
            with mute_logger("odoo.http", "odoo.addons.base.models"):
                self.assert_silent(self.get(path), "inwoner@example.nl", "Sjaan")
        with mute_logger("odoo.http", "odoo.addons.base.models"):
            self.post(
                "/my/address/submit",
                partner_id=str(theirs.id),
                name="Gekaapt",
                email="kaper@example.nl",
                phone="0600000000",
                street="x",
                city="x",
                zip="1111AA",
                country_id=str(self.env.ref("base.nl").id),
                address_type="billing",
            )
        self.env.invalidate_all()
        self.assertEqual((theirs.name, theirs.email, theirs.phone), before)


@tagged("post_install", "-at_install")
class TestRepresentativeAttacks(AttackCase):
    """Authority that is over, and parents who live apart."""

    def pages(self):
        return ("/my", *OWN_PAGES)

    def test_whose_authority_ended_yesterday(self):
        self.fill_everything()
        self.enter(self.mentors_account)
        self.assertIn("Oeverzegge", self.get("/my/dossier/plan").text)
        today = consent_rules.today()
        self.mentor.write({"date_until": today - timedelta(days=1)})
        self.env.flush_all()
        for path in self.pages():
            with self.subTest(path=path):
                answer = self.get(path)
                self.assertEqual(answer.status_code, 200 if path == "/my" else 404)
                self.assert_silent(answer, "Oeverzegge", self.case.number)
        self.assertEqual(
            self.post(
                "/my/dossier/berichten", number=self.case.number, body="Hallo"
            ).status_code,
            404,
        )

    def child(self, years, days=0):
        """A resident who turned `years` so many days ago."""
        born = fields.Date.subtract(consent_rules.today(), years=years, days=days)
        return self.make_resident(
            name="Kees Verzonnen", nickname="Kees", birth_date=born, is_light=False
        )

    def case_of(self, *residents, **values):
        ids = [resident.id for resident in residents]
        return self.add("client.case", resident_ids=ids, team_id=self.team.id, **values)

    def test_eighteen_today(self):
        """The parent saw it until last night; who came of age goes on alone."""
        yesterday = fields.Datetime.now() - timedelta(days=1)
        with freeze_time(yesterday):
            child = self.child(18, days=-1)
            self.fill(child, self.case_of(child), "Zegge")
            parent = self.represent(child, "parent")
            parents_account = self.account(parent, "ouder@example.nl")
            account = self.account(child, "kees@example.nl")
            rows = self.env["client.access"].search(
                [("user_id", "=", parents_account.id), ("valid_until", ">", "now")]
            )
            self.assertTrue(rows, "the parent sees it on the last day")
        self.enter(parents_account)
        for path in OWN_PAGES:
            with self.subTest(path=path):
                answer = self.get(path)
                self.assertEqual(answer.status_code, 404)
                self.assert_silent(answer, "Zegge", child.number)
        self.enter(account)
        self.assertIn("Zegge", self.get("/my/dossier/plan").text)
        self.assertEqual(self.get("/my/dossier/rechten").status_code, 200)

    def test_parents_who_live_apart(self):
        """Of two parents and their child in one case nobody finds the other."""
        child = self.child(9)
        people = {
            "Moerbei": self.make_resident(
                name="Mieke Moerbei", nickname="Mieke", phone="0611111111"
            ),
            "Vlier": self.make_resident(
                name="Victor Vlier", nickname="Victor", phone="0622222222"
            ),
        }
        case = self.case_of(*people.values(), child)
        accounts, secrets = {}, {}
        for word, person in people.items():
            accounts[word] = self.account(person, f"{word.lower()}@example.nl")
            parent = self.represent(child, "parent", name=person.name)
            self.account(parent, f"{word.lower()}@example.nl")
            made = self.fill(person, case, word)
            secrets[word] = (
                *(word, person.number, person.phone, person.nickname),
                *(made["appointment"].number, f"/documenten/{made['document'].id}"),
            )
        # With the child at the mother's, and at an address that he must not learn.
        with_child = self.plan(child, case, location="Moerbei laan 7", kind="family")
        self.add(
            "client.question",
            case_id=case.id,
            resident_ids=[(6, 0, child.ids)],
            life_domain_id=self.domain.id,
            description="Moerbei school",
        )
        case.is_shielded = True
        self.write_the_log()
        for word, other in (("Moerbei", "Vlier"), ("Vlier", "Moerbei")):
            self.enter(accounts[word])
            hidden = (*secrets[other], case.number)
            for path in self.pages():
                with self.subTest(user=word, path=path):
                    answer = self.get(path)
                    self.assertEqual(answer.status_code, 200)
                    self.assert_silent(answer, *hidden)
            self.write_the_log()
        self.enter(accounts["Vlier"])
        answer = self.post(
            "/my/dossier/afspraken", number=with_child.number, what="cancel"
        )
        self.assertEqual(answer.status_code, 404)
        self.assertEqual(with_child.state, "planned")
        self.enter(accounts["Moerbei"])
        own = self.get("/my/dossier/afspraken").text
        self.assertIn("Moerbei straat 1", own, "the own appointment stays")
