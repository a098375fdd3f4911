from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from odoo.addons.mail.tests.common import MailCase

from .common import ClientSupportCase


@tagged("post_install", "-at_install")
class TestFamily(MailCase, HttpCase, ClientSupportCase):
    """Parents who live apart in one case learn nothing of each other."""

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

    def accounts(self):
        with self.mock_mail_gateway():
            for resident, email in (
                (self.mother, "moeder@example.nl"),
                (self.father, "vader@example.nl"),
            ):
                resident._open_portal_account(email)
        return self.mother._portal_users(), self.father._portal_users()

    def open_to(self, user):
        """(resident, case) of the rows that stand for a portal user."""
        rows = (
            self.env["client.access"]
            .sudo()
            .search(
                [
                    ("user_id", "=", user.id),
                    ("kind", "in", ("resident", "representative")),
                    ("valid_until", ">", "now"),
                ]
            )
        )
        return {(row.resident_id, row.case_id) for row in rows}

    def look(self, user, record):
        self.write_the_log()
        self.as_user(user, record._name).browse(record.id).read()
        self.write_the_log()

    def shown(self, user):
        self.env.invalidate_all()
        (shown,) = self.env["client.access.log"].with_user(user)._shown_to_user()
        return shown

    def test_rows_are_per_resident(self):
        mother, father = self.accounts()
        none = self.case.browse()
        self.assertEqual(
            self.open_to(mother), {(self.mother, none), (self.mother, self.case)}
        )
        self.case.is_shielded = True
        self.assertEqual(self.open_to(mother), {(self.mother, none)})
        self.assertEqual(self.open_to(father), {(self.father, none)})
        self.case.is_shielded = False
        self.assertIn((self.father, self.case), self.open_to(father))

    def test_a_representative_too(self):
        one = self.as_role("supporter", "client.representative").create(
            {
                "resident_id": self.mother.id,
                "name": "Mentor",
                "authority": "mentor",
            }
        )
        with self.mock_mail_gateway():
            one._open_portal_account("mentor@example.nl")
        user = one._portal_users()
        self.assertIn((self.mother, self.case), self.open_to(user))
        self.case.is_shielded = True
        self.assertEqual(self.open_to(user), {(self.mother, self.case.browse())})

    def test_a_case_that_is_shielded_from_the_start(self):
        mother, _father = self.accounts()
        case = self.as_role("supporter", "client.case").create(
            {
                "resident_ids": [self.mother.id, self.father.id],
                "team_id": self.team.id,
                "is_shielded": True,
            }
        )
        self.assertNotIn((self.mother, case), self.open_to(mother))

    def test_they_learn_nothing_of_each_other(self):
        """Not the name, not the number, not how many there are."""
        mother, father = self.accounts()
        for user in (mother, father):
            user.sudo().password = user.login
        self.case.is_shielded = True
        contact = self.make_contact(
            self.father, self.users["supporter"], case_id=self.case.id
        )
        question = contact.question_ids
        question.case_id = self.case
        question.resident_ids = self.father
        self.write_the_log()
        before = self.shown(mother)["lines"]
        for record in (contact, question, self.father):
            self.look(self.users["supporter"], record)
        self.assertEqual(self.shown(mother)["lines"], before)
        self.assertTrue(
            any("question" in line["what"] for line in self.shown(father)["lines"])
        )
        self.env.flush_all()
        for user, other in ((mother, self.father), (father, self.mother)):
            self.authenticate(user.login, user.login)
            page = self.url_open("/my/dossier/inzage", timeout=120)
            self.assertEqual(page.status_code, 200)
            for secret in (other.nickname, other.name, other.number, "outside"):
                self.assertNotIn(secret, page.text)

    def test_the_look_of_one_is_not_shown_to_the_other(self):
        """Also from before the shield, when both could see the shared case."""
        mother, father = self.accounts()
        # As a page of the portal does: a look by this user at the shared case.
        self.write_the_log()
        self.case.with_user(father)._witness("read", self.case.ids, ["stage"])
        self.write_the_log()
        self.env.cr.execute(
            "SELECT resident_ids FROM client_access_log"
            " WHERE user_id = %s AND model = 'client.case'",
            [father.id],
        )
        self.assertIn(self.mother.id, self.env.cr.fetchone()[0])
        whos = {line["who"] for line in self.shown(mother)["lines"]}
        self.assertFalse({who for who in whos if "outside" in who}, whos)

    def test_a_look_counts_for_whom_it_is_about(self):
        mother, father = self.accounts()
        self.case.is_shielded = True
        question = self.as_role("supporter", "client.question").create(
            {
                "case_id": self.case.id,
                "life_domain_id": self.domain.id,
                "resident_ids": [self.father.id],
            }
        )
        general = self.as_role("supporter", "client.question").create(
            {"case_id": self.case.id, "life_domain_id": self.domain.id}
        )
        self.look(self.colleague_on_the_case(), question)
        self.assertFalse(self.looks_at_questions(mother))
        self.assertTrue(self.looks_at_questions(father))
        self.look(self.colleague_on_the_case(), general)
        self.assertTrue(self.looks_at_questions(mother))

    def colleague_on_the_case(self):
        self.env["client.access"]._grant(self.colleague, self.case, "consult", "Test")
        return self.colleague

    def looks_at_questions(self, user):
        return [
            line
            for line in self.shown(user)["lines"]
            if line["what"].startswith("looked at")
            and "your questions" in line["what"]
            and "thinks along" in line["why"]
        ]

    def test_a_question_is_of_somebody_of_the_case(self):
        elsewhere = self.make_resident(nickname="Ander")
        with self.assertRaises(ValidationError):
            self.as_role("supporter", "client.question").create(
                {
                    "case_id": self.case.id,
                    "life_domain_id": self.domain.id,
                    "resident_ids": [elsewhere.id],
                }
            )

    # Who comes and goes -----------------------------------------------------------

    def change(self, change, resident, user=None):
        return (
            self.as_user(user or self.users["supporter"], "client.family")
            .create(
                {
                    "case_id": self.case.id,
                    "change": change,
                    "resident_id": resident.id,
                }
            )
            .action_change()
        )

    def test_somebody_is_added_and_taken_out(self):
        mother, _father = self.accounts()
        child = self.make_resident(nickname="Kind")
        with self.mock_mail_gateway():
            child._open_portal_account("kind@example.nl")
        self.env["client.access"]._grant(self.colleague, self.case, "cover", "Test")
        self.env["client.access"]._grant(self.stranger, self.case, "consent", "Test")
        self.change("add", child)
        self.assertIn(child, self.case.resident_ids)
        self.assertIn((child, self.case), self.open_to(child._portal_users()))
        rows = self.env["client.access"].sudo()
        here = [("case_id", "=", self.case.id), ("resident_id", "=", child.id)]
        working = rows.search([*here, ("kind", "in", ("supporter", "cover"))])
        self.assertEqual(working.user_id, self.users["supporter"] | self.colleague)
        self.assertFalse(rows.search([*here, ("kind", "=", "consent")]))
        self.change("remove", child)
        self.assertNotIn(child, self.case.resident_ids)
        self.assertFalse(rows.search([*here, ("valid_until", ">", "now")]))
        self.assertEqual(
            self.open_to(child._portal_users()), {(child, self.case.browse())}
        )
        self.assertIn((self.mother, self.case), self.open_to(mother))
        # Whoever works on the case still does.
        self.assertTrue(self.as_user(self.colleague, "client.case").search([]))

    def test_who_has_something_in_the_case_stays(self):
        self.make_contact(self.father, self.users["supporter"], case_id=self.case.id)
        with self.assertRaises(UserError):
            self.change("remove", self.father)
        self.change("remove", self.mother)
        with self.assertRaises(UserError):
            self.change("remove", self.father)

    def test_who_has_a_procedure_appointment_or_reporting_code_stays(self):
        of_father = {"case_id": self.case.id, "resident_id": self.father.id}
        now = fields.Datetime.now()
        for name, values in (
            ("client.procedure", {}),
            ("client.appointment", {"start": now, "kind": "access_talk"}),
            ("client.reporting.code", {"signals": "Zorgen"}),
            ("client.survey.invitation", {"due_date": now.date()}),
        ):
            with self.subTest(name):
                # Elevated: an invitation is made by closing a case alone.
                part = self.env[name].create({**of_father, **values})
                with self.assertRaises(UserError):
                    self.change("remove", self.father)
                self.assertIn(self.father, self.case.resident_ids)
                part.unlink()
        self.change("remove", self.father)

    def test_only_who_works_on_both(self):
        theirs = self.make_resident(user=self.colleague)
        with self.assertRaises(AccessError), mute_logger("odoo.addons.base.models"):
            self.change("add", theirs)
        with self.assertRaises(AccessError), mute_logger("odoo.addons.base.models"):
            self.change("add", theirs, self.colleague)

    def test_who_has_a_part_of_the_plan_stays(self):
        """Also what the portal shows to the own resident only."""
        self.as_role("supporter", "client.goal").create(
            {
                "case_id": self.case.id,
                "resident_id": self.father.id,
                "life_domain_id": self.domain.id,
                "wording": "Ik wil rust",
            }
        )
        with self.assertRaises(UserError):
            self.change("remove", self.father)
