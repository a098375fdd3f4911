import logging

from werkzeug.datastructures import MultiDict

from odoo.tests import BaseCase, tagged

from ..asked import LONGEST, MOST, Asked
from ..quiet_log import LINK, QUESTION, Without, keep_quiet


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

    def test_a_postal_code_in_the_wrong_field(self):
        for typed in ("3311", "3311AB", "3311 ab"):
            one = asked(("q", typed), ("domain", "4"))
            self.assertEqual((one.words, one.postcode), ("", typed))
        self.assertEqual(asked(("q", "schuld 3311")).words, "schuld 3311")
        both = asked(("q", "3311"), ("postcode", "3312"))
        self.assertEqual((both.words, both.postcode), ("3311", "3312"))
        self.assertEqual(asked(("q", "0800")).words, "0800")

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

    def logged(self, path):
        """How the log of requests has it."""
        record = logging.LogRecord(
            *("werkzeug", logging.INFO, "", 0),
            *('127.0.0.1 "GET %s HTTP/1.1" 200', (path,), None),
        )
        self.assertTrue(logging.getLogger("werkzeug").filter(record))
        return record.getMessage()

    def test_the_log_does_not_say_who_asked_what(self):
        for path in ("/sociale-kaart", "/en/sociale-kaart", "/sociale-kaart/embed"):
            self.assertEqual(
                self.logged(f"{path}?q=schulden&s=1"),
                f'127.0.0.1 "GET {path}?… HTTP/1.1" 200',
            )
        self.assertIn("?q=x", self.logged("/elders?q=x"))

    def test_the_log_has_no_link_that_opens_something(self):
        for path in ("/sociale-kaart/controle/", "/en/sociale-kaart/controle/"):
            for rest in ("", "?…"):
                self.assertEqual(
                    self.logged(path + "A1b-_c" * 7 + rest),
                    f'127.0.0.1 "GET {path}…{rest} HTTP/1.1" 200',
                )

    def test_the_log_is_made_quiet_once(self):
        keep_quiet(QUESTION, LINK)
        log = logging.getLogger("werkzeug")
        found = [one.pattern.pattern for one in log.filters if isinstance(one, Without)]
        self.assertEqual(len(found), len(set(found)))
