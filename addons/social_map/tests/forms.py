import time
from unittest.mock import patch

from odoo.tests import HttpCase

from ..controllers import public_form
from ..rate_limit import Limiter


class FormCase(HttpCase):
    """Somebody without an account fills in a form of the website."""

    def setUp(self):
        super().setUp()
        # All tests come from one address.
        limiter = Limiter(most=1000, seconds=3600)
        self.patch(public_form, "LIMITER", limiter)

    def limit(self, most):
        return patch.object(public_form, "LIMITER", Limiter(most, seconds=1e12))

    def send(self, path, after=60, **values):
        """Fill in and send.

        :param after: seconds between opening and sending
        """
        page = self.url_open(path).text
        token = page.partition('name="csrf_token" value="')[2].partition('"')[0]
        stamp = self.env["social.form"]._stamp(time.time() - after)
        return self.url_open(
            path.partition("?")[0],
            data={"csrf_token": token, "stamp": stamp, "website": "", **values},
        )

    def assertSent(self, page):
        self.assertEqual(page.status_code, 200)
        self.assertIn('role="status"', page.text)
        self.assertNotIn('id="problem"', page.text)

    def assertRefused(self, page, status=422):
        self.assertEqual(page.status_code, status)
        self.assertIn('id="problem"', page.text)
        self.assertNotIn('role="status"', page.text)
