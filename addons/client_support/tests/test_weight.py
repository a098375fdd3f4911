"""Plain Python, no database: how heavy a case is, and when somebody is free."""

from datetime import datetime, timedelta
from unittest import TestCase

from ..free_slots import first_free
from ..weight import load, weight


class TestWeight(TestCase):
    def test_by_domains_and_stage(self):
        for domains, stage, expected in [
            (0, "waiting", 0.5),
            (2, "active", 0.5),
            (3, "active", 1),
            (5, "registered", 1),
            (6, "active", 1.5),
            (12, "active", 1.5),
            (12, "closing", 0.75),
            (3, "closed", 0),
        ]:
            with self.subTest(domains=domains, stage=stage):
                self.assertEqual(weight(domains, stage), expected)

    def test_load(self):
        self.assertEqual(load([0.5, 1, 1.5], 12), 25)
        self.assertEqual(load([], 12), 0)
        self.assertEqual(load([1], 0), 0)
        self.assertEqual(load([1.5] * 10, 10), 150)


class TestFirstFree(TestCase):
    def at(self, hour, day=1):
        return datetime(2026, 6, day) + timedelta(hours=hour)

    def test_first_free(self):
        at, hour = self.at, timedelta(hours=1)
        morning, afternoon = (at(9), at(12)), (at(13), at(17))
        for busy, length, expected in [
            ([], hour, at(9)),
            ([(at(9), at(10))], hour, at(10)),
            ([(at(9.5), at(11.5))], hour, at(13)),
            ([(at(9.5), at(11.5))], hour / 2, at(9)),
            ([(at(8), at(18))], hour, None),
            ([(at(8), at(16.5))], hour / 2, at(16.5)),
            # one within the other, and not in order
            ([(at(10), at(10.5)), (at(9), at(12))], hour, at(13)),
            ([(at(12), at(13))], hour, at(9)),
        ]:
            with self.subTest(busy=busy):
                found = first_free([morning, afternoon], busy, length)
                self.assertEqual(found, expected)

    def test_the_next_day(self):
        work = [(self.at(9), self.at(10)), (self.at(9, 2), self.at(10, 2))]
        busy = [(self.at(0), self.at(24))]
        self.assertEqual(first_free(work, busy, timedelta(hours=1)), self.at(9, 2))
        self.assertIsNone(first_free([], [], timedelta(hours=1)))
