from odoo.exceptions import AccessError, ValidationError
from odoo.tests import Form, tagged

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
