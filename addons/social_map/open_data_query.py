"""What a reader of open data may ask: parameters of an address -> values, or a refusal.

Plain Python: no Odoo, no database. Names and meaning are those of the API of HSDS 3.1;
what the standard does not know is left aside, as it asks.
"""

import re
from datetime import datetime, timezone
from math import ceil
from uuid import UUID

PER_PAGE = 50
# As many as come at once: of the least that a service says, the whole directory.
MOST_PER_PAGE = 500
MOST_MINIMAL = 10_000
# A list of everything takes as much of the server as so many pages.
COST_OF_ALL = 20
# Pages beyond this hold nothing in any directory.
MOST_PAGES = 1_000_000
LONGEST_SEARCH = 200
# Years.
OLDEST = 150
# Metres.
PROXIMITY = 10_000
MOST_PROXIMITY = 500_000

LISTED = ("search", "page", "per_page", "format")
TERMS = ("taxonomy_term_id", "taxonomy_id")
SERVICES = (
    *(*LISTED, *TERMS, "organization_id", "modified_after", "minimal", "full"),
    *("age", "sort"),
)
# The orders that a list of services can be asked in.
SORTS = ("name", "assured_date")
# What can be asked of each list.
PARAMETERS = {
    "services": SERVICES,
    "organizations": (*LISTED, *TERMS, "full"),
    "service_at_locations": (
        *(*LISTED, *TERMS, "organization_id", "full"),
        *("postcode", "proximity"),
    ),
    "taxonomies": LISTED,
    "taxonomy_terms": (*LISTED, "taxonomy_id", "top_only", "parent_id"),
}


class Refused(ValueError):
    """A parameter says what it cannot say."""

    def __init__(self, parameter, wanted):
        super().__init__(f"{parameter}: {wanted}")
        self.parameter = parameter


def read(resource, given):
    """The values of what is asked of a list, by the names of the parameters.

    :param str resource: a key of `PARAMETERS`
    :param given: {name: text}; empty text is nothing asked
    :raise Refused: with the parameter and what it should be
    """
    given = {name: (given.get(name) or "").strip() for name in PARAMETERS[resource]}
    query = {
        name: _READERS[name](name, text)
        for name, text in given.items()
        if text and name in _READERS
    }
    if query.get("minimal") and query.get("full"):
        raise Refused("minimal", "cannot go together with full")
    if "proximity" in query and "postcode" not in query:
        raise Refused("proximity", "needs a postcode")
    if "sort" in query and "modified_after" in query:
        raise Refused("sort", "cannot go together with modified_after")
    most = MOST_MINIMAL if query.get("minimal") else MOST_PER_PAGE
    usual = MOST_MINIMAL if query.get("minimal") else PER_PAGE
    # Last: how many there can be depends on what is told of each.
    query["per_page"] = _number(1, most)("per_page", given["per_page"] or str(usual))
    return {"page": 1, "format": "json", "proximity": PROXIMITY, **query}


def cost(query):
    """What a question takes of the server, in ordinary pages.

    >>> [cost(read("services", asked)) for asked in ({}, {"per_page": "500"})]
    [1, 10]
    >>> cost(read("services", {"format": " ndjson "}))
    20
    """
    if query["format"] == "ndjson":
        return COST_OF_ALL
    return min(ceil(query["per_page"] / PER_PAGE), COST_OF_ALL)


def _number(low, high):
    def reader(name, text):
        if not re.fullmatch("[0-9]{1,9}", text) or not low <= int(text) <= high:
            raise Refused(name, f"a number from {low} to {high}")
        return int(text)

    return reader


def _bool(name, text):
    if text.lower() not in ("true", "false"):
        raise Refused(name, "true or false")
    return text.lower() == "true"


def _uuid(name, text):
    if not is_uuid(text):
        raise Refused(name, "a UUID")
    return text.lower()


def _one_of(*choices):
    def reader(name, text):
        if text not in choices:
            raise Refused(name, " or ".join(choices))
        return text

    return reader


def _words(name, text):
    if len(text) > LONGEST_SEARCH or "\0" in text:
        raise Refused(name, f"at most {LONGEST_SEARCH} characters")
    return text


def _postcode(name, text):
    if not re.fullmatch(r"[1-9][0-9]{3}\s?([A-Za-z]{2})?", text):
        raise Refused(name, "four digits, and two letters or none, such as 3311 AB")
    return text[:4]


def _moment(name, text):
    """In UTC without a zone, as the database has it; without a zone it is in UTC."""
    # A plus in an address is a space, unless who asks knows better.
    told = re.sub(r" (?=\d\d:?\d\d$)", "+", text) if "T" in text else text
    try:
        # Python 3.10 does not know the letter.
        moment = datetime.fromisoformat(re.sub("[zZ]$", "+00:00", told))
        if moment.tzinfo:
            moment = moment.astimezone(timezone.utc).replace(tzinfo=None)
    except (ValueError, OverflowError) as error:
        raise Refused(
            name, "a moment such as 2026-01-31T12:00:00Z, or a day"
        ) from error
    return moment


def is_uuid(text):
    """Whether it is a UUID as we write it: five groups of hexadecimal digits."""
    try:
        return str(UUID(text)) == text.lower()
    except ValueError:
        return False


_READERS = {
    "search": _words,
    "page": _number(1, MOST_PAGES),
    "format": _one_of("json", "ndjson"),
    "taxonomy_term_id": _uuid,
    "taxonomy_id": _uuid,
    "organization_id": _uuid,
    "parent_id": _uuid,
    "modified_after": _moment,
    "minimal": _bool,
    "full": _bool,
    "top_only": _bool,
    "postcode": _postcode,
    "proximity": _number(1, MOST_PROXIMITY),
    "age": _number(0, OLDEST),
    "sort": _one_of(*SORTS),
}
