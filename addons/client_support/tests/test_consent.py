from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from .. import ages, consent_rules, roles
from ..access import SECTIONS, SHARED
from .common import ClientSupportCase


class ConsentCase(ClientSupportCase):
    """An adult with a case, an access officer of the municipality."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.supporter = cls.users["supporter"]
        cls.officer = cls.users["access_officer"]
        cls.town = cls.env["res.partner"].create(
            {"name": "Gemeente Voorbeeld", "is_company": True}
        )
        cls.officer.partner_id.parent_id = cls.town
        cls.sections = {
            section.code: section for section in cls.env["client.section"].search([])
        }

    def setUp(self):
        super().setUp()
        self.resident = self.make_resident(birth_date="1980-03-04")
        self.contact = self.make_contact(self.resident)
        action = self.contact.action_make_case()
        self.case = self.as_role("supporter", "client.case").browse(action["res_id"])
        self.own_contact = self.make_contact(self.resident)

    def make_consent(self, resident=None, codes=("identity",), users=None, **values):
        users = self.officer if users is None else users
        return self.as_role("supporter", "client.consent").create(
            {
                "resident_id": (resident or self.resident).id,
                "section_ids": [
                    Command.set([self.sections[code].id for code in codes])
                ],
                "recipient_user_ids": [Command.set(users.ids)],
                "given_how": "written",
                **values,
            }
        )

    def give(self, *args, **values):
        consent = self.make_consent(*args, **values)
        consent.action_give()
        return consent

    def make_child(self, age, parents=1, **values):
        born = fields.Date.subtract(consent_rules.today(), years=age, days=40)
        child = self.make_resident(name="Kees Voorbeeld", birth_date=born)
        names = ["Anja Voorbeeld", "Bert Voorbeeld"][:parents]
        parents = child.env["client.representative"].create(
            [
                {
                    "resident_id": child.id,
                    "name": name,
                    "authority": "parent",
                    "date_from": "2020-01-01",
                    **values,
                }
                for name in names
            ]
        )
        return child, parents

    def rows(self, consent):
        return self.env["client.access"].search([("basis", "like", consent.number)])

    def standing(self, consent):
        now = fields.Datetime.now()
        return self.rows(consent).filtered(lambda row: row.valid_until > now)

    def seen(self, model, user=None):
        """What a recipient finds of a model, whatever way it is opened."""
        return self.as_user(user or self.officer, model).search([])


@tagged("post_install", "-at_install")
class TestConsent(ConsentCase):
    def test_sections_are_those_of_the_fence(self):
        """A new part of the fence is offered here, or added on purpose to the set."""
        self.assertEqual(
            {code for code, _label in SECTIONS} - set(self.sections),
            {"all", "consents", "callbacks", "notes", "messages", "time", "safety"},
        )
        self.assertEqual(set(self.sections), SHARED)

    def test_no_other_part_can_be_made(self):
        for code in ("all", "consents", "callbacks", "everything"):
            with self.subTest(code=code), self.assertRaises(ValidationError):
                self.env["client.section"].create({"code": code, "name": "x"})
            with self.subTest(code=code), self.assertRaises(ValidationError):
                self.sections["identity"].code = code

    def test_a_draft_opens_nothing(self):
        consent = self.make_consent()
        self.assertEqual(consent.state, "draft")
        self.assertFalse(self.rows(consent))
        self.assertFalse(self.seen("client.resident"))

    def test_giving_opens_one_row_per_part(self):
        consent = self.give(
            codes=("identity", "case", "questions"), case_id=self.case.id
        )
        rows = self.rows(consent)
        self.assertEqual(
            {(row.section, row.case_id, row.user_id, row.kind) for row in rows},
            {
                ("identity", self.env["client.case"], self.officer, "consent"),
                ("case", self.case, self.officer, "consent"),
                ("questions", self.case, self.officer, "consent"),
            },
        )
        last = fields.Date.add(consent_rules.today(), years=1)
        self.assertEqual(consent.valid_until, last)
        self.assertEqual(set(rows.mapped("valid_until")), {consent_rules.end_of(last)})
        self.assertEqual(self.seen("client.resident"), self.resident)
        self.assertEqual(self.seen("client.case"), self.case)
        self.assertFalse(self.seen("client.contact"))
        self.assertEqual(consent.given_by, "Sjaan Voorbeeld")

    def test_the_own_file_without_the_case(self):
        self.give(codes=("contacts", "questions"))
        self.assertEqual(self.seen("client.contact"), self.own_contact)
        self.assertEqual(self.seen("client.question"), self.own_contact.question_ids)
        self.assertFalse(self.seen("client.case"))

    def test_a_later_case_and_hand_over_widen_nothing(self):
        self.give(codes=("identity", "case", "questions"), case_id=self.case.id)
        before = self.seen("client.question")
        later = self.make_contact(self.resident)
        later.action_make_case()
        profile = self.env["client.supporter"].create(
            {
                "name": "Collega",
                "user_id": self.colleague.id,
                "company_id": self.organisation.id,
            }
        )
        self.case.sudo()._assign(profile)
        self.assertEqual(self.seen("client.case"), self.case)
        self.assertEqual(self.seen("client.question"), before)

    def test_given_is_frozen(self):
        consent = self.give()
        other = self.sections["contacts"]
        for values in (
            {"valid_until": "2030-01-01"},
            {"purpose": "refer"},
            {"section_ids": [Command.link(other.id)]},
            {"recipient_description": "de buurman"},
            {"resident_id": self.make_resident().id},
        ):
            for record in (
                consent,
                consent.sudo(),
                self.env["client.consent"].browse(consent.id),
            ):
                with self.subTest(values=values, su=record.env.su):
                    with self.assertRaises(UserError):
                        record.write(values)
                    with self.assertRaises(UserError):
                        record.web_save(values, {"id": {}})
        for command in (
            Command.update(consent.id, {"valid_until": "2030-01-01"}),
            Command.delete(consent.id),
            Command.unlink(consent.id),
            Command.clear(),
        ):
            with self.subTest(command=command), self.assertRaises(UserError):
                self.resident.write({"consent_ids": [command]})
        with self.assertRaises(UserError):
            consent.unlink()
        with self.assertRaises(UserError):
            consent.copy()
        hostile = consent.with_context(added_to_frozen=True)
        with self.assertRaises(UserError):
            hostile.write({"purpose": "refer"})
        self.assertEqual(consent.state, "given")
        with self.assertRaises(UserError):
            consent.action_give()

    def test_methods_alone_set_what_proves(self):
        past = fields.Datetime.now() - timedelta(days=1)
        future = fields.Datetime.now() + timedelta(days=9)
        forged = {"given_at": past, "starts_at": past, "ends_at": future}
        for made in (
            self.make_consent(**forged),
            self.as_role("supporter", "client.consent")
            .with_context(
                **{f"default_{name}": value for name, value in forged.items()}
            )
            .create({"resident_id": self.resident.id}),
        ):
            self.assertEqual(made.state, "draft")
            self.assertFalse(made.ends_at)
            with self.assertRaises(AccessError):
                made.write({"given_at": past})
        with self.assertRaises(UserError):
            self.env["client.consent"]._require(self.resident, "share", self.officer)

    def test_a_draft_can_be_thrown_away(self):
        self.make_consent().unlink()

    def test_withdrawing_ends_at_once_and_once(self):
        consent = self.give(codes=("identity", "contacts"))
        self.assertTrue(self.seen("client.resident"))
        consent.with_context(withdrawn_how="written").action_withdraw()
        self.assertEqual(
            (consent.state, consent.withdrawn_how), ("withdrawn", "written")
        )
        self.assertFalse(self.standing(consent))
        self.assertFalse(self.seen("client.resident"))
        self.assertFalse(self.seen("client.contact"))
        moment = consent.withdrawn_at
        consent.with_context(withdrawn_how="oral").action_withdraw()
        self.assertEqual(
            (consent.withdrawn_at, consent.withdrawn_how), (moment, "written")
        )

    def test_two_consents_stand_apart(self):
        first, second = self.give(), self.give(codes=("identity", "contacts"))
        first.action_withdraw()
        self.assertTrue(self.seen("client.resident"))
        second.action_withdraw()
        self.assertFalse(self.seen("client.resident"))

    def test_expiry_needs_no_scheduler_and_no_time_zone(self):
        last = consent_rules.today() + timedelta(days=10)
        consent = self.give(valid_until=last)
        self.assertTrue(self.seen("client.resident"))
        ends = consent_rules.end_of(last)
        for moment, state in (
            (ends - timedelta(seconds=1), "given"),
            (ends, "expired"),
        ):
            for zone in ("Pacific/Kiritimati", "Pacific/Pago_Pago"):
                with patch.object(fields.Datetime, "now", lambda m=moment: m):
                    found = self.as_user(self.officer, "client.resident")
                    found = found.with_context(tz=zone)
                    row = self.rows(consent).with_context(tz=zone)
                    self.assertEqual(
                        consent.with_context(tz=zone).read(["state"])[0]["state"], state
                    )
                    consent.invalidate_recordset()
                    self.assertEqual(row.valid_until > moment, state == "given")
        # The fence itself asks the database's rows, in UTC.
        self.rows(consent).valid_from = fields.Datetime.now() - timedelta(days=2)
        self.rows(consent).valid_until = fields.Datetime.now() - timedelta(seconds=1)
        for zone in ("Pacific/Kiritimati", "Pacific/Pago_Pago"):
            resident = self.as_user(self.officer, "client.resident").with_context(
                tz=zone
            )
            self.assertFalse(resident.search([]))
            self.assertFalse(resident.browse(self.resident.id).has_access("read"))

    def test_two_years_at_most(self):
        with self.assertRaises(ValidationError):
            self.make_consent(
                valid_until=fields.Date.add(consent_rules.today(), years=3)
            )

    def test_incomplete_is_refused_with_what_to_do(self):
        for values, words in (
            ({"given_how": False}, "how and on which day"),
            ({"section_ids": []}, "which parts"),
            ({"recipient_user_ids": []}, "with whom"),
        ):
            consent = self.make_consent()
            consent.write(
                {
                    name: value or ([Command.clear()] if value == [] else False)
                    for name, value in values.items()
                }
            )
            with self.assertRaisesRegex(UserError, words):
                consent.action_give()
        with self.assertRaisesRegex(UserError, "Choose the case"):
            self.make_consent(codes=("case",)).action_give()

    def test_age_must_be_known(self):
        unknown = self.make_resident()
        consent = self.make_consent(unknown)
        with self.assertRaisesRegex(UserError, "date of birth"):
            consent.action_give()
        unknown.birth_year = 1970
        consent.action_give()
        self.assertEqual(consent.state, "given")

    # Children --------------------------------------------------------------------

    def test_a_child_needs_both_parents(self):
        child, parents = self.make_child(8, parents=2)
        consent = self.make_consent(child)
        with self.assertRaisesRegex(UserError, "A representative must consent"):
            consent.action_give()
        consent.representative_ids = parents[0]
        with self.assertRaisesRegex(UserError, "Both parents"):
            consent.action_give()
        consent.representative_ids = parents
        consent.action_give()
        self.assertEqual(set(consent.given_by.split(", ")), set(parents.mapped("name")))

    def test_consent_for_a_child_ends_at_the_birthday(self):
        for age, again in ((11, 12), (15, 16)):
            child, parent = self.make_child(age)
            consent = self.give(child, representative_ids=[Command.set(parent.ids)])
            birthday = ages.birthday(child.birth_date, again)
            if birthday > fields.Date.add(consent_rules.today(), years=1):
                self.fail("the child of this test has its birthday within a year")
            self.assertEqual(consent.valid_until, birthday - timedelta(days=1))
            self.assertEqual(
                set(self.rows(consent).mapped("valid_until")),
                {consent_rules.first_moment(birthday)},
            )

    def test_from_sixteen_no_parent(self):
        child, parent = self.make_child(16)
        consent = self.make_consent(child, representative_ids=[Command.set(parent.ids)])
        with self.assertRaisesRegex(UserError, "decides alone"):
            consent.action_give()
        consent.representative_ids = False
        consent.action_give()
        self.assertEqual(
            consent.valid_until, fields.Date.add(consent_rules.today(), years=1)
        )

    def test_representative_of_somebody_else(self):
        _child, parents = self.make_child(8)
        with self.assertRaises(ValidationError):
            self.make_consent(representative_ids=[Command.set(parents.ids)])

    def test_authority_that_ends_takes_the_consent_along(self):
        child, parent = self.make_child(5)
        today = consent_rules.today()
        consent = self.give(child, representative_ids=[Command.set(parent.ids)])
        parent.date_until = today + timedelta(days=30)
        self.assertEqual(consent.valid_until, parent.date_until)
        self.assertEqual(
            set(self.rows(consent).mapped("valid_until")),
            {consent_rules.end_of(parent.date_until)},
        )
        parent.date_until = today + timedelta(days=60)
        self.assertEqual(consent.valid_until, today + timedelta(days=30))
        parent.date_until = today - timedelta(days=1)
        self.assertEqual(
            (consent.state, consent.withdrawn_how), ("withdrawn", "authority")
        )
        self.assertFalse(self.standing(consent))

    def test_authority_of_another_kind_or_taken_off(self):
        for end in (
            lambda parent: parent.write({"authority": "administrator"}),
            lambda parent: parent.unlink(),
        ):
            child, parent = self.make_child(5)
            consent = self.give(child, representative_ids=[Command.set(parent.ids)])
            name = parent.name
            end(parent)
            self.assertEqual(consent.state, "withdrawn")
            self.assertEqual(consent.given_by, name)
            self.assertFalse(self.standing(consent))

    def test_authority_that_will_end_caps_the_consent(self):
        until = consent_rules.today() + timedelta(days=20)
        child, parent = self.make_child(5, date_until=until)
        consent = self.give(child, representative_ids=[Command.set(parent.ids)])
        self.assertEqual(consent.valid_until, until)

    def test_a_corrected_birth_date(self):
        consent = self.give()
        self.resident.birth_date = fields.Date.subtract(consent_rules.today(), years=14)
        self.assertEqual((consent.state, consent.withdrawn_how), ("withdrawn", "age"))
        self.assertFalse(self.standing(consent))

    # Recipients ------------------------------------------------------------------

    def test_only_accounts_from_outside(self):
        for role in ("colleague", "manager", "portal", "privacy_officer"):
            user = self.users.get(role, self.colleague)
            with self.subTest(role=role), self.assertRaises(ValidationError):
                self.make_consent(users=user)
        confidant = self.make_consent(users=self.users["portal"], purpose="confidant")
        confidant.action_give()
        self.assertEqual(self.standing(confidant).user_id, self.users["portal"])

    def test_of_that_organisation(self):
        elsewhere = self.env["res.partner"].create({"name": "X", "is_company": True})
        with self.assertRaises(ValidationError):
            self.make_consent(recipient_partner_id=elsewhere.id)

    def test_who_changes_organisation_sees_nothing(self):
        consent = self.give(recipient_partner_id=self.town.id)
        elsewhere = self.env["res.partner"].create({"name": "X", "is_company": True})
        self.officer.partner_id.parent_id = elsewhere
        self.assertFalse(self.standing(consent))
        self.assertFalse(self.seen("client.resident"))

    def test_who_changes_role_or_leaves_sees_nothing(self):
        for values in (
            {"group_ids": [Command.set([self.env.ref("base.group_portal").id])]},
            {"active": False},
        ):
            user = self.make_user("t_officer_again", roles.ACCESS_OFFICER)
            consent = self.give(users=user)
            self.assertTrue(self.standing(consent))
            user.write(values)
            self.assertFalse(self.standing(consent))
            user.login = f"gone_{user.id}"

    # The act ----------------------------------------------------------------------

    def test_require(self):
        require = self.as_role("supporter", "client.consent")._require
        with self.assertRaisesRegex(UserError, "There is no consent of R-.*Ask the"):
            require(self.resident, "refer", self.town)
        consent = self.give(purpose="refer", recipient_partner_id=self.town.id)
        self.assertEqual(
            require(self.resident, "refer", self.town, ["identity"]), consent
        )
        self.assertEqual(require(self.resident, "refer", self.officer), consent)
        for arguments in (
            (self.resident, "share", self.town),
            (self.resident, "refer", self.organisation.partner_id),
            (self.resident, "refer", self.town, ["identity", "contacts"]),
            (self.resident, "refer", "de buurman"),
            (self.resident | self.make_resident(), "refer", self.town),
            (self.resident, "refer", self.town, ["case"], self.case),
        ):
            with self.subTest(arguments=arguments), self.assertRaises(UserError):
                require(*arguments)
        consent.action_withdraw()
        with self.assertRaises(UserError):
            require(self.resident, "refer", self.town)

    def test_require_without_a_recipient(self):
        survey = self.give(codes=(), users=self.env["res.users"], purpose="survey")
        require = self.as_role("supporter", "client.consent")._require
        self.assertEqual(require(self.resident, "survey"), survey)

    def test_require_tells_strangers_nothing(self):
        self.give()
        with self.assertRaises(AccessError), mute_logger("odoo.addons.base.models"):
            self.as_user(self.stranger, "client.consent")._require(
                self.as_user(self.stranger, "client.resident").browse(self.resident.id),
                "share",
                self.officer,
            )

    def test_objection(self):
        consent = self.env["client.consent"]
        self.assertFalse(consent._objecting(self.resident))
        objection = self.give(
            codes=(), users=self.env["res.users"], purpose="research_objection"
        )
        self.assertEqual(consent._objecting(self.resident), self.resident)
        self.assertEqual(objection.valid_until.year, 9998)
        self.assertFalse(self.rows(objection))
        objection.action_withdraw()
        self.assertFalse(consent._objecting(self.resident))

    def test_a_birthday_does_not_end_an_objection(self):
        child, parent = self.make_child(8)
        objection = self.give(
            child,
            codes=(),
            users=self.env["res.users"],
            purpose="research_objection",
            representative_ids=[Command.set(parent.ids)],
        )
        parent.date_from = "2020-02-01"
        self.assertEqual(objection.state, "given")
        # It ends with the authority, not at twelve.
        self.assertEqual(objection.valid_until, parent.date_until)

    def share(self, **values):
        return self.as_role("supporter", "client.share").create(
            {
                "resident_id": self.resident.id,
                "recipient_id": self.officer.id,
                "section_ids": [Command.set(self.sections["identity"].ids)],
                **values,
            }
        )

    def test_sharing_needs_a_consent(self):
        with self.assertRaisesRegex(UserError, "There is no consent"):
            self.share().action_share()
        self.assertFalse(self.seen("client.resident"))
        action = self.share().action_draft()
        consent = self.as_role("supporter", "client.consent").browse(action["res_id"])
        self.assertEqual(
            (consent.state, consent.recipient_user_ids), ("draft", self.officer)
        )

    def test_sharing_with_a_colleague_of_the_organisation(self):
        consent = self.give(
            codes=("identity", "contacts"),
            users=self.env["res.users"],
            recipient_partner_id=self.town.id,
        )
        self.assertFalse(self.rows(consent))
        until = consent_rules.today() + timedelta(days=3)
        self.share(until=until).action_share()
        row = self.rows(consent)
        self.assertEqual((row.section, row.user_id), ("identity", self.officer))
        self.assertEqual(row.valid_until, consent_rules.end_of(until))
        self.assertFalse(self.seen("client.contact"))
        consent.action_withdraw()
        self.assertFalse(self.seen("client.resident"))

    def test_sharing_never_outlives_the_consent(self):
        last = consent_rules.today() + timedelta(days=5)
        consent = self.give(valid_until=last)
        self.share(until=last + timedelta(days=300)).action_share()
        self.assertEqual(
            set(self.rows(consent).mapped("valid_until")), {consent_rules.end_of(last)}
        )

    def test_who_does_not_work_on_the_file_shares_nothing(self):
        self.give()
        for user in (self.colleague, self.stranger):
            share = self.as_user(user, "client.share")
            with (
                self.subTest(user=user.login),
                self.assertRaises(AccessError),
                mute_logger("odoo.addons.base.models"),
            ):
                share.create(
                    {
                        "resident_id": self.resident.id,
                        "recipient_id": self.officer.id,
                        "section_ids": [Command.set(self.sections["identity"].ids)],
                    }
                ).action_share()

    # A family ----------------------------------------------------------------------

    def family(self):
        partner = self.make_resident(name="Tom Voorbeeld", birth_date="1979-01-01")
        self.case.sudo().resident_ids = [Command.link(partner.id)]
        # As if the supporter had had the case of both from the beginning.
        self.env["client.access"]._grant(
            self.supporter, self.case | self.case, "supporter", "test"
        )
        return partner

    def test_a_case_of_two_opens_when_both_consent(self):
        partner = self.family()
        values = {"codes": ("case", "questions"), "case_id": self.case.id}
        first = self.give(**values)
        self.assertFalse(self.seen("client.case"))
        with self.assertRaises(UserError):
            self.share(
                case_id=self.case.id,
                section_ids=[Command.set(self.sections["case"].ids)],
            ).action_share()
        last = consent_rules.today() + timedelta(days=9)
        second = self.give(partner, valid_until=last, **values)
        self.assertEqual(self.seen("client.case"), self.case)
        # It ends with the first of the two that ends.
        self.assertEqual(
            set(self.standing(first).mapped("valid_until")),
            {consent_rules.end_of(last)},
        )
        second.action_withdraw()
        self.assertFalse(self.seen("client.case"))
        self.assertFalse(self.standing(first))
        self.assertEqual(first.state, "given")

    def test_a_case_of_two_opens_with_the_last_to_begin(self):
        partner = self.family()
        values = {"codes": ("case",), "case_id": self.case.id}
        tomorrow = consent_rules.today() + timedelta(days=1)
        self.give(partner, valid_from=tomorrow, **values)
        now = self.give(**values)
        self.assertFalse(self.seen("client.case"))
        begins = set(self.rows(now).mapped("valid_from"))
        self.assertEqual(begins, {consent_rules.first_moment(tomorrow)})

    def test_the_form_says_whose_consent_is_missing(self):
        partner = self.family()
        partner_number = partner.number
        values = {"codes": ("identity", "case"), "case_id": self.case.id}
        draft = self.make_consent(**values)
        self.assertFalse(draft.waiting)
        draft.action_give()
        self.assertIn(f"Sjaan ({partner_number})", draft.waiting)
        self.assertNotIn(self.resident.number, draft.waiting)
        self.assertFalse(self.give(codes=("identity",)).waiting)
        other = self.give(partner, codes=("case",), case_id=self.case.id)
        draft.invalidate_recordset(["waiting"])
        self.assertFalse(draft.waiting)
        other.action_withdraw()
        draft.invalidate_recordset(["waiting"])
        self.assertIn(partner_number, draft.waiting)
        # Of whom is shielded, or not for the reader, neither name nor number.
        self.case.sudo().is_shielded = True
        draft.invalidate_recordset(["waiting"])
        self.assertIn("somebody else", draft.waiting)
        self.assertNotIn(partner_number, draft.waiting)
        self.case.sudo().is_shielded = False
        self.env["client.access"]._end(
            [("user_id", "=", self.supporter.id), ("resident_id", "=", partner.id)]
        )
        draft.invalidate_recordset(["waiting"])
        self.assertIn("somebody else", draft.waiting)
        for secret in ("Tom", "Sjaan", partner_number):
            self.assertNotIn(secret, draft.waiting)

    def test_who_comes_to_the_case_has_not_consented(self):
        self.give(codes=("case",), case_id=self.case.id)
        self.assertTrue(self.seen("client.case"))
        self.family()
        self.assertFalse(self.seen("client.case"))

    # Merging -----------------------------------------------------------------------

    def test_merging_keeps_the_most_restrictive(self):
        double = self.make_resident(birth_date="1980-03-04")
        early = consent_rules.today() + timedelta(days=30)
        stays = self.give(codes=("identity", "contacts"))
        only_ours = self.give(codes=("identity",), purpose="refer")
        goes = self.give(double, codes=("identity", "questions"), valid_until=early)
        objection = self.give(
            double, codes=(), users=self.env["res.users"], purpose="research_objection"
        )
        self.env["client.consent"].search(
            [("resident_id", "=", double.id)]
        )._merge_into(self.resident.sudo())
        self.assertEqual(stays.state, "given")
        self.assertEqual(stays.section_ids, self.sections["identity"])
        self.assertEqual(stays.valid_until, early)
        self.assertEqual(self.standing(stays).section, "identity")
        self.assertEqual(self.standing(stays).valid_until, consent_rules.end_of(early))
        for consent in (only_ours, goes):
            self.assertEqual(
                (consent.state, consent.withdrawn_how), ("withdrawn", "merged")
            )
            self.assertFalse(self.standing(consent))
        self.assertEqual(goes.resident_id, self.resident)
        self.assertEqual(goes.sudo().dossier_id, self.resident.sudo().dossier_id)
        self.assertEqual(objection.state, "given")
        self.assertEqual(objection.resident_id, self.resident)

    # Reminders ----------------------------------------------------------------------

    def remind(self):
        before = self.env["mail.activity"].search([])
        self.env["client.consent"]._cron_remind()
        return self.env["mail.activity"].search([]) - before

    def test_reminder_once(self):
        self.remind()
        soon = self.give(valid_until=consent_rules.today() + timedelta(days=20))
        self.give(valid_until=consent_rules.today() + timedelta(days=90))
        activity = self.remind()
        self.assertEqual(len(activity), 1)
        self.assertEqual(activity.user_id, self.supporter)
        self.assertEqual(
            (activity.res_model, activity.res_id), ("client.resident", self.resident.id)
        )
        self.assertIn(soon.number, activity.summary)
        self.assertFalse(self.remind())

    def test_reminder_of_a_birthday(self):
        born = fields.Date.subtract(consent_rules.today(), years=12, days=-15)
        child, parent = self.make_child(8)
        child.birth_date = born
        self.give(child, representative_ids=[Command.set(parent.ids)])
        self.assertIn("turns 12", self.remind().summary)

    def test_another_parent_is_asked_too(self):
        child, parent = self.make_child(8)
        consent = self.give(child, representative_ids=[Command.set(parent.ids)])
        activities = self.env["mail.activity"].search([])
        representatives = child.env["client.representative"]
        values = {
            "resident_id": child.id,
            "name": "Bert Voorbeeld",
            "date_from": "2020-01-01",
        }
        for authority, until in (("administrator", False), ("parent", "2021-01-01")):
            representatives.create(
                {**values, "authority": authority, "date_until": until}
            )
        self.assertEqual(self.env["mail.activity"].search([]), activities)
        other = representatives.create({**values, "authority": "parent"})
        activity = self.env["mail.activity"].search([]) - activities
        self.assertEqual(activity.user_id, self.supporter)
        self.assertEqual(
            (activity.res_model, activity.res_id), ("client.resident", child.id)
        )
        self.assertIn(consent.number, activity.summary)
        self.assertNotIn("Bert", activity.summary)
        self.assertEqual(consent.state, "given")
        # Once, also when it was done.
        activity.action_done()
        other.date_from = "2020-02-01"
        self.assertEqual(self.env["mail.activity"].search([]), activities)

    def test_nobody_else_to_ask(self):
        child, parents = self.make_child(8, parents=2)
        self.give(child, representative_ids=[Command.set(parents.ids)])
        activities = self.env["mail.activity"].search([])
        parents[0].date_from = "2020-02-01"
        self.assertEqual(self.env["mail.activity"].search([]), activities)

    # Who sees consents ----------------------------------------------------------------

    def test_nobody_by_another_part(self):
        consent = self.give(codes=("identity", "case"), case_id=self.case.id)
        self.assertFalse(self.seen("client.consent"))
        for user in (self.stranger, self.colleague, self.users["coordinator"]):
            self.assertFalse(self.seen("client.consent", user))
        with self.assertRaises(AccessError), mute_logger("odoo.addons.base.models"):
            self.as_user(self.officer, "client.consent").browse(
                consent.id
            ).action_withdraw()
        for role in ("manager", "finance", "privacy_officer", "volunteer", "employee"):
            with (
                self.subTest(role=role),
                self.assertRaises(AccessError),
                mute_logger("odoo.addons.base.models"),
            ):
                self.as_role(role, "client.consent").search([])

    def test_overview_of_the_privacy_officer(self):
        consent = self.give(recipient_description="de buurman")
        overview = self.as_role("privacy_officer", "client.consent.overview")
        row = overview.search([("number", "=", consent.number)])
        values = row.read()[0]
        self.assertEqual(values["resident_number"], self.resident.number)
        self.assertEqual(values["partner_id"][0], self.town.id)
        self.assertEqual((values["state"], values["sections"]), ("given", "identity"))
        self.assertEqual(values["section_names"], "Who the resident is")
        self.env["res.lang"]._activate_lang("nl_NL")
        self.sections["identity"].with_context(lang="nl_NL").name = "Wie het is"
        dutch = row.with_context(lang="nl_NL")
        self.assertEqual(dutch.section_names, "Wie het is")
        for secret in ("Sjaan", "buurman", self.officer.name, "Huur"):
            self.assertNotIn(secret, str(values))
        abroad = self.make_user(
            "t_privacy_elsewhere", roles.PRIVACY_OFFICER, company=self.neighbour
        )
        self.assertFalse(
            self.as_user(abroad, "client.consent.overview").search(
                [("id", "=", row.id)]
            )
        )
        consent.action_withdraw()
        self.env.flush_all()
        row.invalidate_recordset()
        self.assertEqual(row.state, "withdrawn")
