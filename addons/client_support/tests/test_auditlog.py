from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from .. import inside, roles
from .common import ClientSupportCase

LOG_MODELS = ("auditlog.log", "auditlog.log.line", "auditlog.log.line.view")


@tagged("post_install", "-at_install")
class TestAuditlog(ClientSupportCase):
    """Changes of configuration are kept; of a file nothing is."""

    def logged(self, record, method="write"):
        return self.env["auditlog.log"].search(
            [
                ("model_id.model", "=", record._name),
                ("res_id", "=", record.id),
                ("method", "=", method),
            ]
        )

    def test_what_is_configured(self):
        names = set(self.env["auditlog.rule"].search([]).mapped("model_model"))
        self.assertLessEqual(
            {
                "ir.rule",
                "ir.model.access",
                "res.groups",
                "res.users",
                "client.team",
                "client.supporter",
                "ir.config_parameter",
                "ir.actions.server",
                "ir.cron",
                "client.closing.reason",
            },
            names,
        )
        self.assertFalse({name for name in names if inside.is_inside(self.env, name)})

    def test_never_a_file(self):
        for name in sorted(inside.names(self.env)):
            if self.env[name]._abstract:
                continue
            with self.subTest(name), self.assertRaises(ValidationError):
                self.env["auditlog.rule"].create(
                    {"name": name, "model_id": self.env["ir.model"]._get_id(name)}
                )
        rule = self.env["auditlog.rule"].search([], limit=1)
        with self.assertRaises(ValidationError), self.cr.savepoint():
            rule.model_id = self.env["ir.model"]._get_id("client.resident")

    def test_a_rule_that_is_switched_off(self):
        rule = self.env["ir.rule"].create(
            {
                "name": "Proef",
                "model_id": self.env["ir.model"]._get_id("client.team"),
                "domain_force": "[(1, '=', 1)]",
            }
        )
        self.assertTrue(self.logged(rule, "create"))
        rule.active = False
        line = self.logged(rule).line_ids
        self.assertEqual(line.field_name, "active")
        self.assertEqual(line.new_value_text, "False")
        rule.unlink()
        self.assertTrue(self.logged(rule, "unlink"))

    def test_a_full_rule_of_an_administrator(self):
        before = self.logged(self.team, "create")
        self.env["auditlog.rule"].create_logs(
            self.env.uid,
            "client.team",
            self.team.ids,
            "create",
            {},
            {self.team.id: {"member_ids": self.colleague.ids}},
            {"log_type": "full"},
        )
        [log] = self.logged(self.team, "create") - before
        self.assertIn(str(self.colleague.id), log.line_ids.new_value_text)

    def test_of_users_their_roles_only(self):
        user = new_test_user(self.env, "t_audited", groups="base.group_user")
        before = self.logged(user)
        user.write({"name": "Iemand Anders", "password": "geheim geheim"})
        self.assertEqual(self.logged(user), before)
        user.group_ids = [Command.link(self.env.ref(roles.WALK_IN).id)]
        [log] = self.logged(user) - before
        self.assertEqual(log.line_ids.mapped("field_name"), ["group_ids"])
        self.assertEqual(log.user_id, self.env.user)
        created = self.logged(user, "create").line_ids.mapped("field_name")
        self.assertNotIn("password", created)
        self.assertNotIn("name", created)

    def test_a_user_has_a_name_at_once(self):
        """Without the mail that sets a password, and so without a second look."""
        users = self.env["res.users"].with_context(no_reset_password=True)
        user = users.create({"name": "Bo Voorbeeld", "login": "bo", "email": "b@x.nl"})
        self.assertEqual((user.name, user.display_name), ("Bo Voorbeeld",) * 2)

    def test_no_account_of_a_resident(self):
        user = new_test_user(self.env, "t_resident", groups="base.group_portal")
        user.active = False
        self.assertFalse(self.logged(user, "create"))
        self.assertFalse(self.logged(user))

    def test_no_secrets_of_others(self):
        settings = self.env["ir.config_parameter"]
        settings.set_param("mail.secret_key", "GEHEIMWOORD")
        settings.set_param("client_support.lookups_per_day", "7")
        texts = self.env["auditlog.log.line"].search([]).mapped("new_value_text")
        self.assertNotIn("GEHEIMWOORD", str(texts))
        self.assertIn("7", texts)

    def test_the_check_of_conflicts_is_no_change(self):
        supporter = self.env["client.supporter"].create(
            {"name": "Saar", "company_id": self.organisation.id}
        )
        supporter._lock_facts()
        self.assertFalse(self.logged(supporter))
        supporter.declaration_date = "2026-01-01"
        self.assertTrue(self.logged(supporter))

    def test_nothing_of_the_request(self):
        for name in ("auditlog.http.request", "auditlog.http.session"):
            self.assertFalse(self.env[name].search_count([]))
        log = self.env["auditlog.log"].search([], limit=1)
        self.assertTrue(log)
        self.assertFalse(log.http_request_id)
        self.assertFalse(log.http_session_id)

    def test_who_reads_it_and_that_nobody_changes_it(self):
        manager = new_test_user(
            self.env, "t_auditor", groups="auditlog.group_auditlog_manager"
        )
        for name in LOG_MODELS:
            self.assertTrue(self.env[name].with_user(manager).has_access("read"), name)
            for role, user in self.users.items():
                if role == "administrator":  # OCA makes it a manager of the log
                    continue
                with self.subTest(model=name, role=role):
                    self.assertFalse(self.env[name].with_user(user).has_access("read"))
        for user in (manager, self.users["administrator"]):
            for name in LOG_MODELS:
                for operation in ("write", "create", "unlink"):
                    self.assertFalse(
                        self.env[name].with_user(user).has_access(operation)
                    )
            with self.assertRaises(AccessError):
                self.env["auditlog.autovacuum"].with_user(user).autovacuum(0)

    def test_who_stands_beside_residents_does_not_read_it(self):
        for role in roles.BESIDE_RESIDENTS:
            for group in ("user", "manager"):
                self.assertIn(
                    (role, f"auditlog.group_auditlog_{group}"), roles.FORBIDDEN_PAIRS
                )

    def test_a_change_of_the_log_itself_is_an_alarm(self):
        rule = self.env["auditlog.rule"].search(
            [("model_model", "=", "ir.rule")], limit=1
        )
        with self.assertLogs("client_support.alarm", "WARNING") as alarm:
            rule.name = "Niets"
        self.assertIn("log of ir.rule", alarm.output[0])
