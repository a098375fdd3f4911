"""Citizen service numbers (BSN) have no place here (UAVG art. 46, Wabb art. 10).

Plain Python. A general provision has no ground to keep one, so a number that can be
one is refused where people write down who somebody is.
"""

import re

# Nine digits, also in the groups in which people write them.
_NINE_DIGITS = re.compile(r"(?<!\d)\d(?:[ .-]?\d){8}(?!\d)")
_WEIGHTS = (9, 8, 7, 6, 5, 4, 3, 2, -1)


def holds_bsn(text):
    """Whether a text holds a number that passes the eleven-test of a BSN.

    >>> holds_bsn("BSN 111.222.333")
    True
    >>> holds_bsn("111222334"), holds_bsn("1112223330"), holds_bsn(None)
    (False, False, False)
    """
    return any(map(_passes, _NINE_DIGITS.findall(text or "")))


def _passes(written):
    digits = [int(sign) for sign in written if sign.isdigit()]
    total = sum(map(int.__mul__, digits, _WEIGHTS))
    return any(digits) and total % 11 == 0
