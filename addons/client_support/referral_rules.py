"""What a referral may become, to whom it may go, and the words of a one-time link.

Plain Python: the model asks, this decides.
"""

import hashlib
import hmac
import re
import secrets

# From each state to which others. What is not named here is refused on every road.
NEXT = {
    "draft": {"requested", "pointed"},
    "requested": {"accepted", "declined", "revoked"},
    "accepted": {"started", "done", "revoked"},
    "started": {"done", "revoked"},
    "declined": set(),
    "done": set(),
    "pointed": set(),
    "revoked": set(),
}
# Somebody still has to do something.
OPEN = ("requested", "accepted", "started")

# A colleague who thinks along or has other expertise is no offer of one's own.
AMONG_COLLEAGUES = frozenset({"peer", "consult", "escalate"})

# What a refusal says of the quality of the fit; the rest is known when it is done.
OUTCOME_OF_DECLINE = {
    "not_suitable": "does_not_fit",
    "target_group": "does_not_fit",
    "other_area": "does_not_fit",
    "waiting_list": "waiting_list",
    "no_capacity": "waiting_list",
    "other": "not_started",
}

# Wrong endings of one link before it closes. Counted on the link itself, so that
# nothing of whoever tries is kept.
GUESSES = 5
KEY_LENGTH = 16
# 16 random characters to find the link, 43 that only the receiver has.
_TOKEN = re.compile(r"[A-Za-z0-9_-]{59}")


def refusal(type_code, independent, own, destination, stakes):
    """Why a supporter does not refer there: a code, or None (R149; Wmo art. 1.1.1).

    :param own: keys of the organisation of the case and its branches
    :param destination: key of where it would go
    :param stakes: `{key: gives indicated care}` of the employers of the supporter and
        of the organisations in which the supporter has an interest
    """
    if not independent:
        return None
    if destination in own and type_code not in AMONG_COLLEAGUES:
        return "own_organisation"
    if destination in stakes and destination not in own:
        return "indicated_care" if stakes[destination] else "stake"
    return None


def draw_token():
    """(token for the receiver, key to find it by, hash of the rest)."""
    key = secrets.token_urlsafe(12)
    secret = secrets.token_urlsafe(32)
    return key + secret, key, _hash(secret)


def key_of(token):
    """The part by which a link is found, or None for what cannot be one."""
    if isinstance(token, str) and _TOKEN.fullmatch(token):
        return token[:KEY_LENGTH]
    return None


def fits(token, kept_hash):
    """Whether the secret part is that of the link; takes as long when it is not."""
    return hmac.compare_digest(_hash(token[KEY_LENGTH:]), kept_hash or "")


def _hash(secret):
    # Plain SHA-256 will do: the secret is 256 random bits, nothing to try words on.
    return hashlib.sha256(secret.encode()).hexdigest()
