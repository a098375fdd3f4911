"""`odoo import_figures`: import a table of published figures from the command line."""

from pathlib import Path

from odoo.cli.command import Command

from odoo.addons.social_map import command_line
from odoo.addons.social_map.command_line import FileImport, Problem


class ImportFigures(FileImport, Command):
    """Import a published table (CSV) of an organisation as published figures.

    The table has a row label first, one column per team, and optionally printed
    totals, which are checked. On any error nothing is imported and the exit code is 1.
    Importing the same file again changes nothing.
    """

    name = "import_figures"
    needs = ("oco.published.table", "oco_reporting")
    epilog = """
        example (Odoo finds this command by the addons path of ODOO_RC):
          ODOO_RC=odoo.conf odoo import_figures -d oco --company "MEE" \\
              --from 2016-01-01 --to 2016-06-30 --row "trajecten=cases_end" table.csv
    """

    def __init__(self):
        super().__init__()
        add = self.parser.add_argument
        command_line.add_options(add)
        add(
            "--company",
            help="organisation, by name or number; may be left out when there is one",
        )
        add("--from", dest="date_from", required=True, help="first day (YYYY-MM-DD)")
        add("--to", dest="date_to", required=True, help="last day (YYYY-MM-DD)")
        add(
            "--measure",
            default="questions",
            help="what rows of life domains and kinds of contact count: questions "
            "(default), contacts, cases_start, cases_new, cases_closed, cases_end",
        )
        add(
            "--row",
            action="append",
            default=[],
            metavar="LABEL=CODES",
            help="what one row means: codes, separated by commas, of a measure, a life "
            "domain or a kind of contact, or `other`; may be repeated",
        )
        add("--source", help="where the figures were published")
        add("--name", help="what to call the table (default: the name of the file)")
        add(
            "--replace",
            action="store_true",
            help="replace an earlier table even when figures that only it has get lost",
        )
        add("--user", help="login of the manager or finance user who imports")
        add("file", type=Path, help="the CSV file")

    def _take(self, env, content, options):
        values = {
            "company_id": self._company(env, options.company).id,
            "date_from": options.date_from,
            "date_to": options.date_to,
            "measure": options.measure,
            "rows": dict(self._row(text) for text in options.row),
            "name": options.name,
            "file_name": options.file.name,
            "source_note": options.source,
            "replace": options.replace,
        }
        return env["oco.published.table"].import_csv(content, values)["message"]

    def _company(self, env, name):
        # The company that hides portal accounts of residents is no organisation.
        hidden = env["client.resident"]._portal_company()
        organisations = env["res.company"].sudo().search([("id", "not in", hidden.ids)])
        companies = organisations
        if name:
            companies = companies.filtered(
                lambda company: (
                    company.name.casefold() == name.casefold()
                    or str(company.id) == name
                )
            )
        if len(companies) != 1:
            known = ", ".join(organisations.mapped("name"))
            raise Problem(f"name one organisation with --company: {known}")
        return companies

    def _row(self, text):
        label, equals, codes = text.rpartition("=")
        if not equals or not label:
            raise Problem(f"--row {text}: write LABEL=CODES")
        return label, codes
