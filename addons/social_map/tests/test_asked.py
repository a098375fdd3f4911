import logging

from werkzeug.datastructures import MultiDict

from odoo.tests import BaseCase, tagged

from ..asked import LONGEST, MOST, Asked
from ..quiet_log import WithoutQuestions


def asked(*pairs):
    return Asked.of(MultiDict(pairs))


@tagged("post_install", "-at_install")
class TestAsked(BaseCase):
    """What is asked is in the address, and comes back out of it."""

    def test_there_and_back(self):
        pairs = [("q", "hulp bij geld"), ("domain", "4"), ("domain", "2")]
        pairs += [("cost", "free"), ("open", "1"), ("s", "7"), ("page", "3")]
        one = asked(*pairs)
        self.assertEqual(one.words, "hulp bij geld")
        self.assertEqual(
            one.chosen, {"domain": (4, 2), "cost": ("free",), "open_now": True}
        )
        self.assertEqual((one.kept, one.page), ((7,), 3))
        self.assertEqual(
            one.at("/sociale-kaart"),
            "/sociale-kaart?q=hulp+bij+geld&domain=4&domain=2&cost=free&open=1&s=7&page=3",
        )
        self.assertEqual(asked().at("/sociale-kaart"), "/sociale-kaart")

    def test_nonsense_is_nothing(self):
        one = asked(
            *[("domain", "x"), ("domain", "-1"), ("s", "9" * 30), ("page", "0")],
            *[("q", " "), ("unknown", "1"), ("page", "-2")],
        )
        self.assertEqual(one, Asked())
        self.assertFalse(one)
        long = asked(("q", "x" * 9999), *[("s", str(i)) for i in range(999)])
        self.assertEqual((len(long.words), len(long.kept)), (LONGEST, MOST))

    def test_a_filter_is_taken_away(self):
        one = asked(("domain", "4"), ("domain", "2"), ("open", "1"), ("page", "2"))
        self.assertEqual(
            one.without("domain", 4).pairs(), [("domain", 2), ("open", "1")]
        )
        self.assertEqual(
            one.without("open_now", True).pairs(), [("domain", 4), ("domain", 2)]
        )
        last = asked(("open", "1")).without("open_now", True)
        self.assertTrue(last, "everything is asked, not the first page")
        self.assertTrue(one.has("open_now", True))
        self.assertTrue(one.has("domain", 2))
        self.assertFalse(one.has("domain", 3))

    def test_a_list_is_kept(self):
        one = asked(("q", "x"), ("s", "1")).keeping(2).keeping(1)
        self.assertEqual(one.kept, (1, 2))
        self.assertEqual(one.dropping(1).kept, (2,))
        self.assertEqual(one.plain().pairs(), [("s", 1), ("s", 2)])

    def test_the_log_does_not_say_who_asked_what(self):
        def line(path):
            record = logging.LogRecord(
                *("werkzeug", logging.INFO, "", 0),
                *('127.0.0.1 "GET %s HTTP/1.1" 200', (path,), None),
            )
            self.assertTrue(WithoutQuestions().filter(record))
            return record.getMessage()

        for path in ("/sociale-kaart", "/en/sociale-kaart", "/sociale-kaart/embed"):
            self.assertEqual(
                line(f"{path}?q=schulden&s=1"), f'127.0.0.1 "GET {path}?… HTTP/1.1" 200'
            )
        self.assertIn("?q=x", line("/elders?q=x"))
        log = logging.getLogger("werkzeug")
        self.assertEqual(sum(isinstance(f, WithoutQuestions) for f in log.filters), 1)
