import csv
import io
import os
import tracemalloc
import unittest
import zipfile
from contextlib import nullcontext
from datetime import date, datetime
from tempfile import TemporaryDirectory
from unittest.mock import patch

import openpyxl
from openpyxl.utils.escape import unescape

from ..export_writer import Column, CsvList, XlsxList

TOO_LONG = "Too long"
COLUMNS = [
    Column("Team"),
    Column("Number", "integer"),
    Column("Hours", "number", 1),
    Column("Day", "date"),
    Column("Moment", "datetime"),
    Column("Derived", "boolean"),
]
ROW = ("Oever", 1781, 2.5, date(2026, 2, 28), datetime(2026, 3, 1, 14, 30), True)
FORMULAS = ["=1+1", "+31 78", "-5", "@SUM(A1)", "\t=1", "\r=1", "{=1}", "http://x.y"]


def written(kind, *rows, columns=COLUMNS, title="Figures", **options):
    stream = io.BytesIO()
    with kind(stream, title, columns, TOO_LONG, **options) as writer:
        for row in rows:
            writer.add([row])
    stream.seek(0)
    return stream


def read_csv(*rows, **options):
    text = written(CsvList, *rows, **options).read().decode()
    return list(csv.reader(io.StringIO(text, newline="")))


class TestXlsx(unittest.TestCase):
    def sheets(self, *rows, **options):
        return openpyxl.load_workbook(written(XlsxList, *rows, **options)).worksheets

    def test_values_are_what_they_are(self):
        [sheet] = self.sheets(ROW)
        head, cells = sheet.rows
        self.assertEqual([cell.value for cell in head], [c.label for c in COLUMNS])
        found = [cell.value for cell in cells]
        self.assertEqual(found[:3], ["Oever", 1781, 2.5])
        self.assertEqual(found[3:], [datetime(2026, 2, 28), ROW[4], True])
        self.assertEqual(
            [cell.number_format for cell in cells],
            ["@", "#,##0", "#,##0.0", "dd-mm-yyyy", "dd-mm-yyyy hh:mm", "General"],
        )

    def test_moments_to_the_second(self):
        moment = datetime(2026, 10, 25, 2, 59, 59)
        [sheet] = self.sheets([moment], columns=[Column("Moment", "datetime")])
        self.assertEqual(sheet["A2"].value, moment)

    def test_empty_cells_stay_empty(self):
        [sheet] = self.sheets((None,) * len(COLUMNS))
        self.assertEqual({cell.value for cell in sheet[2]}, {None})

    def test_nothing_is_a_formula_or_a_link(self):
        [sheet] = self.sheets(
            *([text] for text in FORMULAS), columns=[Column("=cmd|' /C calc'!A0")]
        )
        for cell in sheet["A"]:
            self.assertEqual(cell.data_type, "s", cell.value)
            self.assertIsNone(cell.hyperlink)
        with zipfile.ZipFile(
            written(XlsxList, [FORMULAS[0]], columns=[Column("A")])
        ) as file:
            self.assertNotIn(b"<f>", file.read("xl/worksheets/sheet1.xml"))

    def test_signs_of_xml_and_control_signs(self):
        text = '<a> & "b" \x01\x0b é 😀\nnext'
        [sheet] = self.sheets([text], columns=[Column("A")])
        self.assertEqual(unescape(sheet["A2"].value), text)

    def test_what_looks_like_the_inside_of_a_sheet(self):
        text = "<r><t>a & b</t></is></c></row></r>"
        [sheet] = self.sheets([text], columns=[Column("A")])
        self.assertEqual(sheet["A2"].value.strip(), text)

    def test_a_text_that_excel_cannot_hold(self):
        fits, too_long = "é" * 32_767, "😀" * 16_384
        [sheet] = self.sheets([fits], [too_long], columns=[Column("A")])
        self.assertEqual(sheet["A2"].value, fits)
        self.assertEqual(sheet["A3"].value, TOO_LONG)

    def test_head_stays_in_view_and_columns_fit(self):
        [sheet] = self.sheets(ROW, ("A team with a rather long name", *ROW[1:]))
        self.assertEqual(sheet.freeze_panes, "A2")
        self.assertEqual(sheet.auto_filter.ref, "A1:F3")
        widths = [sheet.column_dimensions[letter].width for letter in "ABDE"]
        self.assertGreater(widths[0], 30)
        self.assertLess(widths[0], 40)
        self.assertLess(widths[1], 12)
        self.assertGreaterEqual(widths[2], 12)
        self.assertGreaterEqual(widths[3], 18)

    def test_more_rows_than_a_sheet_has(self):
        rows = [(f"Team {number}",) for number in range(7)]
        sheets = self.sheets(*rows, columns=COLUMNS[:1], rows_per_sheet=3)
        self.assertEqual(
            [sheet.title for sheet in sheets], ["Figures", "Figures 2", "Figures 3"]
        )
        self.assertEqual([sheet["A1"].value for sheet in sheets], ["Team"] * 3)
        told = [cell.value for sheet in sheets for cell in sheet["A"][1:]]
        self.assertEqual(told, [name for (name,) in rows])

    def test_exactly_one_sheet(self):
        sheets = self.sheets(*[("A",)] * 3, columns=COLUMNS[:1], rows_per_sheet=3)
        self.assertEqual(len(sheets), 1)

    def test_a_list_without_rows(self):
        [sheet] = self.sheets()
        self.assertEqual(sheet.max_row, 1)

    def test_any_title_is_a_name_of_a_sheet(self):
        for title in ("A/B: [x]*?", "'", "", "x" * 40, "Q" * 31):
            with self.subTest(title=title):
                sheets = self.sheets(
                    ["a"], ["b"], columns=[Column("A")], title=title, rows_per_sheet=1
                )
                self.assertEqual(len({sheet.title for sheet in sheets}), 2)

    def test_numbers_that_excel_does_not_have(self):
        [sheet] = self.sheets(
            *([float(value)] for value in ("nan", "inf", "1e-300", "-0.1")),
            columns=[Column("A", "number")],
        )
        self.assertEqual(
            [cell.value for cell in sheet["A"][1:]], ["nan", "inf", 1e-300, -0.1]
        )

    def test_nothing_is_left_behind(self):
        for failure in (None, ZeroDivisionError):
            with self.subTest(failure=failure), TemporaryDirectory() as folder:
                with (
                    patch("tempfile.tempdir", folder),
                    nullcontext() if not failure else self.assertRaises(failure),
                    XlsxList(io.BytesIO(), "A", COLUMNS, TOO_LONG) as writer,
                ):
                    writer.add([ROW] * 5)
                    self.assertTrue(os.listdir(folder))
                    if failure:
                        raise failure
                self.assertFalse(os.listdir(folder))

    def test_memory_does_not_grow_with_rows(self):
        def peak(parts):
            with XlsxList(io.BytesIO(), "A", COLUMNS, TOO_LONG) as writer:
                tracemalloc.start()
                try:
                    for _ in range(parts):
                        writer.add([ROW] * 500)
                    return tracemalloc.get_traced_memory()[1]
                finally:
                    tracemalloc.stop()

        self.assertLess(peak(20), 1.2 * peak(2))


class TestCsv(unittest.TestCase):
    def test_values(self):
        head, row = read_csv(ROW)
        self.assertEqual(head, [column.label for column in COLUMNS])
        self.assertEqual(
            row,
            ["Oever", "1781", "2.5", "2026-02-28", "2026-03-01 14:30:00", "True"],
        )

    def test_nothing_is_a_formula(self):
        rows = read_csv(*([text] for text in FORMULAS), columns=[Column("=1")])
        self.assertFalse([row for row in rows if row[0].startswith(tuple("=+-@\t\r"))])
        # A number stays one.
        self.assertEqual(read_csv([-5], columns=[Column("N", "integer")])[1], ["-5"])

    def test_text_comes_back(self):
        text = 'a "quote", a; b\nnext é 😀'
        self.assertEqual(read_csv([text], columns=[Column("A")])[1], [text])
        self.assertEqual(read_csv([None], columns=[Column("A")])[1], [""])
