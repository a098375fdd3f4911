from psycopg2 import IntegrityError

from odoo.exceptions import UserError, ValidationError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .common import SocialMapCommon


@tagged("post_install", "-at_install")
class TestSocialArea(SocialMapCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Area = cls.env["social.area"]
        cls.city = cls.area("Proefstad", "municipality")
        cls.district = cls.area("Noord", "district", cls.city)
        cls.hood = cls.area("De Werf", "neighbourhood", cls.district)

    @classmethod
    def area(cls, name, level, parent=None, **vals):
        return cls.env["social.area"].create(
            {"name": name, "level": level, "parent_id": parent and parent.id, **vals}
        )

    def assertRefused(self, make, error=IntegrityError):
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(error),
            self.env.cr.savepoint(),
        ):
            make().flush_recordset()

    def test_full_name_follows_the_tree(self):
        self.assertEqual(self.hood.display_name, "Proefstad / Noord / De Werf")
        self.city.name = "Proefdam"
        self.assertEqual(self.hood.complete_name, "Proefdam / Noord / De Werf")

    def test_wider_areas_are_found(self):
        found = self.Area.search([("id", "child_of", self.city.id)])
        self.assertEqual(found, self.city | self.district | self.hood)
        found = self.Area.search([("id", "parent_of", self.hood.id)])
        self.assertEqual(found, self.city | self.district | self.hood)

    def test_found_by_its_code(self):
        self.city.code = "GM9987"
        self.assertEqual(self.Area.name_search("gm9987")[0][0], self.city.id)

    def test_levels_lie_in_the_one_above(self):
        for level, parent in (
            ("municipality", self.city),
            ("district", None),
            ("district", self.district),
            ("neighbourhood", None),
            ("neighbourhood", self.city),
            ("neighbourhood", self.hood),
        ):
            with self.subTest(level=level, parent=parent and parent.name):
                self.assertRefused(
                    lambda: self.area("Fout", level, parent),  # noqa: B023
                    ValidationError,
                )

    def test_level_of_a_parent_stays(self):
        self.hood.active = False
        with self.assertRaises(ValidationError), self.env.cr.savepoint():
            self.district.write({"level": "municipality", "parent_id": False})

    def test_no_circle(self):
        with self.assertRaises(UserError), self.env.cr.savepoint():
            self.city.parent_id = self.hood
        with self.assertRaises(UserError), self.env.cr.savepoint():
            self.district.parent_id = self.district

    def test_parent_is_not_deleted(self):
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            self.district.unlink()

    def test_code(self):
        self.district.code = "WK990001"
        other = self.area("Zuid", "district", self.city)
        self.assertFalse(other.code, "areas without a code do not collide")
        for code in ("WK990001", "GM9900", "WK99", "wk990002", "BU99000101", ""):
            with self.subTest(code=code):
                self.assertRefused(
                    lambda: self.area("Oost", "district", self.city, code=code)  # noqa: B023
                )

    def test_population(self):
        def population(year, inhabitants):
            return self.env["social.area.population"].create(
                {"area_id": self.city.id, "year": year, "inhabitants": inhabitants}
            )

        self.assertEqual(population(2024, 0).display_name, "Proefstad (2024)")
        for year, inhabitants in ((2024, 10), (2023, -1), (25, 10)):
            with self.subTest(year=year, inhabitants=inhabitants):
                self.assertRefused(lambda: population(year, inhabitants))  # noqa: B023

    def test_form_forgets_a_parent_of_the_wrong_level(self):
        with Form(self.Area.with_user(self.editor)) as form:
            form.name = "West"
            form.parent_id = self.city
            form.level = "municipality"
        self.assertFalse(form.record.parent_id)
