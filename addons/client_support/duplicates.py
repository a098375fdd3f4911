"""Is somebody known here already? Two facts must agree; one tells a stranger too much.

Plain Python and SQL. Whoever may ask this could try names, so what counts as alike is
narrow: the full name with the birth date, the year of birth, telephone or e-mail
address; the birth date, telephone or e-mail address with the first letter of the name.
"""

import re
from typing import NamedTuple

from odoo.tools import SQL

from odoo.addons.social_map.text import normalise

# What a day of registering asks for, several times over; trying names takes more.
MOST_A_DAY = 200


class Person(NamedTuple):
    """What is known of somebody, in the form in which it is compared."""

    name: str  # normalised
    born: object  # date or None
    phone: str  # the last nine digits
    email: str  # lower case

    def can_be_compared(self):
        """Whether there are two facts at all."""
        return bool(self.name and (self.born or self.phone or self.email))

    def agrees_with(self, row):
        """Whether a stored resident is likely the same person."""
        same_day = self.born and self.born == row["birth_date"]
        reached = (self.phone and self.phone == phone_key(row["phone"])) or (
            self.email and self.email == (row["email"] or "").strip().lower()
        )
        if self.name == row["name_key"]:
            same_year = (
                self.born
                and not row["birth_date"]
                and self.born.year == row["birth_year"]
            )
            return bool(same_day or same_year or reached)
        return bool((same_day or reached) and self.name[0] == _first_letter(row))


def _first_letter(row):
    return (row["name_key"] or normalise(row["nickname"]))[:1]


def phone_key(phone):
    """The digits that count: `+31 6…`, `0031 6…` and `06…` are the same number."""
    digits = re.sub(r"\D", "", phone or "")
    return digits[-9:] if len(digits) >= 9 else ""


def candidates(person, company_id, own_id):
    """Residents of the organisation of whom one fact may agree."""
    return SQL(
        """
        SELECT id, team_id, name, nickname, name_key, birth_date, birth_year, phone,
               email
        FROM client_resident
        WHERE company_id = %(company)s AND id != %(own)s AND (
            name_key = %(name)s OR birth_date = %(born)s
            OR (%(phone)s != ''
                AND right(regexp_replace(phone, '\\D', '', 'g'), 9) = %(phone)s)
            OR (%(email)s != '' AND lower(trim(email)) = %(email)s))
        ORDER BY id DESC LIMIT 100
        """,
        company=company_id,
        own=own_id or 0,
        name=person.name,
        born=person.born,
        phone=person.phone,
        email=person.email,
    )


def initials(row):
    """All that is told of a likely duplicate: `S.V., 1958`."""
    letters = "".join(
        f"{word[0].upper()}." for word in (row["name"] or row["nickname"]).split()
    )
    year = row["birth_year"] or (row["birth_date"] and row["birth_date"].year)
    return f"{letters}, {year}" if year else letters


def asked_lately(user_id):
    """How often a user asked this in the last day."""
    return SQL(
        "SELECT count(*) FROM client_access_log WHERE user_id = %s"
        " AND operation = 'duplicates'"
        " AND moment > (clock_timestamp() AT TIME ZONE 'UTC') - interval '1 day'",
        user_id,
    )
