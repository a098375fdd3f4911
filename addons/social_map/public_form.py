"""What keeps forms that anybody can send free of machines and of floods.

Plain Python: no Odoo, no database.

How often one sender may send is counted by `rate_limit.py`; that many senders together
flood nothing is up to the limits per day, which the models count in what they made.
"""

import re
import unicodedata

# Seconds. Nobody reads and fills in a form faster; and a form left open over night
# still works, but one that was copied to a machine does not for ever.
FASTEST = 3
LONGEST_OPEN = 24 * 3600

# Cells that a spreadsheet takes for a formula begin like this.
FORMULA = ("=", "+", "-", "@", "\t", "\r")


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
