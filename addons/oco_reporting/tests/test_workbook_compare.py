import io
import unittest
import zipfile
from dataclasses import replace
from datetime import datetime
from decimal import Decimal

import openpyxl
from openpyxl.comments import Comment

from ..workbook.compare import Unreadable, compare, reference
from .test_accountability_workbook import SOFFICE, recalculated, written
from .workbook_data import FINAL


def changed(change):
    """The final workbook after somebody changed it and saved it with openpyxl."""
    book = openpyxl.load_workbook(io.BytesIO(written(FINAL)))
    change(book)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def differences(data):
    """What differs beside what saving changes: {(kind, place): (before, after)}."""
    return {
        (item.kind, item.place): (item.expected, item.found)
        for item in compare(written(FINAL), data)
        if not item.by_saving
    }


class TestCompare(unittest.TestCase):
    def test_unchanged(self):
        self.assertEqual(compare(written(FINAL), written(FINAL)), [])

    def test_it_says_what_it_is(self):
        self.assertEqual(reference(written(FINAL)), "OCO-7Q2M v2")

    def test_one_cell(self):
        def change(book):
            book["Prestaties"]["E5"] = 41

        self.assertEqual(
            differences(changed(change)), {("cell", "Prestaties!E5"): ("38", "41")}
        )

    def test_the_same_data_with_one_figure_more(self):
        """Made by the same writer: totals differ as well, each by its name."""
        [first, *rest] = FINAL.cases
        more = replace(first, new=first.new + 1, closed=first.closed + 1)
        report = replace(FINAL, cases=(more, *rest))
        found = {item.place for item in compare(written(FINAL), written(report))}
        self.assertLessEqual(
            {"Trajecten!C5", "Trajecten!E5", "Trajecten!C7", "Trajecten!E7"}, found
        )
        self.assertFalse(any(place.startswith("Tarief") for place in found))

    def test_a_formula_that_became_a_number(self):
        def change(book):
            book["Trajecten"]["G5"] = 0

        found = differences(changed(change))
        self.assertEqual(found, {("formula", "Trajecten!G5"): ("=B5+C5+D5-E5-F5", "")})

    def test_what_hides(self):
        def change(book):
            book["Tarief"].sheet_state = "veryHidden"
            book["Trajecten"].row_dimensions[6].hidden = True
            book["Prestaties"].column_dimensions["H"].hidden = True
            book["Controle"]["A1"].comment = Comment("let op", "iemand")
            book["Resultaten"]["A5"].hyperlink = "https://example.org/"
            book.create_sheet("Extra").sheet_state = "hidden"
            del book.defined_names["saldo"]

        found = differences(changed(change))
        self.assertEqual(found["hidden", "Tarief"], ("", "veryHidden"))
        self.assertEqual(found["hidden", "Trajecten!6"], ("", "hidden"))
        self.assertEqual(found["hidden", "Prestaties!H"], ("", "hidden"))
        self.assertEqual(found["note", "Controle!A1"], ("", "let op"))
        self.assertEqual(found["link", "Resultaten!A5"], ("", "https://example.org/"))
        self.assertIn("Extra", found["sheet", ""][1])
        self.assertIn(("name", "saldo"), found)

    def test_a_sheet_that_is_gone_or_elsewhere(self):
        def remove(book):
            del book["Signalen"]

        def move(book):
            book.move_sheet("Signalen", -3)

        for change in (remove, move):
            before, after = differences(changed(change))["sheet", ""]
            self.assertNotEqual(before, after)

    def test_a_number_that_is_made_invisible(self):
        def change(book):
            book["Trajecten"]["B5"].number_format = ";;;"

        self.assertEqual(
            differences(changed(change)), {("look", "Trajecten!B5"): ("#,##0", ";;;")}
        )

    def test_properties_are_told_apart(self):
        def change(book):
            book.properties.creator = "Iemand"
            book.properties.created = datetime(2026, 1, 1)

        found = compare(written(FINAL), changed(change))
        self.assertIn(
            ("creator", "", "Iemand"),
            [(item.place, item.expected, item.found) for item in found],
        )
        self.assertEqual(differences(changed(change)), {})

    def test_a_part_that_does_not_belong_in_it(self):
        target = io.BytesIO()
        with (
            zipfile.ZipFile(io.BytesIO(written(FINAL))) as old,
            zipfile.ZipFile(target, "w") as new,
        ):
            for item in old.infolist():
                new.writestr(item, old.read(item))
            new.writestr("xl/vbaProject.bin", b"macro")
        self.assertEqual(
            differences(target.getvalue()),
            {("part", "xl/vbaProject.bin"): ("", "xl/vbaProject.bin")},
        )

    def test_opened_and_saved_by_a_spreadsheet(self):
        if not SOFFICE:
            return  # needs LibreOffice; the rest holds everywhere
        found = compare(written(FINAL), recalculated(written(FINAL)))
        self.assertEqual([item for item in found if not item.by_saving], [])

    def test_no_workbook(self):
        bomb = io.BytesIO()
        with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("xl/workbook.xml", b" " * (51 * 1024 * 1024))
        empty = io.BytesIO()
        zipfile.ZipFile(empty, "w").close()
        for data in (b"", b"PK", empty.getvalue(), bomb.getvalue(), b"a;b\n"):
            with self.subTest(size=len(data)), self.assertRaises(Unreadable):
                compare(written(FINAL), data)


class TestExactness(unittest.TestCase):
    def test_one_cent(self):
        [first, *rest] = FINAL.posts
        cent = replace(first, realised=first.realised + Decimal("0.01"))
        found = {
            item.place
            for item in compare(
                written(FINAL), written(replace(FINAL, posts=(cent, *rest)))
            )
        }
        self.assertIn("Baten en lasten!C5", found)
