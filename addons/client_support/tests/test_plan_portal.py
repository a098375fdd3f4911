from odoo.exceptions import AccessError
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from odoo.addons.mail.tests.common import MailCase

from .common import ClientSupportCase


@tagged("post_install", "-at_install")
class TestPlanPortal(MailCase, HttpCase, ClientSupportCase):
    """A resident sees the own questions and plan, and nobody else's."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.mother = cls.make_resident(nickname="Moeder", name="Mieke Moederman")
        cls.father = cls.make_resident(nickname="Vader", name="Victor Vaderman")
        cls.case = cls.as_role("supporter", "client.case").create(
            {
                "resident_ids": [cls.mother.id, cls.father.id],
                "team_id": cls.team.id,
            }
        )
        cls.goals = {}
        for whose, words in (
            (cls.mother, "MERK-MOEDER"),
            (cls.father, "MERK-VADER"),
            (None, "MERK-SAMEN"),
        ):
            cls.as_role("supporter", "client.goal").create(
                {
                    "case_id": cls.case.id,
                    "resident_id": whose and whose.id,
                    "life_domain_id": cls.domain.id,
                    "wording": f"{words}-DOEL",
                    "action_ids": [(0, 0, {"what": f"{words}-STAP"})],
                }
            )
            cls.as_role("supporter", "client.question").create(
                {
                    "case_id": cls.case.id,
                    "resident_ids": whose and whose.ids,
                    "life_domain_id": cls.domain.id,
                    "description": f"{words}-VRAAG",
                }
            )

    def account(self, resident, email):
        with self.mock_mail_gateway():
            resident._open_portal_account(email)
        user = resident._portal_users()
        user.sudo().password = user.login
        return user

    def page(self, user):
        self.env.flush_all()
        self.authenticate(user.login, user.login)
        return self.url_open("/my/dossier/plan", timeout=120)

    def test_own_and_common(self):
        page = self.page(self.account(self.mother, "moeder@example.nl"))
        self.assertEqual(page.status_code, 200)
        for words in ("MERK-MOEDER", "MERK-SAMEN"):
            for part in ("DOEL", "STAP", "VRAAG"):
                self.assertIn(f"{words}-{part}", page.text)
        self.assertNotIn("MERK-VADER", page.text)

    def test_who_live_apart_see_the_own_only(self):
        user = self.account(self.mother, "moeder@example.nl")
        self.case.is_shielded = True
        page = self.page(user)
        self.assertIn("MERK-MOEDER-DOEL", page.text)
        self.assertIn("MERK-MOEDER-VRAAG", page.text)
        for secret in ("MERK-VADER", "MERK-SAMEN", self.father.number, "Vader"):
            self.assertNotIn(secret, page.text)

    def test_a_closed_case_is_no_plan(self):
        user = self.account(self.mother, "moeder@example.nl")
        self.case.write(
            {
                "stage": "closed",
                "closing_reason_id": self.env.ref(
                    "client_support.closing_reason_answered"
                ).id,
            }
        )
        page = self.page(user)
        self.assertEqual(page.status_code, 200)
        self.assertNotIn("MERK-", page.text)

    def test_not_there_for_others(self):
        user = self.users["portal"]
        user.sudo().password = user.login
        self.assertEqual(self.page(user).status_code, 404)

    def test_there_is_no_other_road(self):
        user = self.account(self.mother, "moeder@example.nl")
        for name in (
            *("client.goal", "client.goal.action", "client.plan.document"),
            *("client.assessment", "client.assessment.line", "client.provider.option"),
        ):
            with (
                self.subTest(model=name),
                self.assertRaises(AccessError),
                mute_logger("odoo.addons.base.models"),
            ):
                self.as_user(user, name).search([])
