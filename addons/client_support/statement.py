"""What a statement of independence concludes from rows, without a database.

Plain Python: `client.statement` fetches numbers and finds the words.
"""

import hashlib
import json
from typing import NamedTuple

from . import roles

# Who decides on support, gives care, manages or pays: such a role sees a file by the
# resident's consent only. Codes as the read log writes them.
ACCESS_ROLES = frozenset(
    name.split(".group_")[1]
    for name in (
        roles.ACCESS_OFFICER,
        roles.PROVIDER_STAFF,
        roles.MANAGER,
        roles.FINANCE,
    )
)
# The reasons that do not make such a row a leak: the resident said so, or is the user.
BY_RESIDENT = ("consent", "resident")
# Those who stand beside the resident, so whose conflicts are checked first.
STANDING_BESIDE = ("supporter", "volunteer", "cover")


class Seen(NamedTuple):
    """Roles that the read log shows for a user, between two moments."""

    roles: frozenset
    first: object
    last: object


def access_roles_during(start, end, now, held, seen):
    """The access roles that a user had while a row of access stood.

    :param held: the user's roles at `now`
    :param seen: `Seen` rows of the user, from the read log

    A role of today counts for a row that stands, and for a row of the past as well
    unless the log shows the user at work in that time without such a role: somebody
    may have become an access officer since.
    """
    during = [one for one in seen if one.first <= end and one.last >= start]
    found = {role for one in during for role in one.roles & ACCESS_ROLES}
    if end > now or not any(one.roles.isdisjoint(ACCESS_ROLES) for one in during):
        found |= held & ACCESS_ROLES
    return found


def checksum(facts):
    """SHA-256 over facts, in one form whatever the order of their keys."""
    written = json.dumps(facts, sort_keys=True, default=str, ensure_ascii=False)
    return hashlib.sha256(written.encode()).hexdigest()
