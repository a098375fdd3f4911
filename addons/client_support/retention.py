"""How long a file is kept, and by when a request of its resident is answered.

Plain Python: dates only. Terms are counted in whole months; a term that began on the
last day of a month ends on the last day of a shorter one.
"""

from dateutil.relativedelta import relativedelta

# Months within which a request is answered: (term, what it can be extended by).
# Access, correction, objection: one month, two more when it is complex or one of many
# (AVG art. 12 lid 3). Destruction: three months (Wmo 2015 art. 5.3.5), no extension.
ANSWER_MONTHS = {
    "access": (1, 2),
    "destruction": (3, 0),
    "correction": (1, 2),
    "objection": (1, 2),
}


def last_day_kept(last_document, months, longer=None, is_open=False):
    """The last day on which a file must be there; the day after it may go.

    Counted from the last document that was received or made (Wmo 2015 art. 5.3.4
    lid 1), or to a later day when that is needed for a reason.

    :param last_document: date of the last contact, closing or change of a part
    :param months: the term
    :param longer: a date until which it is kept for a reason of its own
    :param is_open: somebody still works on it
    :return: a date, or None for what has no end yet
    """
    if is_open or not last_document:
        return None
    kept = last_document + relativedelta(months=months)
    return max(kept, longer) if longer else kept


def answer_due(kind, received, extended=False):
    """The last day on which a request can be answered in time.

    Not moved to a working day: who answers earlier is never late.

    :param kind: a key of ANSWER_MONTHS
    :param received: date on which it came in
    :raises ValueError: when the law knows no extension for this kind
    """
    term, extension = ANSWER_MONTHS[kind]
    if extended and not extension:
        raise ValueError(f"no extension for {kind}")
    # One sum: 31 January + 1 month + 2 months would lose days on the way.
    return received + relativedelta(months=term + extension * extended)
