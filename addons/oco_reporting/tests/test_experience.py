"""Counting without pointing at anybody: no database."""

import doctest
import re
from collections import defaultdict
from datetime import date
from itertools import product

from odoo.tests import BaseCase, tagged

from .. import experience
from ..controllers.experience import LINK

JAN, FEB, MAR, APR = (date(2026, month, 1) for month in (1, 2, 3, 4))


@tagged("post_install", "-at_install")
class TestExperience(BaseCase):
    def test_examples(self):
        self.assertEqual(doctest.testmod(experience).failed, 0)

    def test_keys_are_read_as_people_type_them(self):
        key = experience.draw_key()
        for text in (
            key,
            key.lower(),
            key.replace("-", ""),
            f"  {key} ".replace("-", " "),
        ):
            self.assertEqual(experience.read_key(text), key)
        for text in ("", None, key[:-1], key + "2", "O" * 16):
            self.assertIsNone(experience.read_key(text))
        self.assertEqual(len({experience.draw_key() for _ in range(1000)}), 1000)

    def opened(self, waiting, today):
        rows = [(n, team, month) for n, (team, month) in enumerate(waiting)]
        return sorted(
            (str(team), month, len(ids))
            for team, month, ids in experience.batches(rows, today)
        )

    def test_a_month_waits_until_it_is_over(self):
        five = [("A", JAN)] * 5
        self.assertEqual(self.opened(five, date(2026, 1, 31)), [])
        self.assertEqual(self.opened(five, FEB), [("A", JAN, 5)])

    def test_fewer_than_five_wait_for_others(self):
        self.assertEqual(self.opened([("A", JAN)] * 4, FEB), [])
        later = [("A", JAN)] * 4 + [("A", MAR)]
        self.assertEqual(self.opened(later, APR), [("A", MAR, 5)])

    def test_small_teams_are_opened_together_without_a_name_after_a_quarter(self):
        small = [("A", JAN)] * 3 + [("B", FEB)] * 2
        self.assertEqual(self.opened(small, MAR), [])
        self.assertEqual(self.opened(small, APR), [("None", FEB, 5)])
        mixed = small[:-1] + [("C", FEB)] * 5
        self.assertEqual(self.opened(mixed, APR), [("C", FEB, 5)])

    def test_shares_leave_out_who_has_no_opinion(self):
        self.assertEqual(
            experience.summary({"8": (2, 8), "5": (1, 5)}), {"mean": 7.0, "share": None}
        )
        self.assertEqual(
            experience.summary({"yes": (9, None), "maybe": (1, None)}),
            {"mean": None, "share": 90.0},
        )
        self.assertEqual(
            experience.summary({"unknown": (4, None)}), {"mean": None, "share": None}
        )
        self.assertEqual(
            experience.summary({"gp": (4, None)}), {"mean": None, "share": None}
        )

    def told(self, answered, ticked):
        """How many answered, and how many ticked each box, as it is shown."""
        people = experience.round_answers({("Q1", "A"): answered}, 5)
        cells = {("Q1", "A", place): count for place, count in enumerate(ticked)}
        found = experience.round_answers(cells, 5, answered=people)
        return (
            people.get(("Q1", "A"), 0),
            *(found.get(cell, 0) for cell in cells),
        )

    def test_who_knows_the_method_and_tries_every_number_of_ticks(self):
        """Three boxes, of which everybody ticks one or more: no box can be told, and
        never that all of those who answered ticked it."""
        shown = defaultdict(list)
        # Up to 12 are told as 5 or 10.
        for answered in range(5, 13):
            for ticked in product(range(answered + 1), repeat=3):
                if sum(ticked) >= answered:
                    shown[self.told(answered, ticked)].append((*ticked, answered))
        for told, rows in shown.items():
            with self.subTest(told=told):
                for place in range(4):
                    self.assertGreater(len({row[place] for row in rows}), 2)
                for place in range(3):
                    self.assertTrue([row for row in rows if row[place] < row[3]])

    def test_beside_an_exact_number_of_people_ticks_would_tell(self):
        """Why that number is rounded: six answered, and ten is shown of one box."""
        alike = [
            ticked
            for ticked in product(range(7), repeat=3)
            if sum(ticked) >= 6
            and experience.round_answers(
                {("Q1", "A", place): count for place, count in enumerate(ticked)}, 5
            )
            == {("Q1", "A", 0): 10}
        ]
        self.assertEqual(alike, [(6, 1, 1)])

    def test_no_answer_is_told_as_more_than_answered(self):
        for answered in range(5, 40):
            told, most, *_few = self.told(answered, (answered, 1, 0))
            self.assertLessEqual(most, told)

    def test_the_log_of_requests_has_no_key(self):
        for address in ("/ervaring/ABCD-EFGH", "/ervaring/invoer/ABCD-EFGH/paper?a=b"):
            line = f'192.0.2.1 - - [x] "POST {address} HTTP/1.1" 200 -'
            self.assertEqual(
                re.sub(LINK, r"\1…", line),
                '192.0.2.1 - - [x] "POST /ervaring/… HTTP/1.1" 200 -',
            )
