"""From counts to the sheets of a workbook, as far as they are protected.

Plain functions: the same counts of a closed period, with the same cells withheld, give
the same sheets. Words are Dutch, as all of the workbook.
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from .. import settlement
from ..disclosure import ANSWERS, MARK, YES, Counts, Shown, mean_tells
from ..suppression import TOTAL
from . import report as r
from .tables import CaseRow, Matrix

_MONTHS = (
    *("jan", "feb", "mrt", "apr", "mei", "jun"),
    *("jul", "aug", "sep", "okt", "nov", "dec"),
)
_NOTHING = r.Absent("in dit tijdvak is niets geteld.")
_EXPOSED = r.Absent(
    "naast wat eerder is getoond, verraadt elk aantal hier een klein aantal."
)
_NO_UNIQUE = r.Absent(
    "unieke inwoners worden geteld per vastgestelde maand, kwartaal, halfjaar of jaar; "
    "dit tijdvak bestaat uit meer dan één daarvan."
)
_HIDDEN = "niet getoond"
# What the mark means, below each sheet that can have one.
MARKED = (
    f"{MARK}: niet getoond, zodat niemand te herkennen is. Het aantal is klein, of er "
    "zou een klein aantal mee uit te rekenen zijn. Totalen zijn die van voor het "
    "weglaten."
)
# What a report has that follows from counts of residents, and on which sheet.
_FIELDS = {
    "domains": "04",
    "groups": "05",
    "tasks": "06",
    "sources": "07",
    "referrals": "08",
    "results": "09",
    "terms": "10",
    "experience": "11",
}
# Of each table whose cells are compared with a total that was asked apart.
_COMPARED = (
    ("domains", "Leefgebieden: de cellen samen en het totaal"),
    ("ages", "Leeftijd: de groepen samen en de unieke inwoners"),
    ("tasks", "Taken: de regels samen en het totaal"),
    ("arrivals", "Verwijzers: de regels samen en het totaal"),
    ("referrals", "Doorverwijzingen: de regels samen en het totaal"),
    ("first_calls", "Termijnen, eerste gesprek: gehaald en niet samen en het totaal"),
    ("steps", "Termijnen van anderen: gehaald en niet samen en het totaal"),
    ("invitations", "Cliëntervaring: beantwoord en niet samen en het totaal"),
)
# Two sheets that count the same: a table and the one it must agree with.
_AGREE = (
    ("moments", "new", "Nieuwe trajecten: per moment samen en per team samen"),
    ("endings", "closed", "Afgesloten: per reden samen en per team samen"),
)


def work(counts: Counts, first: date, last: date) -> dict:
    """What teams did: sheets 02, 03 and 12, which hide nothing."""
    months = _months(first, last)
    names = [f"{_MONTHS[month.month - 1]} {month.year}" for month in months]
    return {
        "cases": _cases(counts),
        "contacts": _contacts(counts, months, names),
        "hours": _hours(counts, months, names),
    }


def protected(shown: Shown) -> dict:
    """Sheets 04 to 11, and the checks of their cells before any was left out."""
    return {
        "domains": _domains(shown),
        "groups": _groups(shown),
        "tasks": [
            _list(shown, "moments", "moment", "aantal nieuwe trajecten", "Moment"),
            _list(shown, "tasks", "task", "aantal keren gedaan", "Taken", head="taak"),
        ],
        "sources": _shares(shown, "arrivals", "arrival", "bron"),
        "referrals": _referrals(shown),
        "referral_total": _referral_total(shown),
        "results": _results(shown),
        "terms": _terms(shown),
        "experience": _experience(shown),
        "checks": list(_checks(shown)),
    }


def absent(reason: str) -> dict:
    """The same sheets where nothing of them may be shown."""
    return {**dict.fromkeys(_FIELDS, r.Absent(reason)), "checks": []}


def marked(sheets: dict) -> list[str]:
    """The sheets on which something is not shown.

    :param sheets: what `protected` gave
    """
    return [
        number
        for name, number in _FIELDS.items()
        if repr(MARK) in repr(sheets[name]) or _HIDDEN in repr(sheets[name])
    ]


# Work ---------------------------------------------------------------------------------


def _months(first: date, last: date) -> list[date]:
    count = (last.year - first.year) * 12 + last.month - first.month + 1
    months = range(first.month - 1, first.month - 1 + count)
    return [date(first.year + n // 12, n % 12 + 1, 1) for n in months]


def _cases(counts: Counts):
    def of(name, team):
        return counts.plain[name].get((team,), 0)

    rows = [
        CaseRow(
            team=words,
            start=of("start", team),
            new=of("cases_new", team),
            closed=of("cases_closed", team),
            end=of("end", team),
            reopened=of("reopened", team),
        )
        for team, words in counts.labels["team"].items()
    ]
    return rows or r.Absent("deze organisatie heeft geen teams.")


def _contacts(counts: Counts, months: Sequence[date], names: Sequence[str]):
    teams = counts.labels["team"]
    if not teams:
        return r.Absent("deze organisatie heeft geen teams.")
    cells = counts.plain["contacts"]
    return Matrix(
        header="team",
        labels=list(teams.values()),
        columns=names,
        values=[
            [cells.get((team, month.isoformat()), 0) for month in months]
            for team in teams
        ],
    )


def _hours(counts: Counts, months: Sequence[date], names: Sequence[str]):
    """Hours by function and activity; nobody is named (K33)."""
    if not counts.plain["minutes"]:
        return r.Absent("in dit tijdvak zijn geen uren geschreven.")
    place = {month.isoformat(): number for number, month in enumerate(months)}
    activities = list(counts.labels["activity"])
    worked: dict = defaultdict(lambda: [0] * len(months))
    for (function, activity, bound, month), minutes in counts.plain["minutes"].items():
        key = function, activities.index(activity), bound == YES
        worked[key][place[month]] += minutes
    return r.Hours(
        names,
        [
            r.HoursRow(
                function or "functie niet bekend",
                counts.labels["activity"][activities[activity]],
                bound,
                [settlement.cents(Decimal(minutes) / 60) for minutes in values],
            )
            for (function, activity, bound), values in sorted(worked.items())
        ],
    )


# Residents ----------------------------------------------------------------------------


def _domains(shown: Shown):
    if not shown.has("domains"):
        return _EXPOSED
    domains = shown.rows("domains", "domain")
    teams = shown.rows("domains", "team")
    if not teams:
        return _NOTHING
    labels = shown.counts.labels

    def at(*cell):
        return shown.at("domains", *cell)

    return Matrix(
        header="leefgebied",
        labels=[labels["domain"][domain] for domain in domains],
        columns=[labels["team"][team] for team in teams],
        values=[[at(domain, team) for team in teams] for domain in domains],
        right=[at(domain, TOTAL) for domain in domains],
        below=[at(TOTAL, team) for team in teams],
        grand=at(TOTAL, TOTAL),
    )


def _groups(shown: Shown):
    if "ages" not in shown.counts.tables:
        return _NO_UNIQUE
    if not shown.has("ages"):
        return _EXPOSED
    unit = "aantal inwoners"
    ages = _list(shown, "ages", "age", unit, "Leeftijd", head="leeftijdsgroep")
    rows = [
        (shown.counts.labels["group"][group], shown.at("groups", group))
        for group in shown.rows("groups", "group")
    ]
    groups = r.Counts(
        "Doelgroepen", "doelgroep", unit, rows, ages.total, additive=False
    )
    return [groups, ages] if rows else [ages]


def _list(
    shown: Shown, name: str, dimension: str, unit: str, title: str, head: str = ""
) -> r.Counts:
    """A list of the counts of a table with one dimension."""
    if not shown.has(name):
        return r.Counts(title, head or dimension, unit, (), MARK, note=_EXPOSED.reason)
    words = shown.counts.labels[dimension]
    rows = [(words[key], shown.at(name, key)) for key in shown.rows(name, dimension)]
    return r.Counts(title, head or dimension, unit, rows, shown.at(name, TOTAL))


def _shares(shown: Shown, name: str, dimension: str, head: str):
    if not shown.has(name):
        return _EXPOSED
    if not shown.counts.tables[name]:
        return _NOTHING
    words = shown.counts.labels[dimension]
    return r.Counts(
        "",
        head,
        "aantal",
        [(words[key], shown.at(name, key)) for key in shown.rows(name, dimension)],
        shown.at(name, TOTAL),
        shares=True,
    )


def _results(shown: Shown):
    """By reason, and the successful part of those that say something (K25)."""
    found = _shares(shown, "endings", "reason", "afsluitreden")
    if isinstance(found, r.Absent):
        return found
    reasons = shown.rows("endings", "reason")
    success = shown.counts.labels["success"]
    part = [n for n, reason in enumerate(reasons) if success.get(reason) == "yes"]
    whole = [
        n for n, reason in enumerate(reasons) if success.get(reason) in ("yes", "no")
    ]
    return r.Counts(
        found.title,
        found.header,
        found.unit,
        found.rows,
        found.total,
        shares=True,
        subset=r.Subset(
            "Geslaagd (K25)",
            "geslaagd",
            part,
            "basis: redenen die iets zeggen over het resultaat",
            whole,
        ),
    )


def _referrals(shown: Shown):
    if not shown.has("referrals"):
        return _EXPOSED
    rows = []
    for key in shown.rows("referrals", "to"):
        destination, sort = shown.counts.labels["to"][key].split("\n")
        number, warm = (shown.at("referrals", key, which) for which in (TOTAL, YES))
        rows.append(r.Referral(destination, sort, number, warm))
    return rows or _NOTHING


def _referral_total(shown: Shown):
    if not shown.has("referrals") or not shown.counts.tables["referrals"]:
        return None
    number, warm = (shown.at("referrals", TOTAL, which) for which in (TOTAL, YES))
    return r.Referral("", "", number, warm)


def _terms(shown: Shown):
    """Our own norm (K13), and for information the terms of others (K19)."""
    rows = []
    if shown.has("first_calls"):
        rows.append(
            r.Term(
                "eerste gesprek binnen de norm (K13)",
                shown.at("first_calls", TOTAL),
                shown.at("first_calls", YES),
                own=True,
            )
        )
    if shown.has("steps"):
        rows += [
            r.Term(
                shown.counts.labels["step"][step],
                shown.at("steps", step, TOTAL),
                shown.at("steps", step, YES),
                own=False,
            )
            for step in shown.rows("steps", "step")
        ]
    return rows or _EXPOSED


def _experience(shown: Shown):
    """Each question with how many answered, what, and the mean (K28 to K31)."""
    rows = []
    if shown.has("invitations") and shown.counts.tables["invitations"]:
        answered = shown.at("invitations", YES)
        rows.append(
            r.Question(
                "Vragenlijsten verstuurd, en daarvan beantwoord (K31)",
                shown.at("invitations", TOTAL),
                () if answered == MARK else (("beantwoord", answered),),
            )
        )
    codes = {"OCO6": " (K28)", "OCO7": " (K29)", "OCO1": " (K30)"}
    for code, title in shown.counts.labels["question"].items():
        words = f"{title}{codes.get(code, '')}"
        rows.append(question(shown, code, words))
    return rows or _NOTHING


def question(shown: Shown, code: str, words: str) -> r.Question:
    """How many answered a question, what and the mean, as far as that is shown."""
    answers = dict(sorted(shown.counts.labels[ANSWERS + code].items(), key=_by_grade))
    name = ANSWERS + code
    if name in shown.counts.tables:
        number = shown.at(name, TOTAL) if shown.has(name) else MARK
        spread = [
            (label, shown.at(name, value) if shown.has(name) else MARK)
            for value, label in answers.items()
        ]
    else:
        # Several answers: each is a table of who gave it, and who did not.
        tables = [f"{name}={value}" for value in answers]
        totals = [shown.at(one, TOTAL) if shown.has(one) else MARK for one in tables]
        number = MARK if MARK in totals else totals[0]
        spread = [
            (label, shown.at(one, YES) if shown.has(one) else MARK)
            for label, one in zip(answers.values(), tables, strict=True)
        ]
    if number == MARK:
        return r.Question(words, MARK)
    hidden = any(count == MARK for _label, count in spread)
    if name in shown.counts.tables:
        mean = _mean(shown, code, hidden)
        distribution = (("verdeling", _HIDDEN),) if hidden else spread
    else:
        mean, distribution = None, spread
    return r.Question(words, number, distribution, mean)


def _by_grade(answer: tuple[str, str]) -> int:
    """Grades in their order; other answers stay as the question has them."""
    value, _words = answer
    return int(value) if value.isdigit() else 0


def _mean(shown: Shown, code: str, hidden: bool) -> Decimal | None:
    """The mean of the points; None where it tells what is hidden.

    :param hidden: the answers are not shown: then to a tenth
    """
    scores = shown.counts.plain["scores"]
    given: dict[int, int] = defaultdict(int)
    for (value,), number in shown.counts.tables[ANSWERS + code].items():
        if points := scores.get((code, value)):
            given[points] += number
    answers = sum(given.values())
    if not answers:
        return None
    points = Decimal(sum(points * number for points, number in given.items()))
    mean = (points / answers).quantize(
        Decimal("0.1" if hidden else "0.01"), ROUND_HALF_UP
    )
    least = shown.threshold
    tells = answers < least or mean_tells(given, float(mean), least)
    return None if hidden and tells else mean


# Checks -------------------------------------------------------------------------------


def _checks(shown: Shown):
    totals = shown.counts.totals
    for name, words in _COMPARED:
        if shown.has(name):
            yield _check(words, totals.get(name, 0), shown, name)
    for name, other, words in _AGREE:
        if shown.has(name):
            yield _check(words, totals.get(other, 0), shown, name)


def _check(words: str, expected: int, shown: Shown, name: str) -> r.Check:
    """Compared before anything was left out; a total that is hidden is not printed."""
    found, hidden = shown.found(name), shown.not_shown(name)
    cell = (TOTAL,) * (2 if name in ("domains", "referrals", "steps") else 1)
    if shown.at(name, *cell) != MARK:
        return r.Check(words, Decimal(expected), Decimal(found), hidden)
    verdict = "gelijk" if expected == found else "niet gelijk"
    return r.Check(words, "gelijk", verdict, hidden)
