"""Write figures as an accountability workbook (xlsx), byte for byte reproducible.

Sheet names and column heads are those of the subsidy workbook, in Dutch. Totals are
live formulas with their value beside them, so that a spreadsheet recalculates them
and a reader that cannot calculate still shows them. Text is always text: a label that
begins with = + - or @ is never a formula.

XlsxWriter keeps the rows in memory (`in_memory`): a workbook has some hundreds of
rows, column widths are known only when all of them are, and no figures are left in
temporary files. Its other mode, `constant_memory`, would give other bytes.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timezone
from typing import BinaryIO

import xlsxwriter
from xlsxwriter.utility import (
    quote_sheetname,
    xl_range,
    xl_range_abs,
    xl_rowcol_to_cell,
)

TOTAL = "totaal"
_A4 = 9
_WIDEST = 70  # characters; a SHA-256 fits
_COUNT = "#,##0"  # the reader's own locale shows 1.781 or 1,781
_TEXT = "@"  # keeps a label text when somebody edits the cell


@dataclass(frozen=True)
class CaseRow:
    """Cases of one team; `derived`: the start follows from the other three."""

    team: str
    start: int
    new: int
    closed: int
    end: int
    derived: bool = False


@dataclass(frozen=True)
class CasesSheet:
    """Sheet 02: active cases at start and end of the period, and what changed."""

    rows: Sequence[CaseRow]

    def __post_init__(self):
        _check_counts(
            [row.team for row in self.rows],
            ["start", "new", "closed", "end"],
            [[row.start, row.new, row.closed, row.end] for row in self.rows],
        )


@dataclass(frozen=True)
class ContactsSheet:
    """Sheet 03: information and advice contacts, one row of `values` per team."""

    teams: Sequence[str]
    months: Sequence[str]
    values: Sequence[Sequence[int]]

    def __post_init__(self):
        _check_counts(self.teams, self.months, self.values)


@dataclass(frozen=True)
class DomainsSheet:
    """Sheet 04: questions, one row of `values` per label.

    Labels are the canonical life domains, or the rows of a published table under its
    own `header`.
    """

    header: str
    labels: Sequence[str]
    teams: Sequence[str]
    values: Sequence[Sequence[int]]

    def __post_init__(self):
        _check_counts(self.labels, self.teams, self.values)


@dataclass(frozen=True)
class CriterionRow:
    """One criterion of independence; `assured` is None when nobody can know.

    `proof` says from what it follows and `reports` how often it was otherwise, or had
    to be acted on.
    """

    criterion: str
    assured: bool | None
    proof: str
    reports: int


@dataclass(frozen=True)
class IndependenceSheet:
    """Sheet 17: whether independence was assured, and what says so."""

    rows: Sequence[CriterionRow]

    def __post_init__(self):
        _check_counts(
            [row.criterion for row in self.rows],
            ["reports"],
            [[row.reports] for row in self.rows],
        )


FigureSheet = CasesSheet | ContactsSheet | DomainsSheet | IndependenceSheet


@dataclass(frozen=True)
class Source:
    """Where the figures of `subject` come from; `checksum` is the SHA-256 of a file.

    Live figures have no file and no checksum.
    """

    subject: str
    name: str
    checksum: str | None = None


@dataclass(frozen=True)
class SourceSheet:
    """The last sheet: period, sources, and notes such as the one on rounding."""

    period: str
    sources: Sequence[Source]
    notes: Sequence[str] = ()


@dataclass(frozen=True)
class Properties:
    """What the document says of itself; `created` must know its time zone."""

    title: str
    subject: str
    created: datetime

    def __post_init__(self):
        if self.created.utcoffset() is None:
            raise ValueError("the time of creation has no time zone")


@dataclass(frozen=True)
class _Formula:
    text: str
    value: int


_Cell = str | int | _Formula


@dataclass(frozen=True)
class _Grid:
    """A worksheet as plain cells, header first; `names` maps range names to ranges."""

    name: str
    rows: list[list[_Cell]]
    names: dict[str, str]
    has_total_row: bool
    derived: frozenset[tuple[int, int]] = frozenset()


def write(
    stream: BinaryIO,
    sheets: Iterable[FigureSheet],
    source: SourceSheet,
    properties: Properties,
) -> None:
    """Write `sheets`, in this order, and the source sheet to `stream`.

    The same arguments give the same bytes.

    :raises ValueError: a text does not fit in a cell (32,767 characters).
    :raises xlsxwriter.exceptions.DuplicateWorksheetName: two sheets of one kind.
    """
    sheets = list(sheets)
    # Nothing reaches the stream before close(), hence not in a `with`: it would also
    # close, and write half a workbook, after an error.
    workbook = xlsxwriter.Workbook(stream, {"in_memory": True})
    workbook.set_properties(
        {
            "title": properties.title,
            "subject": properties.subject,
            "created": properties.created.astimezone(timezone.utc),
        }
    )
    for sheet in sheets:
        _write_grid(workbook, _figure_grid(sheet))
    notes = [*source.notes, *_derived_notes(sheets)]
    _write_grid(workbook, _source_grid(source, notes, properties.created))
    workbook.close()


def _check_counts(
    labels: Sequence[str], columns: Sequence[str], values: Sequence[Sequence[int]]
) -> None:
    """Refuse what would become a wrong sheet.

    :raises ValueError: no labels or columns, or values that do not fit them.
    :raises TypeError: a value is not a whole number.
    """
    if not labels or not columns:
        raise ValueError("a sheet has at least one row and one column")
    if len(values) != len(labels) or any(len(row) != len(columns) for row in values):
        raise ValueError("a sheet has one value for each row and column")
    if any(type(value) is not int for row in values for value in row):
        raise TypeError("a count is a whole number")


def _figure_grid(sheet: FigureSheet) -> _Grid:
    if isinstance(sheet, CasesSheet):
        return _cases_grid(sheet)
    if isinstance(sheet, IndependenceSheet):
        return _independence_grid(sheet)
    if isinstance(sheet, ContactsSheet):
        return _matrix_grid(
            "I&A-contacten",
            ["team", *sheet.months],
            sheet.teams,
            sheet.values,
            names=("contacten_totaal", "contacten_per_team", "contacten_per_maand"),
        )
    return _matrix_grid(
        "Leefgebieden",
        [sheet.header, *sheet.teams],
        sheet.labels,
        sheet.values,
        names=(
            "leefgebieden_totaal",
            "leefgebieden_per_leefgebied",
            "leefgebieden_per_team",
        ),
    )


def _cases_grid(sheet: CasesSheet) -> _Grid:
    name = "Trajecten"
    header = ["team", "beginstand", "nieuw", "afgesloten", "eindstand", "controle"]
    rows: list[list[_Cell]] = [[*header]]
    for line, row in enumerate(sheet.rows, start=1):
        start, new, closed, end = (xl_rowcol_to_cell(line, c) for c in range(1, 5))
        check = _Formula(
            f"={start}+{new}-{closed}-{end}",
            row.start + row.new - row.closed - row.end,
        )
        rows.append([row.team, row.start, row.new, row.closed, row.end, check])
    rows.append(_total_row(rows))
    last = len(rows) - 1
    return _Grid(
        name=name,
        rows=rows,
        names={
            f"trajecten_{head}": _reference(name, last, column, last, column)
            for column, head in enumerate(header[1:], start=1)
        },
        has_total_row=True,
        derived=frozenset(
            (line, 1) for line, row in enumerate(sheet.rows, start=1) if row.derived
        ),
    )


def _independence_grid(sheet: IndependenceSheet) -> _Grid:
    name = "Onafhankelijkheid"
    rows: list[list[_Cell]] = [["criterium", "geborgd", "bewijs", "aantal meldingen"]]
    words = {True: "ja", False: "nee", None: "niet bekend"}
    rows.extend(
        [row.criterion, words[row.assured], row.proof, row.reports]
        for row in sheet.rows
    )
    last = len(rows) - 1
    return _Grid(
        name=name,
        rows=rows,
        names={
            "onafhankelijkheid_geborgd": _reference(name, 1, 1, last, 1),
            "onafhankelijkheid_meldingen": _reference(name, 1, 3, last, 3),
        },
        has_total_row=False,
    )


def _matrix_grid(
    name: str,
    header: list[str],
    labels: Sequence[str],
    values: Sequence[Sequence[int]],
    names: tuple[str, str, str],
) -> _Grid:
    """Return a table with a total row and column.

    `names` are those of the grand total, the total column and the total row.
    """
    rows: list[list[_Cell]] = [[*header, TOTAL]]
    width = len(header) - 1
    for line, (label, counts) in enumerate(zip(labels, values, strict=True), start=1):
        total = _Formula(f"=SUM({xl_range(line, 1, line, width)})", sum(counts))
        rows.append([label, *counts, total])
    rows.append(_total_row(rows))
    last, right = len(rows) - 1, width + 1
    grand, column, row = names
    return _Grid(
        name=name,
        rows=rows,
        names={
            grand: _reference(name, last, right, last, right),
            column: _reference(name, 1, right, last - 1, right),
            row: _reference(name, last, 1, last, width),
        },
        has_total_row=True,
    )


def _source_grid(source: SourceSheet, notes: list[str], created: datetime) -> _Grid:
    rows: list[list[_Cell]] = [
        ["onderwerp", "waarde"],
        ["tijdvak", source.period],
        ["gemaakt op", created.strftime("%d-%m-%Y %H:%M %Z")],
    ]
    for item in source.sources:
        rows.append([f"bron {item.subject}", item.name])
        if item.checksum is not None:
            rows.append([f"SHA-256 {item.subject}", item.checksum])
    rows.extend(["toelichting", note] for note in notes)
    return _Grid(name="Bron", rows=rows, names={}, has_total_row=False)


def _derived_notes(sheets: list[FigureSheet]) -> list[str]:
    """Return what must be said of starts that nobody counted."""
    teams = [
        row.team
        for sheet in sheets
        if isinstance(sheet, CasesSheet)
        for row in sheet.rows
        if row.derived
    ]
    if not teams:
        return []
    return [
        "Trajecten: beginstand afgeleid (eindstand - nieuw + afgesloten) en cursief: "
        + ", ".join(teams)
    ]


def _total_row(rows: list[list[_Cell]]) -> list[_Cell]:
    """Return the sums of the columns of `rows`, of which the first is the header."""
    total: list[_Cell] = [TOTAL]
    for column in range(1, len(rows[0])):
        cells = xl_range(1, column, len(rows) - 1, column)
        value = sum(_value(row[column]) for row in rows[1:])
        total.append(_Formula(f"=SUM({cells})", value))
    return total


def _value(cell: _Cell) -> str | int:
    return cell.value if isinstance(cell, _Formula) else cell


def _reference(name: str, top: int, left: int, bottom: int, right: int) -> str:
    return f"={quote_sheetname(name)}!{xl_range_abs(top, left, bottom, right)}"


def _write_grid(workbook: xlsxwriter.Workbook, grid: _Grid) -> None:
    worksheet = workbook.add_worksheet(grid.name)
    bold_rows = {0, len(grid.rows) - 1} if grid.has_total_row else {0}
    formats = {}
    for line, row in enumerate(grid.rows):
        for column, cell in enumerate(row):
            style = (
                isinstance(cell, str),
                line in bold_rows,
                (line, column) in grid.derived,
            )
            if style not in formats:
                formats[style] = _format(workbook, *style)
            _write_cell(worksheet, line, column, cell, formats[style])
    for name, reference in grid.names.items():
        workbook.define_name(name, reference)
    _lay_out(worksheet, grid)


def _format(workbook: xlsxwriter.Workbook, is_text: bool, bold: bool, italic: bool):
    return workbook.add_format(
        {
            "num_format": _TEXT if is_text else _COUNT,
            "text_wrap": is_text,
            "valign": "top",
            "bold": bold,
            "italic": italic,
        }
    )


def _write_cell(worksheet, line: int, column: int, cell: _Cell, cell_format) -> None:
    if isinstance(cell, _Formula):
        worksheet.write_formula(line, column, cell.text, cell_format, cell.value)
    elif isinstance(cell, int):
        worksheet.write_number(line, column, cell, cell_format)
    elif worksheet.write_string(line, column, cell, cell_format):
        # XlsxWriter would cut the text and only return a code.
        raise ValueError(f"text too long for a cell: {cell[:40]}...")


def _lay_out(worksheet, grid: _Grid) -> None:
    last, right = len(grid.rows) - 1, len(grid.rows[0]) - 1
    for column in range(right + 1):
        worksheet.set_column(column, column, _width(row[column] for row in grid.rows))
    worksheet.freeze_panes(1, 1)
    worksheet.set_paper(_A4)
    worksheet.set_landscape()
    worksheet.fit_to_pages(1, 0)
    worksheet.repeat_rows(0)
    worksheet.print_area(0, 0, last, right)


def _width(cells: Iterable[_Cell]) -> float:
    """Return a width in characters; bold ones are somewhat wider than the others."""
    longest = max(
        len(cell) if isinstance(cell, str) else len(f"{_value(cell):,}")
        for cell in cells
    )
    return min(1.1 * longest + 2, _WIDEST)
