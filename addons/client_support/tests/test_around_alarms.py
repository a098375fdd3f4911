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

        for inner in (
            "user.env.get('res.bank')",
            "object.with_user(1).name",
            "request.params",
        ):
            arch = f'<t t-name="x"><t t-out="{inner}"/></t>'
            with self.subTest(inner):
                self.assert_alarm(
                    lambda arch=arch: self.env["ir.ui.view"].create(
                        {"name": "x", "type": "qweb", "arch": arch}
                    ),
                    "code",
                )

    def test_fields_made_by_hand(self):
        """One with a path or code is worked out elevated, for whoever reads it."""
        field = self.env["ir.model.fields"]._get("client.resident", "nickname")
        self.assert_alarm(lambda: field.write({"help": "x"}), "client.resident")
        values = {"model_id": self.other_model_id, "field_description": "x"}
        values |= {"state": "manual", "ttype": "char", "store": False}
        self.assert_alarm(
            lambda: self.env["ir.model.fields"].create(
                {**values, "name": "x_x", "depends": "name", "compute": "pass"}
            ),
            "code",
        )

    def test_templates_of_mail_and_paper(self):
        templates = self.env["mail.template"]
        model = self.env["ir.model"]._get_id("res.partner")
        values = {"name": "x", "model_id": model}
        reading = "<p t-out=\"object.env['client.resident'].sudo().search([])\"/>"
        self.assert_silence(lambda: templates.create(values))
        self.assert_alarm(
            lambda: templates.create({**values, "body_html": reading}), "code"
        )
        self.assert_alarm(
            lambda: templates.create({**values, "subject": "{{ object.env.user }}"}),
            "code",
        )
        report = self.env.ref("client_support.client_procedure_letter_report")
        self.assert_alarm(
            lambda: report.write({"report_name": "web.external_layout"}),
            "client.procedure.letter",
        )
        paper = {"name": "x", "model": "res.partner", "report_name": "x.x"}
        self.assert_silence(lambda: self.env["ir.actions.report"].create(paper))
        paper["print_report_name"] = "object.env.cr"
        self.assert_alarm(lambda: self.env["ir.actions.report"].create(paper), "code")

    def test_the_login_of_somebody_with_a_role(self):
        """Whoever sets a password logs in with it, and reads what they read."""
        user = self.users["supporter"]
        own = user.with_user(user)
        admin = user.with_user(self.users["administrator"])
        for name in ("password", "login", "email"):
            value = "somebody@example.com"
            with self.subTest(name), self.assertLogs(LOGGER, "WARNING") as caught:
                admin.write({name: value})
            self.assertIn(f"login of res.users[{user.id}]", caught.output[0])
            self.assertNotIn(value, caught.output[0])
        with self.assertLogs(LOGGER, "WARNING"):
            admin.partner_id.email = "other@example.com"
        self.assert_silence(lambda: own.write({"email": "own@example.com"}))
        plain = self.users["employee"].with_user(self.users["administrator"])
        self.assert_silence(lambda: plain.write({"password": "something long"}))

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
