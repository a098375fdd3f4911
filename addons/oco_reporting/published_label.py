"""Recognise what a row of a published table measures by its printed label.

"Trajecten actief op 30 juni 2016" is "trajecten actief" and a day: the words are
looked up, the day says whether it is the start or the end of the period. Nothing here
knows Odoo.
"""

import re
from datetime import date, timedelta

from odoo.addons.social_map.text import normalise

_MONTHS = (
    "januari",
    "februari",
    "maart",
    "april",
    "mei",
    "juni",
    "juli",
    "augustus",
    "september",
    "oktober",
    "november",
    "december",
)
# "op 30 juni", "per 1 januari 2016", "(ultimo 31 december)"; on a normalised label.
_DAY = re.compile(
    r"\b(?:(?:op|per|ultimo|t/m|tot en met) )*"
    rf"(?P<day>[0-9]{{1,2}}) (?P<month>{'|'.join(_MONTHS)})\b(?: (?P<year>[0-9]{{4}}))?"
)
# "op 30-06-2016"
_NUMERIC_DAY = re.compile(
    r"\b(?:(?:op|per|ultimo|t/m|tot en met) )*"
    r"(?P<day>[0-9]{1,2})[-/](?P<month>[0-9]{1,2})[-/](?P<year>[0-9]{4})\b"
)
# "nieuwe trajecten in 2016"
_YEAR = re.compile(r"\b(?:(?:in|over) )?(?:19|20)[0-9]{2}\b")
_NO_WORD = re.compile(r"[\W_]+")


def split(label: str) -> tuple[str, tuple[int, int, int | None] | None]:
    """Return the words of `label` as a key, and the day in it, if there is one.

    Case, accents and punctuation do not count. The day is (day, month, year or None).

    >>> split("Trajecten actief op 30 juni 2016")
    ('trajecten actief', (30, 6, 2016))
    >>> split("I&A-contacten")
    ('i a contacten', None)
    """
    words = normalise(label)
    day = None
    found = _DAY.search(words) or _NUMERIC_DAY.search(words)
    if found:
        month = found["month"]
        number = _MONTHS.index(month) + 1 if month in _MONTHS else int(month)
        year = int(found["year"]) if found["year"] else None
        day = (int(found["day"]), number, year)
        words = words[: found.start()] + " " + words[found.end() :]
    words = _YEAR.sub(" ", words)
    return " ".join(_NO_WORD.sub(" ", words).split()), day


def stock_measure(
    day: tuple[int, int, int | None], first: date, last: date
) -> str | None:
    """Return what active cases on `day` are for the period from `first` to `last`.

    The evening before a period is its start, the morning after it its end; a day in
    between is neither. A day without a year is that day in the years of the period.

    >>> stock_measure((30, 6, None), date(2016, 1, 1), date(2016, 6, 30))
    'cases_end'
    """
    for measure, edges in (
        ("cases_start", (first - timedelta(days=1), first)),
        ("cases_end", (last, last + timedelta(days=1))),
    ):
        for edge in edges:
            if (edge.day, edge.month) == day[:2] and day[2] in (None, edge.year):
                return measure
    return None
