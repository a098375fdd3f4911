from odoo.tests import HttpCase, new_test_user, tagged


@tagged("post_install", "-at_install")
class TestMenus(HttpCase):
    """Every menu of the app opens in the browser, without an error in the console."""

    def crawl(self, login):
        self.browser_js(
            "/odoo",
            "odoo.loader.modules.get('@web/webclient/clickbot/clickbot_loader')"
            ".startClickEverywhere('social_map.social_map_menu_root');",
            "odoo.isReady === true",
            login=login,
            timeout=300,
            success_signal="clickbot test succeeded",
        )

    def test_editor(self):
        new_test_user(
            self.env,
            "map_editor",
            "social_map.group_directory_editor",
            lang="nl_NL",
        )
        self.crawl("map_editor")

    def test_employee(self):
        new_test_user(self.env, "map_employee", "base.group_user", lang="nl_NL")
        self.crawl("map_employee")
