from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

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

    def test_reactivation(self):
        user = self.users["supporter"]
        user.active = False
        user.group_ids = [Command.link(self.env.ref("base.group_allow_export").id)]
        with self.refused(), self.cr.savepoint():
            user.active = True

    def test_copy_of_an_inactive_user(self):
        user = self.users["supporter"]
        user.active = False
        user.group_ids = [Command.link(self.env.ref("base.group_allow_export").id)]
        with self.refused(), self.cr.savepoint():
            user.copy({"login": "kopie", "active": True})

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
