import base64
import csv
import io
from pathlib import Path

from openpyxl import load_workbook

from odoo.tests import tagged

from odoo.addons.client_support.tests.common import ClientSupportCase

TABLE_3 = (
    Path(__file__).resolve().parents[3].parent
    / "shared"
    / "domain"
    / "seed001_table3.csv"
)
MIXED = """onderwerp,Oever,Dijk,totaal
wonen,12,3,15
inkomen,4,0,4
I&A-contacten,20,5,25
nieuwe trajecten,6,2,8
afgesloten trajecten,4,1,5
trajecten actief op 30 juni,9,3,12
"""


@tagged("post_install", "-at_install")
class TestPublishedWorkbook(ClientSupportCase):
    """A published table leaves as it came, with its totals as formulas."""

    def publish(self, content, *teams):
        for team in teams:
            self.env["client.team"].create(
                {"name": team, "company_id": self.organisation.id}
            )
        tables = self.as_role("finance", "oco.published.table")
        result = tables.import_csv(
            content,
            {
                "company_id": self.organisation.id,
                "date_from": "2016-01-01",
                "date_to": "2016-06-30",
                "file_name": "tabel.csv",
            },
        )
        return tables.browse(result["table_id"])

    def book(self, table, **options):
        table.action_download_workbook()
        wizard = self.as_role("finance", "oco.workbook").search(
            [], order="id desc", limit=1
        )
        self.content = base64.b64decode(wizard.file)
        return load_workbook(io.BytesIO(self.content), **options)

    def rows(self, sheet):
        return [list(row) for row in sheet.iter_rows(values_only=True)]

    def test_table_3_cell_for_cell(self):
        if not TABLE_3.exists():
            self.skipTest(f"{TABLE_3.name} stands in shared/ beside the checkout")
        header, *printed = csv.reader(TABLE_3.open(encoding="utf-8"))
        expected = [header] + [[row[0], *map(int, row[1:])] for row in printed]
        table = self.publish(TABLE_3.read_text(encoding="utf-8"), *header[1:-1])
        book = self.book(table, data_only=True)
        self.assertEqual(book.sheetnames, ["Leefgebieden", "Bron"])
        self.assertEqual(self.rows(book["Leefgebieden"]), expected)
        live = self.book(table)["Leefgebieden"]
        totals = [cell.value for cell in live[live.max_row]][1:]
        self.assertTrue(all(str(value).startswith("=SUM(") for value in totals))

    def test_one_sheet_per_measure(self):
        book = self.book(self.publish(MIXED, "Dijk"), data_only=True)
        self.assertEqual(
            book.sheetnames, ["Trajecten", "I&A-contacten", "Leefgebieden", "Bron"]
        )
        cases = self.rows(book["Trajecten"])
        # The start was not printed: 9 - 6 + 4 and 3 - 2 + 1.
        self.assertIn(["Oever", 7, 6, 4, 9, 0], cases)
        self.assertIn(["Dijk", 2, 2, 1, 3, 0], cases)
        self.assertIn(["totaal", 9, 8, 5, 12, 0], cases)
        contacts = self.rows(book["I&A-contacten"])
        self.assertIn(["Oever", 20, 20], contacts)
        self.assertIn(["totaal", 25, 25], contacts)
        domains = self.rows(book["Leefgebieden"])
        self.assertEqual(
            domains[1:],
            [["wonen", 12, 3, 15], ["inkomen", 4, 0, 4], ["totaal", 16, 3, 19]],
        )

    def test_the_source_is_named(self):
        table = self.publish(MIXED, "Dijk")
        text = str(self.rows(self.book(table)["Bron"]))
        self.assertIn("tabel.csv", text)
        self.assertIn(table.checksum, text)

    def test_the_same_bytes_each_time(self):
        table = self.publish(MIXED, "Dijk")
        self.book(table)
        first = self.content
        self.book(table)
        self.assertEqual(self.content, first)
