from unittest.mock import patch

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from odoo.addons.auth_signup.models.res_partner import SignupError

from ..roles import FORBIDDEN_PAIRS, SUPPORTER
from .common import ClientSupportCase


@tagged("post_install", "-at_install")
class TestRoles(ClientSupportCase):
    """Forbidden pairs are refused on every route by which groups reach a user."""

    def pairs(self):
        for one, other in FORBIDDEN_PAIRS:
            groups = [
                self.env.ref(name, raise_if_not_found=False) for name in (one, other)
            ]
            if all(groups):  # auditlog is not always installed
                with self.subTest(one=one, other=other):
                    yield groups

    def pairs_on_one_account(self):
        """Those that Odoo allows on an account that is off: of one type of user."""
        types = self.env["res.groups"]._get_user_type_groups()
        for one, other in self.pairs():
            if len((one | other).all_implied_ids & types) < 2:
                yield one, other

    def refused(self):
        return self.assertRaises(ValidationError)

    def test_user_side(self):
        for one, other in self.pairs():
            with self.refused(), self.cr.savepoint():
                self.users["employee"].group_ids = one | other

    def test_new_user(self):
        for one, other in self.pairs():
            with self.refused(), self.cr.savepoint():
                self.env["res.users"].create(
                    {
                        "name": "Beide",
                        "login": "beide",
                        "group_ids": [Command.set((one | other).ids)],
                    }
                )

    def test_group_side(self):
        for one, other in self.pairs():
            with self.refused(), self.cr.savepoint():
                user = new_test_user(self.env, "enkel", groups="base.group_public")
                user.group_ids = one
                other.user_ids = [Command.link(user.id)]

    def test_implied_group(self):
        for one, other in self.pairs():
            with self.refused(), self.cr.savepoint():
                one.implied_ids = [Command.link(other.id)]

    def test_group_that_implies_both(self):
        for one, other in self.pairs():
            with self.refused(), self.cr.savepoint():
                self.env["res.groups"].create(
                    {
                        "name": "Alles",
                        "implied_ids": [Command.set((one | other).ids)],
                    }
                )

    def test_implied_from_the_other_side(self):
        for one, other in self.pairs():
            with self.refused(), self.cr.savepoint():
                other.implied_by_ids = [Command.link(one.id)]

    def inactive(self, groups):
        """Somebody who left, with whatever groups."""
        users = self.env["res.users"].with_context(no_reset_password=True)
        return users.create(
            {
                "name": "Vertrokken",
                "login": "vertrokken",
                "email": "vertrokken@example.com",
                "active": False,
                "group_ids": [Command.set(groups.ids)],
            }
        )

    def test_reactivation_and_copy_of_who_left(self):
        for one, other in self.pairs_on_one_account():
            with self.cr.savepoint() as undone:
                user = self.inactive(one | other)
                with self.refused(), self.cr.savepoint():
                    user.active = True
                with self.refused(), self.cr.savepoint():
                    user.copy({"login": "kopie", "active": True})
                undone.rollback()

    def test_account_from_the_template(self):
        """Sign-up, an invitation: Odoo copies a template that somebody can edit."""
        template = self.env.ref("base.template_portal_user_id")
        for one, other in self.pairs_on_one_account():
            template.group_ids = one | other
            with self.assertRaises(SignupError), self.cr.savepoint():
                self.env["res.users"]._create_user_from_template(
                    {"login": "nieuw", "name": "Nieuw", "email": "nieuw@example.com"}
                )

    def test_groups_that_every_new_user_gets(self):
        """A setting of Odoo gives new users what this group implies."""
        default = self.env.ref("base.default_user_group", raise_if_not_found=False)
        default = default or self.env["res.groups"].create({"name": "Nieuw"})
        for one, other in self.pairs():
            with self.cr.savepoint() as undone:
                # One pair at once is refused there already.
                default.implied_ids = one
                new = {"login": "nieuw", "name": "Nieuw"}
                given = self.env["res.users"]._default_groups() | one
                with self.refused(), self.cr.savepoint():
                    new["group_ids"] = [Command.set((given | other).ids)]
                    self.env["res.users"].create(new)
                undone.rollback()

    def test_portal_wizard(self):
        for one, other in self.pairs_on_one_account():
            with self.cr.savepoint() as undone:
                partner = self.inactive(one | other).partner_id
                partner.active = True  # still in the address book
                wizard = self.env["portal.wizard"].create(
                    {"partner_ids": [Command.set(partner.ids)]}
                )
                with (
                    patch.object(type(wizard.user_ids), "_send_email"),
                    self.assertRaises(UserError),
                    self.cr.savepoint(),
                ):
                    wizard.user_ids.action_grant_access()
                undone.rollback()

    def test_group_in_between_with_members(self):
        """Neither side names both roles: a third group implies the second one."""
        for one, other in self.pairs():
            with self.cr.savepoint() as undone:
                between = self.env["res.groups"].create({"name": "Tussen"})
                user = new_test_user(self.env, "enkel", groups="base.group_public")
                user.group_ids = one | between
                with self.refused(), self.cr.savepoint():
                    between.implied_ids = [Command.link(other.id)]
                with self.refused(), self.cr.savepoint():
                    other.implied_by_ids = [Command.link(between.id)]
                with self.refused(), self.cr.savepoint():
                    other.all_user_ids = [Command.link(user.id)]
                undone.rollback()

    def test_roles_keep_their_names(self):
        """Without its external id a role is seen by no check on roles."""
        rights = self.make_user("t_rights", "base.group_erp_manager")
        for user in (rights, self.users["administrator"], self.env.user):
            for name in FORBIDDEN_PAIRS[0]:
                module, _, short = name.partition(".")
                data = (
                    self.env["ir.model.data"]
                    .with_user(user)
                    .sudo()
                    .search([("module", "=", module), ("name", "=", short)])
                )
                for attempt in (
                    lambda data=data: data.write({"name": "weg"}),
                    lambda data=data: data.write({"res_id": 1}),
                    lambda data=data: data.write({"module": "weg"}),
                    lambda data=data: data.unlink(),
                    lambda name=name, user=user: (
                        self.env.ref(name).with_user(user).unlink()
                    ),
                ):
                    with (
                        self.subTest(user=user.login, name=name),
                        self.assertRaises(UserError),
                        self.cr.savepoint(),
                    ):
                        attempt()
                self.assertTrue(self.env.ref(name).exists())

    def test_a_module_that_is_removed_takes_its_roles_along(self):
        data = self.env["ir.model.data"].search(
            [("module", "=", "client_support"), ("name", "=", "group_supporter")]
        )
        with patch.object(self.registry, "ready", False):
            data.unlink()
        self.assertFalse(self.env.ref(SUPPORTER, raise_if_not_found=False))

    def test_nobody_takes_the_external_id_of_a_role(self):
        """Odoo moves one on create, for anybody, when the context says import."""
        for role, model, values in [
            ("manager", "ir.filters", {"name": "x", "model_id": "res.partner"}),
            ("portal", "ir.filters", {"name": "x", "model_id": "res.partner"}),
            ("supporter", "client.resident", {"nickname": "x"}),
        ]:
            records = self.as_role(role, model).with_context(
                _import_current_module="client_support"
            )
            if model == "ir.filters":
                values["user_ids"] = self.users[role].ids
            for name in ("client_support.group_supporter", "group_supporter"):
                with (
                    self.subTest(role=role, name=name),
                    self.assertRaises(AccessError),
                    self.cr.savepoint(),
                ):
                    records.create([{"id": name, **values}])
        group = self.env.ref("client_support.group_supporter")
        self.assertEqual(group._name, "res.groups")

    def test_a_role_is_not_copied(self):
        """A copy would give a manager the rights of a supporter by another name."""
        with self.assertRaises(UserError), self.cr.savepoint():
            self.env.ref(SUPPORTER).copy()
        self.assertTrue(self.env.ref("base.group_portal").copy())

    def test_importing_with_external_ids_still_works(self):
        residents = self.as_role("supporter", "client.resident")
        for nickname in ("Sjaan", "Sjaantje"):
            result = residents.load(["id", "nickname"], [["r_1", nickname]])
            self.assertFalse(result["messages"])
            made = residents.browse(result["ids"])
            self.assertEqual(made.nickname, nickname)
        self.assertEqual(residents.search_count([]), 1)

    def test_message_names_both_roles(self):
        with self.assertRaises(ValidationError) as raised, self.cr.savepoint():
            self.users["supporter"].group_ids = [
                Command.link(self.env.ref("client_support.group_manager").id)
            ]
        self.assertIn("Supporter", str(raised.exception))
        self.assertIn("Manager", str(raised.exception))

    def test_our_groups_are_linked_to_nobody_at_install(self):
        for name in ("base.user_root", "base.user_admin"):
            groups = self.env.ref(name).all_group_ids._get_external_ids()
            ours = [
                xmlid
                for names in groups.values()
                for xmlid in names
                if xmlid.startswith("client_support.")
            ]
            self.assertFalse(ours)
