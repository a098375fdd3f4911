import base64
import io

from dateutil.relativedelta import relativedelta
from openpyxl import load_workbook

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.client_support.roles import MANAGER

from .test_figures import FiguresCase


@tagged("post_install", "-at_install")
class TestWorkbookWizard(FiguresCase):
    """The download shows the cells of the pivots."""

    def make(self, role="finance", **values):
        wizard = self.as_role(role, "oco.workbook").create(
            {"date_from": "2026-01-01", "date_to": "2026-02-28", **values}
        )
        self.action = wizard.action_make()
        return load_workbook(io.BytesIO(base64.b64decode(wizard.file)), data_only=True)

    def rows(self, sheet):
        return {row[0]: list(row[1:]) for row in sheet.iter_rows(values_only=True)}

    def test_sheets(self):
        book = self.make()
        self.assertEqual(
            book.sheetnames,
            ["Trajecten", "I&A-contacten", "Leefgebieden", "Onafhankelijkheid", "Bron"],
        )
        cases = self.rows(book["Trajecten"])
        # Start, new, closed, end, and the check that must be zero.
        self.assertEqual(cases["Oever"], [1, 2, 2, 1, 0])
        self.assertEqual(cases["totaal"], [1, 2, 2, 1, 0])
        contacts = self.rows(book["I&A-contacten"])
        self.assertEqual(contacts["Oever"], [8, 1, 9])
        domains = self.rows(book["Leefgebieden"])
        self.assertEqual(len(domains), 1 + 12 + 1)
        self.assertEqual(domains["leefgebied"], ["Aanmelding", "Oever", "totaal"])

    def test_independence_is_that_of_the_statement(self):
        today = fields.Date.today()
        period = {
            "date_from": today.replace(day=1),
            "date_to": today + relativedelta(day=31),
        }

        def independence():
            rows = self.rows(self.make(**period)["Onafhankelijkheid"])
            self.assertEqual(
                rows.pop("criterium"), ["geborgd", "bewijs", "aantal meldingen"]
            )
            return rows

        before = independence()
        self.assertEqual(len(before), 6)
        [access] = [values for label, values in before.items() if "kon een" in label]
        self.assertEqual(access[::2], ["ja", 0])
        # An access officer gets a row that no method of ours would make.
        [row] = self.env["client.access"].search([], limit=1)
        row.copy({"user_id": self.users["access_officer"].id, "kind": "consult"})
        [access] = [
            values for label, values in independence().items() if "kon een" in label
        ]
        self.assertEqual(access[::2], ["nee", 1])

    def test_domains_equal_the_pivot(self):
        book = self.make()
        column = {
            label: values[-1]
            for label, values in self.rows(book["Leefgebieden"]).items()
        }
        pivot = self.figures("domains", "life_domain_id")
        for domain in self.env["life.domain"].search([]):
            # Dutch, though the one who asks has English.
            name = domain.with_context(lang="nl_NL").name
            self.assertEqual(column[name], pivot.get((domain,), 0))

    def test_download(self):
        self.make()
        self.assertEqual(self.action["type"], "ir.actions.act_url")
        self.assertIn("/web/content/oco.workbook/", self.action["url"])

    def test_a_workbook_is_for_its_maker_only(self):
        self.make()
        stranger = self.make_user("t_stranger_manager", MANAGER, company=self.neighbour)
        for user in (stranger, self.users["manager"]):
            self.assertFalse(self.as_user(user, "oco.workbook").search([]))
        self.assertTrue(self.as_role("finance", "oco.workbook").search([]))

    def test_only_whole_months_within_a_year(self):
        for start, end in [
            ("2026-01-02", "2026-01-31"),
            ("2026-01-01", "2026-01-30"),
            ("2026-02-01", "2026-01-31"),
            ("2025-01-01", "2026-01-31"),
        ]:
            with self.subTest(start=start, end=end), self.assertRaises(UserError):
                self.make(date_from=start, date_to=end)

    def test_a_team_name_is_never_a_formula(self):
        self.team.name = "=1+1"
        self.assertIn("=1+1", self.rows(self.make()["Trajecten"]))

    def test_who_may(self):
        for role in ("supporter", "coordinator", "employee", "administrator"):
            with self.subTest(role=role), self.assertRaises(AccessError):
                self.make(role)
        self.assertTrue(self.make("manager"))

    def test_not_of_another_organisation(self):
        with self.assertRaises(UserError):
            self.make(company_id=self.neighbour.id)
