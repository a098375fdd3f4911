"""What for, who must consent at what age, and until when a consent can last.

Plain Python. The stricter of the laws that meet here is followed: Wmo 2015 art. 5.3.3
(under 12, or not able to weigh one's interests: the legal representative), UAVG art. 5
and Jeugdwet art. 7.3.4 and 7.3.5 (12 to 15: child and legal representative; from 16
alone), AVG art. 7 (free, specific, provable, withdrawn as easily as given).
"""

from datetime import date, datetime, timedelta
from typing import NamedTuple

from . import ages
from .days import HERE, midnight

# Not a consent but a refusal that stands until it is taken back (Wmo 2015 art. 5.3.6).
OBJECTION = "research_objection"

PURPOSES = [
    ("share", "Share with who decides on support or gives care"),
    ("refer", "Refer to an organisation"),
    ("third_party", "Talk with somebody else"),
    ("confidant", "Let a confidant read along"),
    ("survey", "Be asked what the support was like"),
    ("research", "Take part in research"),
    (OBJECTION, "Objects to use for research and statistics"),
]

# Purposes for which a file is opened to somebody.
SHARING = ("share", "refer", "third_party", "confidant")

# Who acts for a minor, and for an adult who cannot weigh their interests (Wmo 2015
# art. 1.1.1 lid 2). An administrator of finances does not decide on a file.
FOR_MINOR = ("parent", "guardian")
FOR_ADULT = ("curator", "mentor", "authorised")

LONGEST_YEARS = 2


class Givers(NamedTuple):
    """Whose consent is needed: the resident's own, that of a representative."""

    resident: bool
    authorities: tuple


def givers(age, capable):
    """Who must consent for somebody of this age.

    :param age: in years
    :param capable: whether the person can weigh their own interests in this
    """
    if age < 12:
        return Givers(False, FOR_MINOR)
    if not capable:
        return Givers(False, FOR_MINOR if age < 18 else FOR_ADULT)
    return Givers(True, FOR_MINOR if age < 16 else ())


def problems(needed, by_resident, signing, standing):
    """What is wrong with those who consented: codes, empty when it is in order.

    :param needed: `Givers`
    :param by_resident: whether the resident consented
    :param signing: `{id: authority}` of the representatives who consented
    :param standing: the same of all whose authority stands today
    """
    found = []
    if needed.resident and not by_resident:
        found.append("resident_missing")
    fitting = {
        one for one, authority in standing.items() if authority in needed.authorities
    }
    if signing.keys() - fitting:
        found.append("no_authority")
    if needed.authorities and not fitting & signing.keys():
        found.append("representative_missing")
    # Parents hold parental authority together (BW 1:253i); other kinds need but one.
    parents = {one for one in fitting if standing[one] == "parent"}
    if signing.keys() & parents and parents - signing.keys():
        found.append("other_parent_missing")
    return found


def born_at_latest(birth_date, birth_year):
    """The day to count age from; of a mere year the last day. None when unknown."""
    return birth_date or (date(birth_year, 12, 31) if birth_year else None)


def age_on(born, day):
    """Age in whole years."""
    years = day.year - born.year
    return years - (ages.birthday(born, years) > day)


def last_day(chosen, born, day, by_representative, authority_ends=()):
    """The last day of a consent: the one chosen, or sooner.

    What a representative consented to ends the day before the birthday at which
    consent is asked again, and with their authority.

    :param authority_ends: last days of the authority of those who consented; None
        where it has no end
    """
    ends = [chosen, *filter(None, authority_ends)]
    if by_representative and (again := ages.next_asking(born, day)):
        ends.append(again - timedelta(days=1))
    return min(ends)


def today():
    """The day it is in the Netherlands."""
    return datetime.now(HERE).date()


def first_moment(day):
    """When a day begins in the Netherlands, in UTC without a zone as Odoo keeps it."""
    return midnight(day, HERE)


def end_of(day):
    """The first moment after a day."""
    return first_moment(day + timedelta(days=1))
