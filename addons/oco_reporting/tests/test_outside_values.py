from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.client_support.tests.common import ClientSupportCase


@tagged("post_install", "-at_install")
class TestOutsideValues(ClientSupportCase):
    """What others published: of a municipality, in a year, with a source of nobody."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        area = cls.env["social.area"].create(
            {"name": "Verzonnen", "level": "municipality"}
        )
        shared = {"area_id": area.id, "year": 2025, "source": "Onderzoek, bladzijde 4"}
        kpi = cls.env.ref("oco_reporting.kpi_k32")
        cls.lists = {
            "oco.unmet.need": {**shared, "share": 3.5},
            "oco.kpi.benchmark": {**shared, "kpi_id": kpi.id, "value": 33},
        }

    @mute_logger("odoo.sql_db")
    def test_each_list_holds_them_to_the_same(self):
        for model, values in self.lists.items():
            # In the list of the organisation that the user works in.
            manager = self.as_role("manager", model)
            with self.subTest(model=model):
                one = manager.create(values)
                self.assertEqual(one.company_id, self.organisation)
                with self.assertRaises(ValidationError), self.cr.savepoint():
                    one.source = "Van j.jansen@example.com"
                with self.assertRaises(IntegrityError), self.cr.savepoint():
                    one.year = 25
                    one.flush_recordset()
                with self.assertRaises(IntegrityError), self.cr.savepoint():
                    manager.create(values)
                with self.assertRaises(AccessError):
                    one.company_id = self.neighbour
                with self.assertRaises(AccessError):
                    self.as_role("finance", model).create({**values, "year": 2024})
