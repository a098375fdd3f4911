from odoo.tests import BaseCase, tagged

from ..text import normalise


@tagged("post_install", "-at_install")
class TestNormalise(BaseCase):
    """Words as people print them; no database."""

    def test_what_makes_no_difference(self):
        for label in (
            "Financiën",
            "financien",
            "FINANCIËN",
            "  financiën\n",
            "financie\N{COMBINING DIAERESIS}n",
            "finan\N{SOFT HYPHEN}ciën",
            "financiën\N{ZERO WIDTH SPACE}",
        ):
            with self.subTest(label=label):
                self.assertEqual(normalise(label), "financien")

    def test_white_space_is_one_space(self):
        self.assertEqual(
            normalise("zomaar \t een\N{NO-BREAK SPACE}\npraatje"), "zomaar een praatje"
        )

    def test_ligatures_and_foreign_capitals(self):
        self.assertEqual(normalise("vr\N{LATIN SMALL LIGATURE IJ}e tijd"), "vrije tijd")
        self.assertEqual(normalise("STRASSE"), normalise("straße"))

    def test_words_and_punctuation_stay(self):
        self.assertNotEqual(normalise("werk"), normalise("werken"))
        self.assertEqual(normalise("Werk & opleiding"), "werk & opleiding")
        self.assertNotEqual(normalise("werk/opleiding"), normalise("werk opleiding"))

    def test_nothing(self):
        for label in (None, False, "", "  ", "\N{ZERO WIDTH SPACE}"):
            with self.subTest(label=label):
                self.assertEqual(normalise(label), "")

    def test_a_key_is_its_own_key(self):
        # Every character of the basic plane, surrogates left out.
        for code in (*range(0xD800), *range(0xE000, 0x10000)):
            key = normalise(f"a{chr(code)}b")
            self.assertEqual(normalise(key), key, f"U+{code:04X}")
