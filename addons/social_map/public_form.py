"""What keeps forms that anybody can send free of machines and of floods.

Plain Python: no Odoo, no database.

Nothing of a visitor is kept. `Limiter` counts senders in the memory of one process,
under a keyed hash whose key is thrown away with every window: neither the disk nor a
dump of the memory an hour later tells who sent anything. More processes let as many
times more through, and a restart forgets; that many senders together flood nothing is
up to the limits per day, which the models count in what they made.
"""

import hashlib
import ipaddress
import re
import secrets
import unicodedata

# Seconds. Nobody reads and fills in a form faster; and a form left open over night
# still works, but one that was copied to a machine does not for ever.
FASTEST = 3
LONGEST_OPEN = 24 * 3600

# Cells that a spreadsheet takes for a formula begin like this.
FORMULA = ("=", "+", "-", "@", "\t", "\r")


class Limiter:
    """How often one sender may send something within a window of time."""

    def __init__(self, most, seconds):
        """
        :param most: times per window
        :param seconds: how long a window is
        """
        self.most = most
        self.seconds = seconds
        self.forget()

    def forget(self):
        self._window = None
        self._counts = {}

    def passes(self, address, now):
        """Whether this one still gets through; counts it.

        :param address: of the sender, on the internet
        :param now: seconds since the epoch
        """
        window = int(now // self.seconds)
        if window != self._window:
            self._window, self._counts = window, {}
            self._key = secrets.token_bytes(32)
        sender = hashlib.blake2b(
            network(address).encode(), key=self._key, digest_size=16
        ).digest()
        self._counts[sender] = self._counts.get(sender, 0) + 1
        return self._counts[sender] <= self.most


def network(address):
    """What one sender has: an address, or the first half of one of IPv6.

    >>> network("192.0.2.7")
    '192.0.2.7'
    >>> network("2001:db8:1:2:aaaa::1") == network("2001:db8:1:2:bbbb::2")
    True
    >>> network(None)
    ''
    """
    try:
        parsed = ipaddress.ip_address(address or "")
    except ValueError:
        return address or ""
    if parsed.version == 6 and not parsed.ipv4_mapped:
        return str(ipaddress.ip_network((parsed, 64), strict=False))
    return str(parsed.ipv4_mapped if parsed.version == 6 else parsed)


def is_in_time(seconds):
    """Whether a form that was shown so long ago was filled in by a person.

    >>> [is_in_time(seconds) for seconds in (None, 1, 60, 90_000)]
    [False, False, True, False]
    """
    return seconds is not None and FASTEST <= seconds <= LONGEST_OPEN


def cleaned(value, lines=False):
    """Text of a form without what no keyboard types, so that it is safe in any place.

    A line break in a name could add a header to a mail; a sign that cannot be printed
    hides what is there. Markup stays what was typed: it is shown, never carried out.

    >>> cleaned("  Joke\\r\\nBcc: x\\0 ")
    'Joke Bcc: x'
    >>> cleaned("a\\r\\nb  ", lines=True)
    'a\\nb'
    >>> cleaned(None)
    ''
    """
    if not isinstance(value, str):
        return ""
    text = re.sub(r"\r\n?|\u2028|\u2029", "\n", value)
    if not lines:
        text = re.sub(r"\s+", " ", text)
    return "".join(
        sign
        for sign in text
        if sign in "\n\t" or unicodedata.category(sign) not in ("Cc", "Cf", "Cs")
    ).strip()


def unformulated(value):
    """A cell that no spreadsheet carries out.

    >>> unformulated("=HYPERLINK(1)"), unformulated("tea"), unformulated(-3)
    ("'=HYPERLINK(1)", 'tea', -3)
    """
    if isinstance(value, str) and value.startswith(FORMULA):
        return f"'{value}"
    return value
