"""When somebody cannot be the supporter of a resident (independence criteria).

Plain Python: the models collect the facts, this decides. Hard criteria only; the soft
ones are declared and reported. The codes are those of the criteria list (Movisie/VNG
reading of Wmo 2015 art. 1.1.1).
"""

from dataclasses import dataclass

ORGANISATION = "organisation"
PERSON = "person"

# What of an organisation decides whether who works for it is independent.
OF_ORGANISATION = frozenset({"takes_access_decisions", "provides_indicated_care"})


@dataclass(frozen=True)
class Organisation:
    """An organisation as far as independence goes; `key` tells it from others."""

    key: int
    takes_access_decisions: bool = False
    provides_indicated_care: bool = False


@dataclass(frozen=True)
class Facts:
    """What stands on the day about one supporter and one case."""

    employers: frozenset[Organisation] = frozenset()
    # The organisation that the supporter works for here; one of the employers.
    own: Organisation | None = None
    volunteer: bool = False
    interests: frozenset[int] = frozenset()
    providers: frozenset[int] = frozenset()
    decided: bool = False
    # A municipality checks by organisation (strict) or by person: whether this
    # supporter, rather than the employer, decides on or cares for this resident.
    check: str = ORGANISATION


def conflicts(facts):
    """The codes of the criteria that are not met, in the order of the list."""
    by_organisation = facts.check == ORGANISATION
    # A volunteer may work for a provider elsewhere: a warning, see `warnings`.
    care_of = {facts.own} if facts.volunteer else facts.employers
    employed_by = {employer.key for employer in facts.employers}
    rules = (
        (
            "no_access_decision",
            facts.decided
            or by_organisation
            and any(employer.takes_access_decisions for employer in facts.employers),
        ),
        (
            "no_indicated_provider",
            by_organisation
            and any(employer.provides_indicated_care for employer in care_of - {None}),
        ),
        ("not_same_helper", bool(employed_by & facts.providers)),
        (
            "own_org_offer",
            facts.own is not None
            and facts.own.provides_indicated_care
            and facts.own.key in facts.providers,
        ),
        ("no_interest", bool(facts.interests & facts.providers)),
    )
    return [code for code, broken in rules if broken]


def warnings(facts):
    """What does not stand in the way, but is to be known: codes.

    A volunteer who also works for a provider is not banned from all cases; where that
    provider cares for the resident it is a conflict.
    """
    others = facts.employers - {facts.own}
    works_for_provider = facts.volunteer and any(
        employer.provides_indicated_care for employer in others
    )
    return ["volunteer_at_provider"] if works_for_provider else []
