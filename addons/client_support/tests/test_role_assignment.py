import psycopg2

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from .. import roles
from .common import ClientSupportCase


@tagged("post_install", "-at_install")
class TestRoleAssignment(ClientSupportCase):
    """Who has which role since when, given by whom: whatever road it took."""

    def setUp(self):
        super().setUp()
        self.user = self.users["employee"]
        self.group = self.env.ref(roles.SUPPORTER)
        self.rights = self.make_user("t_rights", "base.group_erp_manager")

    def rows(self, role=roles.SUPPORTER, user=None):
        return self.env["client.role.assignment"].search(
            [("user_id", "=", (user or self.user).id), ("role", "=", role)]
        )

    def assert_given(self, by, role=roles.SUPPORTER, user=None):
        row = self.rows(role, user).filtered(lambda row: not row.until)
        self.assertEqual(len(row), 1)
        self.assertEqual(row.given_by_id, by)
        self.assertEqual(row.company_id, self.organisation)
        self.assertFalse(row.is_found)

    def assert_taken(self, by, role=roles.SUPPORTER, user=None):
        row = self.rows(role, user)[0]
        self.assertTrue(row.until)
        self.assertEqual(row.taken_by_id, by)

    def test_by_the_user(self):
        user = self.user.with_user(self.rights)
        user.group_ids = [Command.link(self.group.id)]
        self.assert_given(self.rights)
        user.group_ids = [Command.unlink(self.group.id)]
        self.assert_taken(self.rights)
        user.group_ids = [Command.link(self.group.id)]
        self.assert_given(self.rights)
        self.assertEqual(len(self.rows()), 2)

    def test_by_the_group(self):
        group = self.group.with_user(self.rights)
        group.user_ids = [Command.link(self.user.id)]
        self.assert_given(self.rights)
        group.user_ids = [Command.unlink(self.user.id)]
        self.assert_taken(self.rights)

    def test_by_what_a_group_implies(self):
        between = self.env["res.groups"].create(
            {"name": "Tussen", "user_ids": [Command.link(self.user.id)]}
        )
        between = between.with_user(self.rights)
        between.implied_ids = [Command.link(self.group.id)]
        self.assert_given(self.rights)
        between.implied_ids = [Command.clear()]
        self.assert_taken(self.rights)
        self.group.with_user(self.rights).implied_by_ids = [Command.link(between.id)]
        self.assert_given(self.rights)
        between.unlink()
        self.assert_taken(self.rights)

    def test_by_a_new_group(self):
        self.env["res.groups"].with_user(self.rights).create(
            {
                "name": "Nieuw",
                "implied_ids": [Command.link(self.group.id)],
                "user_ids": [Command.link(self.user.id)],
            }
        )
        self.assert_given(self.rights)

    def test_by_a_new_user_and_a_copy(self):
        administrator = self.users["administrator"]
        users = self.as_user(administrator, "res.users")
        new = users.create(
            {
                "name": "Nieuw",
                "login": "nieuw",
                "company_id": self.organisation.id,
                "company_ids": self.organisation.ids,
                "group_ids": [Command.set(self.group.ids)],
            }
        )
        self.assert_given(administrator, user=new)
        self.assert_given(administrator, user=new.copy({"login": "kopie"}))

    def test_by_leaving_and_coming_back(self):
        user = self.users["supporter"].with_user(self.rights)
        user.active = False
        self.assert_taken(self.rights, user=user)
        user.active = True
        self.assert_given(self.rights, user=user)

    def test_each_organisation_apart(self):
        user = self.users["supporter"]
        user.company_ids = [Command.link(self.neighbour.id)]
        rows = self.rows(user=user)
        self.assertEqual(rows.company_id, self.organisation | self.neighbour)
        user.company_ids = [Command.unlink(self.neighbour.id)]
        open_rows = rows.filtered(lambda row: not row.until)
        self.assertEqual(open_rows.company_id, self.organisation)

    def test_every_role_is_written_down(self):
        held = self.env["client.role.assignment"].search([]).mapped("role")
        ours = {name for name, _label in roles.ROLES if "client_support." in name}
        self.assertLessEqual(ours, set(held))
        paired = {name for pair in roles.FORBIDDEN_PAIRS for name in pair}
        self.assertLessEqual(paired, roles.ROLE_NAMES)

    def test_what_nobody_saw_is_found(self):
        self.env.cr.execute(
            "INSERT INTO res_groups_users_rel (gid, uid) VALUES (%s, %s)",
            (self.group.id, self.user.id),
        )
        self.env.invalidate_all()
        with self.assertLogs("client_support.alarm", "WARNING") as alarm:
            self.env["client.role.assignment"]._cron_find()
        self.assertIn(roles.SUPPORTER, alarm.output[0])
        row = self.rows()
        self.assertTrue(row.is_found)
        self.assertFalse(row.given_by_id)
        with self.assertNoLogs("client_support.alarm", "WARNING"):
            self.env["client.role.assignment"]._cron_find()
        self.assertEqual(self.rows(), row)

    def test_a_deleted_account_leaves_its_row(self):
        user = new_test_user(self.env, "weg", groups=roles.MANAGER)
        row = self.rows(roles.MANAGER, user)
        user.unlink()
        self.assertTrue(row.until)
        self.assertFalse(row.user_id)
        self.assertEqual(row.login, "weg")

    @mute_logger("odoo.addons.base.models.ir_model")
    def test_nobody_writes_it(self):
        row = self.rows(user=self.users["supporter"])
        values = {
            "user_id": self.user.id,
            "login": "x",
            "role": roles.SUPPORTER,
            "since": "2020-01-01",
        }
        for role in self.users:
            rows = self.as_role(role, "client.role.assignment")
            for attempt in (
                lambda rows=rows: rows.browse(row.id).write({"login": "x"}),
                lambda rows=rows: rows.browse(row.id).unlink(),
                lambda rows=rows: rows.create(dict(values)),
            ):
                with self.subTest(role=role), self.assertRaises(AccessError):
                    attempt()

    @mute_logger("odoo.sql_db")
    def test_the_database_keeps_it(self):
        row = self.rows(user=self.users["supporter"])
        self.env.flush_all()
        for query in (
            "UPDATE client_role_assignment SET since = now() WHERE id = %s",
            "UPDATE client_role_assignment SET user_id = 1 WHERE id = %s",
            "UPDATE client_role_assignment SET given_by_id = 2 WHERE id = %s",
            "DELETE FROM client_role_assignment WHERE id = %s",
        ):
            with (
                self.subTest(query=query),
                self.assertRaises(psycopg2.errors.InsufficientPrivilege),
                self.cr.savepoint(),
            ):
                self.env.cr.execute(query, [row.id])
        self.users["supporter"].active = False
        with (
            self.assertRaises(psycopg2.errors.InsufficientPrivilege),
            self.cr.savepoint(),
        ):
            row.until = False
            row.flush_recordset()

    @mute_logger("odoo.addons.base.models.ir_model")
    def test_who_reads_it(self):
        for role in ("privacy_officer", "administrator", "coordinator"):
            rows = self.as_role(role, "client.role.assignment").search([])
            self.assertIn(self.users["supporter"], rows.user_id)
            self.assertEqual(rows.company_id, self.organisation)
            rows.web_read({"user_id": {}, "last_login": {}, "last_review": {}})
        for role in ("supporter", "manager", "employee", "portal", "access_officer"):
            with self.assertRaises(AccessError):
                self.as_role(role, "client.role.assignment").search([])
