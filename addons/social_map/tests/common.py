from odoo.tests import new_test_user

from odoo.addons.base.tests.common import BaseCommon


class SocialMapCommon(BaseCommon):
    """One user per role that meets the code lists."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.employee = new_test_user(cls.env, "map_employee", "base.group_user")
        cls.editor = new_test_user(
            cls.env, "map_editor", "social_map.group_directory_editor"
        )
        cls.administrator = new_test_user(
            cls.env, "map_administrator", "base.group_user,base.group_system"
        )
        cls.portal = new_test_user(cls.env, "map_portal", "base.group_portal")
        cls.public = cls.env.ref("base.public_user")
