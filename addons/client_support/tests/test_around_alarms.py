import logging

from odoo import Command
from odoo.tests import new_test_user, tagged

from .. import roles
from .common import ClientSupportCase

LOGGER = "client_support.alarm"


@tagged("post_install", "-at_install")
class TestAlarms(ClientSupportCase):
    """What could open files is told outside the database (row 46)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.model_id = cls.env["ir.model"]._get_id("client.resident")
        cls.other_model_id = cls.env["ir.model"]._get_id("res.bank")

    def assert_alarm(self, act, *words):
        with self.assertLogs(LOGGER, logging.WARNING) as caught:
            act()
        text = "\n".join(caught.output)
        for word in (f"uid {self.env.uid}", *words):
            self.assertIn(word, text)
        return text

    def assert_silence(self, act):
        with self.assertNoLogs(LOGGER):
            act()

    def test_rules(self):
        rule = self.env.ref("client_support.client_resident_rule_read")
        text = self.assert_alarm(
            lambda: rule.write({"domain_force": "[(1, '=', 1)]"}),
            "write ir.rule",
            "client.resident",
            "domain_force",
        )
        self.assertNotIn("(1, '=', 1)", text)
        self.assert_alarm(lambda: rule.write({"active": False}), "active")
        self.assert_alarm(
            lambda: rule.write({"model_id": self.other_model_id}), "client.resident"
        )
        fresh = {"name": "x", "model_id": self.model_id}
        self.assert_alarm(lambda: self.env["ir.rule"].create(fresh), "create ir.rule")
        self.assert_alarm(
            self.env["ir.rule"].search([("name", "=", "x")]).unlink, "unlink ir.rule"
        )

    def test_rights(self):
        access = self.env.ref("client_support.access_client_resident_supporter")
        self.assert_alarm(
            lambda: access.write({"perm_unlink": True}), "client.resident"
        )
        values = {"name": "x", "model_id": self.model_id, "perm_read": True}
        self.assert_alarm(lambda: self.env["ir.model.access"].create(values))

    def test_groups(self):
        group = self.env.ref(roles.SUPPORTER)
        other = self.env["res.groups"].create({"name": "Los"})
        user = self.users["employee"]
        self.assert_alarm(
            lambda: group.write({"user_ids": [Command.link(user.id)]}), roles.SUPPORTER
        )
        self.assert_alarm(
            lambda: other.write({"implied_ids": [Command.link(group.id)]}),
            roles.SUPPORTER,
        )

    def test_roles_of_users(self):
        user = self.users["employee"]
        group = self.env.ref(roles.SUPPORTER)
        self.assert_alarm(
            lambda: user.write({"group_ids": [Command.link(group.id)]}), roles.SUPPORTER
        )
        self.assert_alarm(lambda: user.write({"active": False}), roles.SUPPORTER)
        self.assert_alarm(lambda: user.write({"active": True}), roles.SUPPORTER)
        self.assert_alarm(
            lambda: new_test_user(self.env, "nieuw", groups=roles.VOLUNTEER),
            roles.VOLUNTEER,
        )
        hidden = self.env["client.resident"]._portal_company()
        self.assert_alarm(
            lambda: user.write({"company_ids": [Command.link(hidden.id)]}),
            "company_portal",
        )

    def test_server_actions_and_cron(self):
        values = {"name": "x", "model_id": self.model_id, "state": "code", "code": "1"}
        self.assert_alarm(lambda: self.env["ir.actions.server"].create(values))
        elsewhere = {**values, "model_id": self.other_model_id}
        self.assert_alarm(lambda: self.env["ir.actions.server"].create(elsewhere))
        cron = {**elsewhere, "interval_number": 1, "interval_type": "days"}
        self.assert_alarm(lambda: self.env["ir.cron"].create(cron), "code")

    def test_views(self):
        view = self.env.ref("client_support.client_resident_view_form")
        self.assert_alarm(lambda: view.write({"priority": 1}), "client.resident")
        arch = "<t t-name='x'><t t-esc=\"env['res.bank'].sudo()\"/></t>"
        self.assert_alarm(
            lambda: self.env["ir.ui.view"].create(
                {"name": "x", "type": "qweb", "arch": arch}
            ),
            "code",
        )

    def test_modules(self):
        module = self.env["ir.module.module"].search(
            [("state", "=", "uninstalled")], limit=1
        )
        self.assert_alarm(lambda: module.write({"state": "to install"}), module.name)
        own = self.env.ref("base.module_client_support")
        self.assert_alarm(lambda: own.write({"state": "to remove"}), "client_support")

    def test_closed_teams(self):
        team = self.env["helpdesk.ticket.team"].create(
            {"name": "Postbus", "members_only": True}
        )
        self.assert_alarm(
            lambda: team.write({"user_ids": [Command.link(self.env.uid)]}),
            "closed team",
        )
        self.assert_alarm(lambda: team.write({"members_only": False}), "closed team")

    def test_the_context_of_a_client_silences_nothing(self):
        rule = self.env.ref("client_support.client_resident_rule_read").with_context(
            install_mode=True, tracking_disable=True, module="client_support"
        )
        self.assert_alarm(lambda: rule.write({"active": False}))

    def test_silence_elsewhere(self):
        rules = self.env["ir.rule"]
        self.assert_silence(
            lambda: rules.create({"name": "x", "model_id": self.other_model_id})
        )
        self.assert_silence(lambda: self.users["employee"].write({"lang": "en_US"}))
        self.assert_silence(lambda: self.env["res.groups"].create({"name": "Los"}))
