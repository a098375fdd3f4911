"""How often one reader or sender may come, without keeping who. Plain Python: no Odoo.

Each is known by a keyed hash of its network; the key lives for an hour or a window and
only in the memory of this process, so that neither the disk nor a later dump of the
memory tells who came. Every process counts for itself, and a restart forgets.
"""

import hashlib
import ipaddress
import secrets
from math import ceil

KEY_SECONDS = 3600
# Buckets that are kept; beyond it all begin anew, rather than the memory growing.
MOST_BUCKETS = 100_000


class RateLimit:
    """Buckets that fill with time, and from which every question takes."""

    def __init__(self):
        self._renew(0)

    def wait(self, address, now, per_minute, cost=1):
        """Seconds to wait before this can be asked; 0: go on, and it is counted.

        :param str address: where the question comes from
        :param float now: seconds, rising
        :param int per_minute: what fits in a bucket, and flows into it in a minute; 0:
            there is no limit
        :param int cost: what the question takes
        """
        if not per_minute:
            return 0
        if now - self._since >= KEY_SECONDS or len(self._buckets) >= MOST_BUCKETS:
            self._renew(now)
        reader = self._reader(address)
        left, since = self._buckets.get(reader, (per_minute, now))
        left = min(per_minute, left + (now - since) * per_minute / 60)
        # What costs more than fits takes all.
        cost = min(cost, per_minute)
        if left < cost:
            self._buckets[reader] = left, now
            return ceil((cost - left) * 60 / per_minute)
        self._buckets[reader] = left - cost, now
        return 0

    def _renew(self, now):
        self._key, self._since, self._buckets = secrets.token_bytes(32), now, {}

    def _reader(self, address):
        return _hidden(address, self._key)


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

    def passes(self, address, now, what=""):
        """Whether this one still gets through; counts it.

        :param address: of the sender, on the internet
        :param now: seconds since the epoch
        :param what: each thing is counted apart
        """
        window = int(now // self.seconds)
        if window != self._window or len(self._counts) >= MOST_BUCKETS:
            self._window, self._counts = window, {}
            self._key = secrets.token_bytes(32)
        sender = _hidden(address, self._key, what)
        self._counts[sender] = self._counts.get(sender, 0) + 1
        return self._counts[sender] <= self.most


def _hidden(address, key, what=""):
    """What a sender is known by here, from which nobody finds the address again."""
    told = f"{network(address)} {what}".encode()
    return hashlib.blake2b(told, key=key, digest_size=16).digest()


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
