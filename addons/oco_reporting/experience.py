"""How the experience of residents is counted without pointing at one: plain Python.

Answers are opened in batches, shown of periods that are over, and only when enough
people answered; see docs/experience.md.
"""

import secrets
from collections import defaultdict
from datetime import timedelta

from odoo.addons.client_support.opaque_number import ALPHABET

from .rounding import round_small_counts
from .small_base import shown_beside

# So many answers are opened at once at the least: among them nobody knows whose is
# whose, not even who knows in which week somebody answered.
LEAST_IN_BATCH = 5

# Answers that say yes (K29, K30), and all of which a share is taken: who does not know
# says nothing, and a choice out of a list is no opinion.
POSITIVE = frozenset({"agree", "fully_agree", "yes"})
OPINIONS = POSITIVE | {"fully_disagree", "disagree", "neutral", "maybe", "no"}

# 16 signs of 30: 78 bits, in groups that can be read from paper.
_GROUPS, _SIGNS = 4, 4


def draw_key():
    """The key on an invitation, such as ``7K2Q-9MXA-BCDE-FGHJ``."""
    signs = [secrets.choice(ALPHABET) for _ in range(_GROUPS * _SIGNS)]
    return "-".join(
        "".join(signs[start : start + _SIGNS]) for start in range(0, len(signs), _SIGNS)
    )


def read_key(text):
    """The key in a text as people type it; None when it is none.

    >>> read_key(" 7k2q9mxabcdefghj "), read_key("7K2Q"), read_key(None)
    ('7K2Q-9MXA-BCDE-FGHJ', None, None)
    """
    signs = "".join(sign for sign in (text or "").upper() if sign not in "- \t\r\n")
    if len(signs) != _GROUPS * _SIGNS or set(signs) - set(ALPHABET):
        return None
    return "-".join(
        signs[start : start + _SIGNS] for start in range(0, len(signs), _SIGNS)
    )


def week_of(day):
    """The week of a day as the Netherlands count it.

    >>> from datetime import date
    >>> week_of(date(2027, 1, 1))
    '2026-W53'
    """
    year, week, _weekday = day.isocalendar()
    return f"{year}-W{week:02}"


def quarter_of(day):
    """The first day of the quarter.

    >>> from datetime import date
    >>> quarter_of(date(2026, 11, 22))
    datetime.date(2026, 10, 1)
    """
    return day.replace(month=day.month - (day.month - 1) % 3, day=1)


def period_of(day, kind):
    """The first and the last day, and the name, of the quarter or year of a day.

    >>> from datetime import date
    >>> period_of(date(2026, 11, 22), "quarter")
    (datetime.date(2026, 10, 1), datetime.date(2026, 12, 31), '2026-Q4')
    >>> period_of(date(2026, 11, 22), "year")[2]
    '2026'
    """
    if kind == "year":
        return day.replace(month=1, day=1), day.replace(month=12, day=31), f"{day:%Y}"
    first = quarter_of(day)
    after = quarter_of((first + timedelta(days=100)).replace(day=1))
    return first, after - timedelta(days=1), f"{day:%Y}-Q{(first.month + 2) // 3}"


def batches(waiting, today, least=LEAST_IN_BATCH):
    """Which answers of one organisation can be opened together.

    Answers of a month wait until it is over. A team of which enough wait is opened by
    itself. What is left is opened without its team when a quarter is over and enough
    is left; else it goes on waiting.

    :param waiting: `[(id, team, first day of the month)]`
    :param today: a date
    :return: `[(team or None, month, [ids])]`; the month is the last one in the batch
    """
    over = [one for one in waiting if one[2] < today.replace(day=1)]
    teams = {}
    for one in over:
        teams.setdefault(one[1], []).append(one)
    opened = [(team, rows) for team, rows in teams.items() if len(rows) >= least]
    rest = [row for rows in teams.values() if len(rows) < least for row in rows]
    last = max((month for _id, _team, month in rest), default=None)
    if len(rest) >= least and last < quarter_of(today):
        opened.append((None, rest))
    return [
        (team, max(month for _id, _team, month in rows), [row[0] for row in rows])
        for team, rows in opened
    ]


def shown_results(answers, year, least):
    """What can be shown beside each other of the answers to a question in a year.

    The quarters as they come; then the year, and teams of the year, as far as nothing
    of few follows from them: a quarter in which nearly all were of one team tells of
    the others.

    >>> answers = {("Q1", "A"): 12, ("Q2", "A"): 15, ("Q3", "B"): 3, ("Q4", "A"): 20}
    >>> sorted(shown_results(answers, "year", 10))
    [('quarter', 'Q1'), ('quarter', 'Q2'), ('quarter', 'Q4'), ('team', 'A')]
    >>> answers = {("Q1", "A"): 9, ("Q2", "A"): 15, ("Q3", "B"): 3, ("Q4", "A"): 20}
    >>> sorted(shown_results(answers, "year", 10))
    [('quarter', 'Q2'), ('quarter', 'Q4'), ('year', 'year')]

    :param answers: `{(quarter, team or None): how many}` of quarters that are over
    :param year: its name; None when it is not over
    """
    pieces = {
        piece: {(*piece, n) for n in range(count)} for piece, count in answers.items()
    }
    quarters, teams = defaultdict(list), defaultdict(list)
    for quarter, team in pieces:
        quarters["quarter", quarter].append((quarter, team))
        if team:
            teams["team", team].append((quarter, team))
    sums = {name: quarters[name] for name in sorted(quarters)}
    if year is not None:
        sums["year", year] = list(pieces)
        ordered = sorted(
            teams, key=lambda one: (-sum(answers[cell] for cell in teams[one]), one)
        )
        sums |= {name: teams[name] for name in ordered}
    return shown_beside(pieces, sums, least)


def round_answers(counts, base, exact=(), answered=None):
    """Round how many gave which answer, together for all of a quarter.

    Years and totals are sums of what this gives, as with KPIs (`kpi_protection`).

    Where people can give several answers, those do not add up to how many answered.
    Beside an exact number of these a box that nearly everybody ticked would tell of all
    of them, and of who ticked the others. So that number is rounded too, and no answer
    is told as more.

    >>> answered = round_answers({("Q1", "A"): 6}, 5)
    >>> ticked = {("Q1", "A", "advice"): 6, ("Q1", "A", "talk"): 1}
    >>> round_answers(ticked, 5, answered=answered)
    {('Q1', 'A', 'advice'): 5}

    :param counts: `{(quarter, team, ..., answer): how many}`
    :param exact: the places, after the quarter, by which exact totals are shown
    :param answered: with several answers what this gave for how many answered, by
        quarter and team
    """
    tables = defaultdict(dict)
    for (quarter, *cell), count in counts.items():
        tables[quarter][tuple(cell)] = count
    rounded = {}
    for quarter, cells in tables.items():
        most = answered is not None and {
            cell: answered.get((quarter, *cell[:-1]), 0) for cell in cells
        }
        for cell, count in round_small_counts(cells, base, exact, most=most).items():
            rounded[(quarter, *cell)] = count
    return rounded


def summary(values):
    """What the answers to one question come to.

    >>> summary({"agree": (3, 4), "disagree": (1, 2), "unknown": (2, None)})
    {'mean': 3.5, 'share': 75.0}

    :param values: `{value: (quantity, score or None)}`
    :return: `mean` of the scores and `share` in percent that says yes, both None when
        nobody gave such an answer
    """
    scored = [(quantity, score) for quantity, score in values.values() if score]
    with_score = sum(quantity for quantity, _score in scored)
    total = sum(values[value][0] for value in values.keys() & OPINIONS)
    positive = sum(values[value][0] for value in values.keys() & POSITIVE)
    return {
        "mean": sum(quantity * score for quantity, score in scored) / with_score
        if with_score
        else None,
        "share": 100 * positive / total if total else None,
    }
