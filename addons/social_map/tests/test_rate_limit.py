from odoo.tests import BaseCase, tagged

from ..rate_limit import KEY_SECONDS, RateLimit


@tagged("post_install", "-at_install")
class TestRateLimit(BaseCase):
    """How often one reader may ask; no database."""

    def test_a_bucket_empties_and_fills(self):
        limit = RateLimit()
        waits = [limit.wait("192.0.2.1", 100, 2) for _question in range(3)]
        self.assertEqual(waits, [0, 0, 30])
        self.assertEqual(limit.wait("192.0.2.1", 115, 2), 15)
        self.assertEqual(limit.wait("192.0.2.1", 130, 2), 0)
        self.assertEqual(limit.wait("192.0.2.1", 131, 2), 29)

    def test_others_do_not_wait(self):
        limit = RateLimit()
        self.assertEqual(limit.wait("192.0.2.1", 100, 1), 0)
        self.assertEqual(limit.wait("192.0.2.2", 100, 1), 0)
        self.assertGreater(limit.wait("192.0.2.1", 100, 1), 0)

    def test_one_household_has_one_bucket(self):
        limit = RateLimit()
        self.assertEqual(limit.wait("2001:db8:1:2:aaaa::1", 100, 1), 0)
        self.assertGreater(limit.wait("2001:db8:1:2:bbbb::2", 100, 1), 0)
        self.assertEqual(limit.wait("2001:db8:1:3::1", 100, 1), 0)

    def test_what_costs_much(self):
        limit = RateLimit()
        self.assertEqual(limit.wait("192.0.2.1", 100, 30, cost=20), 0)
        self.assertEqual(limit.wait("192.0.2.1", 100, 30, cost=20), 20)
        # More than fits is possible too, alone.
        self.assertEqual(limit.wait("192.0.2.2", 100, 5, cost=20), 0)

    def test_no_limit(self):
        limit = RateLimit()
        self.assertFalse(any(limit.wait("192.0.2.1", 100, 0) for _one in range(1000)))

    def test_no_address_is_kept_and_the_key_does_not_last(self):
        limit = RateLimit()
        limit.wait("192.0.2.1", KEY_SECONDS, 5)
        [before] = limit._buckets
        self.assertNotIn("192.0.2", repr(vars(limit)))
        limit.wait("192.0.2.1", 2 * KEY_SECONDS, 5)
        [after] = limit._buckets
        self.assertNotEqual(before, after)

    def test_an_address_that_is_none(self):
        limit = RateLimit()
        for address in (None, "", "unknown"):
            limit.wait(address, 100, 5)
