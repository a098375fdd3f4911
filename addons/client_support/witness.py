"""What happened to files in one transaction, as the read log will tell it.

Plain Python: what is collected while people work and how it becomes few rows. The
models fetch, ask and write; `client.access.log` stores.
"""

from collections import defaultdict
from datetime import datetime, timezone
from typing import NamedTuple

# What can happen. Codes, so that a row of the log is small and holds no sentence.
OPERATIONS = [
    ("read", "Looked"),
    ("search", "Searched by content"),
    ("group", "Counted by a fact"),
    ("group_refused", "Counting by content, refused"),
    ("create", "Made"),
    ("write", "Changed"),
    ("unlink", "Deleted"),
    ("export", "Exported"),
    ("denied", "Refused"),
    ("duplicates", "Asked whether somebody is known"),
    ("merge", "Merged with another file"),
    ("purge", "Old rows of the log removed"),
]

# Those that did not happen after all when the transaction was rolled back.
CHANGES = frozenset({"create", "write", "unlink", "merge"})


class Act(NamedTuple):
    """Who did what, by what road: the part that the ids and fields are added to."""

    user_id: int  # who sits behind the screen
    as_user_id: int | None  # in whose name the program then acted, if another's
    elevated: bool  # the program acted without asking the access rules
    operation: str
    model: str
    route: str | None


class Place(NamedTuple):
    """Whose file a record belongs to, and what gave the user access to it."""

    company_id: int | None
    residents: tuple
    access_ids: tuple
    kinds: tuple


NOWHERE = Place(None, (), (), ())


def place(company_id, residents, access_ids, kinds):
    """A place as the database tells it, where nothing is None."""
    return Place(
        company_id, tuple(residents or ()), tuple(access_ids or ()), tuple(kinds or ())
    )


# Each of these is a row of its own: somebody who asks often is stopped, and a list of a
# thousand names in one request is a thousand questions.
ONE_BY_ONE = frozenset({"duplicates"})


class Book:
    """The acts of one transaction, until they are written."""

    def __init__(self):
        self._acts = {}

    def __bool__(self):
        return bool(self._acts)

    def add(self, act, ids, names, places=None):
        """Note an act on records `ids` and fields `names`.

        :param places: where records are that will be gone when the book is written
        """
        key = act, self.count(act.operation) if act.operation in ONE_BY_ONE else 0
        if key not in self._acts:
            # To the second, as the access rows that it is compared with.
            now = datetime.now(timezone.utc).replace(microsecond=0, tzinfo=None)
            self._acts[key] = (now, defaultdict(set), {})
        _moment, ids_by_names, known = self._acts[key]
        ids_by_names[frozenset(names)].update(ids)
        known.update(places or {})

    def count(self, operation):
        """How many acts of this kind are still to be written."""
        return sum(act.operation == operation for act, _nth in self._acts)

    def take(self):
        """A list of acts, each with its moment, `{id: names}` and the places known.

        The id is None where no record was named, as in a search. The book is empty
        afterwards.
        """
        acts, self._acts = self._acts, {}
        taken = []
        for (act, _nth), (moment, ids_by_names, known) in acts.items():
            names_by_id = defaultdict(set)
            for names, ids in ids_by_names.items():
                for record_id in ids or {None}:
                    names_by_id[record_id] |= names
            taken.append((act, moment, names_by_id, known))
        return taken


def looks(acts):
    """Of acts that were taken: who did what, and with which records."""
    return [(act, names_by_id.keys()) for act, _moment, names_by_id, _known in acts]


def grouped(names_by_id, places):
    """As few rows as say exactly what happened: same fields, organisation, reason.

    :return: (names, ids, place) for each row, in a fixed order
    """
    rows = defaultdict(list)
    for record_id, names in names_by_id.items():
        place = places.get(record_id, NOWHERE)
        rows[frozenset(names), place.company_id, place.kinds].append((record_id, place))
    for (names, company_id, kinds), found in rows.items():
        yield (
            sorted(names),
            sorted(record_id for record_id, _place in found if record_id),
            Place(
                company_id,
                _union(place.residents for _id, place in found),
                _union(place.access_ids for _id, place in found),
                kinds,
            ),
        )


def _union(sequences):
    return tuple(sorted({value for sequence in sequences for value in sequence}))
