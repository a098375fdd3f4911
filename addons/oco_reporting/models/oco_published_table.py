import base64
from collections import defaultdict

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tools import SQL, format_date, format_datetime, formatLang

from odoo.addons.client_support.screen import labels

from .. import published_sentences
from ..published_table import (
    PublishedTable,
    Row,
    StockError,
    parse,
    render,
    stock,
)

STOCK = ("cases_start", "cases_new", "cases_closed", "cases_end")
# What `import_csv` takes besides the file.
VALUES = frozenset(
    {
        "company_id",
        "date_from",
        "date_to",
        "measure",
        "rows",
        "name",
        "file_name",
        "source_note",
        "replace",
        "replaces_ids",
    }
)


class OcoPublishedTable(models.Model):
    """A table of counts that an organisation published before it used this system.

    Its cells are figures of the cube `published`; they stay as published, residents
    are never invented for them, and no screen adds them to live figures. States: a
    table is *current* from its import, until a corrected file replaces it
    (*superseded*) or somebody takes it back (*withdrawn*). Only a current table has
    figures; of the others the file and the trace remain.

    A file corrects a current table when both are of the same organisation and exactly
    the same period and count something for the same team twice (same measure, life
    domain and kind of contact), or when it is the very same file with other meanings.
    """

    _name = "oco.published.table"
    _inherit = ["oco.published.reader.mixin"]
    _description = "Published table"
    _order = "date_from desc, imported_at desc, id desc"

    name = fields.Char(required=True, readonly=True, help="By which people know it.")
    company_id = fields.Many2one(
        "res.company",
        string="Organisation",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
        help="Whose work is counted.",
    )
    date_from = fields.Date(
        string="Period from",
        required=True,
        readonly=True,
        help="First day of the period counted.",
    )
    date_to = fields.Date(
        string="Period to",
        required=True,
        readonly=True,
        help="Last day of the period counted.",
    )
    source_note = fields.Char(
        string="Published in", readonly=True, help="Where the figures can be looked up."
    )
    file_name = fields.Char(readonly=True, help="Name of the imported file.")
    file = fields.Binary(
        attachment=False,
        readonly=True,
        help="The imported file, byte for byte: evidence of what was printed.",
    )
    checksum = fields.Char(
        string="SHA-256",
        required=True,
        readonly=True,
        help="SHA-256 of the bytes of the file; anyone can compute it.",
    )
    fingerprint = fields.Char(
        required=True,
        readonly=True,
        help="Of cells and meanings: equal for the same table saved in another way.",
    )
    imported_by_id = fields.Many2one(
        "res.users",
        string="Imported by",
        required=True,
        readonly=True,
        ondelete="restrict",
        help="Who imported the table.",
    )
    imported_at = fields.Datetime(
        string="Imported on", required=True, readonly=True, help="When."
    )
    state = fields.Selection(
        [
            ("current", "Current"),
            ("superseded", "Superseded"),
            ("withdrawn", "Withdrawn"),
        ],
        default="current",
        required=True,
        readonly=True,
        help="Only a current table has figures.",
    )
    superseded_by_id = fields.Many2one(
        "oco.published.table",
        string="Replaced by",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        help="The corrected table.",
    )
    supersedes_ids = fields.One2many(
        "oco.published.table",
        "superseded_by_id",
        string="Replaces",
        readonly=True,
        help="The tables that this one corrects.",
    )
    ended_by_id = fields.Many2one(
        "res.users",
        readonly=True,
        ondelete="restrict",
        help="Who replaced or withdrew the table.",
    )
    ended_at = fields.Datetime(
        string="Ended on",
        readonly=True,
        help="When the table was replaced or withdrawn.",
    )
    header_label = fields.Char(
        readonly=True, help="What is printed above the row labels."
    )
    total_header = fields.Char(
        readonly=True,
        help="What is printed above the totals; empty when there is no such column.",
    )
    column_ids = fields.One2many(
        "oco.published.column",
        "table_id",
        string="Columns",
        readonly=True,
        help="The teams in printed order.",
    )
    row_ids = fields.One2many(
        "oco.published.row",
        "table_id",
        string="Rows",
        readonly=True,
        help="The rows in printed order, and what they mean.",
    )
    printed_html = fields.Html(
        string="As printed",
        compute="_compute_printed_html",
        sanitize=False,
        help="The table as printed: from its figures, or from the file when it is no "
        "longer current.",
    )
    changes_html = fields.Html(
        string="Changes",
        compute="_compute_changes_html",
        sanitize=False,
        help="The cells that differ from the tables that this one replaces.",
    )

    _period = models.Constraint(
        "CHECK(date_from <= date_to)", "A period does not end before it begins."
    )
    _current_uniq = models.UniqueIndex(
        "(company_id, date_from, date_to, fingerprint) WHERE state = 'current'",
        "This table is imported already.",
    )

    # Reading -----------------------------------------------------------------------

    @api.depends("name", "date_from", "date_to")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for table in self:
            days = [
                format_date(self.env, day, date_format="d MMM y")
                for day in (table.date_from, table.date_to)
                if day
            ]
            table.display_name = f"{table.name} ({' – '.join(days)})"

    def _compute_printed_html(self):
        for table in self:
            table.printed_html = self._table_html(
                table._printed(), table._derived_starts()
            )

    @api.depends("supersedes_ids")
    def _compute_changes_html(self):
        for table in self:
            changes = table._changes()
            table.changes_html = changes and self.env["ir.qweb"]._render(
                "oco_reporting.published_changes", {"changes": changes}
            )

    def _printed(self):
        """The table as printed, from the stored figures.

        Reads as the user. `published_table.render` makes it the rows of the file:
        header, labels, cells and totals.

        :return: a `published_table.PublishedTable`: `header_label`, `teams` (names as
            printed), `rows` (each `label`, `values`, `total`), `total_header` and
            `total_row` (None when not printed), `checksum`
        """
        self.ensure_one()
        if self.state != "current":
            return parse(base64.b64decode(self.with_context(bin_size=False).file))
        quantities = {
            (row, team): quantity
            for row, team, quantity in self.env["oco.figure"]._read_group(
                [("table_id", "=", self.id)],
                groupby=["row_id", "team_id"],
                aggregates=["quantity:sum"],
            )
        }
        printed = self.row_ids.filtered(lambda row: not row.derived)
        rows = []
        for row in printed.filtered(lambda row: not row.is_total):
            values = tuple(
                quantities.get((row, column.team_id), 0) for column in self.column_ids
            )
            rows.append(self._printed_row(row, values))
        total = printed.filtered("is_total")
        sums = tuple(map(sum, zip(*(row.values for row in rows), strict=True)))
        return PublishedTable(
            header_label=self.header_label or "",
            teams=tuple(self.column_ids.mapped("header")),
            total_header=self.total_header or None,
            rows=tuple(rows),
            total_row=self._printed_row(total, sums) if total else None,
            checksum=self.checksum,
        )

    def _printed_row(self, row, values):
        total = sum(values) if self.total_header else None
        return Row(label=row.label, values=values, total=total, line=row.sequence)

    def _derived_starts(self):
        """The starts that were derived and are not printed: [(team, quantity)]."""
        self.ensure_one()
        figures = self.env["oco.figure"].search(
            [("table_id", "=", self.id), ("derived", "=", True)]
        )
        order = {column.team_id: column.sequence for column in self.column_ids}
        return [
            (figure.team_id.name, figure.quantity)
            for figure in figures.sorted(lambda figure: order.get(figure.team_id, 0))
        ]

    def _changes(self):
        """What differs from the replaced tables: [(row, team, before, now)].

        Before or now is None where the cell is not in that table.
        """
        self.ensure_one()
        if not self.supersedes_ids:
            return []
        before = {}
        for former in self.supersedes_ids:
            before |= self._cells_by_name(former._printed())
        now = self._cells_by_name(self._printed())
        return [
            (label, team, before.get((label, team)), now.get((label, team)))
            for label, team in dict.fromkeys([*now, *before])
            if before.get((label, team)) != now.get((label, team))
        ]

    @api.model
    def _cells_by_name(self, printed):
        return {
            (row.label, team): value
            for row in printed.rows
            for team, value in zip(printed.teams, row.values, strict=True)
        }

    @api.model
    def _table_html(self, printed, derived=()):
        """A printed table as escaped HTML, numbers in the user's notation."""
        header, *rows = render(printed)
        return self.env["ir.qweb"]._render(
            "oco_reporting.published_printed",
            {
                "header": header,
                "rows": rows,
                "has_total_column": printed.total_header is not None,
                "has_total_row": printed.total_row is not None,
                "derived": derived,
                "count": lambda number: formatLang(self.env, number, digits=0),
            },
        )

    # Importing ---------------------------------------------------------------------

    @api.model
    def import_csv(self, content, values):
        """Import a published table; everything or nothing.

        Usable by remote call; the wizard and the command come here as well.

        :param str|bytes content: the CSV file: first column the row label, one column
            per team, optionally a total column and a total row; separated by comma,
            semicolon or tab; bytes in UTF-8 or Windows-1252
        :param dict values: `company_id` (id; default the user's present organisation),
            `date_from` and `date_to` (dates or ISO text), and optionally `measure`
            (what a life domain's or kind's row counts, default "questions"), `rows`
            (label → codes separated by commas, of a measure, a life domain or a kind
            of contact, or "other" for neither; or a dict with some of `measure`,
            `life_domain`, `kind`), `name`, `file_name`, `source_note`, `replaces_ids`
            (tables that it replaces besides those recognised) and `replace` (True:
            also when figures that the file does not have get lost)
        :return: dict with `status` ("imported", "replaced" or "already_imported"),
            `table_id`, `replaced_ids`, `cells` (how many), `derived` (teams whose
            start was derived) and `message` in the user's language
        :raises AccessError: for anyone but managers and finance of the organisation
        :raises UserError: with the one thing that is wrong; nothing is imported
        """
        self._check_role()
        company, date_from, date_to = self._read_scope(values)
        printed = self._parse(content)
        teams = self._find_teams(company, printed)
        meanings = self._read_meanings(printed, values, date_from, date_to)
        fingerprint = self._fingerprint(printed, teams, meanings)
        # Elevated from here on, for this organisation only, which was checked: nobody
        # has the right to write figures, a table or its trace by hand.
        tables = self.sudo()._current(company, date_from, date_to)
        same = tables.filtered(lambda table: table.fingerprint == fingerprint)
        if same:
            return same._result("already_imported")
        replaced, lost = tables._replaced_by(
            {meaning.key(team) for meaning in meanings for team in teams},
            printed.checksum,
            values.get("replaces_ids"),
        )
        if lost and not values.get("replace"):
            raise UserError(self._lost_sentence(replaced, lost))
        self._serialise(company)
        table = self.sudo().create(
            {
                **self._layout(printed, teams, meanings),
                "name": values.get("name") or self._name_of(values, printed),
                "company_id": company.id,
                "date_from": date_from,
                "date_to": date_to,
                "source_note": values.get("source_note"),
                "file_name": values.get("file_name"),
                "file": base64.b64encode(self._bytes(content)),
                "checksum": printed.checksum,
                "fingerprint": fingerprint,
                "imported_by_id": self.env.uid,
                "imported_at": fields.Datetime.now(),
            }
        )
        replaced._end("superseded", table)
        table._create_figures(printed, teams, meanings)
        self.sudo()._restock(company, date_from, date_to)
        return table._result("replaced" if replaced else "imported", replaced)

    def action_withdraw(self):
        """Take tables back that should not have been imported; the trace remains."""
        self.check_access("read")
        self._check_role()
        for table in self.filtered(lambda table: table.state == "current"):
            table._check_company_of_user(table.company_id)
            table._serialise(table.company_id)
            # Elevated: role and organisation are checked, and nobody may write.
            elevated = table.sudo()
            elevated._end("withdrawn")
            elevated._restock(table.company_id, table.date_from, table.date_to)

    def action_download_workbook(self):
        """The table, and the others of its period, as a workbook."""
        self.ensure_one()
        return self.env["oco.workbook"].create({"table_id": self.id}).action_make()

    def action_open_pivot(self):
        """The figures of exactly this table, rows and columns as printed."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "oco_reporting.oco_figure_published_table_action"
        )
        action["domain"] = [
            ("cube", "=", "published"),
            ("table_id", "=", self.id),
            ("derived", "=", False),
        ]
        action["display_name"] = self.name
        return action

    # What is asked -----------------------------------------------------------------

    @api.model
    def _check_role(self):
        user = self.env.user
        if self.env.su or any(
            user._has_group(group)
            for group in (
                "client_support.group_manager",
                "client_support.group_finance",
            )
        ):
            return
        raise AccessError(
            self.env._("Only managers and finance import published figures.")
        )

    @api.model
    def _check_company_of_user(self, company):
        if not self.env.su and company not in self.env.user.company_ids:
            raise AccessError(
                self.env._(
                    "You import published figures of your own organisation only."
                )
            )

    @api.model
    def _read_scope(self, values):
        """Organisation and period of an import, checked."""
        unknown = set(values) - VALUES
        if unknown:
            raise UserError(
                self.env._("Unknown: %(names)s.", names=", ".join(sorted(unknown)))
            )
        company_id = values.get("company_id") or self.env.company.id
        company = self.env["res.company"].browse(company_id)
        self._check_company_of_user(company)
        try:
            date_from = fields.Date.to_date(values.get("date_from"))
            date_to = fields.Date.to_date(values.get("date_to"))
        except ValueError:
            date_from = date_to = None
        if not date_from or not date_to:
            raise UserError(
                self.env._(
                    "Give the first and the last day of the period (YYYY-MM-DD)."
                )
            )
        if date_from > date_to:
            raise UserError(
                self.env._(
                    "The period ends (%(last)s) before it begins (%(first)s).",
                    first=format_date(self.env, date_from),
                    last=format_date(self.env, date_to),
                )
            )
        return company, date_from, date_to

    # What changes ------------------------------------------------------------------

    @api.model
    def _current(self, company, date_from, date_to):
        return self.search(
            [
                ("company_id", "=", company.id),
                ("date_from", "=", date_from),
                ("date_to", "=", date_to),
                ("state", "=", "current"),
            ]
        )

    def _replaced_by(self, keys, checksum, also=None):
        """Which of these tables a new one replaces, and what is not in it.

        :param set keys: what the new table counts (`Meaning.key`)
        :param str checksum: of its file
        :param list also: ids of tables that the user says are replaced
        :return: (tables, lost): lost is a set of (measure, team)
        """
        counted = defaultdict(set)
        for table, measure, domain, kind, team in self.env["oco.figure"]._read_group(
            [("table_id", "in", self.ids), ("derived", "=", False)],
            groupby=["table_id", "measure", "life_domain_id", "kind_id", "team_id"],
        ):
            counted[table].add((measure, domain.id, kind.id, team.id))
        replaced = self.filtered(
            lambda table: (
                table.checksum == checksum
                or table.id in (also or ())
                or counted[table] & keys
            )
        )
        former = set().union(*(counted[table] for table in replaced))
        lost = {(key[0], key[3]) for key in former} - {(key[0], key[3]) for key in keys}
        Team = self.env["client.team"]
        return replaced, {(measure, Team.browse(team).name) for measure, team in lost}

    @api.model
    def _lost_sentence(self, replaced, lost):
        words = labels(self.env["oco.figure"], "measure")
        return self.env._(
            "This file would replace %(tables)s, which also has figures that the file "
            "does not have: %(lost)s. Complete the file, or confirm that these figures "
            "go.",
            tables=", ".join(replaced.mapped("name")),
            lost="; ".join(f"{words[m]} ({team})" for m, team in sorted(lost)),
        )

    @api.model
    def _serialise(self, company):
        """Make two changes of one organisation's published figures follow each other.

        A transaction sees what was there when it began. Both write the same row, so
        the database stops the second, and Odoo runs it again from the beginning.
        """
        self.env.cr.execute(
            SQL(
                "UPDATE res_company "
                "SET published_imports = COALESCE(published_imports, 0) + 1 "
                "WHERE id = %s",
                company.id,
            ),
            # That the second is stopped is meant to happen: no error in the log.
            log_exceptions=False,
        )

    @api.model
    def _name_of(self, values, printed):
        name = (values.get("file_name") or "").rpartition(".")[0]
        return name or printed.header_label or self.env._("Published table")

    @api.model
    def _layout(self, printed, teams, meanings):
        rows = [
            {
                "sequence": row.line,
                "label": row.label,
                "measure": meaning.measure,
                "life_domain_id": meaning.life_domain.id,
                "kind_id": meaning.kind.id,
            }
            for row, meaning in zip(printed.rows, meanings, strict=True)
        ]
        if printed.total_row:
            rows.append(
                {
                    "sequence": printed.total_row.line,
                    "label": printed.total_row.label,
                    "is_total": True,
                }
            )
        return {
            "header_label": printed.header_label,
            "total_header": printed.total_header,
            "row_ids": [Command.create(row) for row in rows],
            "column_ids": [
                Command.create(
                    {"sequence": sequence, "header": header, "team_id": team.id}
                )
                for sequence, (header, team) in enumerate(
                    zip(printed.teams, teams, strict=True), start=1
                )
            ],
        }

    def _create_figures(self, printed, teams, meanings):
        rows = self.row_ids.filtered(lambda row: not row.is_total)
        self.env["oco.figure"].create(
            [
                {
                    **self._figure_values(row, team, quantity),
                    "life_domain_id": meaning.life_domain.id,
                    "kind_id": meaning.kind.id,
                }
                for row, cells, meaning in zip(
                    rows, printed.rows, meanings, strict=True
                )
                for team, quantity in zip(teams, cells.values, strict=True)
            ]
        )

    def _figure_values(self, row, team, quantity):
        return {
            "cube": "published",
            "measure": row.measure,
            "date": self.date_from,
            "date_to": self.date_to,
            "company_id": self.company_id.id,
            "team_id": team.id,
            "quantity": quantity,
            "table_id": self.id,
            "row_id": row.id,
            "row_label": row.label,
            "derived": row.derived,
        }

    def _end(self, state, successor=None):
        """Take the figures out of the cube and leave a trace of who and when."""
        self.env["oco.figure"].search([("table_id", "in", self.ids)]).unlink()
        self.write(
            {
                "state": state,
                "superseded_by_id": successor and successor.id,
                "ended_by_id": self.env.uid,
                "ended_at": fields.Datetime.now(),
            }
        )

    @api.model
    def _restock(self, company, date_from, date_to):
        """Check the stock of cases per team over all current tables of a period.

        Where no table gives the start it is derived, and kept with the end it follows
        from. Rows that split cases up, by life domain or kind, take no part.

        :raises UserError: the numbers of a team contradict each other
        """
        tables = self._current(company, date_from, date_to)
        derived = tables.row_ids.filtered("derived")
        self.env["oco.figure"].search([("row_id", "in", derived.ids)]).unlink()
        derived.unlink()
        counted = defaultdict(dict)
        sources = defaultdict(dict)
        for team, measure, quantity, found in self.env["oco.figure"]._read_group(
            [
                ("table_id", "in", tables.ids),
                ("measure", "in", STOCK),
                ("life_domain_id", "=", False),
                ("kind_id", "=", False),
            ],
            groupby=["team_id", "measure"],
            aggregates=["quantity:sum", "table_id:recordset"],
        ):
            counted[team][measure] = quantity
            sources[team][measure] = found
        starts = defaultdict(list)
        for team, given in counted.items():
            if not {"cases_new", "cases_closed", "cases_end"} <= given.keys():
                continue
            try:
                found = stock(
                    given.get("cases_start"),
                    given["cases_new"],
                    given["cases_closed"],
                    given["cases_end"],
                )
            except StockError as error:
                raise UserError(
                    self._stock_sentence(team, error, sources[team])
                ) from error
            if found.derived:
                starts[sources[team]["cases_end"][0]].append((team, found.start))
        for table, teams in starts.items():
            table._create_derived(teams)

    def _create_derived(self, teams):
        row = self.env["oco.published.row"].create(
            {
                "table_id": self.id,
                "sequence": max(self.row_ids.mapped("sequence")) + 1,
                "label": self.env._("Active at the start (derived)"),
                "measure": "cases_start",
                "derived": True,
            }
        )
        self.env["oco.figure"].create(
            [self._figure_values(row, team, quantity) for team, quantity in teams]
        )

    @api.model
    def _stock_sentence(self, team, error, sources):
        tables = self.union(*sources.values())
        sentence = published_sentences.stock_sentence(self.env, error)
        if len(tables) > 1:
            return self.env._(
                "Team %(team)s: %(sentence)s These numbers come from: %(tables)s.",
                team=team.name,
                sentence=sentence,
                tables=", ".join(tables.mapped("name")),
            )
        return self.env._(
            "Team %(team)s: %(sentence)s", team=team.name, sentence=sentence
        )

    def _result(self, status, replaced=None):
        """What `import_csv` answers."""
        derived = self._derived_starts()
        cells = self.env["oco.figure"].search_count(
            [("table_id", "=", self.id), ("derived", "=", False)]
        )
        facts = {
            "name": self.name,
            "date": format_datetime(self.env, self.imported_at, dt_format="short"),
            "user": self.imported_by_id.name,
            "cells": cells,
            "replaced": ", ".join((replaced or self.browse()).mapped("name")),
        }
        if status == "already_imported":
            message = self.env._(
                "%(name)s: already imported on %(date)s by %(user)s. Nothing changed.",
                **facts,
            )
        elif status == "replaced":
            message = self.env._(
                "%(name)s: %(cells)s figures imported; it replaces %(replaced)s.",
                **facts,
            )
        else:
            message = self.env._("%(name)s: %(cells)s figures imported.", **facts)
        if derived and status != "already_imported":
            teams = ", ".join(team for team, _start in derived)
            message += " " + self.env._(
                "The cases active at the start were derived for: %(teams)s.",
                teams=teams,
            )
        return {
            "status": status,
            "table_id": self.id,
            "replaced_ids": replaced.ids if replaced else [],
            "cells": cells,
            "derived": [team for team, _start in derived],
            "message": message,
        }
