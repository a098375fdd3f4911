import base64
import io
from datetime import timezone

from odoo import api, fields, models
from odoo.tools import format_date

from .. import workbook


class OcoWorkbook(models.TransientModel):
    """The workbook (xlsx) of a published table and the others of its period.

    As they were printed; live figures are accounted for in `oco.accountability`.
    """

    _name = "oco.workbook"
    _description = "Workbook of published figures"

    table_id = fields.Many2one(
        "oco.published.table",
        string="Published table",
        required=True,
        ondelete="cascade",
        help="Whose figures.",
    )
    file = fields.Binary(readonly=True, help="The workbook that was made.")
    file_name = fields.Char(readonly=True, help="Its name.")

    def action_make(self):
        """Make the workbook and hand it over as a download."""
        self.ensure_one()
        table = self.table_id
        stream = io.BytesIO()
        self._in_dutch()._write(stream)
        self.file = base64.b64encode(stream.getvalue())
        self.file_name = (
            f"gepubliceerd {table.company_id.name} "
            f"{table.date_from} {table.date_to}.xlsx"
        )
        return {
            "type": "ir.actions.act_url",
            "target": "self",
            "url": f"/web/content/{self._name}/{self.id}/file"
            f"?filename_field=file_name&download=true",
        }

    def _in_dutch(self):
        """The subsidy workbook is Dutch, whatever the language of who asks for it."""
        dutch = self.env["res.lang"]._lang_get("nl_NL")
        return self.with_context(lang=dutch.code) if dutch else self

    def _write(self, stream):
        workbook.write(stream, self._sheets(), self._source(), self._properties())

    def _sheets(self):
        """The sheets that the published tables of this period have figures for."""
        sheets = [
            self._cases_sheet(),
            self._contacts_sheet(),
            self._domains_sheet(),
        ]
        return [sheet for sheet in sheets if sheet]

    def _tables(self):
        """The table asked for and the other current ones of its period."""
        table = self.table_id
        return table | table.search(
            [
                ("company_id", "=", table.company_id.id),
                ("date_from", "=", table.date_from),
                ("date_to", "=", table.date_to),
                ("state", "=", "current"),
            ]
        )

    def _by_team(self):
        """Published quantities of the period, by team and measure."""
        domain = [("table_id", "in", self._tables().ids)]
        return self._quantities(domain, "team_id", "measure")

    def _cases_sheet(self):
        """Only for teams of which new, closed and end were published."""
        counted = self._by_team()
        derived = self.env["oco.figure"].search(
            [
                ("table_id", "in", self._tables().ids),
                ("derived", "=", True),
            ]
        )
        stocks = ("cases_start", "cases_new", "cases_closed", "cases_end")
        rows = [
            workbook.CaseRow(
                team.name,
                *(counted[team, measure] for measure in stocks),
                derived=team in derived.team_id,
            )
            for team in self._teams_in(counted)
            if all((team, measure) in counted for measure in stocks)
        ]
        return rows and workbook.CasesSheet(rows)

    def _contacts_sheet(self):
        counted = self._by_team()
        teams = [
            team for team in self._teams_in(counted) if (team, "contacts") in counted
        ]
        return teams and workbook.ContactsSheet(
            teams=[team.name for team in teams],
            months=[self._period()],
            values=[[counted[team, "contacts"]] for team in teams],
        )

    @api.model
    def _teams_in(self, counted):
        teams = self.env["client.team"].union(*(team for team, _measure in counted))
        return teams.sorted("name")

    def _domains_sheet(self):
        """The rows of the table asked for that count questions, as printed."""
        measured = {row.label: row.measure for row in self.table_id.row_ids}
        printed = self.table_id._printed()
        rows = [row for row in printed.rows if measured[row.label] == "questions"]
        return rows and workbook.DomainsSheet(
            header=printed.header_label,
            labels=[row.label for row in rows],
            teams=printed.teams,
            values=[row.values for row in rows],
        )

    def _source(self):
        return workbook.SourceSheet(
            period=self._period(),
            sources=[
                workbook.Source(
                    subject=table.name,
                    name=table.source_note or table.file_name or "",
                    checksum=table.checksum,
                )
                for table in self._tables()
            ],
            notes=[self.env._("Figures as published; not added to live figures.")],
        )

    def _period(self):
        return (
            f"{format_date(self.env, self.table_id.date_from)} – "
            f"{format_date(self.env, self.table_id.date_to)}"
        )

    @api.model
    def _quantities(self, domain, *groupby):
        """Sums of cells by the keys asked for; what is not there is zero."""
        groups = self.env["oco.figure"]._read_group(
            domain, groupby=groupby, aggregates=["quantity:sum"]
        )
        return {tuple(keys): quantity for *keys, quantity in groups}

    def _properties(self):
        table = self.table_id
        return workbook.Properties(
            title=self.env._("Published figures of %s", table.company_id.name),
            subject=self._period(),
            # The same bytes each time.
            created=table.imported_at.replace(tzinfo=timezone.utc),
        )
