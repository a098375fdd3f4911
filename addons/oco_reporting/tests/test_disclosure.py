"""What leaves in workbooks tells of nobody: read from their sheets, with a solver."""

import random
import unittest
from collections import Counter
from datetime import date
from decimal import Decimal
from itertools import product

from ..disclosure import (
    ANSWERS,
    MARK,
    NO,
    YES,
    Counts,
    Overlap,
    Period,
    Shown,
    mean_tells,
    merged,
    spans,
    withheld,
)
from ..workbook import accountability, figures
from ..workbook import report as r
from .attacker import Unknowns
from .workbook_data import GRANT, REPORT, RUN

THRESHOLD = 10
QUARTERS = [
    Period(date(2026, 1, 1), date(2026, 3, 31), (1,)),
    Period(date(2026, 4, 1), date(2026, 6, 30), (2,)),
    Period(date(2026, 7, 1), date(2026, 9, 30), (3,)),
    Period(date(2026, 10, 1), date(2026, 12, 31), (4,)),
]
FIRST_HALF = Period(date(2026, 1, 1), date(2026, 6, 30), (5,))
YEAR = Period(date(2026, 1, 1), date(2026, 12, 31), (6,))
TEAMS = ("Oever", "Dijk", "Haven")
SCORES = {f"a{points}": points for points in range(1, 6)}
# The dimensions of each table and how many values each has.
SIZES = {
    "domains": (8, len(TEAMS)),
    "moments": (3,),
    "endings": (6,),
    "tasks": (7,),
    "arrivals": (6,),
    "referrals": (6, 2),
    "first_calls": (2,),
    "steps": (4, 2),
    "invitations": (2,),
    f"{ANSWERS}OCO1": (5,),
    "ages": (6,),
    "groups": (5,),
}
LETTERS = {"domains": "d", "referrals": "to", "steps": "s"}


def values_of(name):
    """The values of each dimension of a table."""
    if name in ("first_calls", "invitations"):
        return [(YES, NO)]
    if name.startswith(ANSWERS):
        return [tuple(SCORES)]
    letter = LETTERS.get(name, name[0])
    values = [tuple(f"{letter}{n}" for n in range(SIZES[name][0]))]
    if name == "domains":
        values.append(TEAMS)
    elif name in ("referrals", "steps"):
        values.append((YES, NO))
    return values


def labels():
    names = {"domain": "domains", "age": "ages", "group": "groups", "task": "tasks"}
    names |= {"moment": "moments", "arrival": "arrivals", "reason": "endings"}
    names |= {"step": "steps"}
    found = {one: {v: v for v in values_of(name)[0]} for one, name in names.items()}
    found["to"] = {value: f"{value}\nsoort" for value in values_of("referrals")[0]}
    found["team"] = {team: team for team in TEAMS}
    found["success"] = {"e0": "yes", "e1": "yes", "e2": "no"}
    found["question"] = {"OCO1": "Vond u dit?"}
    found[f"{ANSWERS}OCO1"] = {value: value for value in SCORES}
    found["activity"] = {}
    return found


def people(rng, size):
    """Residents of a quarter, each with a value in every table; low ones are common."""

    def draw(values):
        return values[min(int(rng.expovariate(3 / len(values))), len(values) - 1)]

    return [
        {name: tuple(map(draw, values_of(name))) for name in SIZES} for _ in range(size)
    ]


def counted(some):
    """The counts of a quarter; unique residents are those of the quarter."""
    tables = {}
    for name in SIZES:
        tables[name] = dict.fromkeys(product(*values_of(name)), 0)
        tables[name].update(Counter(person[name] for person in some))
    for name, source in (("new", "moments"), ("closed", "endings")):
        tables[name] = Counter((person["domains"][1],) for person in some)
        assert sum(tables[source].values()) == sum(tables[name].values())
    tables["questions"] = {(): len(some)}
    scores = {("OCO1", value): points for value, points in SCORES.items()}
    plain = dict.fromkeys(
        ("start", "end", "cases_new", "cases_closed", "reopened", "contacts"), {}
    )
    plain |= {"minutes": {}, "scores": scores}
    totals = {name: len(some) for name in tables}
    return Counts(tables, labels(), totals, plain)


def book(shown, period):
    """The grids of the workbook of a period."""
    found = figures.work(shown.counts, period.first, period.last)
    report = r.Report(
        grant=GRANT,
        run=RUN,
        **(found | figures.protected(shown)),
        performances=(),
        rates=(),
        posts=(),
        advances=(),
        criteria=REPORT.criteria,
        signals=REPORT.signals,
        definitions=REPORT.definitions,
    )
    return {grid.name: grid for grid in accountability.sheets(report)}, report


class Reader:
    """Somebody with the CSV of every workbook, who knows how a sheet adds up.

    Knows nothing of tables, releases or the engine: reads rows of cells by their words.
    `cells` are the single counts, of a period: {(period, sheet, row, column)}.
    """

    def __init__(self):
        self.unknowns = Unknowns()
        self.seen = {}

    def _sum(self, cells, shown):
        for cell in cells:
            self.unknowns.place(cell)
            self.seen[cell] = cells
        if shown != MARK:
            self.unknowns.equate(cells, int(shown))

    def _matrix(self, period, rows):
        head, *body = rows
        columns = head[1:-1]
        labels = [row[0] for row in body[:-1]]
        for label, *numbers in body:
            inside = labels if label == "totaal" else [label]
            for column, number in zip(head[1:], numbers, strict=True):
                across = columns if column == "totaal" else [column]
                cells = [(period, "matrix", a, b) for a in inside for b in across]
                self._sum(cells, number)

    def lists(self, period, sheet, rows):
        """Rows of a label and a number, the last of which is their total."""
        labels = [row[0] for row in rows[:-1]]
        for label, number in rows[:-1]:
            self._sum([(period, sheet, label)], number)
        self._sum([(period, sheet, label) for label in labels], rows[-1][1])

    def parts(self, period, sheet, rows):
        """Rows of a whole and the part of it that is yes."""
        for label, whole, part in rows:
            both = [(period, sheet, label, YES), (period, sheet, label, NO)]
            self._sum(both, whole)
            self._sum(both[:1], part)

    def together(self, period, sheet, rows, whole, part):
        """The totals of all of these rows."""
        labels = [row[0] for row in rows]
        yes = [(period, sheet, label, YES) for label in labels]
        self._sum([*yes, *((period, sheet, label, NO) for label in labels)], whole)
        self._sum(yes, part)

    def join(self, whole, parts):
        """Say that a period consists of others, for all that is no resident."""
        for cell in [cell for cell in self.unknowns.places if cell[0] == whole]:
            pieces = [(part, *cell[1:]) for part in parts]
            if cell[1] not in ("ages", "groups"):
                for piece in pieces:
                    self.unknowns.place(piece)
                self.unknowns.equate(pieces, 0, minus=[cell])
            else:
                # At least each of them, and at most all of them together.
                pieces = [one for one in pieces if one in self.unknowns.places]
                for piece in pieces:
                    slack = ("more", cell, piece)
                    self.unknowns.equate([piece, slack], 0, minus=[cell])
                if len(pieces) == len(parts):
                    self.unknowns.equate([cell, ("less", cell)], 0, minus=pieces)


def numbers(report):
    """What the reader finds on each sheet, as plain rows: labels and what is shown."""
    matrix, rows = report.domains, []
    if not isinstance(matrix, r.Absent):
        rows = [[matrix.header, *matrix.columns, "totaal"]]
        for label, values, right in zip(
            matrix.labels, matrix.values, matrix.right, strict=True
        ):
            rows.append([label, *values, right])
        rows.append(["totaal", *matrix.below, matrix.grand])
    lists = {"moments": report.tasks[0], "tasks": report.tasks[1]}
    lists |= {"arrivals": report.sources, "endings": report.results}
    if not isinstance(report.groups, r.Absent):
        lists |= {"groups": report.groups[0], "ages": report.groups[1]}
    there = {n: c for n, c in lists.items() if getattr(c, "rows", None)}
    return rows, there


def read_all(workbooks, joins):
    reader = Reader()
    for period, report in workbooks:
        rows, lists = numbers(report)
        if rows:
            reader._matrix(period, rows)
        for sheet, counts in lists.items():
            body = [list(row) for row in counts.rows]
            if counts.additive:
                reader.lists(period, sheet, [*body, ["totaal", counts.total]])
            else:
                for label, number in body:
                    reader._sum([(period, sheet, label)], number)
        if total := report.referral_total:
            referrals = [(x.destination, x.number, x.warm) for x in report.referrals]
            reader.parts(period, "referrals", referrals)
            reader.together(period, "referrals", referrals, total.number, total.warm)
        if not isinstance(report.terms, r.Absent):
            terms = [(x.step, x.measured, x.met) for x in report.terms]
            reader.parts(period, "terms", terms)
        for question in report.experience:
            spread = dict(question.distribution)
            if "(K31)" in question.text:
                answered = spread.get("beantwoord", MARK)
                reader.parts(
                    period, "asked", [(question.text, question.number, answered)]
                )
                continue
            answers = [(period, "answers", value) for value in SCORES]
            reader._sum(answers, question.number)
            for value in SCORES:
                reader._sum([(period, "answers", value)], spread.get(value, MARK))
            if question.mean is not None:
                _mean(reader.unknowns, period, question)
    for whole, parts in joins.items():
        reader.join(whole, parts)
    return reader


def _mean(unknowns, period, question):
    """The mean says between what the sum of the points lies."""
    number = question.number
    if number == MARK:
        return
    sums = Counter()
    for value, points in SCORES.items():
        sums[unknowns.place((period, "answers", value))] = points
    over = unknowns.place(("rounding", period), high=0.1 * number)
    sums[over] = -1
    unknowns.equations.append((sums, (float(question.mean) - 0.05) * number))


def truth(workbooks_counts):
    """Every single count behind the sheets, by the cell that the reader gives it."""
    found = {}
    for period, counts in workbooks_counts:
        tables = counts.tables
        for (domain, team), n in tables["domains"].items():
            found[period, "matrix", domain, team] = n
        for name in ("moments", "tasks", "arrivals", "endings", "groups", "ages"):
            for (value,), n in tables[name].items():
                found[period, name, value] = n
        for (to, which), n in tables["referrals"].items():
            found[period, "referrals", to, which] = n
        for (step, which), n in tables["steps"].items():
            found[period, "terms", step, which] = n
        first = "eerste gesprek binnen de norm (K13)"
        asked = "Vragenlijsten verstuurd, en daarvan beantwoord (K31)"
        for (which,), n in tables["first_calls"].items():
            found[period, "terms", first, which] = n
        for (which,), n in tables["invitations"].items():
            found[period, "asked", asked, which] = n
        for (value,), n in tables[f"{ANSWERS}OCO1"].items():
            found[period, "answers", value] = n
    return found


def releases(by_period, aware=True):
    """What is shown of these periods, in this order; each knows of those before."""
    earlier = []
    for period, counts in by_period:
        hidden = withheld(counts, period, THRESHOLD, earlier if aware else ())
        earlier.append((counts, period, hidden))
        yield period, Shown(counts, hidden, THRESHOLD)


def reports(shown):
    """The workbooks of what is shown of some periods."""
    for period, one in shown:
        yield period, book(one, period)[1]


def publish(by_period, aware=True):
    """The workbooks of these periods, in this order; each knows of those before."""
    return list(reports(releases(by_period, aware)))


def exposed(by_period, joins, aware=True):
    """The small counts that the reader bounds more narrowly than promised."""
    reader = read_all(publish(by_period, aware), joins)
    found = {}
    for cell, count in truth(by_period).items():
        if 0 < count < THRESHOLD:
            low, high = reader.unknowns.range([cell])
            if low > 1.001 or high < THRESHOLD - 1.001:
                found[cell] = count, low, high
    return found


def year(seed, sizes):
    """Quarters, the first half and of four the year, of the same residents."""
    rng = random.Random(seed)
    quarters = [people(rng, size) for size in sizes]
    everybody = [person for quarter in quarters for person in quarter]
    half = [person for quarter in quarters[:2] for person in quarter]
    found = [
        *zip(QUARTERS, map(counted, quarters), strict=False),
        (FIRST_HALF, counted(half)),
    ]
    return [*found, (YEAR, counted(everybody))] if len(sizes) == 4 else found


JOINS = {FIRST_HALF: QUARTERS[:2], YEAR: [FIRST_HALF, *QUARTERS[2:]]}


class TestNobodyFollows(unittest.TestCase):
    def test_all_workbooks_of_a_year(self):
        """Quarters, half-year and year, from their sheets: no small count is pinned."""
        by_period = year(1, (60, 90, 140, 40))
        self.assertEqual(exposed(by_period, JOINS), {})
        small = [n for n in truth(by_period).values() if 0 < n < THRESHOLD]
        self.assertGreater(len(small), 100)

    def test_the_reader_finds_what_a_careless_one_gives_away(self):
        """The same workbooks, each made without knowing of the others."""
        by_period = year(1, (60, 40))
        self.assertTrue(exposed(by_period, {FIRST_HALF: QUARTERS[:2]}, aware=False))
        self.assertEqual(exposed(by_period, {FIRST_HALF: QUARTERS[:2]}), {})

    def test_the_year_first_and_then_its_quarters(self):
        by_period = year(3, (180, 220, 160, 150))
        order = [by_period[-1], *by_period[:4]]
        for size in range(2, 6):
            with self.subTest(size=size):
                self.assertEqual(exposed(order[:size], {YEAR: QUARTERS}), {})

    def test_a_corrected_quarter(self):
        """One resident more in the second closing: the difference says who."""
        rng = random.Random(4)
        some = people(rng, 120)
        again = Period(QUARTERS[0].first, QUARTERS[0].last, (7,))
        more = [*some, people(rng, 1)[0]]
        by_period = [(QUARTERS[0], counted(some)), (again, counted(more))]
        first, second = publish(by_period)
        hidden = [
            [label for label, n in report.sources.rows if n == MARK]
            for _period, report in (first, second)
        ]
        # What was not shown is not shown the second time either.
        self.assertLessEqual(set(hidden[0]), set(hidden[1]))


class TestSpans(unittest.TestCase):
    def test_a_year_of_a_half_and_two_quarters(self):
        found = spans([YEAR, FIRST_HALF, *QUARTERS])
        self.assertEqual(found[YEAR], [FIRST_HALF, *QUARTERS[2:]])
        self.assertEqual(found[FIRST_HALF], QUARTERS[:2])

    def test_a_second_closing_consists_of_the_first(self):
        again = Period(YEAR.first, YEAR.last, (9,))
        found = spans([YEAR, again, QUARTERS[0]])
        self.assertEqual(found, {again: [YEAR], YEAR: [QUARTERS[0]]})

    def test_periods_that_overlap_in_part(self):
        other = Period(date(2026, 3, 1), date(2026, 4, 30))
        with self.assertRaises(Overlap):
            spans([QUARTERS[0], other])


class TestShown(unittest.TestCase):
    def shown(self, **tables):
        tables = {name: {(k,): n for k, n in t.items()} for name, t in tables.items()}
        counts = Counts(tables, labels(), {}, {"scores": {}})
        hidden = withheld(counts, YEAR, THRESHOLD)
        return Shown(counts, hidden, THRESHOLD)

    def test_one_mark_for_small_ones_and_their_partners(self):
        shown = self.shown(arrivals={"a0": 3, "a1": 40, "a2": 25})
        values = [shown.at("arrivals", f"a{n}") for n in range(3)]
        self.assertEqual(values.count(MARK), 2)
        self.assertEqual((shown.at("arrivals", "*"), values[0]), (68, MARK))
        self.assertEqual(shown.not_shown("arrivals"), 2)

    def test_the_check_is_made_before(self):
        tables = {"arrivals": {("a0",): 3, ("a1",): 40}, "tasks": {("t0",): 2}}
        counts = Counts(tables, labels(), {"arrivals": 44, "tasks": 2}, {})
        shown = Shown(counts, withheld(counts, YEAR, THRESHOLD), THRESHOLD)
        checks = {check.name.split(":")[0]: check for check in figures._checks(shown)}
        self.assertEqual(checks["Verwijzers"].expected, 44)
        self.assertFalse(checks["Verwijzers"].holds)
        # A total that is hidden is not printed on the last sheet either.
        self.assertEqual(checks["Taken"].expected, "gelijk")
        self.assertTrue(checks["Taken"].holds)
        self.assertEqual(checks["Taken"].hidden, shown.not_shown("tasks"))

    def test_answers_are_shown_together_or_not_at_all(self):
        name = f"{ANSWERS}OCO1"
        for given, expected in (
            ({"a1": 0, "a2": 12, "a3": 30, "a4": 15, "a5": 11}, None),
            ({"a1": 1, "a2": 12, "a3": 30, "a4": 15, "a5": 11}, [("verdeling",)]),
        ):
            tables = {name: {(value,): n for value, n in given.items()}}
            scores = {("OCO1", value): points for value, points in SCORES.items()}
            counts = Counts(tables, labels(), {}, {"scores": scores})
            shown = Shown(counts, withheld(counts, YEAR, THRESHOLD), THRESHOLD)
            question = figures.question(shown, "OCO1", "Vond u dit?")
            self.assertEqual(question.number, sum(given.values()))
            words = [(label,) for label, _n in question.distribution]
            self.assertEqual(words, expected or [(value,) for value in SCORES])
            points = sum(SCORES[value] * n for value, n in given.items())
            self.assertAlmostEqual(
                float(question.mean), points / question.number, delta=0.051
            )

    def test_several_answers_are_shown_together_or_not_at_all(self):
        """All 30 gave one at least: beside 15 and 12 the third would be 3 or more."""
        name = f"{ANSWERS}OCO9"
        words = {"gp": "Huisarts", "site": "Website", "friend": "Bekenden"}
        for given, expected in (
            ((15, 12, 3), [MARK] * 3),
            ((20, 12, 10), [20, 12, 10]),
        ):
            tables = {
                f"{name}={value}": {(YES,): n, (NO,): 30 - n}
                for value, n in zip(words, given, strict=True)
            }
            counts = Counts(tables, {"question": {"OCO9": "Hoe?"}, name: words})
            shown = Shown(counts, withheld(counts, YEAR, THRESHOLD), THRESHOLD)
            question = figures.question(shown, "OCO9", "Hoe?")
            self.assertEqual(question.number, 30)
            self.assertEqual([n for _label, n in question.distribution], expected)

    def test_a_mean_near_the_end_of_the_scale_is_not_shown(self):
        self.assertTrue(mean_tells({9: 1, 10: 11, 1: 0}, 9.9, THRESHOLD))
        self.assertFalse(mean_tells({1: 2, 2: 9, 3: 20, 4: 9, 5: 2}, 3.0, THRESHOLD))

    def test_counts_as_json_and_back(self):
        counts = counted(people(random.Random(5), 30))
        again = Counts.loads(counts.dumps())
        self.assertEqual(again.dumps(), counts.dumps())
        self.assertEqual(again.tables["domains"], counts.tables["domains"])

    def test_periods_that_follow_each_other(self):
        rng = random.Random(6)
        first, second = counted(people(rng, 30)), counted(people(rng, 20))
        whole = merged([first, second])
        self.assertEqual(sum(whole.tables["domains"].values()), 50)
        self.assertEqual(whole.totals["tasks"], 50)
        self.assertNotIn("ages", whole.tables)


class TestWorkbookOfCounts(unittest.TestCase):
    """What is printed, by hand."""

    def test_success_of_those_that_say_something(self):
        tables = {"endings": {("e0",): 30, ("e1",): 12, ("e2",): 14, ("e3",): 20}}
        counts = Counts(tables, labels(), {}, {})
        shown = Shown(counts, withheld(counts, YEAR, THRESHOLD), THRESHOLD)
        found = figures._results(shown)
        self.assertEqual((found.subset.part, found.subset.whole), ([0, 1], [0, 1, 2]))
        report = r.Report(
            **{
                **{name: getattr(REPORT, name) for name in REPORT.__dataclass_fields__},
                "results": found,
                "run": RUN,
            }
        )
        [grid] = [g for g in accountability.sheets(report) if g.name == "Resultaten"]
        calculator = accountability.Calculator(accountability.sheets(report))
        words = {
            grid.at(line, 0).value: calculator.value(grid.name, line, 1)
            for line in range(grid.next)
            if grid.at(line, 0) and grid.at(line, 1)
        }
        self.assertEqual(words["geslaagd"], 42)
        self.assertEqual(words["deel van de basis"], Decimal(42) / 56)
        self.assertEqual(words["totaal"], 76)
