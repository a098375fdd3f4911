"""Opening hours of a week as people type them. Plain Python: no Odoo, no database."""

import re

_STRETCH = re.compile(
    r"(\d{1,2})(?:[:.](\d{2}))?\s*(?:-|–|tot|to)\s*(\d{1,2})(?:[:.](\d{2}))?"
    r"(?:\s*(?:uur|u|h))?"
)


def parse(text):
    """The stretches of one day as pairs of hours; an empty text is closed.

    >>> parse("9:00-12.30, 13 tot 17 uur")
    [(9.0, 12.5), (13.0, 17.0)]
    >>> parse("")
    []

    :raises ValueError: for what is no list of stretches in order, within one day
    """
    found, end = [], 0.0
    for part in re.split(r"[,;]|\ben\b|\band\b", text.strip().lower()):
        if not text.strip():
            break
        match = _STRETCH.fullmatch(part.strip())
        if not match:
            raise ValueError(text)
        hours = [int(piece or 0) for piece in match.groups()]
        if hours[1] > 59 or hours[3] > 59:
            raise ValueError(text)
        start, stop = hours[0] + hours[1] / 60, hours[2] + hours[3] / 60
        if not end <= start < stop <= 24:
            raise ValueError(text)
        found.append((start, stop))
        end = stop
    return found


def write(stretches):
    """The same as a text.

    >>> write([(9.0, 12.5), (13.0, 17.0)])
    '09:00-12:30, 13:00-17:00'
    """
    return ", ".join(f"{_clock(start)}-{_clock(stop)}" for start, stop in stretches)


def _clock(hours):
    minutes = round(hours * 60)
    return f"{minutes // 60:02}:{minutes % 60:02}"
