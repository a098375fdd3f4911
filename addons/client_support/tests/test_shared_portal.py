import json
from datetime import timedelta

from odoo.exceptions import AccessError
from odoo.fields import Command, Datetime
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from ..models.client_plan_document import PARTS
from .test_consent import ConsentCase

# All that who decides on support or gives care can read over any interface. Whoever
# adds a field here answers for it to the resident.
GOLDEN = {
    "client.resident": {
        "id",
        "display_name",
        "number",
        "nickname",
        "name",
        "birth_year",
        "lang_id",
    },
    "client.case": {
        "id",
        "display_name",
        "number",
        "stage",
        "moment",
        "registration_date",
        "start_date",
        "close_date",
    },
    "client.contact": {
        "id",
        "display_name",
        "number",
        "date",
        "channel_id",
        "kind_id",
    },
    "client.appointment": {
        "id",
        "display_name",
        "number",
        "kind",
        "start",
        "stop",
        "place",
        "state",
    },
    "client.question": {
        "id",
        "display_name",
        "life_domain_id",
        "legal_framework",
        "description",
        "outcome",
    },
    "client.relation": {
        "id",
        "display_name",
        "role",
        "is_carer",
        "is_confidant",
        "lives_with",
    },
    "client.document": {
        "id",
        "display_name",
        "title",
        "category",
        "date",
    },
    "client.referral": {
        "id",
        "display_name",
        "number",
        "type_id",
        "partner_id",
        "life_domain_id",
        "state",
        "requested_on",
        "answered_on",
        "started_on",
        "ended_on",
    },
    "client.procedure": {
        "id",
        "display_name",
        "law",
        "date",
        "handler_id",
        "outcome",
        "step_ids",
        "date_ended",
    },
    "client.procedure.step": {
        "id",
        "display_name",
        "procedure_id",
        "kind_id",
        "sequence",
        "state",
        "start_date",
        "due_date",
        "planned_date",
        "done_date",
    },
    "client.assessment": {"id", "display_name", "kind", "date"},
    "client.assessment.line": {
        "id",
        "display_name",
        "assessment_id",
        "life_domain_id",
        "score",
        "own_score",
        "previous_score",
        "change",
        "wish",
    },
    "client.goal": {
        "id",
        "display_name",
        "sequence",
        "life_domain_id",
        "wording",
        "baseline",
        "target",
        "attained",
        "attained_on",
        "agreed_on",
    },
    "client.goal.action": {
        "id",
        "display_name",
        "goal_id",
        "what",
        "by",
        "who",
        "service_id",
        "partner_id",
        "due_on",
        "done_on",
    },
    "client.provider.option": {
        "id",
        "display_name",
        "service_id",
        "partner_id",
        "offer",
        "is_chosen",
        "chosen_on",
    },
    "client.plan.document": {
        "id",
        "display_name",
        "kind",
        "date",
        "agreed_on",
        "agreed_goals",
        *(name for names in PARTS.values() for name in names),
    },
}
GOLDEN_CONSENT = {
    "id",
    "display_name",
    "number",
    "purpose",
    "section_ids",
    "recipient_label",
    "valid_from",
    "valid_until",
    "state",
    "given_on",
    "given_by",
    "given_how",
    "withdrawn_at",
    "withdrawn_how",
    "given_at",
    "ends_at",
}


@tagged("post_install", "-at_install")
class TestSharedPortal(ConsentCase, HttpCase):
    """What the recipient of a consent, and the resident, get from outside."""

    def setUp(self):
        super().setUp()
        self.portal = self.users["portal"]
        self.provider = self.users["provider_staff"]
        for user in (self.officer, self.portal, self.provider, self.supporter):
            user.password = user.login
        self.everything = {
            "codes": (
                *("identity", "case", "questions", "contacts"),
                *("network", "documents", "referrals"),
                *("assessment", "plan", "appointments", "procedures"),
            ),
            "case_id": self.case.id,
        }
        self.as_user(self.supporter, "client.relation").create(
            {"resident_id": self.resident.id, "name": "MERK-ZUS", "role": "family"}
        )
        self.as_user(self.supporter, "client.document").create(
            [
                {"case_id": self.case.id, "title": "Besluit"},
                {
                    "case_id": self.case.id,
                    "title": "MERK-ARTS",
                    "category": "medical",
                },
            ]
        )
        self.as_role("supporter", "client.referral").create(
            {
                "case_id": self.case.id,
                "resident_id": self.resident.id,
                "type_id": self.env.ref("client_support.referral_type_consult").id,
            }
        )
        of_case = {"case_id": self.case.id}
        self.as_user(self.supporter, "client.procedure").create(
            {**of_case, "law": "wmo"}
        )
        self.as_user(self.supporter, "client.assessment").create(of_case)
        self.as_user(self.supporter, "client.goal").create(
            {
                **of_case,
                "life_domain_id": self.domain.id,
                "wording": "Ik wil rust",
                "action_ids": [Command.create({"what": "Bellen"})],
            }
        )
        self.as_user(self.supporter, "client.provider.option").create(
            {**of_case, "partner_id": self.env.company.partner_id.id}
        )
        self.as_user(self.supporter, "client.plan.document").create(of_case)
        self.as_user(self.supporter, "client.appointment").create(
            {
                "case_id": self.case.id,
                "resident_id": self.resident.id,
                "start": Datetime.now(),
            }
        )

    def call(self, login, model, method, *args, **kwargs):
        """Over HTTP, as a program of the user would."""
        self.env.flush_all()
        self.authenticate(login, login)
        answer = self.url_open(
            "/web/dataset/call_kw",
            data=json.dumps(
                {
                    "params": {
                        "model": model,
                        "method": method,
                        "args": args,
                        "kwargs": kwargs,
                    }
                }
            ),
            headers={"Content-Type": "application/json"},
        )
        return answer.json()

    def refused(self, *args, **kwargs):
        with mute_logger("odoo.http", "odoo.addons.base.models"):
            answer = self.call(*args, **kwargs)
        self.assertIn("error", answer, args)
        return answer

    def page(self, login, address, **kwargs):
        self.env.flush_all()
        self.authenticate(login, login)
        return self.url_open(address, **kwargs)

    def test_golden_list_of_fields(self):
        for role in ("access_officer", "provider_staff"):
            for model, golden in GOLDEN.items():
                with self.subTest(role=role, model=model):
                    readable = self.as_role(role, model).fields_get()
                    self.assertEqual(set(readable), golden)
        readable = self.as_role("portal", "client.consent").fields_get()
        self.assertEqual(set(readable), GOLDEN_CONSENT)

    def test_only_these_models(self):
        mixin = self.registry["client.file.mixin"]
        for role in ("access_officer", "provider_staff"):
            for name, model in self.registry.items():
                if not issubclass(model, mixin) or model._abstract:
                    continue
                if name in GOLDEN or name == "client.consent":
                    continue
                with self.subTest(role=role, model=name):
                    self.assertFalse(self.as_role(role, name).has_access("read"))

    def test_whitelist_over_rpc(self):
        self.give(**self.everything)
        login = self.officer.login
        for model, golden in GOLDEN.items():
            records = self.call(login, model, "search_read", [])["result"]
            self.assertTrue(records, model)
            self.assertEqual(set(records[0]), golden, model)
            theirs = self.as_user(self.officer, model)
            for name in set(theirs._fields) - golden:
                field = theirs._fields[name]
                # Of a field that is never empty Odoo does not ask whether it is.
                oracle = (name, "in", [1]) if field.relational else (name, "!=", False)
                with self.subTest(field=str(field)):
                    with self.assertRaises(AccessError):
                        theirs.browse(records[0]["id"]).read([name])
                    if field.store:
                        with self.assertRaises(AccessError):
                            theirs.search_count([oracle])
        for field in ("birth_date", "portal_partner_id", "contact_ids", "area_id"):
            for method, args in (
                ("web_search_read", ([], {field: {}})),
                ("export_data", ([self.resident.id], [field])),
                ("formatted_read_group", ([], [field], ["__count"])),
            ):
                self.refused(login, "client.resident", method, *args)

    def test_nothing_is_written(self):
        self.give(**self.everything)
        login = self.officer.login
        for model, record, values in (
            ("client.resident", self.resident, {"nickname": "X"}),
            ("client.case", self.case, {"stage": "closed"}),
            ("client.case", self.case, {"resident_ids": [Command.clear()]}),
            ("client.question", self.contact.question_ids, {"description": "X"}),
        ):
            with self.subTest(model=model):
                self.refused(login, model, "write", record.ids, values)
                self.refused(login, model, "web_save", record.ids, values, {"id": {}})
                self.refused(login, model, "unlink", record.ids)
                self.refused(login, model, "create", [values])
        self.refused(
            login,
            "client.consent",
            "create",
            [{"resident_id": self.resident.id, "purpose": "share"}],
        )
        for model in ("client.access", "client.share", "client.disclosure"):
            self.refused(login, model, "search_read", [])

    def test_documents_of_a_file_are_not_shared(self):
        self.give(**self.everything)
        document = self.as_role("supporter", "ir.attachment").create(
            {
                "name": "brief.txt",
                "raw": b"GEHEIM",
                "res_model": "client.case",
                "res_id": self.case.id,
            }
        )
        theirs = self.as_user(self.officer, "ir.attachment")
        self.assertFalse(theirs.search([("id", "=", document.id)]))
        with self.assertRaises(AccessError), mute_logger("odoo.addons.base.models"):
            theirs.browse(document.id).read(["name"])
        answer = self.page(self.officer.login, f"/web/content/{document.id}")
        self.assertNotIn("GEHEIM", answer.text)
        self.assertEqual(
            self.as_role("supporter", "ir.attachment").browse(document.id).raw,
            b"GEHEIM",
        )

    def test_the_page_shows_what_was_shared(self):
        self.contact.question_ids.description = "MERK-VRAAG"
        self.give(codes=("identity", "case"), case_id=self.case.id)
        login = self.officer.login
        self.assertIn(self.resident.number, self.page(login, "/my/gedeeld").text)
        address = f"/my/gedeeld/{self.resident.number}"
        text = self.page(login, address).text
        for shown in ("Sjaan Voorbeeld", self.case.number, "1980"):
            self.assertIn(shown, text)
        for hidden in ("MERK-VRAAG", "04/03", "03/04", self.contact.number, "Housing"):
            self.assertNotIn(hidden, text)
        for other in (self.provider.login, self.portal.login, self.supporter.login):
            with self.subTest(user=other):
                self.assertEqual(self.page(other, address).status_code, 404)
                self.assertNotIn(
                    self.resident.number, self.page(other, "/my/gedeeld").text
                )
        self.assertEqual(self.page(login, "/my/gedeeld/R-0000000").status_code, 404)

    def test_of_the_network_no_name_of_documents_nothing_medical(self):
        self.give(codes=("network", "documents"), case_id=self.case.id)
        text = self.page(self.officer.login, f"/my/gedeeld/{self.resident.number}").text
        self.assertIn("Besluit", text)
        self.assertNotIn("MERK-", text)
        parts = self.as_user(self.officer, "client.consent")._shared_parts(
            self.resident.number
        )
        self.assertEqual(
            [set(part) for part in parts["client.relation"]],
            [GOLDEN["client.relation"]],
        )

    def test_only_what_was_consented(self):
        self.contact.question_ids.description = "MERK-VRAAG"
        self.give(codes=("questions",), case_id=self.case.id)
        text = self.page(self.officer.login, f"/my/gedeeld/{self.resident.number}").text
        self.assertIn("MERK-VRAAG", text)
        for hidden in ("Sjaan", "1980", self.case.number):
            self.assertNotIn(hidden, text)

    def test_closed_when_withdrawn(self):
        consent = self.give(**self.everything)
        address = f"/my/gedeeld/{self.resident.number}"
        self.assertEqual(self.page(self.officer.login, address).status_code, 200)
        consent.action_withdraw()
        self.assertEqual(self.page(self.officer.login, address).status_code, 404)
        for model in GOLDEN:
            found = self.call(self.officer.login, model, "search_read", [])
            self.assertEqual(found["result"], [])

    def test_a_case_of_two_shows_no_other_resident(self):
        other = self.make_resident(name="MERK-ANDER", birth_date="1979-01-01")
        self.case.sudo().resident_ids = [Command.link(other.id)]
        for resident in (self.resident, other):
            self.give(resident, codes=("case",), case_id=self.case.id)
        answer = self.call(self.officer.login, "client.case", "search_read", [])
        self.assertEqual(answer["result"][0]["id"], self.case.id)
        self.assertNotIn("resident_ids", answer["result"][0])
        self.refused(
            self.officer.login,
            "client.case",
            "web_search_read",
            [],
            {"resident_ids": {"fields": {"name": {}}}},
        )

    def test_every_look_is_logged_with_its_reason(self):
        self.give(codes=("identity",))
        self.page(self.officer.login, f"/my/gedeeld/{self.resident.number}")
        self.env.cr.precommit.run()
        self.env.cr.execute(
            """
            SELECT kinds, operation FROM client_access_log
            WHERE user_id = %s AND model = 'client.resident' AND operation = 'read'
                AND resident_ids @> ARRAY[%s] AND field_names LIKE '%%name%%'
                AND NOT elevated
            """,
            [self.officer.id, self.resident.id],
        )
        self.assertIn(("consent", "read"), self.env.cr.fetchall())

    # The resident --------------------------------------------------------------------

    def open_own_file(self, kind="resident"):
        self.env["client.access"]._grant(self.portal, self.resident, kind, "x")

    def test_the_resident_sees_and_withdraws(self):
        consent = self.give()
        draft = self.make_consent()
        stranger_consent = self.give(self.make_resident(birth_date="1970-01-01"))
        login = self.portal.login
        self.assertEqual(self.page(login, "/my/toestemmingen").status_code, 404)
        for kind in ("resident", "representative"):
            self.open_own_file(kind)
            text = self.page(login, "/my/toestemmingen").text
            self.assertIn(consent.number, text)
            self.assertIn(self.officer.name, text)
            self.assertNotIn(draft.number, text)
            self.assertNotIn(stranger_consent.number, text)
            address = "/my/toestemmingen/intrekken"
            token = text.split('name="csrf_token" value="')[1].split('"')[0]
            with mute_logger("odoo.http"):
                answer = self.url_open(address, data={"number": consent.number})
            self.assertEqual(answer.status_code, 400)  # without the token of the page
            self.assertEqual(consent.state, "given")
            answer = self.url_open(
                address, data={"number": consent.number, "csrf_token": token}
            )
            self.assertEqual(answer.status_code, 200)
            consent.invalidate_recordset()
            self.assertEqual(
                (consent.state, consent.withdrawn_how), ("withdrawn", "portal")
            )
            self.assertNotIn(self.resident, self.seen("client.resident"))
            self.env["client.access"]._end([("user_id", "=", self.portal.id)])
            consent = self.give()

    def test_the_resident_writes_nothing(self):
        consent = self.give()
        self.open_own_file()
        for method, args in (
            ("write", ({"purpose": "refer"},)),
            ("action_give", ()),
            ("unlink", ()),
        ):
            self.refused(
                self.portal.login, "client.consent", method, consent.ids, *args
            )
        self.assertTrue(
            self.call(
                self.portal.login, "client.consent", "action_withdraw", consent.ids
            )["result"]
        )
        consent.invalidate_recordset()
        self.assertEqual(consent.state, "withdrawn")

    def test_nobody_withdraws_for_another(self):
        consent = self.give()
        for user in (self.portal, self.officer, self.provider):
            self.refused(user.login, "client.consent", "action_withdraw", consent.ids)
        answer = self.page(self.portal.login, "/my/toestemmingen/intrekken")
        self.assertIn(answer.status_code, (404, 405))
        consent.invalidate_recordset()
        self.assertEqual(consent.state, "given")

    def test_private_methods_are_no_doors(self):
        consent = self.give()
        for method in ("_add", "_withdraw", "_require", "_shared_parts", "_open"):
            self.refused(self.officer.login, "client.consent", method, consent.ids, {})

    def test_ended_by_the_clock(self):
        consent = self.give()
        row = self.rows(consent)
        row.valid_from = row.valid_from - timedelta(days=9)
        row.valid_until = row.valid_from + timedelta(days=1)
        self.assertEqual(
            self.page(
                self.officer.login, f"/my/gedeeld/{self.resident.number}"
            ).status_code,
            404,
        )
