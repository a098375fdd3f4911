import doctest
from unittest import TestCase

from odoo.tests import tagged

from .. import public_form, qr_code, rate_limit
from ..rate_limit import Limiter


@tagged("post_install", "-at_install")
class TestPublicForm(TestCase):
    """Without a database."""

    def test_examples(self):
        for module in (public_form, qr_code, rate_limit):
            failed, tried = doctest.testmod(module)
            with self.subTest(module=module.__name__):
                self.assertTrue(tried)
                self.assertFalse(failed)

    def test_each_sender_has_a_limit(self):
        limiter = Limiter(most=2, seconds=60)
        self.assertEqual(
            [limiter.passes("192.0.2.1", now) for now in (0, 1, 2)], [True, True, False]
        )
        self.assertTrue(limiter.passes("192.0.2.2", 3))
        self.assertTrue(limiter.passes("192.0.2.1", 61))

    def test_no_address_is_kept(self):
        limiter = Limiter(most=2, seconds=60)
        limiter.passes("192.0.2.1", 0)
        (kept,) = limiter._counts
        limiter.passes("192.0.2.1", 61)
        (later,) = limiter._counts
        self.assertNotEqual(kept, later, "the key changes with the window")
        self.assertNotIn("192.0.2.1", repr(vars(limiter)))
