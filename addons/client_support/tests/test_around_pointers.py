from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .. import inside
from .common import ClientSupportCase


@tagged("post_install", "-at_install")
class TestPointers(ClientSupportCase):
    """Nothing generic of Odoo hangs on a file (rows 7–10, 12–16, 34, 41, 48, 49)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.supporter = cls.users["supporter"]
        cls.resident = cls.make_resident(name="Geheimnaam Verzonnen")
        cls.model_id = cls.env["ir.model"]._get_id("client.resident")

    def values(self):
        """By model: values that would point at the resident's file."""
        document = {"model": "client.resident", "res_id": self.resident.id}
        return {
            "mail.message": {**document, "body": "x"},
            "mail.followers": {
                "res_model": "client.resident",
                "res_id": self.resident.id,
                "partner_id": self.supporter.partner_id.id,
            },
            "mail.scheduled.message": {
                **document,
                "author_id": self.supporter.partner_id.id,
                "scheduled_date": "2030-01-01",
            },
            "mail.compose.message": {
                "model": "client.resident",
                "res_ids": self.resident.ids,
                "composition_mode": "comment",
                "body": "x",
            },
            "mail.template": {"name": "x", "model_id": self.model_id},
            "mail.alias": {"alias_name": "x", "alias_model_id": self.model_id},
            "calendar.event": {
                "name": "x",
                "start": "2026-01-05 10:00",
                "stop": "2026-01-05 11:00",
                "res_model_id": self.model_id,
                "res_id": self.resident.id,
            },
            "ir.exports": {"name": "x", "resource": "client.resident"},
        }

    def test_nobody_makes_one(self):
        for model, values in self.values().items():
            for user in (self.env.user, self.supporter, self.users["administrator"]):
                with (
                    self.subTest(model=model, user=user.login),
                    self.assertRaises(UserError) as refused,
                    mute_logger("odoo.addons.base.models", "odoo.models"),
                    self.env.cr.savepoint(),
                ):
                    self.env[model].with_user(user).create(values)
                self.assertNotIn("Geheimnaam", str(refused.exception))

    def test_nobody_turns_one_towards_a_file(self):
        message = self.env["mail.message"].create({"body": "x"})
        with self.assertRaises(ValidationError):
            message.write({"model": "client.resident", "res_id": self.resident.id})

    def test_others_are_left_alone(self):
        partner = self.env["res.partner"].create({"name": "Bibliotheek"})
        message = partner.message_post(body="x")
        self.assertEqual(message.model, "res.partner")

    def test_the_gateway_brings_nothing_in(self):
        for name in inside.names(self.env):
            for method in ("message_new", "message_update", "message_process"):
                self.assertFalse(hasattr(self.env[name], method), name)

    # Searches ------------------------------------------------------------------------

    def search_values(self, **values):
        return {
            "name": "Zoek",
            "model_id": "client.resident",
            "domain": "[('name', '=', 'Geheimnaam')]",
            **values,
        }

    def test_a_search_on_files_is_ones_own(self):
        model = self.as_user(self.supporter, "ir.filters")
        own = model.create(self.search_values(user_ids=[self.supporter.id]))
        for users in ([], [self.colleague.id], [self.supporter.id, self.colleague.id]):
            with self.assertRaises(UserError):
                model.create(self.search_values(user_ids=[(6, 0, users)]))
            with self.assertRaises(UserError):
                own.write({"user_ids": [(6, 0, users)]})
        self.assertIn(own, model.search([]))
        for user in (self.colleague, *self.users.values()):
            if user != self.supporter:
                with self.subTest(user=user.login):
                    theirs = self.as_user(user, "ir.filters")
                    self.assertFalse(theirs.search([("name", "=", "Zoek")]))
                    self.assertFalse(theirs.browse(own.id).has_access("read"))

    def test_a_search_on_the_social_map_is_shared(self):
        shared = self.as_user(self.supporter, "ir.filters").create(
            self.search_values(model_id="res.partner", user_ids=[])
        )
        self.assertTrue(
            self.as_user(self.colleague, "ir.filters").browse(shared.id).name
        )

    def test_the_rules_know_our_models(self):
        for name in inside.names(self.env):
            self.assertTrue(name.startswith("client."), name)

    # What others have ----------------------------------------------------------------

    def test_followers_of_tickets_and_contacts_are_not_told(self):
        partner = self.env["res.partner"].create({"name": "Iemand"})
        ticket = self.env["helpdesk.ticket"].create({"name": "x", "description": "x"})
        for document in (ticket, partner):
            document.message_subscribe(partner.ids + self.colleague.partner_id.ids)
            domain = [("res_model", "=", document._name), ("res_id", "=", document.id)]
            employee = self.as_role("employee", "mail.followers")
            self.assertFalse(employee.search(domain))
            own = self.as_user(self.colleague, "mail.followers").search(domain)
            self.assertEqual(own.partner_id, self.colleague.partner_id)

    def test_notifications_are_ones_own(self):
        partner = self.env["res.partner"].create({"name": "Iemand"})
        partner.message_post(body="x", partner_ids=self.colleague.partner_id.ids)
        theirs = self.as_user(self.colleague, "mail.notification").search([])
        self.assertIn(self.colleague.partner_id, theirs.res_partner_id)
        seen = self.as_role("employee", "mail.notification").search([])
        own = self.users["employee"].partner_id
        for notification in seen:
            self.assertIn(own, notification.res_partner_id | notification.author_id)

    def test_tokens_of_guests_are_for_who_is_there(self):
        event = self.as_user(self.supporter, "calendar.event").create(
            {
                "name": "Bezet",
                "start": "2026-01-05 10:00",
                "stop": "2026-01-05 11:00",
                "partner_ids": self.colleague.partner_id.ids,
            }
        )
        for user in (self.supporter, self.colleague):
            seen = self.as_user(user, "calendar.attendee").search(
                [("event_id", "=", event.id)]
            )
            self.assertTrue(seen)
        employee = self.as_role("employee", "calendar.attendee")
        self.assertFalse(employee.search([("event_id", "=", event.id)]))
        self.assertFalse(employee.search([("access_token", "!=", False)]))

    # Errors --------------------------------------------------------------------------

    def test_a_denial_tells_nothing_with_and_without_debug(self):
        for user in (self.colleague, self.users["employee"], self.users["portal"]):
            file = self.as_user(user, "client.resident").browse(self.resident.id)
            file = file.with_context(resident_names=True)
            for debug in (False, True):
                user.sudo().group_ids = (
                    [(4 if debug else 3, self.env.ref("base.group_no_one").id)]
                    if user == self.colleague
                    else []
                )
                with (
                    self.subTest(user=user.login, debug=debug),
                    self.assertRaises(AccessError) as refused,
                    mute_logger("odoo.addons.base.models"),
                ):
                    file.read(["name"])
                for secret in ("Geheimnaam", self.resident.number, "ir.rule"):
                    self.assertNotIn(secret, str(refused.exception))
                self.assertNotIn("client.resident: read", str(refused.exception))

    def test_a_server_action_runs_as_the_user(self):
        action = self.env["ir.actions.server"].create(
            {
                "name": "x",
                "model_id": self.model_id,
                "state": "code",
                "code": "action = {'seen': env['client.resident'].search_count([]), "
                "'name': records.mapped('name')}",
            }
        )
        for user in (self.colleague, self.users["employee"]):
            theirs = (
                action.with_user(user)
                .sudo(False)
                .with_context(
                    active_model="client.resident",
                    active_id=self.resident.id,
                    active_ids=self.resident.ids,
                )
            )
            with (
                self.subTest(user=user.login),
                self.assertRaises(AccessError),
                mute_logger("odoo.addons.base.models"),
            ):
                theirs.run()

    def test_no_automation(self):
        self.assertNotIn("base.automation", self.env)

    def test_export_is_for_none_that_register(self):
        for role in ("supporter", "walk_in", "intake", "coordinator", "volunteer"):
            user = self.users[role]
            self.assertFalse(user.has_group("base.group_allow_export"), role)
