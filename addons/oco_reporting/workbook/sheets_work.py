"""Sheets 01 to 11: what was agreed and done, for whom, and how it was felt."""

from collections.abc import Sequence

from xlsxwriter.utility import xl_range, xl_rowcol_to_cell

from ..disclosure import MARK
from .cells import Cell, Formula, Kind, count, number, quantity, text, texts
from .frame import gap, note, opened
from .grid import Grid, Style
from .report import Counts, Performance, Report
from .tables import TOTAL, add_cases, add_matrix

DUE = "TOELICHTING VERPLICHT"


def cell(line: int, column: int) -> str:
    return xl_rowcol_to_cell(line, column)


def share_of(part: str, whole: str) -> Formula:
    return Formula(f'=IF({whole}=0,"",{part}/{whole})', Kind.SHARE)


def explained(explanation: str, due: bool) -> Cell:
    return text(explanation or (DUE if due else None))


def performances(report: Report) -> Grid:
    grid = opened("01", "Prestaties", report)
    head = ["code", "prestatie", "eenheid", "afgesproken", "gerealiseerd", "verschil"]
    top = grid.add(texts(*head, "realisatie %", "toelichting"), Style.HEAD) + 1
    for line in report.performances:
        grid.add(_performance(line, grid.next, report))
    if not report.performances:
        note(grid, "Bij deze verlening zijn geen prestaties afgesproken.")
    else:
        grid.call("prestaties_realisatie", top, 6, grid.next - 1, 6)
    return grid


def _performance(line: Performance, place: int, report: Report) -> list:
    agreed, realised = cell(place, 3), cell(place, 4)
    known = line.realised is not None
    return [
        *texts(line.code, line.name, line.unit),
        quantity(line.agreed),
        quantity(line.realised) if known else count("geen cijfer"),
        Formula(f"={realised}-{agreed}", _difference(line)) if known else text(None),
        share_of(realised, agreed) if known else text(None),
        explained(line.explanation, report.due(line.agreed, line.realised)),
    ]


def _difference(line: Performance) -> Kind:
    return quantity(line.realised - line.agreed).kind


def cases(report: Report) -> Grid:
    grid = opened("02", "Trajecten", report)
    add_cases(grid, report.cases)
    return grid


def contacts(report: Report) -> Grid:
    grid = opened("03", "I&A-contacten", report)
    add_matrix(grid, report.contacts, "contacten", "team", "maand")
    return grid


def domains(report: Report) -> Grid:
    grid = opened("04", "Leefgebieden", report)
    add_matrix(grid, report.domains, "leefgebieden", "leefgebied", "team")
    return grid


def groups(report: Report) -> Grid:
    grid = opened("05", "Doelgroepen en leeftijd", report)
    return _add_lists(grid, report.groups)


def tasks(report: Report) -> Grid:
    return _add_lists(opened("06", "Moment en taken", report), report.tasks)


def sources(report: Report) -> Grid:
    return _add_lists(opened("07", "Verwijzers", report), [report.sources])


def referrals(report: Report) -> Grid:
    grid = opened("08", "Doorverwijzingen", report)
    head = texts("bestemming", "soort", "aantal", "warm bevestigd", "warm %")
    top = grid.add(head, Style.HEAD) + 1
    for row in report.referrals:
        grid.add(
            [
                *texts(row.destination, row.sort),
                count(row.number),
                count(row.warm),
                _share(grid.next, row.warm, row.number, 3, 2),
            ]
        )
    last, total = grid.next - 1, report.referral_total
    sums = [
        count(stated)
        if any(isinstance(value, str) for value in (*values, stated))
        else Formula(f"=SUM({xl_range(top, place, last, place)})")
        for place, stated, values in (
            (2, total and total.number, [row.number for row in report.referrals]),
            (3, total and total.warm, [row.warm for row in report.referrals]),
        )
    ]
    share = total and _share(grid.next, total.warm, total.number, 3, 2)
    grid.add([*texts(TOTAL, ""), *sums, *([share] if share else [])], Style.TOTAL)
    return grid


def results(report: Report) -> Grid:
    return _add_lists(opened("09", "Resultaten", report), [report.results])


def terms(report: Report) -> Grid:
    grid = opened("10", "Termijnen", report)
    for own, title in (
        (True, "Eigen norm"),
        (False, "Ter informatie: termijnen van gemeente en CIZ, geen prestatie"),
    ):
        rows = [row for row in report.terms if row.own is own]
        gap(grid, title)
        if not rows:
            note(grid, "In dit tijdvak liep er geen termijn af.")
            continue
        grid.add(texts("stap", "met termijn", "gehaald", "%"), Style.HEAD)
        for row in rows:
            grid.add(
                [
                    text(row.step),
                    count(row.measured),
                    count(row.met),
                    _share(grid.next, row.met, row.measured, 2, 1),
                ]
            )
    return grid


def experience(report: Report) -> Grid:
    grid = opened("11", "Cliëntervaring", report)
    grid.add(texts("vraag", "n", "verdeling", "gemiddelde"), Style.HEAD)
    for row in report.experience:
        spread = "; ".join(f"{answer}: {n}" for answer, n in row.distribution)
        grid.add(
            [
                text(row.text),
                count(row.number),
                text(spread),
                number(row.mean, Kind.MEAN),
            ]
        )
    return grid


def _share(line: int, part, whole, left: int, right: int):
    """The percentage, unless one of the two is not shown."""
    if isinstance(part, str) or isinstance(whole, str):
        return text(None)
    return share_of(cell(line, left), cell(line, right))


def _add_lists(grid: Grid, lists: Sequence[Counts]) -> Grid:
    for counts in lists:
        if counts.title:
            gap(grid, counts.title)
        _add_counts(grid, counts)
        if counts.note:
            note(grid, counts.note)
    return grid


def _add_counts(grid: Grid, counts: Counts) -> None:
    head = [counts.header, counts.unit, *(["%"] if counts.shares else [])]
    top = grid.add(texts(*head), Style.HEAD) + 1
    bottom = top + len(counts.rows)
    whole = xl_rowcol_to_cell(bottom, 1, row_abs=True, col_abs=True)
    for label, value in counts.rows:
        row = [text(label), count(value)]
        if counts.shares:
            known = not isinstance(value, str) and not isinstance(counts.total, str)
            part = cell(grid.next, 1)
            row.append(share_of(part, whole) if known else text(None))
        grid.add(row)
    added = counts.additive and not any(isinstance(n, str) for _label, n in counts.rows)
    total = Formula(f"=SUM({xl_range(top, 1, bottom - 1, 1)})")
    known = added and bool(counts.rows)
    words = TOTAL if counts.additive else "totaal (ieder telt één keer)"
    grid.add([text(words), total if known else count(counts.total)], Style.TOTAL)
    if counts.subset:
        _add_subset(grid, counts, top)


def _add_subset(grid: Grid, counts: Counts, top: int) -> None:
    """What some of the rows come to, of some more; from what is shown alone."""
    subset = counts.subset
    gap(grid, subset.title)
    for name, places in (
        (subset.part_name, subset.part),
        (subset.whole_name, subset.whole),
    ):
        marked = any(isinstance(counts.rows[place][1], str) for place in places)
        cells = "+".join(cell(top + place, 1) for place in places) or "0"
        grid.add([text(name), count(MARK) if marked else Formula(f"={cells}")])
    part, whole = grid.next - 2, grid.next - 1
    if not any(isinstance(counts.rows[place][1], str) for place in subset.whole):
        share = share_of(cell(part, 1), cell(whole, 1))
        grid.add([text("deel van de basis"), share])


# Number, name, the field of the report it is made of, and what makes it.
SHEETS = (
    ("02", "Trajecten", "cases", cases),
    ("03", "I&A-contacten", "contacts", contacts),
    ("04", "Leefgebieden", "domains", domains),
    ("05", "Doelgroepen en leeftijd", "groups", groups),
    ("06", "Moment en taken", "tasks", tasks),
    ("07", "Verwijzers", "sources", sources),
    ("08", "Doorverwijzingen", "referrals", referrals),
    ("09", "Resultaten", "results", results),
    ("10", "Termijnen", "terms", terms),
    ("11", "Cliëntervaring", "experience", experience),
)
