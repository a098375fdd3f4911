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
            if not user.share:
                with self.subTest(role=role):
                    self.open_menus(role, "client_support.", "social_map.")
