import doctest

from odoo.tests import BaseCase, tagged

from .. import ages


@tagged("post_install", "-at_install")
class TestAges(BaseCase):
    """Bands of ages; no database."""

    def test_examples(self):
        self.assertFalse(doctest.testmod(ages).failed)

    def test_everybody_has_one_band(self):
        for age in range(1, 120):
            self.assertEqual(len(ages.bands(age, age)), 1)

    def test_one_age_more(self):
        self.assertEqual(ages.bands(17, 18), ["0-17", "18-26"])
        self.assertEqual(ages.bands(0, 17), ["0-17"])
        self.assertEqual(ages.bands(75, 0), ["75+"])
