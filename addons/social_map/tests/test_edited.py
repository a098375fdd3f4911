"""Two editors with the same record open, as their forms save it."""

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from .truth_case import TruthCase


@tagged("post_install", "-at_install")
class TestEdited(TruthCase):
    def save(self, record, changes, read):
        values = {**changes, "read_before": read}
        return self.as_editor(record).web_save(values, {"write_date": {}})

    def test_the_second_is_told_who_was_first(self):
        other = new_test_user(
            self.env, "map_first", "social_map.group_directory_editor", name="Els Eerst"
        )
        self.service.with_user(other).phone = "078 1"
        with self.assertRaisesRegex(UserError, "Els Eerst changed .*Phone"):
            self.save(self.service, {"phone": "078 2"}, {"phone": "078 123 45 67"})
        self.assertEqual(self.service.phone, "078 1")

    def test_another_field_can_be_saved(self):
        self.service.phone = "078 1"
        self.save(self.service, {"url": "https://a.test"}, {"url": False})
        self.assertEqual(
            (self.service.phone, self.service.url), ("078 1", "https://a.test")
        )

    def test_every_kind_of_value(self):
        service = self.service
        service.write({"measured_on": "2026-03-29", "minimum_age": 12})
        self.save(
            service,
            {"measured_on": False, "minimum_age": 13, "owner_id": self.employee.id},
            {"measured_on": "2026-03-29", "minimum_age": 12}
            | {"owner_id": service.owner_id.id},
        )
        self.assertFalse(service.measured_on)
        with self.assertRaises(UserError):
            self.save(service, {"owner_id": False}, {"owner_id": self.editor.id})

    def test_lines_of_a_list(self):
        service = self.service
        service.cost_ids = [Command.create({"name": "Kop koffie", "amount": 1})]
        line = service.cost_ids
        change = {"cost_ids": [Command.update(line.id, {"amount": 2})]}
        self.save(service, change, {"cost_ids": [[line.id, {"amount": 1}]]})
        self.assertEqual(line.amount, 2)
        with self.assertRaisesRegex(UserError, "Amounts"):
            self.save(service, change, {"cost_ids": [[line.id, {"amount": 1}]]})
        line.unlink()
        with self.assertRaisesRegex(UserError, "Amounts"):
            self.save(service, change, {"cost_ids": [[line.id, {"amount": 2}]]})

    def test_organisations_and_locations(self):
        place = self.env["social.location"].create(
            {"name": "Huis", "location_type": "virtual"}
        )
        for record in (place, self.organisation):
            with self.subTest(record._name), self.assertRaises(UserError):
                self.save(record, {"name": "A"}, {"name": "Wat er eerst stond"})

    def test_programs_write_as_before(self):
        self.as_editor(self.service).write({"phone": "078 3"})
        self.as_editor(self.service).web_save({"phone": "078 4"}, {})
        self.assertEqual(self.service.phone, "078 4")

    def test_the_forms_send_what_they_read(self):
        for name in ("service", "organization", "location"):
            view = self.env.ref(f"social_map.social_{name}_view_form")
            self.assertIn('js_class="social_editor_form"', view.arch)
