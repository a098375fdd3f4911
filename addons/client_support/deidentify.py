"""Does a text say who somebody is? For what a supporter writes about a case.

Plain Python. It finds what a person forgets, not everything that could give somebody
away: a rare event in a village does so without a name.
"""

import re
from datetime import date

from odoo.addons.social_map.text import normalise

# What has no place in such a text, whoever it belongs to.
PATTERNS = {
    "email": re.compile(r"\b[\w.+-]+@[\w-]+\.\w"),
    # Dutch: 06-12345678, +31 6 1234 5678, 078 123 45 67.
    "telephone": re.compile(r"(?<!\d)(?:\+\s?31|0031|0)(?:[\s\-().]*\d){8,9}(?!\d)"),
    # The length of a citizen service number (BSN).
    "nine_digits": re.compile(r"(?<!\d)\d(?:[\s.\-]?\d){8}(?!\d)"),
    # 3311 AB; the letters SA, SD and SS are not given out.
    "postcode": re.compile(r"(?<!\w)[1-9]\d{3}\s?(?!S[ADS])[A-Z]{2}(?!\w)"),
}
MONTHS = (
    "januari", "februari", "maart", "april", "mei", "juni",
    "juli", "augustus", "september", "oktober", "november", "december",
)  # fmt: skip
# Words that stand in names and everywhere else.
PARTICLES = frozenset({
    "de", "den", "der", "het", "ten", "ter", "te", "van", "von", "vd", "in", "op",
    "aan", "bij", "el", "al", "ben", "bin", "da", "di", "du", "la", "le", "en",
})  # fmt: skip
# A name this short is too often a part of speech to look for by itself.
SHORTEST = 3


def found(text, names=(), birth_dates=()):
    """What gives somebody away in `text`: codes, in a fixed order.

    :param names: full names and nicknames of the people it is about
    :param birth_dates: their birth dates
    :return: some of "email", "telephone", "nine_digits", "postcode", "birth_date",
        "name"
    """
    codes = [code for code, pattern in PATTERNS.items() if pattern.search(text or "")]
    if any(_written(day).search(normalise(text)) for day in birth_dates):
        codes.append("birth_date")
    words = set(re.findall(r"\w+", normalise(text)))
    if words & {word for name in names for word in _words_of(name)}:
        codes.append("name")
    return codes


def _words_of(name):
    words = re.findall(r"\w+", normalise(name))
    return {word for word in words if len(word) >= SHORTEST and word not in PARTICLES}


def _written(day):
    """A pattern for a date as people write it: 14-3-1958, 14 maart 1958, 1958-03-14."""
    separator = r"[\s\-./]+"
    month = f"(?:0?{day.month}|{MONTHS[day.month - 1]}|{MONTHS[day.month - 1][:3]})"
    year = f"(?:{day.year}|{day.year % 100:02})"
    return re.compile(
        rf"(?<!\d)(?:0?{day.day}{separator}{month}{separator}{year}"
        rf"|{day.year}{separator}0?{day.month}{separator}0?{day.day})(?!\d)"
    )


def age_band(birth_year, today: date):
    """Ages in classes wide enough to hide in, as "25-34".

    >>> age_band(1958, date(2026, 11, 22))
    '65-74'
    """
    age = today.year - birth_year
    bands = [
        (0, 11),
        (12, 17),
        (18, 24),
        *((low, low + 9) for low in range(25, 85, 10)),
    ]
    return next((f"{low}-{high}" for low, high in bands if age <= high), "85+")
