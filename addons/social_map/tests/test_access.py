from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import SocialMapCommon

# What public pages and open data show of a service.
SHOWN = {"life.domain", "target.group", "support.form", "social.area"}


@tagged("post_install", "-at_install")
class TestAccess(SocialMapCommon):
    """Who reads and who maintains the code lists."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()

        def create(model, **vals):
            return cls.env[model].create(vals)

        area = create("social.area", name="Proefstad", level="municipality")
        # Unused records of each list, with a value that an editor might change.
        cls.records = [
            (create("life.domain", name="A", code="a"), "name"),
            (
                create(
                    "life.domain.term",
                    name="A",
                    vocabulary="Proef",
                    classification="other",
                ),
                "note",
            ),
            (create("target.group", name="A", code="a"), "name"),
            (create("social.persona", name="A"), "journey"),
            (
                create("support.form", name="A", formality="formal"),
                "name",
            ),
            (
                create(
                    "social.area.population",
                    area_id=area.id,
                    year=2024,
                    inhabitants=1,
                ),
                "inhabitants",
            ),
            (area, "name"),
        ]

    def each(self, user):
        return [(record.with_user(user), field) for record, field in self.records]

    def assertRights(self, record, expected):
        operations = ("read", "write", "create", "unlink")
        rights = {name for name in operations if record.has_access(name)}
        self.assertEqual(rights, set(expected))

    @mute_logger("odoo.addons.base.models.ir_model")
    def test_employee_reads(self):
        for record, field in self.each(self.employee):
            with self.subTest(model=record._name):
                self.assertRights(record, ["read"])
                self.assertTrue(record.search([("id", "=", record.id)]))
                record.read([field, "display_name"])
                with self.assertRaises(AccessError):
                    record.write({field: record[field]})
                with self.assertRaises(AccessError):
                    record.unlink()
                with self.assertRaises(AccessError):
                    record.copy()

    def test_editor_maintains(self):
        for record, field in self.each(self.editor):
            with self.subTest(model=record._name):
                record.write({field: record[field]})
                if record._name == "life.domain":
                    self.assertRights(record, ["read", "write", "create"])
                    with self.assertRaises(AccessError):
                        record.unlink()
                    record.action_archive()
                    self.assertFalse(record.active)
                else:
                    self.assertRights(record, ["read", "write", "create", "unlink"])
                    record.unlink()
                    self.assertFalse(record.exists())

    def test_administrator_maintains(self):
        for record, _field in self.each(self.administrator):
            with self.subTest(model=record._name):
                self.assertRights(record, ["read", "write", "create", "unlink"])
                record.unlink()
                self.assertFalse(record.exists())

    @mute_logger("odoo.addons.base.models.ir_model")
    def test_outsiders_read_what_pages_show(self):
        """The lists that services are shown and found by, and no others."""
        for user in (self.portal, self.public):
            for record, field in self.each(user):
                with self.subTest(user=user.login, model=record._name):
                    if record._name in SHOWN:
                        self.assertRights(record, ["read"])
                        continue
                    self.assertRights(record, [])
                    with self.assertRaises(AccessError):
                        record.read([field])
                    with self.assertRaises(AccessError):
                        record.search_count([])
        with self.assertRaises(AccessError):
            self.env["life.domain.term"].with_user(self.portal).find("wonen")

    def test_the_role_is_given_to_nobody(self):
        group = self.env.ref("social_map.group_directory_editor")
        system = self.env.ref("base.user_root") | self.env.ref("base.user_admin")
        self.assertFalse(group.all_user_ids & system)

    def test_who_wrote_it_is_for_colleagues(self):
        """Nothing that everybody reads tells the names of who keeps the directory."""
        rows = self.env["ir.model.access"].search(
            [
                ("group_id", "in", self.portal.all_group_ids.ids),
                ("perm_read", "=", True),
                ("name", "like", "portal"),
                "|",
                ("model_id.model", "=like", "social.%"),
                ("model_id.model", "in", list(SHOWN)),
            ]
        )
        names = set(rows.model_id.mapped("model"))
        self.assertLessEqual(SHOWN | {"social.service", "social.schedule"}, names)
        for name in names:
            with self.subTest(name):
                for reader, sees in ((self.portal, False), (self.employee, True)):
                    found = self.env[name].with_user(reader).fields_get()
                    self.assertEqual({"create_uid", "write_uid"} <= set(found), sees)
                    self.assertEqual("create_uid" in found, sees)
                theirs = self.env[name].with_user(self.portal)
                with self.assertRaises(AccessError):
                    theirs.search_read([], ["write_uid"], limit=1)
                with self.assertRaises(AccessError):
                    theirs.search([("create_uid", "=", self.editor.id)])
