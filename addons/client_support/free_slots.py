"""The first moment that somebody is free: plain Python on intervals of time.

No more than that moment comes out: neither what the busy times are nor how many.
"""


def first_free(work, busy, length):
    """The start of the first stretch of work without anything else in it, or None.

    :param work: (start, stop) of the hours of work, in order of time
    :param busy: (start, stop) of what is planned already, in any order
    :param length: timedelta that must fit
    """
    busy = sorted(busy)
    for start, stop in work:
        for taken_from, taken_until in busy:
            if taken_until <= start or taken_from >= stop:
                continue
            if taken_from - start >= length:
                break
            start = max(start, taken_until)
        if stop - start >= length:
            return start
    return None
