from datetime import date, timedelta

from odoo import fields, http
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import HttpCase, new_test_user, tagged
from odoo.tools import mute_logger

from .common import ClientSupportCase


class RightsCase(ClientSupportCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.officer = cls.users["privacy_officer"]
        cls.resident = cls.make_resident(is_light=False)
        cls.ground = cls.env.ref("client_support.refusal_ground_other_person")

    def request(self, kind="destruction", user=None, **values):
        return self.as_user(user or self.officer, "client.rights.request").create(
            {"kind": kind, "resident_number": self.resident.number, **values}
        )


@tagged("post_install", "-at_install")
class TestRightsRequest(RightsCase):
    """Requests of residents, their terms and who decides (Wmo 5.3.5, AVG 12, 15–17)."""

    def test_terms(self):
        for kind, due in (
            ("destruction", date(2026, 5, 10)),
            ("access", date(2026, 3, 10)),
            ("correction", date(2026, 3, 10)),
            ("objection", date(2026, 3, 10)),
        ):
            with self.subTest(kind=kind):
                request = self.request(kind, received_on="2026-02-10")
                self.assertEqual(request.due_on, due)

    def test_the_officer_knows_a_number_and_no_more(self):
        request = self.request(user=self.officer)
        self.assertEqual(request.origin, "officer")
        self.assertEqual(request.company_id, self.organisation)
        for number in ("R-2222222", "", self.stranger_file().number):
            with self.assertRaises(UserError):
                self.request(resident_number=number)
        with self.assertRaises(AccessError), mute_logger("odoo.addons.base.models"):
            self.as_user(self.officer, "client.resident").search([])

    def stranger_file(self):
        return self.make_resident(
            user=self.stranger,
            team_id=self.other_team.id,
            company_id=self.neighbour.id,
        )

    def test_a_supporter_for_an_own_resident(self):
        supporter = self.users["supporter"]
        request = self.request(user=supporter)
        self.assertEqual(request.origin, "supporter")
        with self.assertRaises(UserError):
            self.request(user=self.colleague)
        action = self.resident.action_rights_request()
        self.assertEqual(
            action["context"]["default_resident_number"], self.resident.number
        )
        seen = self.as_user(self.colleague, "client.rights.request").search([])
        self.assertFalse(seen)
        with self.assertRaises(AccessError), mute_logger("odoo.addons.base.models"):
            request.with_user(supporter).action_grant()

    def test_who_sees_them(self):
        request = self.request()
        for role, user in self.users.items():
            with self.subTest(role=role):
                theirs = self.as_user(user, request._name).browse(request.id)
                self.assertEqual(theirs.has_access("read"), role == "privacy_officer")
        elsewhere = self.make_user(
            "t_officer_elsewhere",
            "client_support.group_privacy_officer",
            company=self.neighbour,
        )
        theirs = self.as_user(elsewhere, request._name).browse(request.id)
        self.assertFalse(theirs.has_access("read"))

    def test_what_a_user_fills_in(self):
        request = self.request(state="granted", company_id=self.neighbour.id)
        self.assertEqual(request.state, "received")
        self.assertEqual(request.company_id, self.organisation)
        for values in (
            {"state": "granted"},
            {"resident_number": "R-2222222"},
            {"received_on": "2020-01-01"},
            {"decided_by_id": self.officer.id},
        ):
            with self.assertRaises(AccessError):
                request.write(values)

    def test_refused_on_a_ground_of_the_law(self):
        request = self.request()
        with self.assertRaises(UserError):
            request.action_refuse()
        with self.assertRaises(ValidationError):
            request.refusal_ground_id = self.env.ref(
                "client_support.refusal_ground_third_party"
            )
        request.refusal_ground_id = self.ground
        request.action_refuse()
        self.assertEqual(request.state, "refused")
        self.assertEqual(request.decided_by_id, self.officer)
        self.assertFalse(request.destruction_id)
        with self.assertRaises(UserError):
            request.action_grant()
        request.action_informed()
        self.assertEqual(request.informed_on, fields.Date.context_today(request))

    def test_granted_destruction_asks_two_people(self):
        request = self.request()
        request.action_grant()
        proposal = request.destruction_id
        self.assertEqual(proposal.ground, "request")
        self.assertEqual(proposal.state, "proposed")
        self.assertEqual(proposal.line_ids.mapped("number"), [self.resident.number])
        self.assertTrue(self.resident.sudo().exists())

    def test_an_open_case_is_told_at_once(self):
        case = self.as_role("supporter", "client.case").create(
            {"resident_ids": [(6, 0, self.resident.ids)]}
        )
        self.assertFalse(self.request("access").open_cases)
        request = self.request()
        self.assertEqual(request.open_cases, case.number)
        request.action_grant()
        self.assertEqual(request.open_cases, case.number)
        request.destruction_id.action_drop()
        self.assertFalse(request.open_cases)
        with self.assertRaises(AccessError):
            request.with_user(self.users["supporter"]).read(["open_cases"])

    def test_granted_objection(self):
        self.request("objection").action_grant()
        self.assertTrue(self.resident.objects_to_research)

    def test_more_time_once_and_with_a_reason(self):
        today = fields.Date.context_today(self.resident)
        request = self.request("access", received_on=today)
        with self.assertRaises(UserError):
            request.action_extend()
        request.extension_reason = "complex"
        request.action_extend()
        self.assertEqual(request.due_on, fields.Date.add(today, months=3))
        with self.assertRaises(UserError):
            request.action_extend()
        destruction = self.request("destruction")
        destruction.extension_reason = "complex"
        with self.assertRaises(UserError):
            destruction.action_extend()
        late = self.request("access", received_on=today - timedelta(days=40))
        late.extension_reason = "number"
        with self.assertRaises(UserError):
            late.action_extend()

    def test_not_from_the_future(self):
        with self.assertRaises(ValidationError):
            self.request(received_on=fields.Date.today() + timedelta(days=3))

    def test_reminded_once(self):
        today = fields.Date.today()
        soon = self.request("access", received_on=today - timedelta(days=20))
        later = self.request("destruction", received_on=today)
        requests = self.env["client.rights.request"]
        requests._cron_remind()
        requests._cron_remind()
        self.assertEqual(soon.sudo().activity_ids.user_id, self.officer)
        self.assertEqual(len(soon.sudo().activity_ids), 1)
        self.assertFalse(later.sudo().activity_ids)
        soon.extension_reason = "complex"
        soon.action_extend()
        self.assertFalse(soon.sudo().activity_ids)
        soon.sudo().extended = False
        requests._cron_remind()
        by_hand = soon.sudo().activity_schedule(
            "mail.mail_activity_data_todo", today, "Zelf", user_id=self.officer.id
        )
        soon.action_withdraw()
        self.assertEqual(soon.sudo().activity_ids, by_hand)
        by_hand.unlink()
        self.assertFalse(soon.sudo().activity_ids)

    def test_no_text_in_it(self):
        for field in self.env["client.rights.request"]._fields.values():
            if field.store and field.type in ("text", "html"):
                self.fail(field)


@tagged("post_install", "-at_install")
class TestMyRights(RightsCase, HttpCase):
    """The resident's own page, over HTTP."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.inwoner, cls.ander = (
            new_test_user(cls.env, login, groups="base.group_portal", lang="en_US")
            for login in ("inwoner_recht", "inwoner_ander")
        )
        cls.env["client.access"]._grant(
            cls.inwoner, cls.resident, "resident", "Own file"
        )

    def ask(self, login, number, kind="destruction", token=True):
        self.authenticate(login, login)
        data = {"kind": kind, "number": number}
        if token:
            data["csrf_token"] = http.Request.csrf_token(self)
        return self.url_open("/my/dossier/rechten", data=data, allow_redirects=False)

    def requests(self):
        return self.env["client.rights.request"].search(
            [("resident_number", "=", self.resident.number)]
        )

    def test_ask_and_see(self):
        number = self.resident.number
        self.assertEqual(self.ask("inwoner_recht", number).status_code, 303)
        self.assertEqual(self.ask("inwoner_recht", number).status_code, 303)
        request = self.requests()
        self.assertEqual(len(request), 1, "asking twice is one request")
        self.assertEqual((request.kind, request.origin), ("destruction", "resident"))
        page = self.url_open("/my/dossier/rechten").text
        self.assertIn("Destruction of the file", page)
        home = self.url_open("/my").text
        self.assertIn("/my/dossier/rechten", home)

    def test_not_for_another(self):
        answer = self.ask("inwoner_ander", self.resident.number)
        self.assertEqual(answer.status_code, 404)
        self.assertEqual(self.url_open("/my/dossier/rechten").status_code, 404)
        self.assertFalse(self.requests())

    def test_nonsense(self):
        for kind in ("", "money"):
            answer = self.ask("inwoner_recht", self.resident.number, kind)
            self.assertEqual(answer.status_code, 404)

    def test_no_token_no_request(self):
        with mute_logger("odoo.http"):
            answer = self.ask("inwoner_recht", self.resident.number, token=False)
        self.assertEqual(answer.status_code, 400)
        self.assertFalse(self.requests())
