import hashlib
import unittest
from pathlib import Path

from ..published_table import (
    MAX_BYTES,
    MAX_ROWS,
    Row,
    StockError,
    TableError,
    column_totals,
    grand_total,
    parse,
    render,
    row_totals,
    stock,
)

SEED = Path(__file__).resolve().parents[4] / "shared" / "domain" / "seed001_table3.csv"
PRINTED = """leefgebied,Centrum,Oost,totaal
wonen,117,55,172
"zorg, welzijn",1000,781,1781
totaal,1117,836,1953
"""


class TestParse(unittest.TestCase):
    def test_printed_table(self):
        table = parse(PRINTED)
        self.assertEqual(table.header_label, "leefgebied")
        self.assertEqual(table.teams, ("Centrum", "Oost"))
        self.assertEqual(table.total_header, "totaal")
        self.assertEqual(
            table.rows,
            (
                Row("wonen", (117, 55), 172, 2),
                Row("zorg, welzijn", (1000, 781), 1781, 3),
            ),
        )
        self.assertEqual(table.total_row, Row("totaal", (1117, 836), 1953, 4))

    def test_totals_are_optional(self):
        table = parse("thema;Centrum;Oost\nwonen;1;2\nwerk;3;4\n")
        self.assertIsNone(table.total_header)
        self.assertIsNone(table.total_row)
        self.assertEqual(row_totals(table), (3, 7))
        self.assertEqual(column_totals(table), (4, 6))
        self.assertEqual(grand_total(table), 10)
        self.assertEqual(
            render(table),
            [["thema", "Centrum", "Oost"], ["wonen", 1, 2], ["werk", 3, 4]],
        )

    def test_one_kind_of_total(self):
        columns = parse("x,A,B\nwonen,1,2\nwerk,3,4\nSom,4,6\n")
        self.assertEqual(columns.total_row, Row("Som", (4, 6), None, 4))
        self.assertEqual(render(columns)[-1], ["Som", 4, 6])
        rows = parse("x,A,B,Total\nwonen,1,2,3\n")
        self.assertIsNone(rows.total_row)
        self.assertEqual(render(rows)[-1], ["wonen", 1, 2, 3])

    def test_encodings(self):
        text = "domein;Één\nfinanciën;5\n"
        for data in (
            text,
            text.encode(),
            text.encode("utf-8-sig"),
            text.encode("cp1252"),
        ):
            with self.subTest(data=data):
                table = parse(data)
                self.assertEqual(table.header_label, "domein")
                self.assertEqual(table.teams, ("Één",))
                self.assertEqual(table.rows[0].label, "financiën")

    def test_checksum_is_that_of_the_bytes(self):
        data = PRINTED.encode()
        self.assertEqual(parse(data).checksum, hashlib.sha256(data).hexdigest())
        self.assertEqual(parse(PRINTED).checksum, parse(data).checksum)
        self.assertNotEqual(parse(b"\n" + data).checksum, parse(data).checksum)

    def test_thousands(self):
        for cell, expected in {
            "0": 0,
            "007": 7,
            "1781": 1781,
            "1.781": 1781,
            "1,781": 1781,
            '"1.781"': 1781,
            "1 781": 1781,
            "1\u00a0781": 1781,
            "1\u202f781": 1781,
            "12.345.678": 12345678,
            " 42 ": 42,
            "1.000.000.000": 10**9,
        }.items():
            with self.subTest(cell=cell):
                (row,) = parse(f"x;A\nwonen;{cell}\n").rows
                self.assertEqual(row.values, (expected,))

    def test_separators(self):
        expected = (Row("wonen", (1781, 5), None, 2),)
        for text in (
            'x,A,B\nwonen,"1,781",5\n',
            "x;A;B\nwonen;1,781;5\n",
            "x\tA\tB\nwonen\t1,781\t5\n",
            'x, A, B\nwonen, "1,781", 5\n',
            "x;A;B;;\nwonen;1,781;5;;\n;;;;\n",
        ):
            with self.subTest(text=text):
                self.assertEqual(parse(text).rows, expected)

    def test_separator_within_labels(self):
        table = parse("x;Noord, West;Oost\nwonen, huren;1,781;5\n")
        self.assertEqual(table.teams, ("Noord, West", "Oost"))
        self.assertEqual(table.rows[0].label, "wonen, huren")
        table = parse("x;y,A,B\nwonen; huren,1,2\n")
        self.assertEqual(table.header_label, "x;y")

    def test_line_endings_blank_lines_and_line_numbers(self):
        for end in ("\n", "\r\n", "\r"):
            lines = ["", "x,A", "", "wonen,1", '"zorg en', 'welzijn",2', "werk,3"]
            with self.subTest(end=end):
                table = parse(end.join(lines))
                self.assertEqual([row.line for row in table.rows], [4, 5, 7])

    def test_labels_stay_as_printed(self):
        table = parse("x,A\n=1+1,2\n@wonen,3\n-,4\n Zorg  en Welzijn ,5\n")
        self.assertEqual(
            [row.label for row in table.rows],
            ["=1+1", "@wonen", "-", "Zorg  en Welzijn"],
        )

    @unittest.skipUnless(
        SEED.is_file(), "the shared domain data are not beside the repo"
    )
    def test_published_evaluation(self):
        data = SEED.read_bytes()
        table = parse(data)
        self.assertEqual(len(table.rows), 13)
        self.assertEqual(grand_total(table), 8569)
        lines = [",".join(str(cell) for cell in row) for row in render(table)]
        self.assertEqual(lines, data.decode().splitlines())


class TestErrors(unittest.TestCase):
    def assert_error(self, text, code, **params):
        with self.assertRaises(TableError) as caught:
            parse(text)
        self.assertEqual(caught.exception.code, code, caught.exception.message)
        self.assertEqual(
            {name: caught.exception.params.get(name) for name in params}, params
        )
        return caught.exception

    def test_message_names_row_and_column(self):
        error = self.assert_error(
            "x,A,B\nwonen,1,drie\n", "not_a_number", row="wonen", line=2, column="B"
        )
        self.assertEqual((error.row, error.line, error.column), ("wonen", 2, "B"))
        self.assertEqual(
            str(error), "Row wonen (line 2), column B: drie is not a number."
        )

    def test_cells(self):
        for cell, code in {
            "": "empty",
            "-": "empty",
            "\u2013": "empty",
            "-5": "negative",
            "\u22125": "negative",
            "3,5": "not_whole",
            "12.5": "not_whole",
            "1.78": "not_whole",
            "12.3456": "not_whole",
            "0.781": "not_whole",
            "1.781,000": "not_whole",
            "1.7811": "not_whole",
            "1781.000": "not_whole",
            "12 34": "not_whole",
            "1e3": "not_a_number",
            "+5": "not_a_number",
            "=1+1": "not_a_number",
            "(5)": "not_a_number",
            "5*": "not_a_number",
            "<5": "not_a_number",
            "\u0665": "not_a_number",
            "1.000.000.001": "too_large",
            "9" * 10_000: "too_large",
        }.items():
            with self.subTest(cell=cell[:20]):
                self.assert_error(
                    f"x;A;B\nwonen;{cell};1\n", code, row="wonen", column="A"
                )

    def test_wrong_totals(self):
        text = "x,A,B,totaal\nwonen,1,2,3\nwerk,3,4,7\ntotaal,4,6,10\n"
        self.assertEqual(grand_total(parse(text)), 10)
        self.assert_error(
            text.replace("3,4,7", "3,4,8"),
            "wrong_row_total",
            row="werk",
            line=3,
            column="totaal",
            printed=8,
            computed=7,
        )
        self.assert_error(
            text.replace("4,6,10", "4,5,10"),
            "wrong_column_total",
            row="totaal",
            line=4,
            column="B",
            printed=5,
            computed=6,
        )
        self.assert_error(
            text.replace("4,6,10", "4,6,11"),
            "wrong_grand_total",
            row="totaal",
            column="totaal",
            printed=11,
            computed=10,
        )

    def test_first_wrong_total_in_reading_order(self):
        self.assert_error(
            "x,A,B,totaal\nwonen,1,2,3\nwerk,3,4,0\ntotaal,0,0,0\n",
            "wrong_row_total",
            row="werk",
        )

    def test_first_error_in_reading_order(self):
        self.assert_error(
            "x,A,B,totaal\nwonen,1,2,4\nwerk,?,4,0\n", "wrong_row_total", row="wonen"
        )

    def test_shape(self):
        for text, code, params in (
            ("", "no_rows", {}),
            ("\n \n", "no_rows", {}),
            ("x;A;totaal\n", "no_rows", {}),
            ("x;A\ntotaal;0\n", "no_rows", {}),
            ("wonen\n5\n", "no_teams", {}),
            ("x;totaal\nwonen;1\n", "no_teams", {}),
            ("x;A;;B\nwonen;1;2;3\n", "empty_team", {"line": 1, "position": 3}),
            ("x;Één;een\nwonen;1;2\n", "duplicate_team", {"column": "een"}),
            ("x;som;A\nwonen;1;2\n", "total_column_not_last", {"column": "som"}),
            ("x;A;B\nwonen;1\n", "ragged", {"row": "wonen", "found": 2, "expected": 3}),
            ("x;A\nwonen;1;2\n", "ragged", {"found": 3, "expected": 2}),
            ("x;A\n;1\n", "empty_label", {"line": 2}),
            (
                "x;A\nfinanciën;1\n Financien;2\n",
                "duplicate_label",
                {"row": "Financien", "line": 3, "first_line": 2},
            ),
            (
                "x;A\nwonen;1\ntotaal;1\nwerk;2\n",
                "total_row_not_last",
                {"row": "totaal", "line": 3},
            ),
            ('x;A\nwonen;"1\n', "malformed", {"line": 2}),
            ('x;A\nwonen;"1"2\n', "malformed", {"line": 2}),
        ):
            with self.subTest(text=text):
                self.assert_error(text, code, **params)

    def test_decimal_comma_in_a_comma_file(self):
        self.assert_error("x,A,B\nwonen,3,5,1\n", "ragged", found=4, expected=3)

    def test_two_readings(self):
        self.assert_error(
            "x,y;A\nwonen;1,781\n", "ambiguous", first="';'", second="','"
        )

    def test_not_text(self):
        for data in (
            "x;A\nwonen;1\n".encode("utf-16"),
            b"PK\x03\x04\x00\x00",
            b"x;A\n\x81;1\n",
        ):
            with self.subTest(data=data):
                self.assert_error(data, "not_text")

    def test_limits(self):
        self.assert_error(b"x" * (MAX_BYTES + 1), "file_too_large", limit=MAX_BYTES)
        rows = "".join(f"rij {number};1\n" for number in range(MAX_ROWS))
        self.assertEqual(grand_total(parse("x;A\n" + rows)), MAX_ROWS)
        self.assert_error(
            "x;A\n" + rows + "nog een;1\n", "too_many_rows", limit=MAX_ROWS
        )

    def test_a_long_cell_is_shown_in_part(self):
        error = self.assert_error("x;A\nwonen;" + "a" * 500, "not_a_number")
        self.assertLess(len(error.message), 120)


class TestStock(unittest.TestCase):
    def assert_error(self, numbers, code):
        with self.assertRaises(StockError) as caught:
            stock(*numbers)
        self.assertEqual(caught.exception.code, code)
        return caught.exception

    def test_agrees(self):
        result = stock(100, 40, 25, 115)
        self.assertEqual((result.start, result.derived), (100, False))

    def test_start_derived(self):
        result = stock(None, 40, 25, 115)
        self.assertEqual((result.start, result.derived), (100, True))

    def test_mismatch(self):
        error = self.assert_error((100, 40, 25, 116), "mismatch")
        self.assertEqual(error.params["expected"], 115)
        self.assertIn("100 at the start + 40 new - 25 closed = 115", error.message)

    def test_negative(self):
        self.assert_error((None, 40, 25, 10), "negative_start")
        self.assert_error((None, 40, -1, 50), "negative")
        self.assert_error((-1, 1, 0, 0), "negative")
