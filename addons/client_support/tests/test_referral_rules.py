from odoo.tests import BaseCase

from .. import referral_rules
from ..referral_rules import refusal


class TestReferralRules(BaseCase):
    """What a referral may become, where it may go, and the one-time link."""

    def test_what_ended_stays_ended(self):
        for state in ("declined", "done", "revoked", "pointed"):
            self.assertFalse(referral_rules.NEXT[state], state)

    def test_every_open_state_can_end(self):
        for state in referral_rules.OPEN:
            self.assertIn("revoked", referral_rules.NEXT[state])

    def test_own_organisation(self):
        own = {1}
        self.assertEqual(refusal("referral", True, own, 1, {}), "own_organisation")
        self.assertEqual(refusal("warm", True, own, 1, {1: False}), "own_organisation")
        self.assertIsNone(refusal("referral", False, own, 1, {}))
        self.assertIsNone(refusal("peer", True, own, 1, {}))
        self.assertIsNone(refusal("referral", True, own, 2, {}))

    def test_a_tie_of_the_supporter(self):
        self.assertEqual(refusal("warm", True, {1}, 2, {2: True}), "indicated_care")
        self.assertEqual(refusal("warm", True, {1}, 2, {2: False}), "stake")
        self.assertEqual(refusal("peer", True, {1}, 2, {2: True}), "indicated_care")
        self.assertIsNone(refusal("warm", True, {1}, 3, {2: True}))

    def test_link(self):
        token, key, kept = referral_rules.draw_token()
        self.assertEqual(referral_rules.key_of(token), key)
        self.assertTrue(referral_rules.fits(token, kept))
        self.assertNotIn(token[referral_rules.KEY_LENGTH :], kept)
        wrong = token[:-1] + ("A" if token[-1] != "A" else "B")
        self.assertFalse(referral_rules.fits(wrong, kept))
        self.assertFalse(referral_rules.fits(token, None))
        for nonsense in (None, "", key, token + "x", token[:-1] + "/", 7, "%" * 59):
            self.assertIsNone(referral_rules.key_of(nonsense), nonsense)

    def test_links_differ(self):
        drawn = {referral_rules.draw_token()[0] for _ in range(50)}
        self.assertEqual(len(drawn), 50)
