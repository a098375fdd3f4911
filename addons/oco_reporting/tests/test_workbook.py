import csv
import io
import re
import unittest
import zipfile
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from pathlib import Path

import openpyxl
from openpyxl.utils import range_boundaries

from ..published_table import parse
from ..workbook import (
    CaseRow,
    CasesSheet,
    ContactsSheet,
    DomainsSheet,
    Properties,
    Source,
    SourceSheet,
    write,
)

SEED = Path(__file__).resolve().parents[4] / "shared" / "domain" / "seed001_table3.csv"
SUMMER_TIME = timezone(timedelta(hours=2), "CEST")
PROPERTIES = Properties(
    title="Verantwoording 2016",
    subject="Onafhankelijke cliëntondersteuning",
    created=datetime(2016, 7, 5, 9, 30, tzinfo=SUMMER_TIME),
)
SOURCE = SourceSheet(
    period="2016, eerste halfjaar",
    sources=(
        Source("Trajecten", "registratie"),
        Source("Leefgebieden", "tabel 3.csv", "ab" * 32),
    ),
    notes=("Aantallen onder 5 zijn afgerond op 0 of 5.",),
)
CASES = CasesSheet(
    (
        CaseRow("Centrum", 1100, 40, 25, 1115),
        CaseRow("Oost", 7, 3, 10, 0, derived=True),
    )
)
CONTACTS = ContactsSheet(
    ("Centrum", "Oost"),
    ("jan", "feb", "mrt", "apr", "mei", "jun"),
    ((1, 2, 3, 4, 5, 6), (1000, 2000, 0, 0, 0, 7)),
)
DOMAINS = DomainsSheet(
    "leefgebied", ("wonen", "werk"), ("Centrum", "Oost"), ((117, 55), (34, 8))
)


def written(*sheets, source=SOURCE, properties=PROPERTIES):
    stream = io.BytesIO()
    write(stream, sheets, source, properties)
    return stream.getvalue()


def read(data, values=True):
    return openpyxl.load_workbook(io.BytesIO(data), data_only=values)


def rows(sheet):
    return [list(row) for row in sheet.iter_rows(values_only=True)]


def calculate(sheet, value):
    """Return what a cell of `sheet` shows, formulas calculated from scratch."""
    if not (isinstance(value, str) and value.startswith("=")):
        return value
    cells = re.fullmatch(r"=SUM\((.+)\)", value)
    if cells:
        left, top, right, bottom = range_boundaries(cells[1])
        block = sheet.iter_rows(top, bottom, left, right, values_only=True)
        return sum(calculate(sheet, cell) for row in block for cell in row)
    terms = re.findall(r"([-+=])([A-Z]+[0-9]+)", value)
    assert "".join(sign + cell for sign, cell in terms) == value, value
    return sum(
        (-1 if sign == "-" else 1) * calculate(sheet, sheet[cell].value)
        for sign, cell in terms
    )


class TestSheets(unittest.TestCase):
    def test_cases(self):
        data = written(CASES)
        head = ["team", "beginstand", "nieuw", "afgesloten", "eindstand", "controle"]
        self.assertEqual(
            rows(read(data)["Trajecten"]),
            [
                head,
                ["Centrum", 1100, 40, 25, 1115, 0],
                ["Oost", 7, 3, 10, 0, 0],
                ["totaal", 1107, 43, 35, 1115, 0],
            ],
        )
        formulas = rows(read(data, values=False)["Trajecten"])
        self.assertEqual(formulas[1][5], "=B2+C2-D2-E2")
        self.assertEqual(
            formulas[3][1:], [f"=SUM({column}2:{column}3)" for column in "BCDEF"]
        )

    def test_check_shows_what_does_not_agree(self):
        data = written(CasesSheet((CaseRow("Oost", 10, 1, 2, 8),)))
        self.assertEqual(
            [row[5] for row in rows(read(data)["Trajecten"])], ["controle", 1, 1]
        )

    def test_contacts(self):
        data = written(CONTACTS)
        months = ["jan", "feb", "mrt", "apr", "mei", "jun"]
        self.assertEqual(
            rows(read(data)["I&A-contacten"]),
            [
                ["team", *months, "totaal"],
                ["Centrum", 1, 2, 3, 4, 5, 6, 21],
                ["Oost", 1000, 2000, 0, 0, 0, 7, 3007],
                ["totaal", 1001, 2002, 3, 4, 5, 13, 3028],
            ],
        )
        formulas = rows(read(data, values=False)["I&A-contacten"])
        self.assertEqual(formulas[1][7], "=SUM(B2:G2)")
        self.assertEqual(formulas[3][7], "=SUM(H2:H3)")

    def test_domains(self):
        self.assertEqual(
            rows(read(written(DOMAINS))["Leefgebieden"]),
            [
                ["leefgebied", "Centrum", "Oost", "totaal"],
                ["wonen", 117, 55, 172],
                ["werk", 34, 8, 42],
                ["totaal", 151, 63, 214],
            ],
        )

    def test_cached_values_are_those_of_the_formulas(self):
        data = written(CASES, CONTACTS, DOMAINS)
        cached, live = read(data), read(data, values=False)
        formulas = 0
        for sheet in live:
            for row in sheet.iter_rows():
                for cell in row:
                    formulas += cell.data_type == "f"
                    self.assertEqual(
                        calculate(sheet, cell.value),
                        cached[sheet.title][cell.coordinate].value,
                        (sheet.title, cell.coordinate),
                    )
        self.assertEqual(formulas, 7 + 9 + 5)

    def test_sheets_in_the_order_given_and_the_source_last(self):
        self.assertEqual(
            read(written(DOMAINS, CASES)).sheetnames,
            ["Leefgebieden", "Trajecten", "Bron"],
        )

    def test_source(self):
        self.assertEqual(
            rows(read(written(CASES, DOMAINS))["Bron"]),
            [
                ["onderwerp", "waarde"],
                ["tijdvak", "2016, eerste halfjaar"],
                ["gemaakt op", "05-07-2016 09:30 CEST"],
                ["bron Trajecten", "registratie"],
                ["bron Leefgebieden", "tabel 3.csv"],
                ["SHA-256 Leefgebieden", "ab" * 32],
                ["toelichting", "Aantallen onder 5 zijn afgerond op 0 of 5."],
                [
                    "toelichting",
                    "Trajecten: beginstand afgeleid (eindstand - nieuw + afgesloten) "
                    "en cursief: Oost",
                ],
            ],
        )

    def test_derived_start_is_marked(self):
        sheet = read(written(CASES))["Trajecten"]
        self.assertEqual([sheet[cell].font.i for cell in ("B2", "B3")], [False, True])

    @unittest.skipUnless(
        SEED.is_file(), "the shared domain data are not beside the repo"
    )
    def test_published_evaluation_cell_for_cell(self):
        data = SEED.read_bytes()
        table = parse(data)
        workbook = written(
            DomainsSheet(
                table.header_label,
                [row.label for row in table.rows],
                table.teams,
                [row.values for row in table.rows],
            )
        )
        shown = [
            [str(cell) for cell in row] for row in rows(read(workbook)["Leefgebieden"])
        ]
        self.assertEqual(shown, list(csv.reader(io.StringIO(data.decode()))))


class TestText(unittest.TestCase):
    def test_text_is_never_a_formula_and_never_altered(self):
        labels = [
            "=1+1",
            "+31 78",
            "-5",
            "@SUM(A1)",
            " =1+1",
            "\t=1+1",
            "{=1+1}",
            "1781",
            "1.5",
            "TRUE",
            "https://example.org/",
            "mailto:a@example.org",
            "zorg & <welzijn>",
            "één\nregel",
        ]
        sheet = DomainsSheet(
            "=leefgebied",
            labels,
            ["@team", "+team"],
            [[1, 2] for _ in labels],
        )
        source = SourceSheet("=1", [Source("=a", "=b", "=c")], ["=d"])
        for values in (True, False):
            book = read(written(sheet, source=source), values=values)
            cells = [cell for (cell,) in book["Leefgebieden"]["A1:A15"]]
            self.assertEqual([cell.value for cell in cells], ["=leefgebied", *labels])
            cells += book["Leefgebieden"][1][:3]
            cells += [cell for row in book["Bron"] for cell in row]
            texts = [cell for cell in cells if cell.value]
            self.assertEqual({cell.number_format for cell in texts}, {"@"})
        with zipfile.ZipFile(io.BytesIO(written(sheet, source=source))) as archive:
            grid = archive.read("xl/worksheets/sheet1.xml").decode()
            self.assertEqual(grid.count("<f>"), len(labels) + 3)
            self.assertNotIn("<hyperlink", grid)
            self.assertNotIn("<f>", archive.read("xl/worksheets/sheet2.xml").decode())

    def test_carriage_return_is_kept(self):
        """Spreadsheets write it as _x000D_, as XML would make it a line feed."""
        sheet = replace(DOMAINS, labels=("\r=1+1", "werk"))
        with zipfile.ZipFile(io.BytesIO(written(sheet))) as archive:
            strings = archive.read("xl/sharedStrings.xml").decode()
        self.assertIn("_x000D_=1+1", strings)

    def test_too_long_a_text_writes_nothing(self):
        stream = io.BytesIO()
        sheet = replace(DOMAINS, labels=("a" * 32_768, "werk"))
        with self.assertRaises(ValueError):
            write(stream, [sheet], SOURCE, PROPERTIES)
        self.assertEqual(stream.getvalue(), b"")


class TestDocument(unittest.TestCase):
    def test_same_input_same_bytes(self):
        self.assertEqual(
            written(CASES, CONTACTS, DOMAINS), written(CASES, CONTACTS, DOMAINS)
        )
        with zipfile.ZipFile(io.BytesIO(written(CASES))) as archive:
            times = {item.date_time for item in archive.infolist()}
        self.assertEqual(times, {(1980, 1, 1, 0, 0, 0)})

    def test_properties(self):
        book = read(written(CASES))
        self.assertEqual(book.properties.title, "Verantwoording 2016")
        self.assertEqual(book.properties.subject, "Onafhankelijke cliëntondersteuning")
        in_utc = datetime(2016, 7, 5, 7, 30)
        self.assertEqual(book.properties.created, in_utc)
        self.assertEqual(book.properties.modified, in_utc)
        self.assertFalse(book.properties.creator)
        self.assertFalse(book.properties.lastModifiedBy)

    def test_named_ranges(self):
        book = read(written(CASES, CONTACTS, DOMAINS))
        self.assertEqual(
            {name: item.attr_text for name, item in book.defined_names.items()},
            {
                "trajecten_beginstand": "Trajecten!$B$4",
                "trajecten_nieuw": "Trajecten!$C$4",
                "trajecten_afgesloten": "Trajecten!$D$4",
                "trajecten_eindstand": "Trajecten!$E$4",
                "trajecten_controle": "Trajecten!$F$4",
                "contacten_totaal": "'I&A-contacten'!$H$4",
                "contacten_per_team": "'I&A-contacten'!$H$2:$H$3",
                "contacten_per_maand": "'I&A-contacten'!$B$4:$G$4",
                "leefgebieden_totaal": "Leefgebieden!$D$4",
                "leefgebieden_per_leefgebied": "Leefgebieden!$D$2:$D$3",
                "leefgebieden_per_team": "Leefgebieden!$B$4:$C$4",
            },
        )

    def test_lay_out(self):
        for sheet in read(written(CASES, CONTACTS, DOMAINS)):
            with self.subTest(sheet=sheet.title):
                self.assertEqual(sheet.freeze_panes, "B2")
                self.assertEqual(sheet.page_setup.orientation, "landscape")
                self.assertEqual(sheet.page_setup.paperSize, 9)
                self.assertTrue(sheet.sheet_properties.pageSetUpPr.fitToPage)
                self.assertEqual(sheet.page_setup.fitToHeight, 0)
                self.assertEqual(sheet.print_title_rows, "$1:$1")
                self.assertTrue(
                    sheet.print_area.endswith(
                        f"!$A$1:${sheet.cell(1, sheet.max_column).column_letter}"
                        f"${sheet.max_row}"
                    )
                )
                self.assertTrue(all(cell.font.b for cell in sheet[1]))
        self.assertTrue(
            all(cell.font.b for cell in read(written(CASES))["Trajecten"][4])
        )

    def test_numbers_in_the_notation_of_the_reader(self):
        sheet = read(written(CONTACTS))["I&A-contacten"]
        formats = {cell.number_format for row in sheet["B2:H4"] for cell in row}
        self.assertEqual(formats, {"#,##0"})

    def test_columns_fit(self):
        label = "vrije tijd/activiteiten (wijk)voorzieningen"
        sheet = replace(DOMAINS, labels=(label, "werk"), values=((10**9, 1), (1, 1)))
        columns = read(written(sheet))["Leefgebieden"].column_dimensions
        self.assertGreater(columns["A"].width, len(label))
        self.assertGreater(columns["B"].width, len("1.000.000.001"))


class TestRefused(unittest.TestCase):
    def test_shape(self):
        for change in (
            {"labels": ()},
            {"teams": (), "values": ((), ())},
            {"values": ((1, 2),)},
            {"values": ((1, 2), (3,))},
        ):
            with self.subTest(change=change), self.assertRaises(ValueError):
                replace(DOMAINS, **change)
        with self.assertRaises(ValueError):
            CasesSheet(())
        with self.assertRaises(ValueError):
            ContactsSheet(("Oost",), ("jan", "feb"), ((1,),))

    def test_not_whole_numbers(self):
        for value in (None, 1.0, "1", True):
            with self.subTest(value=value), self.assertRaises(TypeError):
                replace(DOMAINS, values=((1, 2), (3, value)))

    def test_creation_without_time_zone(self):
        with self.assertRaises(ValueError):
            replace(PROPERTIES, created=datetime(2016, 7, 5))
