from odoo.tests import HttpCase, tagged

from .common import ClientSupportCase


@tagged("post_install", "-at_install")
class TestBrowser(ClientSupportCase, HttpCase):
    """In Chromium, as the people who will use it."""

    def test_a_walk_in_worker_registers_three_contacts(self):
        self.start_tour("/odoo", "client_quick_contact", login="t_walk_in")
        resident = self.as_role("walk_in", "client.resident").search([])
        self.assertEqual(resident.nickname, "Pluk")
        contacts = self.as_role("walk_in", "client.contact").search([], order="id")
        self.assertEqual(contacts.resident_id, resident)
        self.assertEqual(
            [contact.life_domain_ids.mapped("code") for contact in contacts],
            [["housing", "income_debt"], ["meaning"]],
        )
        self.assertEqual(
            contacts.channel_id, self.env.ref("client_support.contact_channel_phone")
        )
        anonymous = self.as_role("walk_in", "client.contact.anonymous").search([])
        self.assertEqual(anonymous.life_domain_ids.mapped("code"), ["health_care"])
        self.assertFalse(self.env["client.quick.contact"].search([]))

    def test_every_menu_opens_for_every_role(self):
        for role, user in self.users.items():
            if user.share:
                continue
            with self.subTest(role=role):
                menus = self.env["ir.ui.menu"].with_user(user).load_web_menus(False)
                ours = [
                    menu
                    for menu in menus.values()
                    if menu.get("xmlid", "").startswith(
                        ("client_support.", "social_map.")
                    )
                    and menu.get("actionID")
                    and menu.get("actionModel") == "ir.actions.act_window"
                ]
                if role in ("supporter", "coordinator", "administrator"):
                    self.assertTrue(ours)
                for menu in ours:
                    action = (
                        self.env["ir.actions.act_window"]
                        .sudo()
                        .browse(menu["actionID"])
                    )
                    model = self.as_user(user, action.res_model)
                    model.get_views(
                        [(False, view) for view in action.view_mode.split(",")]
                    )
                    model.search([], limit=1).read()
