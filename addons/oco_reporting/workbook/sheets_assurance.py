"""Sheets 17 to 20: independence, signals, definitions, and what was checked."""

from decimal import Decimal

from .. import settlement
from .cells import Cell, Formula, Kind, count, day, quantity, text, texts
from .frame import gap, measured, note, opened
from .grid import Grid, Style
from .report import Absent, Report
from .sheets_work import cell

CONTROLE = "Controle"
_WORDS = {True: "ja", False: "nee", None: "niet bekend"}


def independence(report: Report) -> Grid:
    grid = opened("17", "Onafhankelijkheid", report)
    top = grid.add(
        texts("criterium", "geborgd", "bewijs", "aantal meldingen"), Style.HEAD
    )
    for row in report.criteria:
        grid.add([*texts(row.text, _WORDS[row.assured], row.proof), count(row.reports)])
    grid.call("onafhankelijkheid_geborgd", top + 1, 1, grid.next - 1, 1)
    grid.call("onafhankelijkheid_meldingen", top + 1, 3, grid.next - 1, 3)
    return grid


def signals(report: Report) -> Grid:
    grid = opened("18", "Signalen", report)
    head = ["nr", "datum", "type", "leefgebied", "samenvatting (anoniem)"]
    grid.add(texts(*head, "gemeld aan", "status"), Style.HEAD)
    for row in report.signals:
        facts = texts(row.kind, row.life_domain, row.summary, row.recipient, row.state)
        grid.add([count(row.number), day(row.made_on), *facts])
    return grid


def definitions(report: Report) -> Grid:
    grid = opened("19", "Definities", report)
    head = texts("code", "naam", "formule", "teller", "noemer", "bron")
    grid.add(head, Style.HEAD)
    for row in report.definitions:
        facts = (row.code, row.name, row.formula, row.numerator, row.denominator)
        grid.add(texts(*facts, row.source))
    return grid


def control(report: Report, digest: str) -> Grid:
    """The last sheet; `digest` is the SHA-256 of the data the workbook is made of."""
    grid = opened("20", CONTROLE, report)
    head = ["controle", "verwacht", "gevonden", "ok", "weggelaten cellen"]
    grid.add(texts(*head), Style.HEAD)
    for name, expected, found, hidden in _checks(report):
        line = grid.next
        verdict = f'=IF({cell(line, 1)}={cell(line, 2)},"ok","niet ok")'
        grid.add(
            [text(name), expected, found, Formula(verdict, Kind.TEXT), count(hidden)]
        )
    gap(grid)
    run = report.run
    for label, value in (
        ("opgemaakt door", run.made_by),
        ("peilmoment", measured(report)),
        ("kenmerk", run.reference),
        *(("vastgesteld tijdvak", closing) for closing in run.closings),
        ("SHA-256 van de gegevens", digest),
    ):
        note(grid, f"{label}: {value}")
    return grid


def _checks(report: Report):
    """Name, expected, found and number of cells not shown, of each check."""
    for check in report.checks:
        yield (
            check.name,
            _compared(check.expected),
            _compared(check.found),
            check.hidden,
        )
    if not isinstance(report.cases, Absent):
        zero, control_sum = Cell(0, Kind.COUNT), Formula("=trajecten_controle")
        name = "Trajecten: begin + nieuw + heropend - afgesloten - eind"
        yield name, zero, control_sum, 0
    if not isinstance(report.hours, Absent) and report.rates:
        functions = {rate.function for rate in report.rates}
        paid = sum(
            (
                value
                for row in report.hours.rows
                if row.function in functions
                for value in row.months
            ),
            Decimal(),
        )
        yield (
            "Tarief: alle uren van deze functies hebben een tarief",
            Cell(paid, Kind.HOURS),
            Formula("=tarief_uren", Kind.HOURS),
            0,
        )
    yield from _money_checks(report)
    missing = len(report.unexplained())
    yield "Toelichting bij elke afwijking boven de drempel", count(0), count(missing), 0


def _money_checks(report: Report):
    if not report.settles:
        return
    settled = report.settled()
    if settled is None:
        yield "Vast te stellen bedrag", text("bekend"), text("niet te bepalen"), 0
        return
    pairs = [
        ("Vast te stellen", settled.determined, "vast_te_stellen"),
        ("Nog te ontvangen", settled.to_receive, "te_ontvangen"),
        ("Terug te betalen", settled.to_repay, "terug_te_betalen"),
    ]
    if report.grant.reserve:
        pairs.append(("Egalisatiereserve, eindstand", settled.closing, "reserve_eind"))
    if report.grant.mode == settlement.PERFORMANCE:
        name = "Delen van de prestaties samen het verleende bedrag"
        parts = sum((line.part for line in report.performances), Decimal())
        granted = Formula("=verleend_bedrag", Kind.EURO)
        yield name, granted, Cell(parts, Kind.EURO), 0
    for name, expected, found in pairs:
        yield name, Cell(expected, Kind.EURO), Formula(f"={found}", Kind.EURO), 0


def _compared(value: Decimal | str) -> Cell:
    return text(value) if isinstance(value, str) else quantity(value)
