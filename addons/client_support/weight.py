"""How heavy a case is, for dividing the work: plain Python and the same sum in SQL.

A case counts by how many life domains it touches, because that is what takes time and
what a coordinator may know: a number, not which. A case that is being closed counts
half. An ordinary case counts for one, so that a load reads as a number of ordinary
cases and can be held against what fits in somebody's hours.
"""

# From so many life domains on a case weighs so much; the first that fits counts.
BY_DOMAINS = ((6, 1.5), (3, 1.0), (0, 0.5))
# Of the weight, by stage; all other stages count in full.
BY_STAGE = {"closing": 0.5, "closed": 0.0}


def weight(domains, stage):
    """How much a case weighs; an ordinary one is 1.

    :param domains: how many different life domains its questions are about
    """
    full = next(weight for least, weight in BY_DOMAINS if domains >= least)
    return full * BY_STAGE.get(stage, 1.0)


def weight_in_sql(domains, stage):
    """The same as an expression of SQL.

    :param domains: an expression that gives a number
    :param stage: an expression that gives the code of a stage
    """
    by_domains = " ".join(
        f"WHEN {domains} >= {least} THEN {points}" for least, points in BY_DOMAINS
    )
    by_stage = " ".join(f"WHEN '{code}' THEN {part}" for code, part in BY_STAGE.items())
    return f"(CASE {by_domains} END * CASE {stage} {by_stage} ELSE 1 END)"


def load(weights, capacity):
    """The load against what fits in somebody's hours, in whole percents.

    :param weights: the weight of each open case
    :param capacity: how many ordinary cases fit; zero when nothing was agreed
    """
    return round(100 * sum(weights) / capacity) if capacity else 0
