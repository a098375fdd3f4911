from odoo.exceptions import AccessError
from odoo.tests import TransactionCase, new_test_user, tagged


@tagged("post_install", "-at_install")
class TestDashboardShare(TransactionCase):
    """A dashboard is not shared by a link that needs no login."""

    def test_nobody_makes_a_link(self):
        dashboard = self.env["spreadsheet.dashboard"].create(
            {
                "name": "Cijfers",
                "dashboard_group_id": self.env["spreadsheet.dashboard.group"]
                .create({"name": "Cijfers"})
                .id,
            }
        )
        manager = new_test_user(
            self.env, "t_share", groups="client_support.group_manager"
        )
        for user in (manager, self.env.user):
            shares = self.env["spreadsheet.dashboard.share"].with_user(user)
            with self.assertRaises(AccessError):
                shares.action_get_share_url({"dashboard_id": dashboard.id})

    def test_a_link_from_before_opens_nothing(self):
        share = self.env["spreadsheet.dashboard.share"].new({"access_token": "x"})
        with self.assertRaises(AccessError):
            share._check_dashboard_access("x")
