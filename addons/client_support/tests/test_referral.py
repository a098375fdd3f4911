import re
from datetime import timedelta

from lxml import etree

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, tagged

from .test_consent import ConsentCase


class ReferralCase(ConsentCase):
    """A case of one resident, and organisations to refer to."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.buddies = cls.env["res.partner"].create(
            {"name": "Maatjes Voorbeeld", "is_company": True}
        )
        cls.area = cls.env["social.area"].create(
            {"name": "Voorbeeldstad", "level": "municipality"}
        )

    def setUp(self):
        super().setUp()
        self.profile = self.env["client.supporter"].create(
            {
                "name": "Steun Voorbeeld",
                "user_id": self.supporter.id,
                "company_id": self.organisation.id,
            }
        )
        self.case.sudo().supporter_id = self.profile

    def type(self, code):
        return self.env.ref(f"client_support.referral_type_{code}")

    def make(self, code="referral", codes=(), **values):
        return self.as_role("supporter", "client.referral").create(
            {
                "case_id": self.case.id,
                "resident_id": self.resident.id,
                "type_id": self.type(code).id,
                "partner_id": self.buddies.id,
                "reason": "Zoekt iemand om mee te wandelen",
                "section_ids": [
                    Command.set([self.sections[code].id for code in codes])
                ],
                **values,
            }
        )

    def consent(self, codes=("identity", "case", "questions"), **values):
        return self.give(
            codes=codes,
            users=self.env["res.users"],
            purpose="refer",
            case_id=self.case.id,
            recipient_partner_id=self.buddies.id,
            **values,
        )

    def ask(self, code="referral", **values):
        self.consent()
        referral = self.make(code, **values)
        referral.action_request()
        return referral


@tagged("post_install", "-at_install")
class TestReferral(ReferralCase):
    def test_the_road_from_asking_to_done(self):
        referral = self.ask()
        today = fields.Date.context_today(referral)
        self.assertEqual(referral.state, "requested")
        self.assertEqual(referral.requested_on, today)
        self.assertTrue(referral.consents)
        self.assertRegex(referral.number, r"^D-\w{7}$")
        self.assertEqual(referral.display_name, referral.number)
        referral.action_accept()
        self.assertEqual(referral.feedback_date, today + timedelta(weeks=6))
        referral.action_start()
        with self.assertRaisesRegex(UserError, "“Outcome” first: how it fitted"):
            referral.action_done()
        referral.outcome = "fits"
        referral.action_done()
        self.assertEqual((referral.state, referral.ended_on), ("done", today))

    def test_the_button_fills_in_who(self):
        context = self.case.action_refer()["context"]
        self.assertEqual(context["default_case_id"], self.case.id)
        self.assertEqual(context["default_resident_id"], self.resident.id)
        self.case.sudo()._add_resident(self.make_resident(name="Piet Voorbeeld"))
        self.assertFalse(self.case.action_refer()["context"]["default_resident_id"])

    def test_nothing_comes_in_above_what_is_typed(self):
        """A line that comes or goes makes those under it anew, and what is being
        written there is lost: so none does above a text."""
        arch = self.as_role("supporter", "client.referral").get_view(
            self.env.ref("client_support.client_referral_view_form").id
        )["arch"]
        chosen = re.compile(r"\b(service_id|partner_id|service|agreement_id)\b")
        for group in etree.fromstring(arch).iterfind(".//group[field]"):
            moving = []
            for field in group.iterfind("field"):
                name = field.get("name")
                if self.env["client.referral"]._fields[name].type in ("char", "text"):
                    self.assertFalse(moving, name)
                if chosen.search(field.get("invisible", "")):
                    moving.append(name)

    def test_only_somebody_of_the_case(self):
        with self.assertRaisesRegex(ValidationError, "that the case is for"):
            self.make(resident_id=self.make_resident(name="Piet Anders").id)

    def test_no_step_is_skipped(self):
        referral = self.ask()
        for method in ("action_request", "action_start", "action_done"):
            referral.outcome = "fits"
            with self.subTest(method=method), self.assertRaises(UserError):
                getattr(referral, method)()
        with self.assertRaisesRegex(UserError, "why it was declined"):
            referral.action_decline()
        referral.decline_reason = "waiting_list"
        referral.action_decline()
        self.assertEqual(referral.state, "declined")
        self.assertEqual(referral.outcome, "waiting_list")
        for method in (
            *("action_accept", "action_decline", "action_start", "action_revoke"),
            *("action_request", "action_done"),
        ):
            with self.subTest(method=method), self.assertRaises(UserError):
                getattr(referral, method)()

    def test_the_state_is_set_by_methods_alone(self):
        crafted = self.make(
            state="done",
            requested_on="2020-01-01",
            confirmed_on="2020-01-01",
            number="D-AAAAAAA",
            consents="T-1",
            referred_by_id=self.officer.id,
            is_agreed=True,
            link_until="2030-01-01",
            formality="formal",
        )
        self.assertEqual(crafted.state, "draft")
        self.assertFalse(crafted.requested_on or crafted.confirmed_on)
        self.assertFalse(crafted.consents or crafted.referred_by_id)
        self.assertFalse(crafted.is_agreed or crafted.link_until or crafted.formality)
        self.assertNotEqual(crafted.number, "D-AAAAAAA")
        hostile = (
            self.as_role("supporter", "client.referral")
            .with_context(default_state="accepted", default_is_agreed=True)
            .create(
                {
                    "case_id": self.case.id,
                    "resident_id": self.resident.id,
                    "type_id": self.type("referral").id,
                }
            )
        )
        self.assertEqual(hostile.state, "draft")
        self.assertFalse(hostile.is_agreed)
        for values in (
            {"state": "accepted"},
            {"answered_on": "2020-01-01"},
            {"formality": "formal"},
            {"link_until": "2030-01-01"},
            {"link_key": "x" * 16},
            {"link_hash": "x"},
            {"link_guesses": 0},
            {"consents": "T-1"},
            {"case_id": self.case.id},
        ):
            for method in ("write", "web_save"):
                args = (values,) if method == "write" else (values, {"id": {}})
                where = self.subTest(values=values, method=method)
                with where, self.assertRaises(AccessError):
                    getattr(crafted, method)(*args)

    def test_what_was_asked_is_fixed(self):
        referral = self.ask(codes=("questions",), asked="Hulp bij brieven")
        for values in (
            {"partner_id": self.town.id},
            {"section_ids": [Command.link(self.sections["network"].id)]},
            {"reason": "Iets anders"},
            {"type_id": self.type("warm").id},
            {"asked": "Iets anders"},
        ):
            with self.subTest(values=values), self.assertRaises(UserError):
                referral.write(values)
        with self.assertRaises(UserError):
            referral.unlink()
        with self.assertRaises(UserError):
            referral.copy()
        self.make().unlink()

    def test_sharing_asks_a_consent_that_names_it(self):
        with self.assertRaisesRegex(UserError, "no consent"):
            self.make().action_request()
        self.consent(codes=("identity", "questions"))
        self.make(codes=("questions",)).action_request()
        with self.assertRaisesRegex(UserError, "no consent"):
            self.make(codes=("questions", "case")).action_request()
        with self.assertRaisesRegex(UserError, "no consent"):
            self.make(partner_id=self.town.id).action_request()

    def test_what_the_resident_said_yes_to_goes_along(self):
        referral = self.make()
        dialog = Form.from_action(referral.env, referral.action_ask())
        dialog.section_ids.add(self.sections["questions"])
        dialog.save().with_context(given_how="oral").action_give()
        self.assertEqual(referral.state, "requested")
        self.assertEqual(
            set(referral.section_ids.mapped("code")), {"identity", "questions"}
        )
        self.assertTrue(referral.action_handover())

    def test_a_consent_for_something_else_does_not_count(self):
        self.give(
            codes=("identity", "questions"),
            users=self.env["res.users"],
            purpose="share",
            recipient_partner_id=self.buddies.id,
        )
        with self.assertRaisesRegex(UserError, "no consent"):
            self.make(codes=("identity",)).action_request()

    def test_pointing_out_shares_nothing(self):
        pointed = self.make("information")
        pointed.action_request()
        self.assertEqual(pointed.state, "pointed")
        self.assertFalse(pointed.consents)
        for code in ("information", "consult"):
            with self.subTest(code=code), self.assertRaises(ValidationError):
                self.make(code, codes=("identity",))
        self.make("consult").action_request()

    def test_what_is_needed_first(self):
        self.consent()
        with self.assertRaisesRegex(UserError, "organisation"):
            self.make(partner_id=False).action_request()
        with self.assertRaisesRegex(UserError, "why"):
            self.make(reason=False).action_request()

    def test_no_offer_of_the_own_organisation(self):
        own = self.organisation.partner_id
        with self.assertRaisesRegex(ValidationError, "own organisation"):
            self.make(partner_id=own.id)
        with self.assertRaisesRegex(ValidationError, "own organisation"):
            self.make().partner_id = own
        branch = self.env["res.partner"].create(
            {"name": "Thuiszorg van Naast u", "parent_id": own.id}
        )
        with self.assertRaisesRegex(ValidationError, "own organisation"):
            self.make("warm", partner_id=branch.id)
        self.make("peer", partner_id=own.id)
        self.organisation.is_independent = False
        self.make(partner_id=own.id)

    def test_no_offer_where_the_supporter_has_a_tie(self):
        referral = self.ask_draft()
        self.env["client.interest"].create(
            {
                "supporter_id": self.profile.id,
                "partner_id": self.buddies.id,
                "description": "Bestuurslid",
            }
        )
        with self.assertRaisesRegex(ValidationError, "tie to this organisation"):
            referral.action_request()
        self.buddies.provides_indicated_care = True
        with self.assertRaisesRegex(ValidationError, "provider of care"):
            self.make()

    def ask_draft(self):
        self.consent()
        return self.make()

    def test_pre_check_has_a_result(self):
        referral = self.ask("pre_check")
        referral.action_accept()
        referral.outcome = "fits"
        with self.assertRaisesRegex(UserError, "result of the check"):
            referral.action_done()
        referral.check_result = "not_needed"
        referral.action_done()

    def test_warm_handover(self):
        referral = self.ask("warm")
        with self.assertRaises(UserError):
            referral.action_confirm()
        referral.action_accept()
        referral.outcome = "fits"
        with self.assertRaisesRegex(UserError, "talk together"):
            referral.action_confirm()
        with self.assertRaisesRegex(UserError, "receiver confirmed"):
            referral.action_done()
        today = fields.Date.context_today(referral)
        later = today + timedelta(days=30)
        referral.write(
            {
                "talk_on": today,
                "is_together": True,
                "confirmed_by": "Coördinator",
                "stays_available": True,
                "follow_up_on": later,
            }
        )
        referral.action_confirm()
        self.assertEqual(referral.confirmed_on, today)
        self.assertEqual(referral.activity_ids.date_deadline, later)
        self.assertEqual(referral.activity_ids.user_id, self.supporter)
        referral.action_done()

    def test_a_handover_to_the_wlz_begins_with_a_consultation(self):
        self.consent()
        referral = self.make("wmo_wlz")
        with self.assertRaisesRegex(UserError, "Wlz colleague"):
            referral.action_request()
        referral.consultation_on = fields.Date.context_today(referral)
        referral.action_request()

    def test_an_indication_gives_one_task(self):
        self.case._on_wlz_indication()
        self.case._on_wlz_indication()
        task = self.case.activity_ids
        self.assertEqual(len(task), 1)
        self.assertEqual(task.user_id, self.supporter)

    def test_no_task_when_the_handover_is_under_way(self):
        self.make("wmo_wlz")
        self.case._on_wlz_indication()
        self.assertFalse(self.case.activity_ids)

    def test_on_my_day(self):
        lines = self.as_user(self.supporter, "client.referral")._day_lines
        self.assertFalse(lines())
        self.ask()
        (line,) = lines()
        self.assertEqual(line["block"], "others")

    def test_what_is_open_when_the_case_closes(self):
        self.assertEqual(self.case._open_in_referrals(), [])
        referral = self.ask()
        (sentence,) = self.case._open_in_referrals()
        self.assertIn(referral.number, sentence)
        referral.action_revoke()
        self.assertEqual(self.case._open_in_referrals(), [])

    def test_a_resident_who_was_referred_stays_on_the_case(self):
        self.make()
        self.case.sudo()._add_resident(self.make_resident(name="Piet Voorbeeld"))
        with self.assertRaisesRegex(UserError, "referrals of this resident"):
            self.case._remove_resident(self.resident)

    def test_the_neutral_words_name_nobody(self):
        for text in (
            "Wandelen met Sjaan",
            "Bel 06 12345678",
            "Woont op 1234 AB",
            "Geboren 4-3-1980",
            "mail sjaan@voorbeeld.test",
        ):
            with self.subTest(text=text), self.assertRaises(ValidationError):
                self.make(asked=text)
        self.make(asked="Twee keer per week wandelen")

    # Who sees it -------------------------------------------------------------------

    def test_for_nobody_else(self):
        referral = self.ask()
        for role in ("manager", "finance", "privacy_officer", "administrator"):
            with self.subTest(role=role):
                model = self.as_role(role, "client.referral")
                self.assertFalse(model.has_access("read"))
        for user in (self.colleague, self.stranger, self.users["coordinator"]):
            with self.subTest(user=user.login):
                self.assertFalse(self.as_user(user, "client.referral").search([]))
                with self.assertRaises(AccessError):
                    referral.with_user(user).action_revoke()
        for model in ("client.referral", "client.referral.handover"):
            self.assertFalse(self.as_role("portal", model).has_access("read"))

    def test_a_recipient_reads_where_it_stands_and_not_why(self):
        self.give(codes=("referrals",), case_id=self.case.id)
        referral = self.ask()
        theirs = self.as_user(self.officer, "client.referral").search([])
        self.assertEqual(theirs.ids, referral.ids)
        self.assertEqual(theirs.state, "requested")
        for name in ("reason", "service", "asked", "resident_id", "case_id"):
            with self.subTest(name=name), self.assertRaises(AccessError):
                theirs.read([name])
        for call in (
            lambda: theirs.write({"outcome": "fits"}),
            lambda: theirs.unlink(),
            lambda: theirs.action_revoke(),
            lambda: theirs.action_accept(),
            lambda: theirs.action_show_link(),
            lambda: theirs.action_handover(),
            lambda: theirs.create({"case_id": self.case.id}),
            lambda: theirs.search_count([("reason", "ilike", "wandelen")]),
        ):
            with self.assertRaises(AccessError):
                call()

    # Not forgetting ------------------------------------------------------------------

    def test_reminders_come_once(self):
        referral = self.ask()
        today = fields.Date.context_today(referral)
        remind = self.env["client.referral"]._cron_remind
        remind()
        self.assertFalse(referral.activity_ids)
        referral.sudo().requested_on = today - timedelta(days=20)
        remind()
        remind()
        self.assertEqual(len(referral.activity_ids), 1)
        # Whatever day the scheduler runs, it is the same task.
        due = today - timedelta(days=6)
        self.assertEqual(referral.activity_ids.date_deadline, due)
        self.assertEqual(referral.activity_ids.user_id, self.supporter)
        self.assertIn(referral.number, referral.activity_ids.summary)
        referral.activity_ids.action_done()
        remind()
        self.assertFalse(referral.activity_ids)

    def test_an_answer_ends_the_reminder(self):
        referral = self.ask()
        referral.sudo().requested_on = "2026-01-01"
        self.env["client.referral"]._cron_remind()
        self.assertTrue(referral.activity_ids)
        referral.action_accept()
        self.assertFalse(referral.activity_ids)

    def test_feedback_is_asked_after_some_weeks(self):
        self.env["ir.config_parameter"].set_param(
            "client_support.referral_feedback_weeks", 2
        )
        referral = self.ask()
        referral.action_accept()
        today = fields.Date.context_today(referral)
        self.assertEqual(referral.feedback_date, today + timedelta(weeks=2))
        referral.feedback_date = today
        self.env["client.referral"]._cron_remind()
        self.env["client.referral"]._cron_remind()
        self.assertEqual(len(referral.activity_ids), 1)

    # How it turned out ------------------------------------------------------------

    def test_counts_without_a_person_from_three_on(self):
        experience = self.as_role("coordinator", "client.referral.experience")
        for done in range(1, 4):
            resident = self.make_resident(name=f"Inwoner {done}")
            action = self.make_contact(resident).action_make_case()
            case = self.as_role("supporter", "client.case").browse(action["res_id"])
            for _ in range(2):
                referral = self.make(
                    "consult", case_id=case.id, resident_id=resident.id
                )
                referral.action_request()
                referral.decline_reason = "not_suitable"
                referral.action_decline()
                # Whole quarters are told: this was one of before.
                referral.sudo().answered_on = fields.Date.subtract(
                    fields.Date.today(), months=4
                )
            self.env.flush_all()
            found = experience.search([("partner_id", "=", self.buddies.id)])
            if done < 3:
                self.assertFalse(found)
        self.assertEqual((found.outcome, found.quantity), ("declined_not_suitable", 3))
        self.assertFalse({"resident_id", "case_id"} & set(experience._fields))
        for role in ("manager", "access_officer", "employee", "volunteer"):
            theirs = self.as_role(role, "client.referral.experience")
            self.assertFalse(theirs.has_access("read"), role)
