import base64
import io
from datetime import timedelta, timezone

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

from .. import workbook
from ..models.oco_engine import SMALL_COUNT_BASE


class OcoWorkbook(models.TransientModel):
    """Download the accountability workbook (subsidy workbook, xlsx).

    Of a period, with live figures, or of a published table and the other published
    tables of its period. Its figures are those that the user sees in the pivots: read
    as the user, from the same cells.
    """

    _name = "oco.workbook"
    _description = "Accountability workbook"

    company_id = fields.Many2one(
        "res.company",
        string="Organisation",
        required=True,
        default=lambda self: self.env.company,
        domain="[('id', 'in', allowed_company_ids)]",
        help="Whose figures.",
    )
    date_from = fields.Date(
        required=True,
        default=lambda self: fields.Date.context_today(self).replace(month=1, day=1),
        help="First day of a month.",
    )
    date_to = fields.Date(
        required=True,
        default=lambda self: fields.Date.context_today(self) + relativedelta(day=31),
        help="Last day of a month, at most a year after the first.",
    )
    table_id = fields.Many2one(
        "oco.published.table",
        string="Published table",
        ondelete="cascade",
        help="Figures as published, instead of live ones.",
    )
    file = fields.Binary(readonly=True, help="The workbook that was made.")
    file_name = fields.Char(readonly=True, help="Its name.")

    def action_make(self):
        """Make the workbook and hand it over as a download.

        :raises UserError: when the period is not made of whole months
        """
        self.ensure_one()
        self._check_period()
        stream = io.BytesIO()
        self._in_dutch()._write(stream)
        self.file = base64.b64encode(stream.getvalue())
        self.file_name = (
            f"verantwoording {self.company_id.name} "
            f"{self.date_from} {self.date_to}.xlsx"
        )
        return {
            "type": "ir.actions.act_url",
            "target": "download",
            "url": f"/web/content/{self._name}/{self.id}/file"
            f"?filename_field=file_name&download=true",
        }

    def _in_dutch(self):
        """The subsidy workbook is Dutch, whatever the language of who asks for it."""
        dutch = self.env["res.lang"]._lang_get("nl_NL")
        return self.with_context(lang=dutch.code) if dutch else self

    def _write(self, stream):
        if self.table_id:
            sheets, source = self._published_sheets(), self._published_source()
        else:
            sheets, source = self._sheets(), self._source()
        workbook.write(stream, sheets, source, self._properties())

    def _check_period(self):
        """A published table has the period it was printed with.

        :raises UserError: when a period of live figures is not made of whole months
        """
        if self.table_id:
            return
        whole = (
            self.date_from.day == 1
            and (self.date_to + timedelta(days=1)).day == 1
            and self.date_from <= self.date_to
        )
        if not whole or self.date_to >= self.date_from + relativedelta(years=1):
            raise UserError(
                self.env._(
                    "Figures are counted by month: choose the first day of a month "
                    "and the last day of one, at most a year apart."
                )
            )

    # Sheets ------------------------------------------------------------------------

    def _sheets(self):
        teams = self._teams()
        return [
            self._cases_sheet(teams),
            self._contacts_sheet(teams),
            self._domains_sheet(teams),
            self._independence_sheet(),
        ]

    def _teams(self):
        """The teams of the organisation and those that have figures, by name."""
        figures = self.env["oco.figure"]._read_group(
            [("company_id", "=", self.company_id.id), *self._within("contacts")],
            groupby=["team_id"],
        )
        teams = self.env["client.team"].search(
            [("company_id", "=", self.company_id.id)]
        )
        teams |= self.env["client.team"].union(*(team for (team,) in figures))
        if not teams:
            raise UserError(self.env._("This organisation has no teams to report on."))
        return teams.sorted("name")

    def _within(self, cube):
        return [
            ("cube", "=", cube),
            ("company_id", "=", self.company_id.id),
            ("date", ">=", self.date_from),
            ("date_to", "<=", self.date_to),
        ]

    @api.model
    def _quantities(self, domain, *groupby):
        """Sums of cells by the keys asked for; what is not there is zero."""
        groups = self.env["oco.figure"]._read_group(
            domain, groupby=groupby, aggregates=["quantity:sum"]
        )
        return {tuple(keys): quantity for *keys, quantity in groups}

    def _cases_sheet(self, teams):
        changed = self._quantities(self._within("cases"), "team_id", "measure")
        start = self._stock(self.date_from - timedelta(days=1))
        end = self._stock(self.date_to)
        return workbook.CasesSheet(
            [
                workbook.CaseRow(
                    team=team.name,
                    start=start.get((team,), 0),
                    new=changed.get((team, "cases_new"), 0),
                    closed=changed.get((team, "cases_closed"), 0),
                    end=end.get((team,), 0),
                )
                for team in teams
            ]
        )

    def _stock(self, day):
        """Active cases by team on the last day of a month (K05)."""
        domain = [
            ("cube", "=", "stock"),
            ("company_id", "=", self.company_id.id),
            ("date_to", "=", day),
        ]
        return self._quantities(domain, "team_id")

    def _contacts_sheet(self, teams):
        counted = self._quantities(
            [*self._within("contacts"), ("measure", "=", "contacts")],
            "team_id",
            "date:month",
        )
        months = []
        month = self.date_from
        while month <= self.date_to:
            months.append(month)
            month += relativedelta(months=1)
        return workbook.ContactsSheet(
            teams=teams.mapped("name"),
            months=[
                format_date(self.env, month, date_format="MMM y") for month in months
            ],
            values=[
                [counted.get((team, month), 0) for month in months] for team in teams
            ],
        )

    def _domains_sheet(self, teams):
        counted = self._quantities(self._within("domains"), "life_domain_id", "team_id")
        domains = self.env["life.domain"].search([("active", "=", True)])
        return workbook.DomainsSheet(
            header="leefgebied",
            labels=domains.mapped("name"),
            teams=teams.mapped("name"),
            values=[
                [counted.get((domain, team), 0) for team in teams] for domain in domains
            ],
        )

    def _independence_sheet(self):
        """What the statement of independence of the period concludes."""
        figures = self.env["client.statement.figures"]._figures(
            self.company_id, self.date_from, self.date_to
        )
        return workbook.IndependenceSheet(
            [
                workbook.CriterionRow(
                    criterion=claim["text"],
                    assured=claim["holds"],
                    proof=claim["proof"],
                    reports=claim["count"],
                )
                for claim in self.env["client.statement.period"]._claims(
                    self.company_id, figures
                )
            ]
        )

    # Sheets of published figures ----------------------------------------------------

    def _published_sheets(self):
        """The sheets that the published tables of this period have figures for."""
        sheets = [
            self._published_cases_sheet(),
            self._published_contacts_sheet(),
            self._published_domains_sheet(),
        ]
        return [sheet for sheet in sheets if sheet]

    def _published_tables(self):
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

    def _published_by_team(self):
        """Published quantities of the period, by team and measure."""
        domain = [("table_id", "in", self._published_tables().ids)]
        return self._quantities(domain, "team_id", "measure")

    def _published_cases_sheet(self):
        """Only for teams of which new, closed and end were published."""
        counted = self._published_by_team()
        derived = self.env["oco.figure"].search(
            [
                ("table_id", "in", self._published_tables().ids),
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

    def _published_contacts_sheet(self):
        counted = self._published_by_team()
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

    def _published_domains_sheet(self):
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

    def _published_source(self):
        return workbook.SourceSheet(
            period=self._period(),
            sources=[
                workbook.Source(
                    subject=table.name,
                    name=table.source_note or table.file_name or "",
                    checksum=table.checksum,
                )
                for table in self._published_tables()
            ],
            notes=[self.env._("Figures as published; not added to live figures.")],
        )

    # Around the sheets -------------------------------------------------------------

    def _period(self):
        return (
            f"{format_date(self.env, self.date_from)} – "
            f"{format_date(self.env, self.date_to)}"
        )

    def _source(self):
        return workbook.SourceSheet(
            period=self._period(),
            sources=[
                workbook.Source(subject=subject, name=self.env._("Registration"))
                for subject in ("Trajecten", "I&A-contacten", "Leefgebieden")
            ]
            + [
                workbook.Source(
                    subject="Onafhankelijkheid",
                    name=self.env._("Access table, read log and conflict checks"),
                )
            ],
            notes=[
                self.env._(
                    "Leefgebieden: counts below %(base)s are rounded to 0 or %(base)s, "
                    "month by month, so that nobody can be recognised.",
                    base=SMALL_COUNT_BASE,
                )
            ],
        )

    def _properties(self):
        return workbook.Properties(
            title=self.env._("Accountability %s", self.company_id.name),
            subject=self._period(),
            # A published table gives the same bytes each time.
            created=(self.table_id.imported_at or fields.Datetime.now()).replace(
                tzinfo=timezone.utc
            ),
        )
