"""The subsidy workbook: all its sheets, as xlsx and as CSV, and what was checked."""

import csv
import io
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from hashlib import sha256
from typing import BinaryIO

import xlsxwriter

from . import plain, sheets_assurance, sheets_money, sheets_work
from .cells import Cell
from .formulas import Calculator
from .frame import NOT_YET, closed, note, opened
from .grid import Grid
from .report import Absent, Report, Unexplained
from .writer import Properties, Status, write_grids

# Raised with every change by which the same report gives other bytes; a test of a
# report that was kept holds it to that. 1 is all that was made before it was counted.
LAYOUT = 2
_EARLIEST = (1980, 1, 1, 0, 0, 0)  # what a zip file can hold
_FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")

# Number, name, the field of the report it may be absent by, and what makes it.
_Sheet = tuple[str, str, str | None, Callable[[Report], Grid]]
_SHEETS: tuple[_Sheet, ...] = (
    ("00", "Voorblad", None, sheets_money.cover),
    ("01", "Prestaties", None, sheets_work.performances),
    *sheets_work.SHEETS,
    ("12", "Urenverantwoording", "hours", sheets_money.hours),
    ("13", "Tarief", None, sheets_money.rates),
    ("14", "Baten en lasten", None, sheets_money.costs),
    ("15", "Voorschotten en vaststelling", None, sheets_money.settled),
    ("16", "Egalisatiereserve", None, sheets_money.reserve),
    ("17", "Onafhankelijkheid", "criteria", sheets_assurance.independence),
    ("18", "Signalen", "signals", sheets_assurance.signals),
    ("19", "Definities", "definitions", sheets_assurance.definitions),
)


@dataclass(frozen=True)
class Verdict:
    """One check of the last sheet, as it came out."""

    name: str
    expected: str
    found: str
    holds: bool
    hidden: int


def layout() -> str:
    """What the bytes of a report depend on beside its data."""
    return (
        f"{LAYOUT}, XlsxWriter {xlsxwriter.__version__}, "
        f"zlib {zlib.ZLIB_RUNTIME_VERSION}"
    )


def sheets(report: Report) -> list[Grid]:
    """All sheets, in their order; one without figures says so."""
    grids = []
    for number, name, field, make in _SHEETS:
        data = getattr(report, field) if field else None
        if isinstance(data, Absent):
            grid = opened(number, name, report)
            note(grid, f"{NOT_YET}: {data.reason}")
        else:
            grid = make(report)
        grids.append(closed(grid, number, report))
    digest = sha256(plain.dumps(report).encode()).hexdigest()
    return [*grids, closed(sheets_assurance.control(report, digest), "20", report)]


def write(stream: BinaryIO, report: Report) -> None:
    """Write the workbook; the same report in the same `layout` gives the same bytes.

    :raises Unexplained: a final one has deviations without their explanation
    """
    run = report.run
    if not run.draft and (lines := report.unexplained()):
        raise Unexplained(lines)
    write_grids(
        stream,
        sheets(report),
        Properties(
            title=f"Verantwoording {report.grant.number}",
            subject=f"{run.date_from:%d-%m-%Y} t/m {run.date_to:%d-%m-%Y}",
            created=run.measured_at,
            reference=f"{run.reference} v{run.version}",
        ),
        Status("CONCEPT" if run.draft else "", locked=not run.draft),
    )


def verdicts(report: Report) -> list[Verdict]:
    """What the check sheet says."""
    grids = sheets(report)
    calculator, control = Calculator(grids), grids[-1]
    first = control.heads()[0] + 1
    lines = range(
        first, next(n for n in range(first, control.next) if not control.rows[n].cells)
    )
    found = []
    for line in lines:
        values = [calculator.value(control.name, line, place) for place in range(5)]
        name, expected, actual, verdict, hidden = values
        found.append(
            Verdict(
                name, _spoken(expected), _spoken(actual), verdict == "ok", int(hidden)
            )
        )
    return found


def write_csv(stream: BinaryIO, report: Report) -> None:
    """Write a zip with each sheet as CSV, as a Dutch spreadsheet opens it.

    UTF-8 with its mark, semicolons, decimal commas, days as in ISO 8601. A text that
    begins as a formula does is preceded by an apostrophe.
    """
    grids = sheets(report)
    calculator = Calculator(grids)
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, grid in enumerate(grids):
            words = io.StringIO()
            writer = csv.writer(words, delimiter=";")
            for line, row in enumerate(grid.rows):
                writer.writerow(
                    _exported(cell, calculator.value(grid.name, line, place))
                    for place, cell in enumerate(row.cells)
                )
            item = zipfile.ZipInfo(f"{number:02} {grid.name}.csv", _EARLIEST)
            item.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(item, words.getvalue().encode("utf-8-sig"))


def _exported(cell, value) -> str:
    if isinstance(cell, Cell) and isinstance(cell.value, date):
        return cell.value.isoformat()
    words = _spoken(value)
    risky = isinstance(value, str) and words.startswith(_FORMULA_SIGNS)
    return f"'{words}" if risky else words


def _spoken(value) -> str:
    """A value in words, with a decimal comma."""
    if value is None:
        return ""
    if not isinstance(value, Decimal):
        return str(value)
    return f"{value:f}".replace(".", ",")
