"""What route fits a new case best: a suggestion, never a decision.

Plain Python. The order is that of the sources: first whether somebody else must do it
by law, then what may not wait, then how much there is to it (screening in the
assignment of Dordrecht; the weighing frame of Movisie).
"""

from dataclasses import dataclass

INFORMATION = "information"
SHORT = "short"
CASE = "case"
REFER = "refer"
OTHER_ORGANISATION = "other_organisation"


@dataclass(frozen=True)
class Facts:
    """What the suggestion follows from.

    :param complexity: "single", "multiple" or None when nobody looked yet
    :param domains: how many life domains the questions are on
    :param multi_from: from how many domains on it is a multiple problem
    :param unsafe: there is a safety flag
    :param heavier: a form of support is sought for which a decision is needed
    :param elsewhere: the resident lives in another municipality
    :param wlz: "none", "applying", "indicated" or None when it was not asked
    :param other_support: somebody else already stands beside the resident, or can
    """

    complexity: str | None = None
    domains: int = 0
    multi_from: int = 2
    unsafe: bool = False
    heavier: bool = False
    elsewhere: bool = False
    wlz: str | None = None
    other_support: bool = False


def suggest(facts):
    """The route and the code of the reason for it, or `(None, None)` without facts."""
    rules = (
        # Wmo 2015 art. 2.2.4: support is for residents of the municipality.
        (facts.elsewhere, OTHER_ORGANISATION, "elsewhere"),
        # Wlz art. 4.2.1: after the indication the Wlz has client support of its own.
        (facts.wlz == "indicated", OTHER_ORGANISATION, "wlz"),
        (facts.unsafe, CASE, "unsafe"),
        (facts.heavier or facts.wlz == "applying", CASE, "heavier"),
        (facts.domains >= facts.multi_from, CASE, "domains"),
        (facts.complexity == "multiple", CASE, "multiple"),
        (facts.other_support and facts.domains, REFER, "other_support"),
        (facts.complexity == "single", INFORMATION, "single"),
        (facts.domains, SHORT, "one_domain"),
    )
    return next(
        ((route, reason) for applies, route, reason in rules if applies), (None, None)
    )
