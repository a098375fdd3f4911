"""Write a list of any length as a spreadsheet or CSV, in memory that does not grow.

Plain Python. Rows come in parts and go to the file at once: XlsxWriter keeps one row
in memory (`constant_memory`), and what a column looks like follows from its kind and
its first rows. Text is always text: what begins with = + - or @ is never a formula.

Numbers, dates and moments are real ones: a Dutch Excel shows 1.781,50 and can add up.
Moments come in the time of the reader, without a time zone: Excel knows none.
"""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from math import isfinite
from tempfile import TemporaryDirectory
from typing import BinaryIO

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from odoo.addons.social_map.public_form import unformulated

# A sheet of Excel ends here; the header takes one.
ROWS_PER_SHEET = 1_048_576 - 1
LONGEST_TEXT = 32_767  # what Excel can hold in a cell
MEASURED = 200  # rows that say how wide a column is
KEPT_TEXT = 200  # a longer one is not kept to be written again
_NARROW, _WIDE = 8, 60  # characters
_FORMATS = {
    "text": "@",  # stays text when somebody edits the cell
    "integer": "#,##0",
    "date": "dd-mm-yyyy",
    "datetime": "dd-mm-yyyy hh:mm",
}
_WIDTHS = {"date": 12, "datetime": 18}
_EPOCH = datetime(1899, 12, 30)
_SECONDS = 24 * 60 * 60


@dataclass(frozen=True)
class Column:
    """A column of a list.

    :param kind: text, integer, number, boolean, date or datetime
    :param digits: decimals that a number is shown with
    """

    label: str
    kind: str = "text"
    digits: int = 2


class CsvList:
    """Comma-separated, UTF-8, every value in quotes, days as 2026-01-31.

    It has no title, and no text is too long for it.
    """

    mimetype = "text/csv;charset=utf-8"

    def __init__(
        self, stream: BinaryIO, title: str, columns: Sequence[Column], too_long: str
    ):
        self._texts = [
            place for place, column in enumerate(columns) if column.kind == "text"
        ]
        self._stream = io.TextIOWrapper(stream, "utf-8", newline="")
        self._csv = csv.writer(self._stream, quoting=csv.QUOTE_ALL)
        self._csv.writerow([unformulated(column.label) for column in columns])

    def __enter__(self):
        return self

    def __exit__(self, failure, *rest):
        self._stream.detach()

    def add(self, rows: Iterable[Sequence]) -> None:
        for row in rows:
            cells = list(row)
            for place in self._texts:
                cells[place] = unformulated(cells[place])
            self._csv.writerow(cells)


class XlsxList:
    """One sheet, and another whenever Excel's number of rows is reached.

    The file is complete after the `with`; nothing else is left behind, also after an
    error.

    :param too_long: what a cell says in place of a text that Excel cannot hold
    :param rows_per_sheet: how many rows below the header go on one sheet
    """

    mimetype = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

    def __init__(
        self,
        stream: BinaryIO,
        title: str,
        columns: Sequence[Column],
        too_long: str,
        rows_per_sheet: int = ROWS_PER_SHEET,
    ):
        self._title, self._columns, self._too_long = title, columns, too_long
        self._most = rows_per_sheet
        # XlsxWriter puts rows that are written in files there.
        self._folder = TemporaryDirectory()
        self._workbook = xlsxwriter.Workbook(
            stream, {"constant_memory": True, "tmpdir": self._folder.name}
        )
        self._workbook.set_properties({"title": title})
        self._head = self._workbook.add_format({"bold": True, "num_format": "@"})
        self._cells = [
            (xl_col_to_name(place), self._cell(column))
            for place, column in enumerate(columns)
        ]
        self._widths = [len(column.label) for column in columns]
        self._sheets = 0
        self._begin_sheet()

    def __enter__(self):
        return self

    def __exit__(self, failure, *rest):
        with self._folder:
            if not failure:
                self._end_sheet()
                self._workbook.close()
            else:
                self._sheet.drop_rows()

    def add(self, rows: Iterable[Sequence]) -> None:
        for row in rows:
            if self._line == self._most:
                self._end_sheet()
                self._begin_sheet()
            self._line += 1
            if self._line <= MEASURED:
                self._measure(row)
            number = self._line + 1  # Excel counts from one, and has the header
            self._sheet.add_row(
                number,
                "".join(
                    [
                        f'<c r="{letter}{number}"{cell(value)}'
                        for (letter, cell), value in zip(self._cells, row, strict=True)
                        if value is not None
                    ]
                ),
            )

    def _begin_sheet(self):
        self._sheets += 1
        self._line = 0
        self._sheet = sheet = self._workbook.add_worksheet(
            _sheet_name(self._title, self._sheets), worksheet_class=_Rows
        )
        sheet.freeze_panes(1, 0)
        sheet.repeat_rows(0)
        for place, column in enumerate(self._columns):
            sheet.write_string(0, place, column.label, self._head)

    def _end_sheet(self):
        for place, column in enumerate(self._columns):
            width = _WIDTHS.get(column.kind) or 1.1 * self._widths[place] + 2
            self._sheet.set_column(place, place, min(max(width, _NARROW), _WIDE))
        self._sheet.autofilter(0, 0, self._line, len(self._columns) - 1)

    def _cell(self, column):
        """What makes the XML of a value of this column, after the place of the cell.

        Lists say the same many times, so what was made is kept for a while.
        """
        style = self._style(column)._get_xf_index()

        def text(value):
            return short(value) if len(value) < KEPT_TEXT else any_text(value)

        def any_text(value):
            if len(value) > LONGEST_TEXT // 2 and _excel_length(value) > LONGEST_TEXT:
                value = self._too_long
            return f' s="{style}" t="inlineStr"><is>{_text(value)}</is></c>'

        short = lru_cache(4_096)(any_text)

        def number(value):
            if not isfinite(value):  # Excel has no such numbers
                return text(str(value))
            return f' s="{style}"><v>{value!r}</v></c>'

        def boolean(value):
            return f' s="{style}" t="b"><v>{value:d}</v></c>'

        @lru_cache(4_096)
        def day(value):
            return number(value.toordinal() - _EPOCH.toordinal())

        def moment(value):
            passed = value - _EPOCH
            return number(passed.days + passed.seconds / _SECONDS)

        return {
            "text": text,
            "integer": number,
            "number": number,
            "boolean": boolean,
            "date": day,
            "datetime": moment,
        }[column.kind]

    def _style(self, column):
        look = _FORMATS.get(column.kind, "General")
        if column.kind == "number":
            look = "#,##0" + ("." + "0" * column.digits if column.digits else "")
        return self._workbook.add_format({"num_format": look})

    def _measure(self, row):
        """The first rows say how wide a column is: all of them are not kept."""
        for place, value in enumerate(row):
            if isinstance(value, (str, int, float)):
                length = len(value if isinstance(value, str) else f"{value:,}")
                self._widths[place] = max(self._widths[place], length)


class _Rows(Worksheet):
    """A sheet that takes rows as XML, as XlsxWriter writes them in constant memory.

    Cell by cell, as its methods do it, takes five times as long.
    """

    def add_row(self, number, cells):
        """:param number: of the row, from 1; larger than that of the row before"""
        if self.table:
            self._write_single_row(number)  # the header
        self.fh.write(f'<row r="{number}">{cells}</row>')
        self.dim_rowmax = number - 1

    def drop_rows(self):
        """Let go of the file that rows are in."""
        self._opt_close()


def _text(value):
    value = _Rows._escape_control_characters(value.replace("\r", ""))
    escaped = value.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    space = ' xml:space="preserve"' if value != value.strip() else ""
    return f"<t{space}>{escaped}</t>"


WRITERS = {"csv": CsvList, "xlsx": XlsxList}


def _excel_length(text):
    """Excel counts a character beyond the first 65,536 as two."""
    return len(text.encode("utf-16-le")) // 2


def _sheet_name(title, number):
    """A name that Excel takes: 31 characters, a few signs not among them."""
    name = re.sub(r"[\[\]:*?/\\']", " ", title).strip() or "Lijst"
    suffix = f" {number}" if number > 1 else ""
    return name[: 31 - len(suffix)].rstrip() + suffix
