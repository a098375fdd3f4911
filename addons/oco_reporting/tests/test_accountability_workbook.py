import csv
import io
import re
import shutil
import subprocess
import tempfile
import unittest
import zipfile
from dataclasses import fields, is_dataclass, replace
from decimal import Decimal as D
from functools import cache
from hashlib import sha256
from pathlib import Path

import openpyxl
from openpyxl.utils import range_boundaries

from ..workbook import accountability, compare, plain
from ..workbook import report as r
from ..workbook.cells import Formula, Kind, number, text
from ..workbook.formulas import Calculator
from ..workbook.grid import Grid
from ..workbook.tables import Matrix
from ..workbook.writer import shown_text
from .recalculate import Spreadsheet
from .workbook_data import FINAL, REPORT

SPEC = (
    Path(__file__).resolve().parents[4]
    / "shared"
    / "domain"
    / "subsidy_workbook_spec.csv"
)
NAMES = [
    "Voorblad",
    "Prestaties",
    "Trajecten",
    "I&A-contacten",
    "Leefgebieden",
    "Doelgroepen en leeftijd",
    "Moment en taken",
    "Verwijzers",
    "Doorverwijzingen",
    "Resultaten",
    "Termijnen",
    "Cliëntervaring",
    "Urenverantwoording",
    "Tarief",
    "Baten en lasten",
    "Voorschotten en vaststelling",
    "Egalisatiereserve",
    "Onafhankelijkheid",
    "Signalen",
    "Definities",
    "Controle",
]
SOFFICE = shutil.which("soffice")
FILES = Path(__file__).parent / "files"


@cache
def written(report=REPORT):
    stream = io.BytesIO()
    accountability.write(stream, report)
    return stream.getvalue()


def read(data, values=True):
    return openpyxl.load_workbook(io.BytesIO(data), data_only=values)


def row(sheet, label, column=1):
    """The values of the row that has this label."""
    for cells in sheet.iter_rows(values_only=True):
        if cells[column - 1] == label:
            return list(cells)
    raise AssertionError(f"{label} is not on {sheet.title}")


def recalculated(data):
    """The workbook as LibreOffice has it, with all formulas calculated anew."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, "in.xlsx")
        source.write_bytes(without_values(data))
        done = subprocess.run(
            [
                SOFFICE,
                f"-env:UserInstallation=file://{folder}/profile",
                *("--headless", "--convert-to", "xlsx", "--outdir", f"{folder}/out"),
                source,
            ],
            capture_output=True,
            text=True,
            timeout=120,
        )
        result = Path(folder, "out", "in.xlsx")
        assert result.exists(), done.stderr
        return result.read_bytes()


def without_values(data):
    """The file without its cached values: who opens it must calculate."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(target, "w") as new:
        for item in old.infolist():
            content = old.read(item)
            if item.filename.startswith("xl/worksheets/"):
                content = re.sub(rb"</f><v>[^<]*</v>", b"</f>", content)
            new.writestr(item, content)
    return target.getvalue()


class TestSheets(unittest.TestCase):
    def test_all_of_them_in_their_order(self):
        self.assertEqual(read(written()).sheetnames, NAMES)

    @unittest.skipUnless(SPEC.is_file(), "the domain data are not beside the repo")
    def test_every_column_of_the_specification(self):
        book = read(written(replace(REPORT, definitions=DEFINITIONS)))
        heads = {
            sheet.title: {
                value
                for cells in sheet.iter_rows(values_only=True)
                for value in cells
                if isinstance(value, str)
            }
            for sheet in book
        }
        # One of these words is a head or a label of the sheet, for each row of the
        # specification that names a column and no more than one.
        other = {
            "label / waarde": "onderwerp",
            "team x maand": "team",
            "leefgebied x team": "leefgebied",
            "totaalrij": "totaal",
            "groep": "doelgroep",
            "maand 1..12": "jan",
            "cliëntgebonden ja/nee": "cliëntgebonden",
            "post": "lasten",
            "geborgd ja-nee": "geborgd",
            "tijdvak": "tijdvak van",
            "verschil / %": "verschil",
            "verdeelsleutel bovenlokaal": "verdeelsleutel bovenlokaal",
            "functie (of medewerkercode)": "functie",
        }
        with SPEC.open(encoding="utf-8") as lines:
            for line in csv.DictReader(lines):
                column = line["column"]
                name = other.get(column, column)
                if " / " in name or ", " in name:
                    continue
                with self.subTest(sheet=line["sheet_nl"], column=column):
                    self.assertIn(name, heads[line["sheet_nl"]])

    def test_performances(self):
        sheet = read(written())["Prestaties"]
        self.assertEqual(
            row(sheet, "P1"),
            ["P1", "Trajecten", "traject", 40, 38, -2, 0.95, None],
        )
        self.assertEqual(row(sheet, "P3")[3:7], [10.5, 3.5, -7, 3.5 / 10.5])
        live = read(written(), values=False)["Prestaties"]
        self.assertEqual(row(live, "P1")[5:7], ["=E5-D5", '=IF(D5=0,"",E5/D5)'])

    def test_nothing_agreed_has_no_percentage(self):
        line = replace(REPORT.performances[0], agreed=D(0), realised=D(0))
        sheet = read(written(replace(REPORT, performances=(line,))))["Prestaties"]
        self.assertIn(row(sheet, "P1")[6], (None, ""))

    def test_a_performance_that_nobody_counted(self):
        line = replace(REPORT.performances[0], realised=None)
        report = replace(REPORT, performances=(line, *REPORT.performances[1:]))
        book = read(written(report))
        self.assertEqual(row(book["Prestaties"], "P1")[4], "geen cijfer")
        settled = book["Voorschotten en vaststelling"]
        self.assertEqual(
            row(settled, "vast te stellen (voorstel)")[1], "niet te bepalen"
        )
        verdicts = {item.name: item.holds for item in accountability.verdicts(report)}
        self.assertFalse(verdicts["Vast te stellen bedrag"])

    def test_counts_that_are_not_shown(self):
        sheet = read(written())["Leefgebieden"]
        self.assertEqual(row(sheet, "wonen"), ["wonen", 30, "x", "x"])
        self.assertEqual(row(sheet, "totaal"), ["totaal", 60, 45, 105])
        live = read(written(), values=False)["Leefgebieden"]
        # Only what is shown is added up.
        self.assertEqual(row(live, "werk")[3], "=SUM(B7:C7)")
        self.assertEqual(row(live, "wonen")[3], "x")
        control = read(written())["Controle"]
        self.assertEqual(
            row(control, "Leefgebieden: rijen en kolommen samen")[1:],
            [105, 105, "ok", 4],
        )

    def test_totals_over_what_is_not_shown_must_be_given(self):
        with self.assertRaises(ValueError):
            Matrix("x", ("a",), ("b",), (("x",),))

    def test_hours_and_rates(self):
        book = read(written())
        hours = book["Urenverantwoording"]
        self.assertEqual(row(hours, "totaal")[2:6], [115.25, 107, 122.75, 345])
        self.assertEqual(
            row(hours, "waarvan cliëntgebonden")[2:6], [105.25, 95, 115, 315.25]
        )
        # 330 x 61.35 and 5 x 50 in January, 10 x 52.10 after it.
        amounts = [
            cells[6] for cells in book["Tarief"].iter_rows(5, 8, values_only=True)
        ]
        self.assertEqual(amounts, [20245.50, 250, 521, 21016.50])

    def test_settlement(self):
        sheet = read(written())["Voorschotten en vaststelling"]
        for label, expected in {
            "verleend": 100000,
            "subsidiabele kosten": 84000.15,
            "overige baten": 1000,
            "vast te stellen (voorstel)": 90333.33,
            "nog te ontvangen": 0,
            "terug te betalen": 4666.67,
        }.items():
            self.assertEqual(row(sheet, label)[1], expected, label)
        live = read(written(), values=False)["Voorschotten en vaststelling"]
        self.assertEqual(row(live, "terug te betalen")[1], "=MAX(0,-saldo)")

    def test_settlement_by_actual_cost_and_fixed(self):
        # 84,000.15 - 1,000 - 500 of its own.
        for mode, expected in (("actual_cost", 82500.15), ("fixed", 100000)):
            grant = replace(REPORT.grant, mode=mode, own_contribution=D("500.00"))
            report = replace(REPORT, grant=grant)
            sheet = read(written(report))["Voorschotten en vaststelling"]
            self.assertEqual(row(sheet, "vast te stellen (voorstel)")[1], expected)
            self.assertTrue(all(item.holds for item in accountability.verdicts(report)))

    def test_reserve(self):
        sheet = read(written())["Egalisatiereserve"]
        # 90,333.33 - (84,000.15 - 1,000) = 7,333.18; with 2,500 that is 9,833.18.
        self.assertEqual(row(sheet, "dotatie")[1], 7333.18)
        self.assertEqual(row(sheet, "eindstand")[1], 9833.18)
        self.assertEqual(
            row(sheet, "boven het maximum")[1:3], [4833.18, "LET OP: boven het maximum"]
        )
        grant = replace(REPORT.grant, reserve=None)
        sheet = read(written(replace(REPORT, grant=grant)))["Egalisatiereserve"]
        self.assertIn("geen egalisatiereserve", sheet["A4"].value)

    def test_a_sheet_without_figures_says_so(self):
        sheet = read(written())["Definities"]
        self.assertIn("Nog geen cijfers", sheet["A4"].value)
        self.assertEqual(sheet.max_row, 4)

    def test_every_sheet_can_be_absent(self):
        absent = r.Absent("niet geteld.")
        names = [
            field.name
            for field in fields(r.Report)
            if "Absent" in str(field.type)
            or r.Absent in getattr(field.type, "__args__", ())
        ]
        self.assertEqual(len(names), 14)
        report = replace(
            REPORT,
            **dict.fromkeys(names, absent),
            performances=(),
            rates=(),
            posts=(),
            advances=(),
            checks=(),
        )
        self.assertEqual(read(written(report)).sheetnames, NAMES)
        accountability.verdicts(report)

    def test_checks_that_do_not_hold(self):
        report = replace(
            REPORT,
            cases=(replace(REPORT.cases[0], end=99),),
            checks=(r.Check("Telling", D(3), D(4)),),
        )
        broken = [item for item in accountability.verdicts(report) if not item.holds]
        self.assertEqual(
            [item.name for item in broken],
            ["Telling", "Trajecten: begin + nieuw + heropend - afgesloten - eind"],
        )
        self.assertEqual(
            row(read(written(report))["Controle"], "Telling")[3], "niet ok"
        )

    def test_hours_without_a_rate_are_found(self):
        report = replace(REPORT, rates=REPORT.rates[:2])
        [broken] = [item for item in accountability.verdicts(report) if not item.holds]
        self.assertIn("Tarief", broken.name)
        self.assertEqual((broken.expected, broken.found), ("345,00", "335,00"))


class TestExplanations(unittest.TestCase):
    def report(self, base, **change):
        line = replace(base.performances[0], **change)
        return replace(base, performances=(line, *base.performances[1:]))

    def test_a_final_one_is_refused_with_the_lines_named(self):
        report = self.report(FINAL, realised=D(35))
        with self.assertRaises(r.Unexplained) as caught:
            written(report)
        self.assertEqual(caught.exception.lines, ["Prestaties: P1 Trajecten"])
        post = replace(FINAL.posts[1], explanation="")
        with self.assertRaises(r.Unexplained) as caught:
            written(replace(FINAL, posts=(post,)))
        self.assertEqual(caught.exception.lines, ["Baten en lasten: ICT"])

    def test_a_draft_says_where(self):
        sheet = read(written(self.report(REPORT, realised=D(35))))["Prestaties"]
        self.assertEqual(row(sheet, "P1")[7], "TOELICHTING VERPLICHT")

    def test_the_threshold_itself_needs_none(self):
        # 36 of 40 is 10 %, not more.
        written(self.report(FINAL, realised=D(36)))
        with self.assertRaises(r.Unexplained):
            written(self.report(FINAL, realised=D("35.99")))
        written(self.report(FINAL, realised=D(0), explanation="Niet gestart."))

    def test_in_between_none_is_due(self):
        report = self.report(FINAL, realised=D(3))
        report = replace(report, run=replace(report.run, interim=True))
        sheet = read(written(report))["Prestaties"]
        self.assertIsNone(row(sheet, "P1")[7])
        self.assertIn("tussentijds", sheet["A2"].value)

    def test_of_a_part_of_the_grant_none_is_due(self):
        """Its last months are not what was agreed for all of them, either."""
        report = self.report(FINAL, realised=D(3))
        report = replace(report, grant=replace(report.grant, mode="part"))
        book = read(written(report))
        self.assertIsNone(row(book["Prestaties"], "P1")[7])
        self.assertTrue(all(item.holds for item in accountability.verdicts(report)))

    def test_nothing_budgeted_and_something_spent(self):
        self.assertTrue(r.deviates(D(0), D("0.01"), D("0.1")))
        self.assertFalse(r.deviates(D(0), D(0), D("0.1")))


class TestDocument(unittest.TestCase):
    def test_the_same_bytes_from_the_data_that_are_kept(self):
        for report in (REPORT, FINAL):
            kept = plain.dumps(report)
            again = plain.loads(kept)
            self.assertEqual(plain.dumps(again), kept)
            self.assertEqual(written(again), written(report))
            zips = []
            for one in (report, again):
                stream = io.BytesIO()
                accountability.write_csv(stream, one)
                zips.append(stream.getvalue())
            self.assertEqual(*zips)

    def test_what_is_no_data_is_refused(self):
        for words in ("", "{}", '{"_": "Popen"}', '{"_": "Run"}', '[{"_": "Nothing"}]'):
            with self.subTest(words=words), self.assertRaises(ValueError):
                plain.loads(words)

    def test_a_draft_is_marked_on_every_sheet(self):
        for sheet in read(written()):
            self.assertIn("CONCEPT", sheet["A2"].value)
            self.assertIn("CONCEPT", sheet.oddHeader.center.text)
            self.assertFalse(sheet.protection.sheet)

    def test_a_final_one_is_locked(self):
        for sheet in read(written(FINAL)):
            self.assertTrue(sheet["A2"].value.startswith("Definitief, versie 2"))
            self.assertFalse(sheet.oddHeader.center.text)
            self.assertTrue(sheet.protection.sheet)

    def test_lay_out(self):
        for sheet in read(written()):
            with self.subTest(sheet=sheet.title):
                self.assertTrue(sheet.print_area)
                self.assertTrue(sheet.sheet_properties.pageSetUpPr.fitToPage)
                self.assertEqual(sheet.page_setup.paperSize, 9)
                if sheet.title not in ("Definities",):
                    self.assertTrue(sheet.freeze_panes)
                    self.assertTrue(sheet.print_title_rows)

    def test_columns_fit(self):
        grids = accountability.sheets(REPORT)
        calculator = Calculator(grids)
        book = read(written())
        for grid in grids:
            for line, cells in enumerate(grid.rows):
                for column, cell in enumerate(cells.cells):
                    value = calculator.value(grid.name, line, column)
                    if isinstance(value, D):
                        [width] = [
                            size.width
                            for size in book[grid.name].column_dimensions.values()
                            if size.min <= column + 1 <= size.max
                        ]
                        shown = shown_text(cell, value)
                        self.assertGreater(width, len(shown) + 1, cell)

    def test_number_formats(self):
        book = read(written())
        formats = {
            "D5": ("Prestaties", "#,##0"),
            "G5": ("Prestaties", "0.0%"),
            "E5": ("Tarief", "[$€-413] #,##0.00;[Red][$€-413] -#,##0.00"),
            "C5": ("Tarief", "dd-mm-yyyy"),
        }
        for place, (sheet, expected) in formats.items():
            self.assertEqual(book[sheet][place].number_format, expected)

    def test_properties(self):
        found = read(written(FINAL)).properties
        self.assertEqual(found.title, "Verantwoording 2026/0417")
        self.assertEqual(found.keywords, "OCO-7Q2M v2")
        self.assertEqual(found.created.isoformat(), "2026-04-20T07:30:00")
        self.assertFalse(found.creator)
        self.assertFalse(found.lastModifiedBy)

    def test_names_point_at_what_they_say(self):
        book = read(written())
        for name, item in book.defined_names.items():
            with self.subTest(name=name):
                [(sheet, area)] = list(item.destinations)
                left, top, right, bottom = range_boundaries(area)
                cells = book[sheet].iter_rows(top, bottom, left, right)
                values = [cell.value for line in cells for cell in line]
                self.assertTrue(any(value is not None for value in values))

    def test_no_formula_shows_an_error(self):
        for sheet in read(written()):
            for cells in sheet.iter_rows(values_only=True):
                self.assertFalse([v for v in cells if str(v).startswith("#")])


class TestLayout(unittest.TestCase):
    """A final workbook is proven to the last byte as long as its layout is ours."""

    def test_other_bytes_are_another_layout(self):
        others = replace(
            FINAL,
            grant=replace(FINAL.grant, mode="part", reserve=None),
            cases=r.Absent("niet geteld."),
            rates=(),
        )
        parts = sha256()
        for report in (FINAL, others):
            # Unpacked: how it is packed depends on zlib, which `layout` names.
            with zipfile.ZipFile(io.BytesIO(written(report))) as archive:
                for name in archive.namelist():
                    parts.update(name.encode() + archive.read(name))
        self.assertEqual(
            (accountability.LAYOUT, parts.hexdigest()),
            (2, "da4eb0cf6a2fde4c81b4af699af5510e6c75080883176a7acfdc8c072d901316"),
            "the same report gives another file: raise LAYOUT, and note its checksum",
        )

    def test_a_file_of_an_earlier_layout(self):
        """The files were made by version 19.0.1.7.0, of its own FINAL."""
        stored = (FILES / "workbook_layout_1.xlsx").read_bytes()
        kept = (FILES / "workbook_layout_1.json").read_text(encoding="utf-8")
        again = written(plain.loads(kept))
        self.assertNotEqual(again, stored)
        self.assertEqual(compare.said(stored, again), [])
        self.assertTrue(compare.prints(stored, sha256(kept.encode()).hexdigest()))

    def test_a_printed_sheet_can_be_read(self):
        """Its columns are no wider than a page holds without scaling it small."""
        long = "wie er in het tijdvak hulp kreeg, geteld op de eerste dag " * 4
        one = r.Definition("K01", "naam", long, long, long, "oco.fact.case")
        book = read(written(replace(REPORT, definitions=(one,))))
        for sheet in book:
            widths = [size.width for size in sheet.column_dimensions.values()]
            with self.subTest(sheet=sheet.title):
                self.assertLess(sum(widths), 165)
        sheet = book["Definities"]
        # 230 characters on some 40 a line.
        self.assertGreaterEqual(sheet.row_dimensions[5].height, 6 * 15)


class TestRecalculated(unittest.TestCase):
    """Who opens the file and calculates finds what is written in it."""

    def compare(self, data, value_of):
        """:param value_of: of the name of a sheet and a place, what was found"""
        cached, compared = read(data), 0
        for sheet in read(data, values=False):
            for cell in (cell for cells in sheet.iter_rows() for cell in cells):
                if cell.data_type == "f":
                    compared += 1
                    place = sheet.title, cell.coordinate
                    expected = cached[place[0]][place[1]].value
                    with self.subTest(place=place, formula=cell.value):
                        found = value_of(*place)
                        if isinstance(expected, (int, float)):
                            self.assertAlmostEqual(found, expected, places=9)
                        else:
                            self.assertEqual(found or "", expected or "")
        self.assertGreater(compared, 100)

    def test_a_calculator_of_its_own_finds_the_same(self):
        for report in (REPORT, FINAL):
            for mode in ("performance", "actual_cost", "fixed"):
                changed = replace(report, grant=replace(report.grant, mode=mode))
                data = written(changed)
                self.compare(data, Spreadsheet(read(data, values=False)).value)

    def test_it_finds_a_value_that_is_wrong(self):
        book = read(written(), values=False)
        sheet = Spreadsheet(book)
        self.assertEqual(sheet.value("Prestaties", "F5"), -2)
        book["Prestaties"]["E5"] = 41
        self.assertEqual(Spreadsheet(book).value("Prestaties", "F5"), 1)

    @unittest.skipUnless(
        SOFFICE,
        "LibreOffice (soffice) is not installed: `apt install libreoffice-calc-nogui`, "
        "as .ci/run does; no package of PyPI or npm brings it. The calculator of our "
        "own, above, ran all the same.",
    )
    def test_a_spreadsheet_finds_the_same(self):
        """Opened by LibreOffice: no repair, the same values."""
        data = written(FINAL)
        found = read(recalculated(data))
        self.assertEqual(found.sheetnames, NAMES)
        self.compare(data, lambda sheet, place: found[sheet][place].value)

    def test_the_values_are_gone_before_it_calculates(self):
        live = read(without_values(written()))
        self.assertIsNone(live["Trajecten"]["G5"].value)


class TestCalculator(unittest.TestCase):
    def value(self, formula, *cells):
        grid = Grid("Blad 1")
        grid.add([Formula(formula), *cells])
        grid.call("naam", 0, 1)
        return Calculator([grid]).value("Blad 1", 0, 0)

    def test_by_hand(self):
        two, words, nothing = number(D(2), Kind.HOURS), text("a"), text(None)
        for formula, expected in {
            "=1+2*3-4/2": D(5),
            "=(1+2)*3": D(9),
            "=-B1+5": D(3),
            "=8-2-1": D(5),
            "='Blad 1'!$B$1*2": D(4),
            "=naam*2": D(4),
            "=SUM(B1:D1)": D(2),
            "=SUM(B1,B1,10)": D(14),
            '=IF(B1=0,"",1/B1)': D("0.5"),
            '=IF(D1=0,"leeg",1/D1)': "leeg",
            "=MIN(3,B1)+MAX(3,B1)": D(5),
            "=ROUND(2.345,2)": D("2.35"),
            "=ROUND(-2.345,2)": D("-2.35"),
            "=ABS(-B1)": D(2),
            '=SUMIF(C1:C1,"a",B1:B1)': D(2),
            '=SUMIF(C1:C1,"b",B1:B1)': D(0),
            "=ISNUMBER(C1)": False,
            "=B1>=2": True,
            '="a ""b"""': 'a "b"',
            "=D1+1": D(1),
        }.items():
            with self.subTest(formula=formula):
                found = self.value(formula, two, words, nothing)
                # An empty cell is no number, but counts as one.
                self.assertEqual(found, expected)

    def test_refused(self):
        for formula in (
            "=A1",
            "=B1+1",
            "=1+",
            "=(1",
            "=FOO(1)",
            "=onbekend",
            "=1 1",
            "=1&2",
        ):
            with self.subTest(formula=formula), self.assertRaises(ValueError):
                self.value(formula, text("a"))


class TestCsv(unittest.TestCase):
    def sheets(self, report):
        stream = io.BytesIO()
        accountability.write_csv(stream, report)
        with zipfile.ZipFile(stream) as archive:
            return {
                name: list(
                    csv.reader(
                        io.StringIO(archive.read(name).decode("utf-8-sig")),
                        delimiter=";",
                    )
                )
                for name in archive.namelist()
            }

    def lines(self, words):
        return list(csv.reader(io.StringIO(words), delimiter=";"))

    def test_every_sheet(self):
        sheets = self.sheets(REPORT)
        self.assertEqual(
            list(sheets),
            [f"{number:02} {name}.csv" for number, name in enumerate(NAMES)],
        )
        self.assertIn(
            ["P2", "I&A-contacten", "contact", "300", "360", "60", "1,2", "Meer loop."],
            sheets["01 Prestaties.csv"],
        )
        self.assertIn(
            ["2026-01-05", "50000,00"], sheets["15 Voorschotten en vaststelling.csv"]
        )

    def test_a_text_is_never_a_formula(self):
        line = replace(REPORT.performances[0], name="=1+1", explanation="-kosten")
        report = replace(REPORT, performances=(line, *REPORT.performances[1:]))
        [found] = [
            row for row in self.sheets(report)["01 Prestaties.csv"] if row[:1] == ["P1"]
        ]
        self.assertEqual((found[1], found[5], found[7]), ("'=1+1", "-2", "'-kosten"))
        sheet = read(written(report), values=False)["Prestaties"]
        self.assertEqual(row(sheet, "P1")[1], "=1+1")
        self.assertEqual(sheet["B5"].data_type, "s")


class TestNobody(unittest.TestCase):
    def test_there_is_no_field_for_a_person(self):
        """No data of the workbook has a field that names somebody."""
        words = {"name", "code", "text"}
        found = {
            field.name
            for item in vars(r).values()
            if isinstance(item, type) and is_dataclass(item)
            for field in fields(item)
        }
        people = {"resident", "supporter", "employee", "user", "person", "birth_date"}
        self.assertFalse(found & people)
        self.assertTrue(found & words)


DEFINITIONS = (r.Definition("K01", "I&A-contacten", "telling", "-", "-", "tabel 2"),)
