"""Read a published table of counts as it was printed, and check every total in it.

The layout is the one in which organisations publish their figures: a header row
with a free word ("leefgebied") and one column per team, optionally a total column;
then one row per label, optionally closed by a total row. Nothing here knows Odoo:
an error carries a code and its parameters, so that the caller can translate it.
"""

import csv
import hashlib
import io
import re
from collections.abc import Iterable
from dataclasses import dataclass

from odoo.addons.social_map.text import normalise

MAX_BYTES = 5_000_000
MAX_ROWS = 10_000
MAX_COUNT = 10**9
TOTAL_WORDS = frozenset({"totaal", "total", "som"})

_DELIMITERS = ("\t", ";", ",")
_BLANKS = " \u00a0\u202f\u2009"
_EMPTY = frozenset({"", "-", "\u2013", "\u2014"})
_PLAIN = re.compile(r"[0-9]+")
# One and the same separator throughout, and groups of exactly three digits.
_GROUPED = re.compile(rf"[1-9][0-9]{{0,2}}([.,{_BLANKS}])[0-9]{{3}}(?:\1[0-9]{{3}})*")
_SEPARATED = re.compile(rf"[0-9.,{_BLANKS}]*[0-9][0-9.,{_BLANKS}]*")
_NEGATIVE = re.compile("[-\u2212][0-9]")
_SHOWN = 40


class CodedError(ValueError):
    """An error with a `code`, its `params` and an English `message` made of them."""

    messages: dict[str, str] = {}

    def __init__(self, code: str, **params):
        self.code = code
        self.params = params
        self.message = self.messages[code] % params
        super().__init__(self.message)


class TableError(CodedError):
    """The one reason why a table is refused.

    `row` (label), `line` (number in the file, from 1) and `column` (printed header)
    are None where the reason has no such place.
    """

    messages = {
        "file_too_large": "The file is larger than %(limit)s bytes.",
        "too_many_rows": "The table has more than %(limit)s rows.",
        "not_text": "The file is not text: save it as CSV (UTF-8).",
        "malformed": "Line %(line)s: a quotation mark is not closed or misplaced.",
        "ambiguous": (
            "The columns may be separated by %(first)s or by %(second)s: put labels "
            "that contain one of them between quotation marks."
        ),
        "no_rows": "The table has no rows.",
        "no_teams": "The table has no team columns.",
        "empty_team": "Line %(line)s: column %(position)s has no header.",
        "duplicate_team": "Line %(line)s: column %(column)s occurs twice.",
        "total_column_not_last": (
            "Line %(line)s: the total column %(column)s is not the last column."
        ),
        "total_row_not_last": (
            "Row %(row)s (line %(line)s): the total row is not the last row."
        ),
        "empty_label": "Line %(line)s: the row has no label.",
        "duplicate_label": (
            "Row %(row)s (line %(line)s): the label is already on line %(first_line)s."
        ),
        "ragged": (
            "Row %(row)s (line %(line)s): %(found)s columns where the header has "
            "%(expected)s."
        ),
        "empty": (
            "Row %(row)s (line %(line)s), column %(column)s: empty, write 0 where "
            "there was nothing to count."
        ),
        "negative": (
            "Row %(row)s (line %(line)s), column %(column)s: %(value)s is negative."
        ),
        "not_whole": (
            "Row %(row)s (line %(line)s), column %(column)s: %(value)s is not a whole "
            "number, or its thousands are not groups of three digits."
        ),
        "not_a_number": (
            "Row %(row)s (line %(line)s), column %(column)s: %(value)s is not a number."
        ),
        "too_large": (
            "Row %(row)s (line %(line)s), column %(column)s: %(value)s is more than "
            "%(limit)s."
        ),
        "wrong_row_total": (
            "Row %(row)s (line %(line)s), column %(column)s: %(printed)s is printed, "
            "the cells of the row add up to %(computed)s."
        ),
        "wrong_column_total": (
            "Row %(row)s (line %(line)s), column %(column)s: %(printed)s is printed, "
            "the rows above add up to %(computed)s."
        ),
        "wrong_grand_total": (
            "Row %(row)s (line %(line)s), column %(column)s: %(printed)s is printed, "
            "all cells add up to %(computed)s."
        ),
    }

    def __init__(self, code: str, **params):
        super().__init__(code, **params)
        self.row: str | None = params.get("row")
        self.line: int | None = params.get("line")
        self.column: str | None = params.get("column")


class StockError(CodedError):
    """Cases at the start, new, closed and at the end cannot all be right."""

    messages = {
        "negative": (
            "%(start)s at the start, %(new)s new, %(closed)s closed, %(end)s at the "
            "end: none of these can be negative."
        ),
        "negative_start": (
            "%(end)s at the end - %(new)s new + %(closed)s closed gives %(start)s at "
            "the start, which cannot be."
        ),
        "mismatch": (
            "%(start)s at the start + %(new)s new - %(closed)s closed = %(expected)s, "
            "but %(end)s are given at the end."
        ),
    }


@dataclass(frozen=True)
class Row:
    """One printed row; `total` is None when the table has no total column."""

    label: str
    values: tuple[int, ...]
    total: int | None
    line: int


@dataclass(frozen=True)
class PublishedTable:
    """A table whose printed totals, if any, are right.

    `total_header` and `total_row` are None when the table prints no such totals.
    `checksum` is the SHA-256 (hex) of the bytes of the file, not of its content: it
    answers whether this very file was imported before, and a person can compute it.
    """

    header_label: str
    teams: tuple[str, ...]
    total_header: str | None
    rows: tuple[Row, ...]
    total_row: Row | None
    checksum: str


@dataclass(frozen=True)
class Stock:
    """Active cases at start and end of a period; `derived`: the start was computed."""

    start: int
    new: int
    closed: int
    end: int
    derived: bool


@dataclass(frozen=True)
class _Record:
    line: int
    cells: list[str]


def parse(data: bytes | str) -> PublishedTable:
    """Return the table in `data` (CSV separated by comma, semicolon or tab).

    Bytes are UTF-8, with or without a byte order mark, else Windows-1252. A file that
    makes a sound table with exactly one of the separators is read with that one.

    :raises TableError: for the first thing that is wrong, in reading order.
    """
    raw = data.encode() if isinstance(data, str) else data
    if len(raw) > MAX_BYTES:
        raise TableError("file_too_large", limit=MAX_BYTES)
    text = _decode(raw)
    checksum = hashlib.sha256(raw).hexdigest()
    sound: dict[str, PublishedTable] = {}
    errors: dict[str, TableError] = {}
    for delimiter in _DELIMITERS:
        try:
            sound[delimiter] = _table(_records(text, delimiter), checksum)
        except TableError as error:
            errors[delimiter] = error
    if len(sound) > 1:
        first, second = (repr(delimiter) for delimiter in list(sound)[:2])
        raise TableError("ambiguous", first=first, second=second)
    if not sound:
        # The separator that the header has most of is the one that was meant.
        raise errors[max(_DELIMITERS, key=_first_line(text).count)]
    return next(iter(sound.values()))


def render(table: PublishedTable) -> list[list[str | int]]:
    """Return header and rows as printed: totals only where the table printed them."""
    header: list[str | int] = [table.header_label, *table.teams]
    if table.total_header is not None:
        header.append(table.total_header)
    printed = [*table.rows, table.total_row] if table.total_row else table.rows
    return [header, *(_cells(row) for row in printed)]


def row_totals(table: PublishedTable) -> tuple[int, ...]:
    """Return the sum of every row, computed."""
    return tuple(sum(row.values) for row in table.rows)


def column_totals(table: PublishedTable) -> tuple[int, ...]:
    """Return the sum of every team's column, computed."""
    return _column_sums(table.rows)


def grand_total(table: PublishedTable) -> int:
    """Return the sum of all cells, computed."""
    return sum(row_totals(table))


def stock(start: int | None, new: int, closed: int, end: int) -> Stock:
    """Check active at start + new - closed = active at end.

    Without `start` it is derived from the other three and marked so.

    :raises StockError: the equation does not hold, or a number is negative.
    """
    derived = start is None
    if derived:
        start = end - new + closed
    params = {"start": start, "new": new, "closed": closed, "end": end}
    if min(new, closed, end) < 0 or (not derived and start < 0):
        raise StockError("negative", **params)
    if start < 0:
        raise StockError("negative_start", **params)
    expected = start + new - closed
    if expected != end:
        raise StockError("mismatch", expected=expected, **params)
    return Stock(**params, derived=derived)


def _decode(raw: bytes) -> str:
    """Return the text of the file.

    Python's Windows-1252 leaves five bytes undefined, and a NUL is in no text file
    (but in UTF-16 and in spreadsheets): both are refused.
    """
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        try:
            text = raw.decode("cp1252")
        except UnicodeDecodeError:
            raise TableError("not_text") from None
    if "\0" in text:
        raise TableError("not_text")
    return text


def _first_line(text: str) -> str:
    lines = (line for line in text.splitlines() if line.strip(" \t;,"))
    return next(lines, "")


def _records(text: str, delimiter: str) -> list[_Record]:
    """Return the rows that are not blank, without blank cells beyond the header.

    Spreadsheets pad rows with such cells. A record's line is the one it starts on: a
    quoted label may go on over several.
    """
    reader = csv.reader(
        io.StringIO(text, newline=""),
        delimiter=delimiter,
        strict=True,
        skipinitialspace=True,
    )
    records: list[_Record] = []
    width = 0
    line = 1
    try:
        for row in reader:
            cells = [cell.strip() for cell in row]
            while len(cells) > width and not cells[-1]:
                cells.pop()
            if any(cells):
                records.append(_Record(line, cells))
                width = len(records[0].cells)
            if len(records) > MAX_ROWS + 1:
                raise TableError("too_many_rows", limit=MAX_ROWS)
            line = reader.line_num + 1
    except csv.Error:
        raise TableError("malformed", line=line) from None
    if not records:
        raise TableError("no_rows")
    return records


def _table(records: list[_Record], checksum: str) -> PublishedTable:
    header, *body = records
    teams, total_header = _header(header)
    rows, total_row = _rows(body, teams, total_header)
    return PublishedTable(
        header_label=header.cells[0],
        teams=teams,
        total_header=total_header,
        rows=rows,
        total_row=total_row,
        checksum=checksum,
    )


def _header(header: _Record) -> tuple[tuple[str, ...], str | None]:
    """Return the teams and the header of the total column, if there is one."""
    teams = header.cells[1:]
    total_header = teams.pop() if teams and _is_total(teams[-1]) else None
    if not teams:
        raise TableError("no_teams")
    seen: set[str] = set()
    for position, team in enumerate(teams, start=2):
        name = normalise(team)
        if not name:
            raise TableError("empty_team", line=header.line, position=position)
        if name in TOTAL_WORDS:
            raise TableError("total_column_not_last", line=header.line, column=team)
        if name in seen:
            raise TableError("duplicate_team", line=header.line, column=team)
        seen.add(name)
    return tuple(teams), total_header


def _rows(
    body: list[_Record], teams: tuple[str, ...], total_header: str | None
) -> tuple[tuple[Row, ...], Row | None]:
    """Return the rows and the total row, if there is one, checked in reading order."""
    rows: list[Row] = []
    total_row = None
    seen: dict[str, int] = {}
    for record in body:
        if total_row:
            raise TableError(
                "total_row_not_last", row=total_row.label, line=total_row.line
            )
        row = _row(record, teams, total_header)
        if _is_total(row.label):
            _check_total_row(row, rows, teams, total_header)
            total_row = row
            continue
        name = normalise(row.label)
        if name in seen:
            raise TableError(
                "duplicate_label",
                row=row.label,
                line=row.line,
                first_line=seen[name],
            )
        seen[name] = row.line
        if total_header is not None:
            _check("wrong_row_total", row, total_header, row.total, sum(row.values))
        rows.append(row)
    if not rows:
        raise TableError("no_rows")
    return tuple(rows), total_row


def _row(record: _Record, teams: tuple[str, ...], total_header: str | None) -> Row:
    label, *cells = record.cells
    columns = [*teams] if total_header is None else [*teams, total_header]
    if not normalise(label):
        raise TableError("empty_label", line=record.line)
    if len(cells) != len(columns):
        raise TableError(
            "ragged",
            row=label,
            line=record.line,
            found=len(cells) + 1,
            expected=len(columns) + 1,
        )
    counts = []
    for column, cell in zip(columns, cells, strict=True):
        problem = _problem(cell)
        if problem:
            raise TableError(
                problem,
                row=label,
                line=record.line,
                column=column,
                value=cell[:_SHOWN],
                limit=MAX_COUNT,
            )
        counts.append(int(_digits(cell)))
    total = None if total_header is None else counts.pop()
    return Row(label=label, values=tuple(counts), total=total, line=record.line)


def _problem(cell: str) -> str | None:
    """Return the code of what keeps `cell` from being a count, or None."""
    if cell in _EMPTY:
        return "empty"
    if _PLAIN.fullmatch(cell) or _GROUPED.fullmatch(cell):
        # By length first: Python refuses to convert thousands of digits.
        digits = _digits(cell)
        too_large = len(digits) > len(str(MAX_COUNT)) or int(digits) > MAX_COUNT
        return "too_large" if too_large else None
    if _NEGATIVE.match(cell):
        return "negative"
    return "not_whole" if _SEPARATED.fullmatch(cell) else "not_a_number"


def _digits(cell: str) -> str:
    return re.sub("[^0-9]", "", cell).lstrip("0") or "0"


def _check_total_row(
    row: Row, rows: list[Row], teams: tuple[str, ...], total_header: str | None
) -> None:
    if not rows:
        raise TableError("no_rows")
    sums = _column_sums(rows)
    for team, printed, computed in zip(teams, row.values, sums, strict=True):
        _check("wrong_column_total", row, team, printed, computed)
    if total_header is not None:
        _check("wrong_grand_total", row, total_header, row.total, sum(sums))


def _check(code: str, row: Row, column: str, printed: int, computed: int) -> None:
    if printed != computed:
        raise TableError(
            code,
            row=row.label,
            line=row.line,
            column=column,
            printed=printed,
            computed=computed,
        )


def _column_sums(rows: Iterable[Row]) -> tuple[int, ...]:
    return tuple(
        sum(column) for column in zip(*(row.values for row in rows), strict=True)
    )


def _cells(row: Row) -> list[str | int]:
    printed: list[str | int] = [row.label, *row.values]
    if row.total is not None:
        printed.append(row.total)
    return printed


def _is_total(label: str) -> bool:
    return normalise(label) in TOTAL_WORDS
