import doctest

from odoo.tests import BaseCase, tagged

from .. import words
from ..words import BEGINS, asked, cut, likeness, resemblance, root, roots, says, sound


@tagged("post_install", "-at_install")
class TestWords(BaseCase):
    """Words as residents type them; no database."""

    def test_examples(self):
        self.assertFalse(doctest.testmod(words).failed)

    def test_what_finds_what(self):
        for typed, known in (
            ("schuld", "schuldhulpverlening"),
            ("steun", "mantelzorgondersteuning"),
            ("huren", "huur"),
            ("begeleiden", "begeleiding"),
            ("eenzaam", "eenzaamheid"),
            ("brief", "brieven"),
            ("vaksinatie", "vaccinatie"),
        ):
            with self.subTest(typed=typed):
                self.assertGreater(likeness(typed, known), 0)

    def test_what_does_not_find_what(self):
        # Letters that are in a longer word by accident.
        for typed, known in (
            ("taal", "betaalregeling"),
            ("echt", "recht"),
            ("arm", "warmte"),
            ("ouder", "schouder"),
        ):
            with self.subTest(typed=typed):
                self.assertEqual(likeness(typed, known), 0)

    def test_slips(self):
        for typed, known in (
            ("mantelzrog", "mantelzorg"),
            ("schuldhulpverlenign", "schuldhulpverlening"),
            ("depresief", "depressief"),
            ("rolstol", "rolstoel"),
        ):
            with self.subTest(typed=typed):
                near = max(resemblance(typed, known), likeness(typed, known))
                self.assertGreater(near, 0.4)
        self.assertEqual(resemblance("huis", "boot"), 0)

    def test_the_nearer_the_better(self):
        for typed, *known in (
            ("schuld", "schuld", "schulden", "schuldhulp", "jeugdschulden"),
        ):
            fits = [likeness(typed, word) for word in known]
            self.assertEqual(fits, sorted(fits, reverse=True))
            self.assertGreaterEqual(fits[2], BEGINS)

    def test_compounds_are_cut(self):
        known = {root(word) for word in ("schuld", "hulp", "taal", "huur")}
        self.assertEqual(cut("schuldhulp", known), [sound("schuld"), sound("hulp")])
        self.assertEqual(cut("fietsenmaker", known), [])
        # The first half says what it is about, the last what sort of thing it is.
        self.assertEqual(
            cut("schuldhulptraject", known), [sound("schuld"), sound("hulp")]
        )
        self.assertEqual(cut("taalvaardigheidstoets", known), [])

    def test_stop_words(self):
        self.assertEqual(asked("Ik kan de huur niet betalen!"), ["huur", "betalen"])
        self.assertEqual(asked("wat is er"), ["wat", "is", "er"])
        self.assertEqual(asked(" ?! "), [])

    def test_a_story_is_cut_short(self):
        self.assertLessEqual(len(asked("woord" * 1000)), 1)
        self.assertLessEqual(len(asked(" ".join(map(str, range(10, 99))))), 14)

    def test_phrases(self):
        phrase = {root("ruzie"), root("gemeente")}
        self.assertTrue(says({root("gementee"), root("ruzie"), root("x")}, phrase))
        self.assertFalse(says({root("gemeente")}, phrase))

    def test_who_denies_says_something_else(self):
        for question in ("mijn vriend bedreigt me", "vrienden", "een vriend van mij"):
            self.assertFalse(says(roots(question), roots("geen vriend")), question)
        for question in ("Ik heb geen vrienden", "nooit een vriend", "zonder vriend"):
            self.assertTrue(says(roots(question), roots("geen vriend")), question)
        self.assertTrue(says(roots("geen vriend"), roots("vriend")))
