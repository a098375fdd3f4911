"""What an import reads out of a file, whatever its format, and what is wrong with it.

Plain Python: no Odoo, no database. A reader (`hsds_import`, `directory_csv`) does not
stop at the first problem: it notes the place in the file and goes on, so that somebody
can mend a file in one round. A problem carries a code and its parameters; the
sentences in the language of the reader are in `import_sentences`.
"""

import html
import re
import unicodedata
from dataclasses import dataclass, field
from datetime import date, datetime, timezone

from .text import is_web_address

MAX_BYTES = 60_000_000
MAX_RECORDS = 20_000
# Problems after which reading on tells nothing new.
MAX_PROBLEMS = 1_000
# Characters of a name or another single line, and of a text.
MAX_LINE, MAX_TEXT = 500, 20_000
OLDEST = 130
# The Netherlands in Europe, as `social.location` checks it.
LATITUDES, LONGITUDES = (50.7, 53.7), (3.2, 7.3)

_EMAIL = re.compile(r"[^\s@<>,;\"]+@[^\s@<>,;\"]+\.[^\s@<>,;\"]+")
_POSTAL_CODE = re.compile(r"[1-9][0-9]{3} ?[A-Za-z]{2}")
# What a comment or script begins and does not end goes on to the end, as in a browser;
# else a text of nothing but beginnings would be read through for each.
_TAG = re.compile(r"</?[A-Za-z][^<>]*>|<!--.*?(?:-->|\Z)|<![A-Za-z][^<>]*>", re.S)
_ENTITY = re.compile(r"&(?:[A-Za-z]{2,8}|#[0-9]{1,7}|#x[0-9A-Fa-f]{1,6});")
_CODE = re.compile(r"<(script|style)\b.*?(?:</\1\s*>|$)", re.S | re.I)
_BLOCK = re.compile(r"\s*</?(?:p|br|div|li|ul|ol|tr|h[1-6])\b[^<>]*>\s*", re.I)
_SHOWN = 60


@dataclass(frozen=True)
class Problem:
    """`place` is a line of a table or a path in JSON; empty: the file as a whole.

    What is `grave` keeps the record out; the rest is worth knowing. `record` is the
    number of the record it is about, or None when the whole file is refused.
    """

    place: str
    code: str
    params: dict = field(default_factory=dict)
    grave: bool = True
    record: int | None = None


@dataclass(frozen=True)
class Term:
    """A word of a list: by lasting id, by code or by name, whichever is known."""

    uuid: str = ""
    code: str = ""
    name: str = ""
    list: str = ""
    place: str = ""


@dataclass
class Place:
    """A location and what holds for the service there (`link`)."""

    place: str
    key: str
    values: dict
    link_key: str = ""
    link: dict = field(default_factory=dict)
    area: Term | None = None
    schedules: list | None = None
    terms: list | None = None


@dataclass
class Organization:
    """Who offers it. `values` are fields of `res.partner`."""

    place: str
    key: str
    values: dict
    terms: list | None = None
    record: int | None = None


@dataclass
class Row:
    """A service. What is None, or is no key of `values`, the file says nothing about.

    `values` are fields of `social.service`; a choice may be a code or a printed label.
    `terms` has recordset fields with the words for them.
    """

    record: int
    place: str
    key: str
    values: dict
    organization: Organization | None = None
    terms: dict = field(default_factory=dict)
    places: list | None = None
    schedules: list | None = None
    costs: list | None = None
    status: str = ""
    assured: str = ""
    last_modified: datetime | None = None


@dataclass
class Content:
    """Everything that was read from a file. In a file of ours (`is_own`) what a record
    does not say about our own lists is not so."""

    rows: list = field(default_factory=list)
    organizations: list = field(default_factory=list)
    problems: list = field(default_factory=list)
    is_own: bool = False


def plain(text):
    """`text` without tags, entities and control characters.

    A text that has none stays as it is, white space at the ends apart; what comes out
    comes out the same again.

    >>> plain("<p>Koffie &amp; thee</p><script>x()</script>")
    'Koffie & thee'
    >>> plain("5 < 6")
    '5 < 6'
    """
    # Markup that was escaped twice comes out as text, never as a tag.
    for _layer in range(5):
        if _TAG.search(text):
            text = _TAG.sub("", _BLOCK.sub("\n", _CODE.sub("", text)))
            text = html.unescape(text)
        elif _ENTITY.search(text):
            text = html.unescape(text)
        else:
            break
    else:
        text = _TAG.sub("", text)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(
        letter
        for letter in text
        # Control characters and lone surrogates cannot be stored.
        if letter in "\n\t" or unicodedata.category(letter) not in ("Cc", "Cs")
    ).strip()


def is_postal_code(text):
    return bool(_POSTAL_CODE.fullmatch(text))


class Reader:
    """Reads single values and notes what is wrong with them."""

    def __init__(self):
        self.content = Content()
        self.record = None

    @property
    def is_full(self):
        return len(self.content.problems) >= MAX_PROBLEMS

    def note(self, place, code, grave=True, **params):
        # What is shown of a file that is no text must be storable as one.
        params = {
            key: value.replace("\0", "") if isinstance(value, str) else value
            for key, value in params.items()
        }
        if not self.is_full:
            self.content.problems.append(
                Problem(place, code, params, grave, self.record)
            )

    def text(self, place, value, limit=MAX_TEXT):
        """A text without markup; a single line unless the limit is that of a text."""
        words = plain(value or "")
        if limit != MAX_TEXT:
            words = " ".join(words.split())
        if len(words) > limit:
            self.note(place, "too_long", limit=limit, found=len(words))
        # The record is refused; what else is wrong with it is seen by the beginning.
        return words[:limit]

    def line(self, place, value):
        return self.text(place, value, MAX_LINE)

    def url(self, place, value):
        """An address on the web, or nothing when it is another kind of address."""
        words = self.line(place, value)
        if not words:
            return ""
        if is_web_address(words) and " " not in words:
            return words
        self.note(place, "no_url", value=words[:_SHOWN])
        return ""

    def email(self, place, value):
        words = self.line(place, value)
        if words and not _EMAIL.fullmatch(words):
            self.note(place, "no_email", value=words[:_SHOWN])
            return ""
        return words

    def day(self, place, value):
        """YYYY-MM-DD; a day with a time after it will do."""
        words = self.line(place, value)
        if not words:
            return ""
        try:
            return date.fromisoformat(words[:10]).isoformat()
        except ValueError:
            self.note(place, "no_day", value=words[:_SHOWN])
            return ""

    def moment(self, place, value):
        """A moment of RFC 3339 in UTC, without a zone as Odoo has it; none lies ahead.

        Python 3.10 reads neither "Z" nor one digit of a second.
        """
        if not value:
            return None
        try:
            found = datetime.fromisoformat(
                re.sub(r"\.[0-9]+", "", value.upper()).replace("Z", "+00:00")
            )
            found = found.astimezone(timezone.utc).replace(tzinfo=None)
        except (ValueError, OverflowError):
            self.note(place, "no_day", value=value[:_SHOWN])
            return None
        now = datetime.now(timezone.utc).replace(tzinfo=None, microsecond=0)
        return min(found, now)

    def between(self, place, value, lowest, highest):
        """A number that was read already, if it lies where it can."""
        if not lowest <= value <= highest:
            self.note(
                place, "out_of_range", value=value, lowest=lowest, highest=highest
            )
            return 0
        return value

    def ages(self, place, lowest, highest):
        if highest and highest < lowest:
            self.note(place, "ages", lowest=lowest, highest=highest)

    def hour(self, place, value):
        """Hours as a number: 9.5 for "09:30". Seconds and an offset say nothing here:
        the clock on the wall there is meant."""
        found = re.fullmatch(
            r"([0-9]{1,2})[:.]([0-9]{2})(?::[0-9]{2}(?:\.[0-9]+)?)?"
            r"(?:Z|[+-][0-9]{2}:?[0-9]{2})?",
            self.line(place, value),
        )
        if found:
            hour = int(found[1]) + int(found[2]) / 60
            if hour <= 24 and int(found[2]) < 60:
                return hour
        self.note(place, "no_hour", value=str(value)[:_SHOWN])
        return None

    def stretch(self, place, first, last):
        if first and last and last < first:
            self.note(place, "days_turned", first=first, last=last)

    def address(self, place, values):
        """Is this an address that a letter arrives at?"""
        if values.get("location_type") == "virtual":
            return
        for name in ("street", "city", "postal_code", "province"):
            if not values.get(name):
                self.note(f"{place}", "no_address", field=name)
        code = values.get("postal_code")
        if code and not is_postal_code(code):
            self.note(place, "no_postal_code", value=code[:_SHOWN])

    def point(self, place, values):
        """A point on the map, left out (and said so) when it is in another country."""
        latitude, longitude = values["latitude"], values["longitude"]
        if (latitude or longitude) and not (
            LATITUDES[0] <= latitude <= LATITUDES[1]
            and LONGITUDES[0] <= longitude <= LONGITUDES[1]
        ):
            self.note(
                place, "abroad", grave=False, latitude=latitude, longitude=longitude
            )
            values.update(latitude=0.0, longitude=0.0)


def schedule(weekday=None, **values):
    """A line of hours with every field of `social.schedule` that says when."""
    return {
        "weekday": weekday or False,
        "week_of_month": False,
        "is_closure": False,
        "opens_at": 0.0,
        "closes_at": 0.0,
        "by_appointment": False,
        "valid_from": False,
        "valid_until": False,
        "note": False,
        **values,
    }
