"""Ages as residents and reports speak of them. Plain Python: no Odoo, no database.

The bands are those of the accountability workbook (sheet 05): who looks for help and
who is counted later are told in the same words.
"""

# The code of a band -> the youngest and the oldest in it, in years.
BANDS = {
    "0-17": (0, 17),
    "18-26": (18, 26),
    "27-44": (27, 44),
    "45-64": (45, 64),
    "65-74": (65, 74),
    "75+": (75, 200),
}


def bands(youngest, oldest):
    """The bands in which somebody can use a service for these ages.

    :param youngest: in years; 0: from birth
    :param oldest: in years; 0: no limit

    >>> bands(18, 27)
    ['18-26', '27-44']
    >>> bands(0, 0) == list(BANDS)
    True
    """
    return [
        band
        for band, (first, last) in BANDS.items()
        if youngest <= last and (not oldest or oldest >= first)
    ]
