"""What a statement of independence concludes from rows, without a database.

Plain Python: `client.statement.evidence` fetches the rows, the statements find the
words. A row of access is a mapping with `user_id`, `kind`, `case_id`, `valid_from` and
`valid_until`.
"""

import hashlib
import json
from collections import defaultdict
from datetime import timedelta
from typing import NamedTuple

from . import roles

# Who decides on support, gives care, manages or pays: such a role sees a file by the
# resident's consent only. External id by the code that the read log writes.
ACCESS_ROLE_NAMES = {
    name.split(".group_")[1]: name
    for name in (
        roles.ACCESS_OFFICER,
        roles.PROVIDER_STAFF,
        roles.MANAGER,
        roles.FINANCE,
    )
}
ACCESS_ROLES = frozenset(ACCESS_ROLE_NAMES)
# The reasons that do not make such a row a leak: the resident said so, or is the user.
BY_RESIDENT = ("consent", "resident")
# Those who stand beside the resident, so whose conflicts are checked first.
STANDING_BESIDE = ("supporter", "volunteer", "cover")
# Access that begins or ends with its check has the same second, or the next.
MARGIN = timedelta(minutes=1)


class Seen(NamedTuple):
    """Roles that the read log shows for a user, between two moments."""

    roles: frozenset
    first: object
    last: object


class Term(NamedTuple):
    """An access role of a user, by the history of roles; `until` None while it lasts.

    `found`: nobody saw it given, so it may be older than `since`.
    """

    role: str
    since: object
    until: object
    found: bool


class Check(NamedTuple):
    """A check of conflicts: of whom, for which case, and whether one was found."""

    case_id: int
    user_id: int
    moment: object
    conflict: bool


def access_roles_during(start, end, now, terms, seen):
    """The access roles that a user had while a row of access stood, by `now`.

    :param terms: `Term` rows of the user
    :param seen: `Seen` rows of the user, from the read log up to `now`
    :return: (had, maybe): roles that the user had, and roles that were found later, so
        that nobody can know; not when the log shows the user at work then without any
    """
    had = {
        role
        for one in seen
        if one.first <= end and one.last >= start
        for role in one.roles & ACCESS_ROLES
    }
    begun = [one for one in terms if one.since < end and one.since <= now]
    had |= {one.role for one in begun if one.until is None or one.until > start}
    at_work_without = any(
        one.roles.isdisjoint(ACCESS_ROLES)
        and (start <= one.first <= end or start <= one.last <= end)
        for one in seen
    )
    maybe = {one.role for one in terms if one.found and one not in begun}
    return had, set() if at_work_without else maybe - had


def unchecked(rows, checks):
    """Users who stood beside the resident and whom no check let through before."""
    by_place = _by_place(checks)
    return {
        row["user_id"]
        for row, found in _beside(rows, by_place)
        if not any(
            not check.conflict and check.moment <= row["valid_from"] + MARGIN
            for check in found
        )
    }


def despite_conflict(rows, checks):
    """(case, user) of those who stood beside the resident after a conflict was found.

    Not when a later check, before that access began, found no conflict any more.
    """
    by_place = _by_place(checks)
    return {
        (row["case_id"], row["user_id"])
        for row, found in _beside(rows, by_place)
        for check in found
        if check.conflict
        and row["valid_until"] > check.moment + MARGIN
        and not any(
            not later.conflict
            and check.moment < later.moment <= row["valid_from"] + MARGIN
            for later in found
        )
    }


def _by_place(checks):
    by_place = defaultdict(list)
    for check in checks:
        by_place[check.case_id, check.user_id].append(check)
    return by_place


def _beside(rows, by_place):
    """(row, checks of that user in that case) of who stood beside a resident."""
    for row in rows:
        if row["kind"] in STANDING_BESIDE and row["case_id"]:
            yield row, by_place.get((row["case_id"], row["user_id"]), ())


def checksum(facts):
    """SHA-256 over facts, in one form whatever the order of their keys."""
    written = json.dumps(facts, sort_keys=True, default=str, ensure_ascii=False)
    return hashlib.sha256(written.encode()).hexdigest()
