from odoo.exceptions import AccessError, ValidationError
from odoo.tests import Form, tagged

from .commission_case import CommissionCase
from .common import SocialMapCommon


@tagged("post_install", "-at_install")
class TestAgreement(SocialMapCommon):
    """What two organisations agreed stands on the form of both."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.parties = cls.env["res.partner"].create(
            [
                {"name": name, "is_company": True, "is_support_organization": True}
                for name in ("Proefwijkteam", "Proefmaatje", "Proefbuur")
            ]
        )
        cls.team, cls.buddy, cls.outsider = cls.parties

    def agree(self, **values):
        agreements = self.env["social.agreement"].with_user(self.editor)
        return agreements.create(
            {
                "name": "Samen aan de voordeur",
                "partner_ids": (self.team | self.buddy).ids,
                **values,
            }
        )

    def test_on_the_form_of_every_party(self):
        agreement = self.agree(rhythm="quarter")
        for user in (self.editor, self.employee):
            theirs = self.parties.with_user(user)
            for party, expected in zip(theirs, (True, True, False), strict=True):
                with self.subTest(user=user.login, party=party.name):
                    self.assertEqual(agreement in party.agreement_ids, expected)

    def test_from_the_form_of_a_party(self):
        action = self.team.with_user(self.editor).action_new_agreement()
        agreements = self.env["social.agreement"].with_user(self.editor)
        form = Form(agreements.with_context(**action["context"]))
        form.name = "Verwijzen"
        form.partner_ids.add(self.buddy)
        self.assertEqual(form.save().partner_ids, self.team | self.buddy)

    def test_who_writes_and_who_reads(self):
        agreement = self.agree()
        theirs = agreement.with_user(self.employee)
        self.assertEqual(theirs.name, agreement.name)
        for operation in ("write", "create", "unlink"):
            self.assertFalse(theirs.has_access(operation), operation)
        for user in (self.portal, self.public):
            with self.subTest(user=user.login):
                self.assertFalse(agreement.with_user(user).has_access("read"))
                with self.assertRaises(AccessError):
                    self.team.with_user(user).read(["agreement_ids"])

    def test_two_parties_at_least(self):
        agreement = self.agree()
        with self.assertRaises(ValidationError):
            agreement.partner_ids = self.team
        with self.assertRaises(ValidationError):
            self.agree(partner_ids=self.team.ids)

    def test_merged_parties(self):
        agreement = self.agree()
        self.env["social.merge"].with_user(self.editor).create(
            {"kept_partner_id": self.outsider.id, "other_partner_id": self.buddy.id}
        ).action_merge()
        self.assertEqual(agreement.partner_ids, self.team | self.outsider)
        # Both become one: it agreed nothing with itself.
        self.env["social.merge"].with_user(self.editor).create(
            {"kept_partner_id": self.outsider.id, "other_partner_id": self.team.id}
        ).action_merge()
        self.assertFalse(agreement.active)


@tagged("post_install", "-at_install")
class TestCommission(CommissionCase):
    """What a municipality commissioned holds from its first day to its last."""

    def assertCommissioned(self, expected):
        """Read and searched, of organisations and services, by staff: the same."""
        parties = self.town | self.agency | self.other
        for records, wanted in (
            (parties, expected),
            (self.services, self.services.filtered(lambda s: s.partner_id in expected)),
        ):
            theirs = records.with_user(self.employee)
            mine = [("id", "in", records.ids)]
            self.assertEqual(theirs.filtered("is_commissioned"), wanted)
            for value, found in ((True, wanted), (False, records - wanted)):
                self.assertEqual(
                    theirs.search([*mine, ("is_commissioned", "=", value)]), found
                )

    def test_from_the_first_day_to_the_last(self):
        self.commission()
        for day, holds in (
            ("2025-12-31", False),
            ("2026-01-01", True),
            ("2026-12-31", True),
            ("2027-01-01", False),
        ):
            with self.subTest(day):
                self.today(day)
                self.assertCommissioned(self.agency if holds else self.agency.browse())

    def test_until_further_notice(self):
        agreement = self.commission(date_until=False)
        self.today("2036-01-01")
        self.assertCommissioned(self.agency)
        agreement.action_archive()
        self.env.invalidate_all()
        self.assertCommissioned(self.agency.browse())

    def test_other_agreements_commission_nothing(self):
        self.commission(kind="cooperation")
        self.today("2026-06-01")
        self.assertCommissioned(self.agency.browse())

    def test_between_a_municipality_and_who_carries_it_out(self):
        second = self.town.copy({"organization_type": "municipality"})
        for parties in (self.agency | self.other, self.town | second):
            with self.subTest(parties.mapped("name")):
                with self.assertRaises(ValidationError):
                    self.commission(partner_ids=parties.ids)
                other = self.commission(kind="covenant", partner_ids=parties.ids)
                with self.assertRaises(ValidationError):
                    other.kind = "commission"

    def test_the_public_is_not_told(self):
        self.commission()
        for user in (self.portal, self.public):
            for record in (self.agency, self.services[0]):
                with self.subTest(user=user.login, model=record._name):
                    theirs = record.with_user(user)
                    with self.assertRaises(AccessError):
                        theirs.read(["is_commissioned"])
                    with self.assertRaises(AccessError):
                        theirs.search([("is_commissioned", "=", True)])
