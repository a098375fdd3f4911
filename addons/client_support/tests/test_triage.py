"""Plain Python, no database: the route that is suggested, and why."""

from unittest import TestCase

from ..triage import Facts, suggest


class TestTriage(TestCase):
    def test_route_and_reason(self):
        for facts, expected in [
            ({}, (None, None)),
            ({"complexity": "single"}, ("information", "single")),
            ({"domains": 1}, ("short", "one_domain")),
            ({"domains": 1, "complexity": "single"}, ("information", "single")),
            ({"domains": 2}, ("case", "domains")),
            ({"domains": 2, "multi_from": 3}, ("short", "one_domain")),
            ({"domains": 1, "complexity": "multiple"}, ("case", "multiple")),
            ({"domains": 1, "other_support": True}, ("refer", "other_support")),
            ({"other_support": True}, (None, None)),
            # Somebody else can support, but there is more to it.
            ({"domains": 2, "other_support": True}, ("case", "domains")),
            ({"domains": 1, "heavier": True}, ("case", "heavier")),
            ({"wlz": "applying"}, ("case", "heavier")),
            ({"wlz": "none", "domains": 1}, ("short", "one_domain")),
            # What the law gives to somebody else goes before everything.
            ({"wlz": "indicated", "unsafe": True}, ("other_organisation", "wlz")),
            ({"elsewhere": True, "domains": 4}, ("other_organisation", "elsewhere")),
            # What may not wait goes before how much there is to it.
            ({"unsafe": True, "complexity": "single"}, ("case", "unsafe")),
        ]:
            with self.subTest(facts=facts):
                self.assertEqual(suggest(Facts(**facts)), expected)
