from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, new_test_user, tagged
from odoo.tools import mute_logger

from .common import SocialMapCommon


class StaffCase(SocialMapCommon):
    """An organisation with two services that everybody can find."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.organisation = cls.env["res.partner"].create(
            {
                "name": "Stichting Voorbeeld",
                "is_company": True,
                "is_support_organization": True,
                "organization_type": "informal",
                "public_description": "Wij helpen.",
                "phone": "078 123",
            }
        )
        cls.town = cls.env["social.area"].create(
            {"name": "Proefstad", "level": "municipality"}
        )
        cls.district = cls.env["social.area"].create(
            {"name": "Proefwijk", "level": "district", "parent_id": cls.town.id}
        )
        cls.domain = cls.env["life.domain"].create({"name": "Proef", "code": "proef"})
        cls.group = cls.env["target.group"].create({"name": "Proef", "code": "proef"})
        cls.walk = cls.make("Samen wandelen")
        cls.letters = cls.make("Hulp bij brieven")

    @classmethod
    def make(cls, name, **values):
        return cls.env["social.service"].create(
            {
                "name": name,
                "state": "published",
                "partner_id": cls.organisation.id,
                "summary": f"{name}, met een vrijwilliger.",
                "life_domain_ids": cls.domain.ids,
                "area_ids": cls.town.ids,
                **values,
            }
        )


@tagged("post_install", "-at_install")
class TestShortlist(StaffCase):
    def list_of(self, user, **values):
        return (
            self.env["social.shortlist"]
            .with_user(user)
            .create({"name": "Brieven", "service_ids": self.letters.ids, **values})
        )

    def test_own_lists_and_no_others(self):
        mine = self.list_of(self.employee)
        for other in (self.editor, self.administrator):
            theirs = mine.with_user(other)
            self.assertNotIn(mine, theirs.search([]))
            for act in (
                lambda one: one.name,
                lambda one: one.write({"name": "X"}),
                lambda one: one.unlink(),
            ):
                with self.subTest(user=other.login), self.assertRaises(AccessError):
                    act(theirs)
        with self.assertRaises(AccessError):
            self.list_of(self.employee, user_id=self.editor.id)
        with self.assertRaises(AccessError):
            mine.user_id = self.editor

    @mute_logger("odoo.addons.base.models.ir_model")
    def test_the_public_has_no_lists(self):
        for user in (self.portal, self.public):
            self.assertFalse(
                self.env["social.shortlist"].with_user(user).has_access("read")
            )
            with self.assertRaises(AccessError):
                self.walk.with_user(user).action_favourite()

    def test_what_is_passed_on_is_public(self):
        mine = self.list_of(self.employee, service_ids=(self.walk | self.letters).ids)
        mine.invalidate_recordset()
        self.assertTrue(
            mine.link.endswith(
                f"/sociale-kaart/lijst?s={self.letters.id}&s={self.walk.id}"
            )
        )
        self.assertIn("/lijst/folder?", mine.action_print()["url"])
        self.letters.action_end()
        self.assertEqual(mine._path("/x"), f"/x?s={self.walk.id}")
        self.assertIn("Samen wandelen", mine.text)
        self.assertIn("078 123", mine.text)
        self.assertNotIn("brieven", mine.text)
        self.walk.action_end()
        self.assertFalse(mine.link)
        with self.assertRaisesRegex(ValidationError, "published"):
            mine.action_print()

    def test_a_list_has_an_end(self):
        many = self.env["social.service"].create(
            [
                {"name": f"Dienst {n}", "partner_id": self.organisation.id}
                for n in range(51)
            ]
        )
        with self.assertRaisesRegex(ValidationError, "50"):
            self.list_of(self.employee, service_ids=many.ids)

    def test_filling_a_list(self):
        mine = self.list_of(self.employee)
        looking = self.walk.with_user(self.employee).with_context(
            **mine.action_look_up()["context"]
        )
        looking.action_shortlist()
        self.assertEqual(mine.service_ids, self.walk | self.letters)
        with self.assertRaises(AccessError):
            looking.with_user(self.editor).action_shortlist()

    def test_the_first_list_is_made_without_asking(self):
        service = self.walk.with_user(self.employee)
        service.action_favourite()
        self.list_of(self.editor)
        action = service.action_shortlist()
        made = service.env[action["res_model"]].browse(action["res_id"])
        self.assertEqual(made.user_id, self.employee)
        self.assertEqual(made.service_ids, self.walk)
        self.assertFalse(made.is_favourites)
        self.assertIn(self.walk.name, made.text)

    def choose(self, services, user):
        """The dialog that opens for this user."""
        action = services.with_user(user).action_shortlist()
        self.assertEqual(action["target"], "new")
        model = self.env[action["res_model"]].with_user(user)
        return Form(model.with_context(**action["context"]))

    def test_on_a_list_of_ones_own(self):
        older, newer = self.list_of(self.employee), self.list_of(self.employee)
        self.list_of(self.editor)
        self.walk.with_user(self.employee).action_favourite()
        with self.choose(self.walk, self.employee) as dialog:
            self.assertEqual(dialog.shortlist_id, newer)
            dialog.shortlist_id = older
        self.assertEqual(dialog.record._own_lists(), newer | older)
        action = dialog.record.action_put()
        self.assertEqual(
            (action["res_model"], action["res_id"]), (older._name, older.id)
        )
        self.assertEqual(older.service_ids, self.walk | self.letters)
        self.assertEqual(newer.service_ids, self.letters)

    def test_on_a_new_list_with_a_name(self):
        mine = self.list_of(self.employee)
        with self.choose(self.walk | self.letters, self.employee) as dialog:
            dialog.is_new = True
            dialog.name = "Naar buiten"
        made = mine.browse(dialog.record.action_put()["res_id"])
        self.assertEqual((made.name, made.user_id), ("Naar buiten", self.employee))
        self.assertEqual(made.service_ids, self.walk | self.letters)
        self.assertEqual(mine.service_ids, self.letters)
        dialog.record.name = False
        with self.assertRaisesRegex(ValidationError, "name a new one"):
            dialog.record.action_put()

    def test_a_list_of_somebody_else_is_not_told_or_filled(self):
        theirs = self.list_of(self.editor, name="Geheim")
        values = {"service_ids": self.walk.ids, "shortlist_id": theirs.id}
        model = self.env["social.shortlist.choose"].with_user(self.employee)
        spec = {"shortlist_id": {"fields": {"display_name": {}}}, "name": {}}
        self.env.invalidate_all()
        dialog = model.create(values)
        for told in (
            dialog.read(["shortlist_id"]),
            dialog.web_read(spec),
            model.onchange({}, [], {**spec, "service_ids": {}}),
            model.onchange(values, ["shortlist_id"], {**spec, "service_ids": {}}),
        ):
            self.assertNotIn("Geheim", str(told))
        with self.assertRaises(AccessError):
            dialog.action_put()
        self.assertEqual(theirs.service_ids, self.letters)
        with self.assertRaises(AccessError):
            dialog.with_user(self.editor).read(["service_ids"])

    @mute_logger("odoo.addons.base.models.ir_model")
    def test_who_has_no_lists_is_asked_nothing(self):
        for user in (self.portal, self.public):
            with self.subTest(user=user.login):
                with self.assertRaises(AccessError):
                    self.walk.with_user(user).action_shortlist()
                with self.assertRaises(AccessError):
                    self.env["social.shortlist.choose"].with_user(user).create({})

    def test_favourites(self):
        service = self.walk.with_user(self.employee)
        self.assertFalse(service.is_favourite)
        service.action_favourite()
        self.assertTrue(service.is_favourite)
        self.assertFalse(self.walk.with_user(self.editor).is_favourite)
        found = service.search([("is_favourite", "=", True)])
        self.assertEqual(found, self.walk)
        self.assertIn(self.letters, service.search([("is_favourite", "=", False)]))
        service.action_favourite()
        self.assertFalse(service.is_favourite)
        service.action_favourite()
        lists = self.env["social.shortlist"].with_user(self.employee).search([])
        self.assertEqual(len(lists), 1)
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"):
            self.list_of(self.employee, is_favourites=True)

    def test_the_star_is_not_public(self):
        for user in (self.portal, self.public):
            with self.assertRaises(AccessError):
                self.walk.with_user(user).read(["is_favourite"])


@tagged("post_install", "-at_install")
class TestLookUp(StaffCase):
    def test_wider_areas_and_the_country(self):
        """The filters of the screen, as the screen asks them."""
        view = self.env.ref("social_map.social_service_view_search_look_up")
        arch = self.env["social.service"].get_view(view.id, "search")["arch"]
        self.assertIn("parent_of", arch)
        here = self.make("Hier", area_ids=self.district.ids)
        far = self.make("Overal", area_ids=[], is_nationwide=True)
        elsewhere = self.env["social.area"].create(
            {"name": "Elders", "level": "municipality"}
        )
        there = self.make("Daar", area_ids=elsewhere.ids)
        found = self.env["social.service"].search(
            [
                "|",
                ("is_nationwide", "=", True),
                ("area_ids", "parent_of", self.district.ids),
            ]
        )
        self.assertLessEqual(here | far | self.walk, found)
        self.assertNotIn(there, found)


@tagged("post_install", "-at_install")
class TestCoverage(StaffCase):
    def cell(self, user=None, area=()):
        return (
            self.env["social.coverage"]
            .with_user(user or self.editor)
            .with_context(coverage_area=[one.id for one in area])
            .search(
                [
                    ("life_domain_id", "=", self.domain.id),
                    ("target_group_id", "=", self.group.id),
                ]
            )
        )

    def test_a_gap_has_a_line_too(self):
        cell = self.cell()
        self.assertTrue(cell.is_empty)
        self.assertEqual((cell.quantity, cell.general), (0, 2))
        self.walk.target_group_ids = [Command.link(self.group.id)]
        self.make("Concept", state="draft", target_group_ids=self.group.ids)
        self.env.invalidate_all()
        cell = self.cell()
        self.assertFalse(cell.is_empty)
        self.assertEqual((cell.quantity, cell.general), (1, 1))
        self.walk.action_end()
        self.env.invalidate_all()
        self.assertTrue(self.cell().is_empty)

    def test_a_cell_leads_to_services(self):
        lines = self.env["social.coverage"].with_user(self.editor)
        cell = self.cell().action_services()["context"]
        self.assertEqual(
            cell,
            {
                "search_default_life_domain_ids": self.domain.ids,
                "search_default_target_group_ids": self.group.ids,
            },
        )
        total = lines.search([("life_domain_id", "=", self.domain.id)])
        self.assertEqual(
            total.action_services()["context"],
            {"search_default_life_domain_ids": self.domain.ids},
        )
        view = self.env.ref("social_map.social_coverage_view_pivot")
        self.assertNotIn("disable_linking", view.arch)

    def test_of_an_area(self):
        """What is for a whole town or the country is for who lives in it too."""
        here, town, far = (
            self.district,
            self.district.parent_id,
            self.env["social.area"],
        )
        far = far.create({"name": "Elders", "level": "municipality"})
        groups = self.group.ids
        for name, areas in (("Wijk", here), ("Stad", town), ("Elders", far)):
            self.make(name, area_ids=areas.ids, target_group_ids=groups)
        self.make("Land", area_ids=[], is_nationwide=True, target_group_ids=groups)
        self.env.invalidate_all()
        lines = self.cell()
        self.assertFalse(lines.area_id)
        for areas, count in ((lines.area_id, 4), (here, 3), (town, 2), (far | here, 4)):
            with self.subTest(areas.mapped("name")):
                self.env.invalidate_all()
                lines = self.cell(area=areas)
                self.assertEqual(lines.quantity, count)
                self.assertEqual(lines.area_id, areas.sorted()[:1])
        typed = self.env["social.coverage"].with_context(coverage_area=["proefwijk"])
        self.assertEqual(typed._areas(), here)
        # Nobody lives there: not help from everywhere, but what is for the country.
        nowhere = lines.with_context(coverage_area=["Nergenshuizen"])
        self.env.invalidate_all()
        self.assertEqual(nowhere.quantity, 1)
        shown = self.env["social.service"].search(nowhere.action_services()["domain"])
        self.assertTrue(all(shown.mapped("is_nationwide")))
        self.assertIn("Land", shown.mapped("name"))
        context = self.cell(area=here).action_services()["context"]
        self.assertEqual(context["search_default_area_ids"], here.ids)

    def test_every_combination_once(self):
        lines = self.env["social.coverage"].with_user(self.editor).search([])
        domains = self.env["life.domain"].search_count([])
        groups = self.env["target.group"].search_count([])
        self.assertEqual(len(lines), domains * groups)
        self.assertEqual(len(set(lines.ids)), len(lines))

    @mute_logger("odoo.addons.base.models.ir_model")
    def test_who_reads_it(self):
        employee = new_test_user(self.env, "map_plain", "base.group_user")
        for user in (employee, self.portal, self.public):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.cell(user).read()
        with self.assertRaises(AccessError):
            self.cell().write({"quantity": 9})
