"""How often one reader may ask, without keeping who asked. Plain Python: no Odoo.

Each reader has a bucket that fills with time and from which every question takes.
A bucket is known by a keyed hash of the network it stands for; the key lives for an
hour at most and only in the memory of this process, so that nothing tells afterwards
who asked anything. Every process counts for itself.
"""

import hashlib
import ipaddress
import secrets
from math import ceil

KEY_SECONDS = 3600
# Buckets that are kept; beyond it all begin anew, rather than the memory growing.
MOST_BUCKETS = 100_000


class RateLimit:
    """Buckets of one process."""

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
        network = _network(address)
        return hashlib.blake2b(network.encode(), key=self._key, digest_size=16).digest()


def _network(address):
    """What one reader has: an address, or the first half of an IPv6 address."""
    try:
        parsed = ipaddress.ip_address(address or "")
    except ValueError:
        return address or ""
    if parsed.version == 6 and not parsed.ipv4_mapped:
        return str(ipaddress.ip_network((parsed, 64), strict=False))
    return str(parsed)
