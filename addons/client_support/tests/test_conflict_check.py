import psycopg2

from odoo import fields
from odoo.exceptions import ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..roles import PRIVACY_OFFICER
from .test_dividing_work import DividingCase


@tagged("post_install", "-at_install")
class TestConflictCheck(DividingCase):
    """Every check of conflicts that decides something leaves a row; no list does."""

    def checks(self, **values):
        found = self.env["client.conflict.check"].search(
            [("case_number", "=", self.case.number)], order="id"
        )
        found.invalidate_recordset()
        return found.filtered_domain([(k, "=", v) for k, v in values.items()])

    def make_interested(self, supporter):
        """The supporter works for the resident's provider of care."""
        self.case.sudo().provider_ids = self.provider
        return (
            self.env["client.employment"]
            .with_user(self.users["coordinator"])
            .create({"supporter_id": supporter.id, "partner_id": self.provider.id})
        )

    def test_assigning(self):
        self.dialog()
        self.assertFalse(self.checks(), "a list of candidates decides nothing")
        self.assign(self.fatima)
        check = self.checks()
        self.assertEqual(len(check), 1)
        self.assertEqual(
            (check.occasion, check.codes, check.supporter_id, check.user_id),
            ("assign", "", self.fatima.id, self.users["coordinator"].id),
        )
        self.assertEqual(check.organisation_id, self.organisation.id)
        self.assertEqual(check.outcome, "No conflict found")
        self.assertLess(
            abs((fields.Datetime.now() - check.moment).total_seconds()), 3600
        )

    def test_a_refusal_stays(self):
        self.make_interested(self.fatima)
        try:
            self.assign(self.fatima)
        except ValidationError:
            refused = True
        # What a rollback does to it: tests/test_conflict_check_stays.py.
        self.assertTrue(refused)
        check = self.checks()
        self.assertIn("not_same_helper", check.codes)
        self.assertIn("Followed by: refused", check.outcome)

    def test_a_supporter_who_registers(self):
        contact = self.make_contact(self.make_resident())
        contact.action_make_case()
        check = self.env["client.conflict.check"].search(
            [("case_number", "=", contact.case_id.number)]
        )
        self.assertEqual(check.occasion, "register")

    def test_facts_that_change(self):
        self.assign(self.fatima)
        with self.assertLogs("client_support.alarm", "WARNING"):
            self.make_interested(self.fatima)
        found = self.checks() - self.checks(occasion="assign")
        self.assertEqual(found.mapped("occasion"), ["provider", "fact"])
        self.assertFalse(found[0].codes)
        self.assertIn("access ended at once", found[1].outcome)
        self.assertFalse(self.case.supporter_id)

    def test_cover(self):
        self.assign(self.fatima)
        self.make_interested(self.bram)
        self.as_role("coordinator", "client.cover").create(
            {"supporter_id": self.fatima.id, "colleague_id": self.bram.id}
        ).action_cover()
        check = self.checks(occasion="cover")
        self.assertEqual(check.supporter_id, self.bram.id)
        self.assertIn("left out", check.outcome)

    def test_nobody_changes_it(self):
        self.assign(self.fatima)
        check = self.checks()
        for statement in (
            "UPDATE client_conflict_check SET codes = 'x' WHERE id = %s",
            "DELETE FROM client_conflict_check WHERE id = %s",
            "TRUNCATE client_conflict_check -- %s",
        ):
            with (
                self.subTest(statement=statement),
                mute_logger("odoo.sql_db"),
                self.assertRaises(psycopg2.Error),
                self.env.cr.savepoint(),
            ):
                self.env.cr.execute(statement, [check.id])

    def test_only_the_officer_of_the_organisation_reads_it(self):
        self.assign(self.fatima)
        check = self.checks()
        for role in self.users:
            own = self.as_role(role, check._name)
            with self.subTest(role=role):
                self.assertEqual(own.has_access("read"), role == "privacy_officer")
                for operation in ("write", "create", "unlink"):
                    self.assertFalse(own.has_access(operation))
        officer = self.as_role("privacy_officer", check._name).browse(check.id)
        self.assertEqual(officer.supporter_name, "Fatima")
        self.assertEqual(officer.user_name, self.users["coordinator"].name)
        other = self.make_user("t_officer2", PRIVACY_OFFICER, company=self.neighbour)
        self.assertNotIn(check, self.as_user(other, check._name).search([]))

    def test_it_points_at_nothing(self):
        for field in self.env["client.conflict.check"]._fields.values():
            self.assertFalse(field.relational, field)
