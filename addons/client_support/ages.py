"""The ages at which the law asks again who may act and decide. Plain Python.

Under 12 a legal representative decides, from 12 the own consent counts too, from 16
the young person decides alone (Wmo 2015 art. 5.3.3, Jeugdwet § 7.3). At 18 parental
authority and guardianship have ended (BW art. 1:233 and 1:245).
"""

from datetime import date, timedelta

OWN_CONSENT = 12
DECIDES_ALONE = 16
OF_AGE = 18
ASK_AGAIN_AT = (OWN_CONSENT, DECIDES_ALONE, OF_AGE)


def birthday(born, age):
    """The day on which somebody becomes `age`.

    Who was born on 29 February has lived a whole year on 1 March only.
    """
    try:
        return born.replace(year=born.year + age)
    except ValueError:
        return date(born.year + age, 3, 1)


def next_asking(born, since):
    """The first birthday 12, 16 or 18 after the day `since`; None when all are past."""
    days = (birthday(born, age) for age in ASK_AGAIN_AT)
    return next((day for day in days if day > since), None)


def last_minor_day(born):
    """The last day of parental authority: the eve of the eighteenth birthday."""
    return birthday(born, OF_AGE) - timedelta(days=1)
