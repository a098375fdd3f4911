"""Plain Python, no database."""

from unittest import TestCase

from ..access import KINDS, KINDS_FROM_OUTSIDE, WRITING_KINDS
from ..opaque_number import ALPHABET, draw, draw_new
from ..roles import APART, BESIDE_RESIDENTS, FORBIDDEN_PAIRS, forbidden_among


class TestAccessWords(TestCase):
    def test_kinds_that_write_and_from_outside_are_kinds(self):
        kinds = {kind for kind, _label in KINDS}
        self.assertLess(set(WRITING_KINDS), kinds)
        self.assertLess(set(KINDS_FROM_OUTSIDE), kinds)
        self.assertFalse(set(WRITING_KINDS) & set(KINDS_FROM_OUTSIDE))

    def test_number_is_opaque_and_readable_aloud(self):
        prefix, number = draw("R").split("-")
        self.assertEqual(prefix, "R")
        self.assertEqual(len(number), 7)
        self.assertLessEqual(set(number), set(ALPHABET))
        self.assertFalse(set("01ILOU") & set(ALPHABET))

    def test_taken_numbers_are_drawn_again(self):
        seen = []

        def taken(batch):
            seen.append(batch)
            return set(list(batch)[:2]) if len(seen) == 1 else set()

        numbers = draw_new("C", 5, taken)
        self.assertEqual(len(set(numbers)), 5)
        self.assertEqual(len(seen), 2)
        self.assertEqual(len(seen[1]), 2)

    def test_every_beside_role_excludes_every_apart_role(self):
        for beside in BESIDE_RESIDENTS:
            for apart in APART:
                self.assertIn((beside, apart), FORBIDDEN_PAIRS)

    def test_two_roles_beside_residents_may_be_combined(self):
        self.assertIsNone(forbidden_among(set(BESIDE_RESIDENTS)))
        self.assertEqual(
            forbidden_among({BESIDE_RESIDENTS[0], APART[0], "base.group_user"}),
            (BESIDE_RESIDENTS[0], APART[0]),
        )
