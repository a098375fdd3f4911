from unittest.mock import patch

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from odoo.addons.mail.tests.common import MailCase

from .common import ClientSupportCase

NAME = "Geheimnaam Verzonnen"


@tagged("post_install", "-at_install")
class TestContacts(MailCase, ClientSupportCase):
    """The contact of a resident's portal account (rows 28–30 and 42)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.admin_of_contacts = new_test_user(
            cls.env, "t_contacts", groups="base.group_user,base.group_partner_manager"
        )
        cls.users_admin = new_test_user(
            cls.env, "t_users_admin", groups="base.group_erp_manager"
        )
        cls.portal = new_test_user(
            cls.env, "inwoner@example.nl", groups="base.group_portal", name=NAME
        )
        cls.partner = cls.portal.partner_id
        cls.partner.email = "inwoner@example.nl"
        cls.resident = cls.make_resident()
        cls.resident._set_portal_partner(cls.partner)
        cls.env.flush_all()

    def everybody(self):
        return (
            self.env.user,
            self.admin_of_contacts,
            self.users_admin,
            self.users["administrator"],
            self.portal,
        )

    def test_nobody_changes_it(self):
        parent = self.env["res.partner"].create({"name": "Zorg BV"})
        for user in self.everybody():
            for elevated in (False, True):
                partner = self.partner.with_user(user).sudo(elevated)
                for values in (
                    {"email": "aanvaller@example.nl"},
                    {"phone": "0612345678"},
                    {"name": "Ander"},
                    {"parent_id": parent.id},
                    {"active": False},
                    {"company_id": False},
                    {"user_ids": [(5,)]},
                ):
                    with (
                        self.subTest(user=user.login, values=values),
                        self.assertRaises(UserError),
                        mute_logger("odoo.addons.base.models"),
                    ):
                        partner.write(values)

    def test_no_context_of_a_client_opens_it(self):
        for value in (True, "SET_BY_RESIDENT", 1):
            with self.assertRaises(AccessError):
                self.partner.with_context(portal_of_resident=value).write({"name": "x"})

    def test_nobody_deletes_it(self):
        for user in self.everybody():
            with (
                self.assertRaises(UserError),
                mute_logger("odoo.addons.base.models", "odoo.models.unlink"),
            ):
                self.partner.with_user(user).unlink()
        with (
            self.assertRaises(IntegrityError),
            mute_logger("odoo.sql_db"),
            self.env.cr.savepoint(),
        ):
            self.env.cr.execute(
                "DELETE FROM res_partner WHERE id = %s", [self.partner.id]
            )

    def test_nobody_merges_it(self):
        other = self.env["res.partner"].create(
            {"name": "Ander", "email": "inwoner@example.nl"}
        )
        both = [other.id, self.partner.id]
        for user in self.everybody():
            wizard = self.env["base.partner.merge.automatic.wizard"].with_user(user)
            for destination in (other, self.partner):
                with self.assertRaises(AccessError):
                    wizard._merge(both, destination.with_user(user))

    def test_nobody_hangs_another_contact_on_it(self):
        with self.assertRaises(AccessError):
            self.env["res.partner"].create(
                {"name": "Kind", "parent_id": self.partner.id}
            )
        other = self.env["res.partner"].create({"name": "Kind"})
        with self.assertRaises(AccessError):
            other.parent_id = self.partner

    def test_nobody_takes_the_account(self):
        for user in (self.users_admin, self.users["administrator"], self.env.user):
            account = self.portal.with_user(user)
            for values in (
                {"login": "aanvaller@example.nl"},
                {"email": "aanvaller@example.nl"},
                {"partner_id": user.partner_id.id},
                {"group_ids": [(4, self.env.ref("base.group_user").id)]},
                {"company_ids": [(4, self.organisation.id)]},
            ):
                with (
                    self.subTest(user=user.login, values=values),
                    self.assertRaises(UserError),
                    mute_logger("odoo.addons.base.models"),
                ):
                    account.write(values)
            with self.assertRaises(UserError), mute_logger("odoo.addons.base.models"):
                account.with_user(self.users_admin).password = "overgenomen"

    def test_nobody_gives_a_second_account(self):
        with self.assertRaises(AccessError):
            new_test_user(self.env, "tweede", partner_id=self.partner.id)

    def test_the_portal_wizard_is_closed(self):
        with self.assertRaises(AccessError):
            self.env["portal.wizard"].create({"partner_ids": self.partner.ids}).mapped(
                "user_ids.user_id"
            )

    def test_a_reset_goes_to_the_own_address(self):
        with self.mock_mail_gateway():
            self.env["res.users"].sudo().reset_password("inwoner@example.nl")
        (mail,) = self._mails
        self.assertEqual(mail["email_to"], ["inwoner@example.nl"])

    def test_internal_users_do_not_find_it(self):
        internal = [user for user in self.users.values() if user._is_internal()] + [
            self.admin_of_contacts,
            self.users_admin,
        ]
        for user in internal:
            with self.subTest(user=user.login):
                partners = self.as_user(user, "res.partner")
                for domain in (
                    [("name", "ilike", "Geheimnaam")],
                    [("email", "=", "inwoner@example.nl")],
                    [("id", "=", self.partner.id)],
                    [("user_ids.login", "=", "inwoner@example.nl")],
                ):
                    self.assertFalse(partners.search(domain))
                self.assertFalse(partners.name_search("Geheimnaam"))
                users = self.as_user(user, "res.users")
                self.assertFalse(users.search([("login", "=", "inwoner@example.nl")]))
                self.assertFalse(
                    partners.get_mention_suggestions("Geheimnaam").get("res.partner")
                )

    def test_nobody_reads_whose_it_is(self):
        for user in self.users.values():
            with self.assertRaises(AccessError), mute_logger("odoo.models"):
                self.as_user(user, "client.resident").search(
                    [("portal_partner_id", "!=", False)]
                )

    def test_a_lookup_of_privacy_tells_nobody(self):
        wizard = (
            self.env["privacy.lookup.wizard"]
            .with_user(self.users["administrator"])
            .create({"name": NAME, "email": "inwoner@example.nl"})
        )
        wizard.action_lookup()
        found = set(wizard.line_ids.mapped("res_model"))
        self.assertFalse(found & {"client.resident", "res.partner", "res.users"})

    def test_the_resident_resets_the_own_password(self):
        self.partner.sudo().signup_prepare()
        token = self.partner.sudo()._generate_signup_token()
        login, _password = (
            self.env["res.users"]
            .sudo()
            .signup(
                {"login": "aanvaller@example.nl", "password": "een nieuw wachtwoord"},
                token,
            )
        )
        self.assertEqual(login, "inwoner@example.nl")

    def test_only_a_contact_of_its_own(self):
        parent = self.env["res.partner"].create({"name": "Zorg BV"})
        child = self.env["res.partner"].create(
            {"name": "Medewerker", "parent_id": parent.id}
        )
        other = self.make_resident()
        for partner in (
            parent,
            child,
            self.users["supporter"].partner_id,
            self.partner,
        ):
            with self.assertRaises(ValidationError):
                other._set_portal_partner(partner)

    def test_the_file_changes_it(self):
        self.resident._set_portal_partner(self.partner, email="nieuw@example.nl")
        self.assertEqual(self.partner.email, "nieuw@example.nl")

    def test_nobody_invites_or_books_for_a_resident(self):
        guest = [Command.link(self.partner.id)]
        kind = self.env["resource.booking.type"].create({"name": "Spreekuur"})
        for model, values in (
            (
                "calendar.event",
                {"name": "x", "start": "2026-03-02 09:00", "stop": "2026-03-02 10:00"},
            ),
            ("resource.booking", {"type_id": kind.id}),
        ):
            with self.subTest(model=model), self.assertRaises(ValidationError):
                self.env[model].create({**values, "partner_ids": guest})

    def test_no_link_tells_its_name(self):
        """Odoo reads the label of a link elevated; numbers of contacts are guessed."""
        for user in (self.users["employee"], self.users["administrator"]):
            for model, field, value in (
                ("mail.template", "user_id", self.portal.id),
                ("utm.campaign", "user_id", self.portal.id),
                ("mail.compose.message", "author_id", self.partner.id),
            ):
                made = self.as_user(user, model).new({field: value})
                with self.subTest(user=user.login, model=model):
                    label = made.sudo()[field].with_user(user).sudo().display_name
                    self.assertTrue(label)
                    self.assertNotIn(NAME, label)
                    self.assertNotIn("example.nl", label)
            partner = self.partner.with_user(user).sudo()
            shown = partner.with_context(show_email=True, show_address=True)
            self.assertNotIn("inwoner", shown.display_name)
        campaign = self.as_role("employee", "utm.campaign").create(
            {"title": "x", "user_id": self.portal.id}
        )
        self.env.invalidate_all()
        self.assertNotIn(NAME, str(campaign.read(["user_id"])))
        own = self.portal.with_user(self.portal)
        self.assertEqual(own.display_name, NAME)
        self.assertEqual(own.partner_id.display_name, NAME)

    def test_no_form_computes_from_it(self):
        for model, field, value in (
            ("calendar.attendee", "partner_id", self.partner.id),
            ("calendar.attendee", "partner_id", [self.partner.id, "x"]),
            ("calendar.event", "user_id", self.portal.id),
            ("calendar.event", "partner_ids", [[4, self.partner.id]]),
            (
                "calendar.event",
                "attendee_ids",
                [[0, 0, {"partner_id": self.partner.id}]],
            ),
        ):
            for role in ("employee", "supporter", "administrator"):
                with self.subTest(role=role, model=model), self.assertRaises(UserError):
                    self.as_role(role, model).onchange(
                        {field: value}, [field], {"display_name": {}}
                    )

    def test_nobody_talks_with_it_or_lets_it_follow(self):
        event = self.as_role("employee", "calendar.event").create(
            {"name": "x", "start": "2026-03-02 09:00", "stop": "2026-03-02 10:00"}
        )
        channels = self.as_role("employee", "discuss.channel")
        for call in (
            lambda: channels._create_group(partners_to=self.partner.ids),
            lambda: event.message_subscribe(self.partner.ids),
            lambda: event.message_post(body="x", partner_ids=self.partner.ids),
            lambda: self.env["res.partner.bank"].create(
                {"acc_number": "1", "partner_id": self.partner.id}
            ),
            lambda: self.env["calendar.attendee"].create(
                {"event_id": event.id, "partner_id": self.partner.id}
            ),
        ):
            with self.assertRaises(UserError), self.cr.savepoint():
                call()

    def test_a_denial_does_not_name_it(self):
        debug = "odoo.addons.base.models.res_users.ResUsers.has_group"
        for user in (self.users["employee"], self.users["administrator"]):
            contact = self.as_user(user, "res.partner").browse(self.partner.id)
            with (
                self.subTest(user=user.login),
                patch(debug, lambda *_args: True),
                mute_logger("odoo.addons.base.models.ir_rule"),
                self.assertRaises(AccessError) as refusal,
            ):
                contact.check_access("read")
            self.assertNotIn(NAME, str(refusal.exception))

    def test_no_former_name_stays_behind(self):
        tracked = self.env(context=dict(self.env.context, tracking_disable=False))
        # What was prepared before the contact went out of sight counts too.
        self.partner.with_env(tracked).comment = "x"
        partner = self.resident.with_env(tracked).sudo()
        partner._set_portal_partner(self.partner, name="Anders Verzonnen")
        partner._drop_portal_account()
        self.flush_tracking()
        values = self.env["mail.tracking.value"].search([])
        for name in (NAME, "Anders Verzonnen"):
            self.assertNotIn(name, values.mapped("old_value_char"))
            self.assertNotIn(name, values.mapped("new_value_char"))

    def test_nobody_is_a_member_of_the_hidden_company(self):
        company = self.env["client.resident"]._portal_company()
        members = self.env["res.users"].search([("company_ids", "in", company.ids)])
        self.assertEqual(members.filtered(lambda user: not user.share).ids, [])

    def test_other_contacts_are_as_before(self):
        partner = self.env["res.partner"].create({"name": "Bibliotheek"})
        theirs = partner.with_user(self.admin_of_contacts)
        theirs.write({"email": "info@example.nl", "name": "Bieb"})
        theirs.unlink()
