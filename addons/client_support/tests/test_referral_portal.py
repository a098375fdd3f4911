import base64
import json
import re
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .. import roles
from .test_referral import ReferralCase


class IncomingCase(ReferralCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other_officer = cls.make_user("t_officer_2", roles.ACCESS_OFFICER)

    def values(self, **values):
        return {
            "name": "Truus Voorbeeld",
            "phone": "0612345678",
            "organisation": str(self.organisation.id),
            "type": str(self.type("swt").id),
            "domain": str(self.domain.id),
            "question": "Wie helpt mij met de brieven?",
            "agreed": "yes",
            **values,
        }

    def refer(self, user=None, **values):
        theirs = self.as_user(user or self.officer, "client.referral")
        number = theirs._refer_in(self.values(**values))
        return self.env["client.referral"].search([("number", "=", number)])


@tagged("post_install", "-at_install")
class TestIncoming(IncomingCase):
    def test_it_lands_in_the_intake(self):
        referral = self.refer()
        self.assertEqual(referral.state, "requested")
        self.assertEqual(referral.direction, "in")
        self.assertTrue(referral.is_agreed)
        self.assertEqual(referral.partner_id, self.town)
        self.assertEqual(referral.resident_id.name, "Truus Voorbeeld")
        self.assertTrue(referral.resident_id.is_light)
        self.assertEqual(referral.case_id.company_id, self.organisation)
        theirs = self.as_role("intake", "client.case").browse(referral.case_id.id)
        self.assertEqual(theirs.stage, "registered")
        self.assertEqual(
            theirs.question_ids.description, "Wie helpt mij met de brieven?"
        )
        theirs.referral_ids.action_accept()
        self.assertEqual(referral.state, "accepted")

    def test_the_referrer_sees_number_day_and_state(self):
        referral = self.refer()
        self.refer(self.other_officer)
        for user in (self.officer, self.other_officer):
            for model in (
                *("client.referral", "client.case", "client.resident"),
                *("client.question", "client.contact"),
            ):
                with self.subTest(user=user.login, model=model):
                    self.assertFalse(self.as_user(user, model).search([]))
        (line,) = self.as_user(self.officer, "client.referral")._referred_by_user()
        self.assertEqual(set(line), {"number", "date", "state"})
        self.assertEqual(line["number"], referral.number)

    def test_who_is_known_is_not_told(self):
        known = self.make_resident(name="Truus Voorbeeld", phone="0612345678")
        referral = self.refer()
        self.assertNotEqual(referral.resident_id, known)
        again = self.refer()
        self.assertNotEqual(again.resident_id, referral.resident_id)

    def test_what_is_missing(self):
        for values, words in (
            ({"name": " "}, "how the resident is called"),
            ({"question": ""}, "what it is about"),
            ({"phone": ""}, "how we reach"),
            ({"phone": "", "email": "nonsense"}, "no e-mail"),
            ({"agreed": None}, "Ask the resident"),
            ({"organisation": str(self.neighbour.id)}, "each of the lists"),
            ({"organisation": "1 OR 1=1"}, "each of the lists"),
            ({"type": str(self.type("gp").id)}, "each of the lists"),
            ({"type": str(self.type("warm").id)}, "each of the lists"),
            ({"domain": None}, "each of the lists"),
        ):
            with self.subTest(values=values), self.assertRaisesRegex(UserError, words):
                self.refer(**values)

    def test_nothing_else_gets_in(self):
        referral = self.refer(
            state="accepted",
            resident_id=str(self.resident.id),
            case_id=str(self.case.id),
            section_ids="[1]",
            referred_by_id="1",
            question="x" * 2000,
        )
        self.assertEqual(referral.state, "requested")
        self.assertNotEqual(referral.case_id, self.case)
        self.assertNotEqual(referral.resident_id, self.resident)
        self.assertEqual(referral.referred_by_id, self.officer)
        self.assertEqual(len(referral.case_id.question_ids.description), 2000)
        with self.assertRaisesRegex(UserError, "too long"):
            self.refer(question="x" * 2001)

    def test_not_for_others(self):
        for role in ("portal", "supporter", "employee", "manager", "coordinator"):
            theirs = self.as_role(role, "client.referral")
            with self.subTest(role=role):
                self.assertIsNone(theirs._incoming_choices())
                self.assertIsNone(theirs._referred_by_user())
                with self.assertRaises(AccessError):
                    theirs._refer_in(self.values())

    def test_providers_choose_their_own_types(self):
        staff = self.users["provider_staff"]
        choices = self.as_user(staff, "client.referral")._incoming_choices()
        types = self.env["client.referral.type"].browse(
            id_ for id_, _name in choices["types"]
        )
        self.assertEqual(
            set(types.mapped("code")), {"provider", "gp", "informal", "school"}
        )
        self.refer(staff, type=str(self.type("gp").id))

    def test_no_flood(self):
        module = "odoo.addons.client_support.models.client_referral_incoming_mixin"
        with patch(f"{module}.MOST_PER_DAY", 2):
            self.refer()
            self.refer()
            with self.assertRaisesRegex(UserError, "Call us"):
                self.refer()

    def test_registered_by_staff(self):
        for code in ("gp", "school", "self", "outreach"):
            referral = self.make(code, partner_id=False, reason=False)
            referral.action_request()
            self.assertEqual((referral.direction, referral.state), ("in", "requested"))
            referral.action_accept()
            referral.action_start()
            referral.action_done()


@tagged("post_install", "-at_install")
class TestHandover(ReferralCase):
    """What is told, who approved it and who can open it."""

    def setUp(self):
        super().setUp()
        self.organisation.is_independent = True
        self.give(
            codes=("identity", "case", "questions"),
            users=self.officer,
            purpose="refer",
            case_id=self.case.id,
            recipient_partner_id=self.town.id,
        )
        self.referral = self.make(
            "warm", codes=("identity", "questions"), partner_id=self.town.id
        )
        self.referral.action_request()

    def handover(self):
        action = self.referral.action_handover()
        handovers = self.as_role("supporter", "client.referral.handover")
        return handovers.browse(action["res_id"])

    def approved(self):
        handover = self.handover()
        handover.write({"approved_by": "Sjaan", "approved_how": "together"})
        handover.action_approve()
        return handover

    def page(self, handover, user):
        return self.as_user(user, "client.referral.handover")._page(handover.number)

    def test_the_chosen_parts_and_no_others(self):
        content = self.handover().content
        self.assertIn("Sjaan Voorbeeld", content)
        self.assertIn("Huur", content)
        self.assertNotIn(self.case.number, content)
        self.assertNotIn("1980-03-04", content)

    def test_medical_documents_stay_behind(self):
        documents = self.as_role("supporter", "client.document")
        values = {"case_id": self.case.id, "file_name": "x.pdf"}
        for title, category in (("Besluit", "decision"), ("Bloeduitslag", "medical")):
            documents.create(
                {
                    **values,
                    "title": title,
                    "category": category,
                    "upload": base64.b64encode(b"%PDF-1.7 x"),
                }
            )
        self.consent_to("identity", "documents")
        content = self.handover_of("identity", "documents").content
        self.assertIn("Besluit", content)
        self.assertNotIn("Bloeduitslag", content)

    def test_a_step_names_its_goal(self):
        self.as_role("supporter", "client.goal").create(
            {
                "case_id": self.case.id,
                "life_domain_id": self.env["life.domain"].search([], limit=1).id,
                "wording": "Weer onder de mensen",
                "action_ids": [Command.create({"what": "Zelf bellen"})],
            }
        )
        self.consent_to("identity", "plan")
        content = self.handover_of("identity", "plan").content
        self.assertEqual(content.count("Weer onder de mensen"), 2)
        self.assertNotIn("Sequence", content)

    def consent_to(self, *codes, **values):
        return self.give(
            codes=codes,
            users=self.officer,
            purpose="refer",
            case_id=self.case.id,
            recipient_partner_id=self.town.id,
            **values,
        )

    def handover_of(self, *codes):
        self.referral = self.make("warm", codes=codes, partner_id=self.town.id)
        self.referral.action_request()
        return self.handover()

    def relation(self, resident, name):
        return self.as_role("supporter", "client.relation").create(
            {
                "resident_id": resident.id,
                "name": name,
                "role": "parent",
                "is_carer": True,
            }
        )

    def test_the_network_goes_along_by_its_own_consent(self):
        """It lies in the resident's own file, and not in the case."""
        self.relation(self.resident, "Mies")
        with self.assertRaisesRegex(UserError, "no consent"):
            self.handover_of("identity", "network")
        self.consent_to("identity", "network")
        handover = self.handover_of("identity", "network")
        self.assertIn("Mantelzorger", handover.content)
        self.assertIn("Ouder", handover.content)
        # That there is a mother, never who she is.
        self.assertNotIn("Mies", handover.content)
        handover.write({"approved_by": "Sjaan", "approved_how": "together"})
        handover.action_approve()
        self.assertIn("Mantelzorger", self.page(handover, self.officer)["content"])
        self.env["client.access"]._end(
            [("user_id", "=", self.officer.id), ("section", "=", "network")]
        )
        self.assertIsNone(self.page(handover, self.officer))

    def test_the_network_of_another_resident_stays_behind(self):
        other = self.make_resident(name="Piet Anders", birth_date="1980-03-04")
        self.case.sudo()._add_resident(other)
        self.env["client.relation"].create(
            {"resident_id": other.id, "name": "Truus", "role": "neighbour"}
        )
        self.consent_to("identity", "network")
        # Of what is in the own file nobody else is asked anything.
        content = self.handover_of("identity", "network").content
        self.assertIn("Roepnaam", content)
        self.assertNotIn("Buur", content)
        # Of the case the others are, and not of their own file.
        self.consent_to("identity", "network", "questions")
        with self.assertRaisesRegex(UserError, "no consent"):
            self.handover_of("network", "questions")
        self.consent_to("questions", resident=other)
        self.handover_of("network", "questions")

    def test_the_own_page_is_the_residents(self):
        """Staff cannot say that the resident approved there."""
        handover = self.handover()
        handover.write({"approved_by": "Sjaan", "approved_how": "portal"})
        with self.assertRaisesRegex(UserError, "own page"):
            handover.action_approve()
        self.assertFalse(handover.approved_at)

    def test_it_is_of_whom_the_referral_is_of(self):
        """Also when files were merged, or a document was tied to another."""
        handover = self.approved()
        self.assertEqual(handover.resident_id, self.referral.resident_id)
        self.assertTrue(self.page(handover, self.officer))
        other = self.make_resident(name="Piet Anders")
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE client_referral_handover SET resident_id = %s WHERE id = %s",
            [other.id, handover.id],
        )
        self.assertIsNone(self.page(handover, self.officer))

    def test_text_is_text(self):
        self.case.question_ids.description = "<script>alert(1)</script>"
        self.assertNotIn("<script", self.handover().content)

    def test_nothing_of_another_resident(self):
        other = self.make_resident(name="Piet Anders")
        self.case.sudo()._add_resident(other)
        self.env["client.question"].create(
            {
                "case_id": self.case.id,
                "life_domain_id": self.domain.id,
                "description": "De vraag van een ander",
                "resident_ids": [Command.set(other.ids)],
            }
        )
        content = self.handover().content
        self.assertIn("Huur", content)
        self.assertNotIn("Piet Anders", content)
        self.assertNotIn("De vraag van een ander", content)

    def test_a_part_that_comes_later_goes_along(self):
        model = self.registry["client.question"]
        shared = model._shared_fields - {"description"}
        self.patch(model, "_shared_fields", shared)
        self.assertNotIn("Huur", self.handover().content)

    def test_fixed_from_the_approval_on(self):
        handover = self.handover()
        with self.assertRaisesRegex(UserError, "who approved it"):
            handover.action_approve()
        for values in ({"content": "x"}, {"approved_at": "2026-01-01"}):
            with self.assertRaises(AccessError):
                handover.write(values)
        handover = self.approved()
        self.assertEqual(len(handover.content_hash), 64)
        before = handover.content
        for values in ({"approved_by": "x"}, {"approved_on": "2020-01-01"}):
            with self.assertRaises(UserError):
                handover.write(values)
        with self.assertRaises(UserError):
            handover.sudo().write({"content": "x"})
        self.case.question_ids.description = "Later anders"
        again = self.handover()
        self.assertNotEqual(again, handover)
        self.assertEqual(handover.content, before)
        with self.assertRaises(AccessError):
            self.as_role("supporter", "client.referral.handover").create(
                {"referral_id": self.referral.id, "case_id": self.case.id}
            )

    def test_for_the_receiver_after_the_approval_and_by_consent(self):
        draft = self.handover()
        self.assertIsNone(self.page(draft, self.officer))
        handover = self.approved()
        self.assertIn("Huur", self.page(handover, self.officer)["content"])
        outsider = self.make_user("t_outsider", roles.ACCESS_OFFICER)
        for user in (outsider, self.users["provider_staff"], self.users["portal"]):
            self.assertIsNone(self.page(handover, user))
        self.assertFalse(self.page(handover, self.colleague))
        self.env["client.consent"].search(
            [("resident_id", "=", self.resident.id)]
        ).action_withdraw()
        self.assertIsNone(self.page(handover, self.officer))

    def test_not_when_a_part_was_not_consented_to(self):
        handover = self.approved()
        self.env["client.access"]._end(
            [("user_id", "=", self.officer.id), ("section", "=", "questions")]
        )
        self.assertIsNone(self.page(handover, self.officer))

    def test_not_when_it_was_taken_back(self):
        handover = self.approved()
        self.referral.action_revoke()
        self.assertIsNone(self.page(handover, self.officer))

    def test_the_resident_reads_and_approves(self):
        portal = self.users["portal"]
        self.resident.sudo()._set_portal_partner(portal.partner_id)
        self.resident.sudo()._sync_portal_access()
        draft = self.handover()
        self.assertTrue(self.page(draft, portal)["may_approve"])
        theirs = self.as_user(portal, "client.referral.handover")
        (line,) = theirs._shown_to_user()
        self.assertEqual(line["number"], self.referral.number)
        self.assertTrue(theirs._approve_on_portal(draft.number))
        self.assertEqual(draft.approved_how, "portal")
        stamp = draft.approved_at
        self.assertTrue(theirs._approve_on_portal(draft.number))
        self.assertEqual(draft.approved_at, stamp)
        self.assertFalse(self.page(draft, portal)["may_approve"])

    def test_a_shielded_case_shows_nothing(self):
        portal = self.users["portal"]
        self.resident.sudo()._set_portal_partner(portal.partner_id)
        draft = self.handover()
        self.case.sudo()._add_resident(self.make_resident(name="Piet Anders"))
        self.case.is_shielded = True
        theirs = self.as_user(portal, "client.referral.handover")
        self.assertIsNone(self.page(draft, portal))
        self.assertFalse(theirs._approve_on_portal(draft.number))
        self.assertEqual(theirs._shown_to_user(), [])

    def test_nobody_else_approves(self):
        draft = self.handover()
        for user in (self.officer, self.users["portal"], self.colleague):
            theirs = self.as_user(user, "client.referral.handover")
            self.assertFalse(theirs._approve_on_portal(draft.number))
            with self.assertRaises(AccessError):
                theirs.browse(draft.id).action_approve()
        self.assertFalse(draft.approved_at)


@tagged("post_install", "-at_install")
class TestReferralPages(IncomingCase, HttpCase):
    """The pages, as they come over HTTP."""

    def setUp(self):
        super().setUp()
        self.people = (
            self.officer, self.other_officer, self.supporter,
            self.users["portal"], self.users["employee"],
        )  # fmt: skip
        for user in self.people:
            user.password = user.login

    def page(self, user, address, **data):
        self.env.flush_all()
        self.authenticate(user.login, user.login)
        if data:
            form = self.url_open("/my/verwijzen")
            token = re.search(r'name="csrf_token" value="([^"]+)"', form.text)
            data["csrf_token"] = token.group(1) if token else ""
        return self.url_open(address, data=data or None)

    def test_refer_and_follow(self):
        self.assertIn("/my/verwijzen", self.page(self.officer, "/my").text)
        page = self.page(self.officer, "/my/verwijzen", **self.values())
        self.assertEqual(page.status_code, 200)
        found = self.env["client.referral"].search(
            [("referred_by_id", "=", self.officer.id)]
        )
        self.assertEqual(len(found), 1)
        self.assertIn(found.number, page.text)
        for secret in ("Truus", found.case_id.number, found.resident_id.number):
            self.assertNotIn(secret, page.text)
        others = self.page(self.other_officer, "/my/verwijzingen").text
        self.assertNotIn(found.number, others)

    def test_a_mistake_keeps_what_was_filled_in(self):
        page = self.page(self.officer, "/my/verwijzen", **self.values(agreed="no"))
        self.assertIn('id="problem"', page.text)
        self.assertIn("Truus Voorbeeld", page.text)
        strange = self.values(name='"><script>alert(1)</script>', agreed="no")
        page = self.page(self.officer, "/my/verwijzen", **strange)
        self.assertNotIn("<script>alert(1)", page.text)
        self.assertIn("Wie helpt mij met de brieven?</textarea>", page.text)
        page = self.page(self.officer, "/my/verwijzen?name=Truus")
        self.assertNotIn('value="Truus"', page.text)
        self.assertIn("</textarea>", page.text)

    def test_not_for_others(self):
        with mute_logger("odoo.http"):
            for user in self.people[2:]:
                for address in (
                    *("/my/verwijzen", "/my/verwijzingen", "/my/dossier/verwijzingen"),
                    *("/my/overdracht/H-2222222", "/my/overdracht/x"),
                ):
                    with self.subTest(user=user.login, address=address):
                        page = self.page(user, address)
                        self.assertEqual(page.status_code, 404)

    def test_another_ones_document(self):
        self.consent(codes=("identity",))
        referral = self.make("warm", codes=("identity",))
        handovers = self.as_role("supporter", "client.referral.handover")
        handover = handovers.browse(referral.action_handover()["res_id"])
        address = f"/my/overdracht/{handover.number}"
        self.assertIn("Sjaan Voorbeeld", self.page(self.supporter, address).text)
        with mute_logger("odoo.http"):
            for user in (self.officer, self.users["portal"], self.users["employee"]):
                self.assertEqual(self.page(user, address).status_code, 404, user.login)

    def test_crafted_calls_of_an_officer(self):
        referral = self.refer()
        ids = referral.ids
        self.authenticate(self.officer.login, self.officer.login)
        for method, args in (
            ("write", [ids, {"state": "accepted"}]),
            ("web_save", [ids, {"state": "accepted"}, {"id": {}}]),
            ("create", [[{"case_id": referral.case_id.id, "state": "done"}]]),
            ("unlink", [ids]),
            ("read", [ids, ["resident_id", "case_id"]]),
            ("action_accept", [ids]),
            ("action_show_link", [ids]),
            ("action_handover", [ids]),
            ("search_read", [[], ["reason"]]),
            ("search_count", [[("referred_by_id", "!=", False)]]),
        ):
            with self.subTest(method=method), mute_logger("odoo.http"):
                answer = self.url_open(
                    "/web/dataset/call_kw",
                    data=json.dumps(
                        {
                            "params": {
                                "model": "client.referral",
                                "method": method,
                                "args": args,
                                "kwargs": {},
                            }
                        }
                    ),
                    headers={"Content-Type": "application/json"},
                ).json()
                self.assertIn("error", answer)
        self.assertEqual(referral.state, "requested")
