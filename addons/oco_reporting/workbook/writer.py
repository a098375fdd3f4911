"""Write sheets as an xlsx file, byte for byte reproducible.

Formulas are live with their value beside them: a spreadsheet recalculates them and a
reader that cannot calculate still shows them. Text is always text: a label that begins
with = + - or @ is never a formula.

XlsxWriter keeps the rows in memory (`in_memory`): a workbook has some hundreds of
rows, column widths are known only when all of them are, and no figures are left in
temporary files. Its other mode, `constant_memory`, would give other bytes.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timezone
from decimal import Decimal
from math import ceil
from textwrap import wrap
from typing import BinaryIO

import xlsxwriter

from .cells import AnyCell, Cell, Formula, Kind
from .formulas import Calculator
from .grid import Grid, Style

_A4 = 9
_WIDEST = 74  # characters; a SHA-256 fits
_NARROWEST = 24  # of a column that is made narrower: a few words a line
_PAGE = 150  # characters that a printed line holds at about their own size
_PAGE_UPRIGHT = 100
_USUAL = 8.43  # the width of a column that nobody set
_LINE = 15  # points, the height of one line
_WATERMARK = '&C&"Calibri,Bold"&48&KC0C0C0'
_OUTSIDE = (
    Style.TITLE,
    Style.STATUS,
    Style.BLOCK,
    Style.NOTE,
)  # run over the columns beside them
_LOOK = {
    Style.TITLE: {"bold": True, "font_size": 14},
    Style.STATUS: {"bold": True, "font_color": "#C00000"},
    Style.BLOCK: {"bold": True},
    Style.HEAD: {"bold": True, "bottom": 1, "bg_color": "#E8EEF4"},
    Style.BODY: {},
    Style.TOTAL: {"bold": True, "top": 1},
    Style.NOTE: {"italic": True, "font_color": "#555555"},
}


@dataclass(frozen=True)
class Properties:
    """What the document says of itself; `created` must know its time zone.

    `reference` tells a run of the workbook from others, for who gets one back.
    """

    title: str
    subject: str
    created: datetime
    reference: str = ""

    def __post_init__(self):
        if self.created.utcoffset() is None:
            raise ValueError("the time of creation has no time zone")


@dataclass(frozen=True)
class Status:
    """The draft word behind every printed page, and whether sheets are locked."""

    watermark: str = ""
    locked: bool = False


def write_grids(
    stream: BinaryIO,
    grids: Sequence[Grid],
    properties: Properties,
    status: Status | None = None,
) -> None:
    """Write `grids`, in this order, to `stream`; the same arguments, the same bytes.

    :raises ValueError: a text does not fit in a cell (32,767 characters), or a
        formula cannot be calculated.
    :raises xlsxwriter.exceptions.DuplicateWorksheetName: two sheets of one name.
    """
    # Nothing reaches the stream before close(), hence not in a `with`: it would also
    # close, and write half a workbook, after an error.
    workbook = xlsxwriter.Workbook(stream, {"in_memory": True})
    workbook.set_properties(
        {
            "title": properties.title,
            "subject": properties.subject,
            "keywords": properties.reference,
            "created": properties.created.astimezone(timezone.utc),
        }
    )
    calculator = Calculator(grids)
    formats = _Formats(workbook)
    for grid in grids:
        _write_grid(workbook, grid, calculator, formats, status or Status())
    workbook.close()


class _Formats:
    """Each look once in the file, however many cells have it."""

    def __init__(self, workbook: xlsxwriter.Workbook):
        self._workbook = workbook
        self._formats: dict[tuple, xlsxwriter.format.Format] = {}

    def of(self, cell: AnyCell, style: Style, place: tuple):
        italic = isinstance(cell, Cell) and cell.italic
        key = (cell.kind, style, italic, place)
        if key not in self._formats:
            look = {
                "num_format": cell.kind.value,
                "valign": "top",
                "text_wrap": cell.kind is Kind.TEXT and style not in _OUTSIDE,
                **_LOOK[style],
                **dict(place),
            }
            if italic:
                look["italic"] = True
            self._formats[key] = self._workbook.add_format(look)
        return self._formats[key]


def _write_grid(workbook, grid: Grid, calculator, formats, status: Status) -> None:
    worksheet = workbook.add_worksheet(grid.name)
    for line, row in enumerate(grid.rows):
        for column, cell in enumerate(row.cells):
            value = calculator.value(grid.name, line, column)
            cell_format = formats.of(cell, row.style, _place(grid, line, column))
            _write_cell(worksheet, line, column, cell, value, cell_format)
    for name, reference in grid.names.items():
        workbook.define_name(name, reference)
    _lay_out(worksheet, grid, calculator)
    if status.watermark:
        worksheet.set_header(f"{_WATERMARK}{status.watermark}")
    if status.locked:
        # Without a password: it warns who types by accident. The checksum proves.
        worksheet.protect()


def _place(grid: Grid, line: int, column: int) -> tuple:
    """Heads stand above their column, and marks where the number would be."""
    if grid.is_form:
        return (("align", "left"),)
    cell = grid.at(line, column)
    if grid.rows[line].style is Style.HEAD:
        cell = grid.at(line + 1, column) or cell
        if cell.kind is not Kind.TEXT:
            return (("align", "right"),)
    if cell.kind is Kind.TEXT and column:
        # Else it touches the number before it.
        return (("align", "left"), ("indent", 1))
    return (("align", "right"),) if cell.kind is Kind.MARK else ()


def _write_cell(worksheet, line, column, cell: AnyCell, value, cell_format) -> None:
    if isinstance(cell, Formula):
        worksheet.write_formula(line, column, cell.text, cell_format, _cached(value))
    elif cell.value is None:
        worksheet.write_blank(line, column, None, cell_format)
    elif isinstance(cell.value, date):
        worksheet.write_datetime(line, column, cell.value, cell_format)
    elif isinstance(cell.value, (int, Decimal)):
        worksheet.write_number(line, column, cell.value, cell_format)
    elif worksheet.write_string(line, column, cell.value, cell_format):
        # XlsxWriter would cut the text and only return a code.
        raise ValueError(f"text too long for a cell: {cell.value[:40]}...")


def _cached(value):
    """A value as a spreadsheet keeps it: 1781, not 1781.0."""
    if not isinstance(value, Decimal):
        return value
    return int(value) if value == value.to_integral_value() else float(value)


def _lay_out(worksheet, grid: Grid, calculator: Calculator) -> None:
    shown = {
        (line, column): shown_text(cell, calculator.value(grid.name, line, column))
        for line, row in enumerate(grid.rows)
        if row.style not in _OUTSIDE
        for column, cell in enumerate(row.cells)
    }
    widths = _widths(grid, shown)
    for column, width in enumerate(widths):
        worksheet.set_column(column, column, width)
    for line in range(len(grid.rows)):
        lines = max(
            (
                _lines(words, widths[place])
                for (at, place), words in shown.items()
                if at == line
            ),
            default=1,
        )
        if lines > 1:
            worksheet.set_row(line, lines * _LINE)
    heads = grid.heads()
    if heads:
        worksheet.freeze_panes(heads[0] + 1, 1)
        worksheet.repeat_rows(heads[0])
    worksheet.set_paper(_A4)
    if not grid.is_form:
        worksheet.set_landscape()
    worksheet.fit_to_pages(1, 0)
    worksheet.set_margins(top=1.1)  # below the watermark
    worksheet.set_footer("&L&F&C&A&R&P / &N")
    worksheet.print_area(0, 0, len(grid.rows) - 1, _last_printed(grid, widths))


def _last_printed(grid: Grid, widths: list[float]) -> int:
    """The last column to print: as many as the lines over the columns run over."""
    longest = max(
        (
            _length(cell.value)
            for row in grid.rows
            if row.style in _OUTSIDE
            for cell in row.cells
        ),
        default=0,
    )
    more = max(0, ceil((longest - sum(widths)) / _USUAL))
    return len(widths) - 1 + more


def shown_text(cell: AnyCell, value) -> str:
    """About what a Dutch reader sees of a cell."""
    if value is None:
        return ""
    if isinstance(cell, Cell) and isinstance(cell.value, date):
        return f"{cell.value:%d-%m-%Y}"
    if isinstance(value, bool):
        return "WAAR" if value else "ONWAAR"
    if not isinstance(value, Decimal):
        return value
    if cell.kind is Kind.SHARE:
        return f"{value:.1%}".replace(".", ",")
    places = 2 if cell.kind in (Kind.EURO, Kind.HOURS, Kind.MEAN) else 0
    digits = f"{value:,.{places}f}".translate(str.maketrans(",.", ".,"))
    return f"€ {digits}" if cell.kind is Kind.EURO else digits


def _widths(grid: Grid, shown: dict[tuple[int, int], str]) -> list[float]:
    """Of each column; texts are made narrower, all alike, until a page holds the sheet.

    What wraps can be read on paper; what is scaled to 40 % cannot.
    """
    widths = [
        _width(words for (_line, place), words in shown.items() if place == column)
        for column in range(grid.width)
    ]
    texts = {
        column
        for (line, column), words in shown.items()
        if words
        and grid.rows[line].style is Style.BODY
        and grid.at(line, column).kind is Kind.TEXT
    }
    page = _PAGE_UPRIGHT if grid.is_form else _PAGE
    widest = ceil(max(widths))
    while sum(widths) > page and widest > _NARROWEST:
        widest -= 1
        for column in texts:
            widths[column] = min(widths[column], widest)
    return widths


def _width(shown: Iterable[str]) -> float:
    longest = max(map(_length, shown), default=_USUAL)
    return min(longest + 2, _WIDEST)


def _lines(words: str, width: float) -> int:
    """How many lines a text takes, wrapped between words."""
    return len(wrap(words, max(1, int(width) - 1)))


def _length(words: str) -> float:
    """The width of a text in characters; bold ones are somewhat wider."""
    return 1.1 * len(words)
