from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import TransactionCase, tagged
from odoo.tools import mute_logger

from ..bsn import holds_bsn
from .common import ClientSupportCase

ADDRESS = {"street": "Geheimlaan 12", "postcode": "1234 AB", "city": "Nergenshuizen"}
SEES_NOTHING = ("street", "postcode", "city", "area_detail_id")


class TestBsn(TransactionCase):
    """The eleven-test, without a database."""

    def test_numbers(self):
        for text, expected in [
            ("111222333", True),
            ("BSN: 111.222.333!", True),
            ("1112 22 333", True),
            ("111222334", False),
            ("0111222333", False),
            ("000000000", False),
            ("Kerkstraat 12", False),
            ("", False),
            (None, False),
        ]:
            with self.subTest(text=text):
                self.assertEqual(holds_bsn(text), expected)


@tagged("post_install", "-at_install")
class TestResident(ClientSupportCase):
    """From light file to full file, and what an address tells to whom."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        areas = cls.env["social.area"]
        cls.city = areas.create({"name": "Nergenshuizen", "level": "municipality"})
        cls.district = areas.create({"name": "Oost", "parent_id": cls.city.id})
        cls.street = areas.create(
            {
                "name": "Havenbuurt",
                "level": "neighbourhood",
                "parent_id": cls.district.id,
            }
        )

    def secret(self, **values):
        return self.make_resident(
            **ADDRESS, area_id=self.street.id, has_secret_address=True, **values
        )

    def open_to(self, user, resident, kind, section="all"):
        self.env["client.access"]._grant(user, resident, kind, "Test", section=section)

    def test_a_light_file_becomes_a_full_one(self):
        resident = self.make_resident(name=False)
        self.assertTrue(resident.is_light)
        action = resident.action_full_file()
        wizard = (
            self.as_role("supporter", action["res_model"])
            .with_context(**action["context"])
            .create({"name": "Sjaan Verzonnen", "birth_date": "1958-03-04"})
        )
        wizard.action_make()
        self.assertFalse(resident.is_light)
        self.assertEqual(resident.name, "Sjaan Verzonnen")
        self.assertEqual(resident.birth_year, 1958)

    def test_a_stranger_makes_nothing_of_it(self):
        resident = self.make_resident()
        theirs = resident.with_user(self.colleague)
        with self.assertRaises(AccessError), mute_logger("odoo.addons.base.models"):
            theirs.action_full_file()

    def test_no_bsn_where_people_say_who_somebody_is(self):
        resident = self.make_resident()
        for name in ("nickname", "name", "salutation", "communication_needs", "street"):
            with self.subTest(field=name), self.assertRaises(ValidationError):
                resident[name] = "Sjaan 111222333"
        resident.phone = "111222333"

    def test_the_address_comes_and_goes(self):
        resident = self.make_resident(**ADDRESS)
        for name, value in ADDRESS.items():
            self.assertEqual(resident[name], value)
        resident.street = "Elders 1"
        self.env.invalidate_all()
        self.assertEqual(resident.street, "Elders 1")
        self.assertEqual(resident.city, "Nergenshuizen")

    def test_a_secret_address_is_exported_nowhere(self):
        resident = self.secret()
        elevated = resident.sudo()
        for fields in (["street"], ["address_ids/city"], ["number", "area_detail_id"]):
            with self.subTest(fields=fields), self.assertRaises(UserError):
                elevated.export_data(fields)
        with self.assertRaises(UserError):
            elevated.address_ids.export_data(["street"])
        self.assertTrue(elevated.export_data(["number"])["datas"])

    def test_the_area_of_a_secret_address_is_the_municipality(self):
        resident = self.secret()
        self.assertEqual(resident.area_id, self.city)
        self.assertEqual(resident.area_detail_id, self.street)
        resident.has_secret_address = False
        self.assertEqual(resident.area_id, self.street)
        self.assertFalse(resident.area_detail_id)
        resident.write({"has_secret_address": True})
        resident.area_id = self.district
        self.assertEqual(resident.area_id, self.city)
        self.assertEqual(resident.area_detail_id, self.district)

    def test_who_works_on_the_file_sees_the_address(self):
        resident = self.secret()
        self.open_to(self.users["intake"], resident, "cover")
        seen = resident.with_user(self.users["intake"])
        self.env.invalidate_all()
        self.assertEqual(seen.street, "Geheimlaan 12")

    def test_others_see_nothing_of_an_address(self):
        """Also supporters: by consent, as peer, or of another part of the file."""
        resident = self.secret()
        for user, kind, section in [
            (self.stranger, "consent", "identity"),
            (self.stranger, "consent", "all"),
            (self.colleague, "consult", "all"),
            (self.colleague, "supporter", "identity"),
        ]:
            with self.subTest(kind=kind, section=section):
                self.env["client.access"]._end([("user_id", "=", user.id)])
                self.open_to(user, resident, kind, section)
                seen = self.as_user(user, "client.resident").browse(resident.id)
                self.assertEqual(seen.number, resident.sudo().number)
                self.assertEqual(seen.area_id, self.city)
                for name in SEES_NOTHING:
                    self.assertFalse(seen[name], name)
                residents = self.as_user(user, "client.resident")
                for domain in (
                    [("address_ids.street", "ilike", "Geheim")],
                    [("address_ids.area_id", "=", self.street.id)],
                    [("area_id", "=", self.street.id)],
                ):
                    self.assertFalse(residents.search(domain))
                self.assertFalse(self.as_user(user, "client.address").search([]))

    def test_a_volunteer_has_no_field_of_an_address(self):
        resident = self.secret()
        self.open_to(self.users["volunteer"], resident, "volunteer", "identity")
        residents = self.as_role("volunteer", "client.resident")
        self.assertTrue(residents.browse(resident.id).has_secret_address)
        for name in (*SEES_NOTHING, "address_ids", "legal_stay"):
            self.assertNotIn(name, residents.fields_get())
            with self.assertRaises(AccessError), mute_logger("odoo.models"):
                residents.browse(resident.id).read([name])

    def test_a_look_at_an_address_leaves_a_row(self):
        resident = self.secret()
        self.write_the_log()
        self.env.invalidate_all()
        self.as_role("supporter", "client.resident").browse(resident.id).read(["city"])
        self.write_the_log()
        self.env.cr.execute(
            "SELECT count(*) FROM client_access_log WHERE model = 'client.address'"
            " AND operation = 'read' AND resident_ids @> %s AND user_id = %s",
            [[resident.id], self.users["supporter"].id],
        )
        self.assertTrue(self.env.cr.fetchone()[0])

    def test_eligibility_warns_and_never_refuses(self):
        resident = self.make_resident()
        self.assertFalse(resident.eligibility_warning)
        resident.write(
            {"legal_stay": "no", "in_municipality": "no", "wlz_indication": "yes"}
        )
        self.assertEqual(len(resident.eligibility_warning.splitlines()), 3)
        resident.write(
            {"legal_stay": "yes", "in_municipality": "yes", "wlz_indication": "no"}
        )
        self.assertFalse(resident.eligibility_warning)
