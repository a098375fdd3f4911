import base64
from datetime import timedelta

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from odoo.addons.client_support.screen import form_of

from ..models.oco_published_label import measures

# First month and number of months of the parts of a year.
PARTS = {
    "year": (1, 12),
    "half_1": (1, 6),
    "half_2": (7, 6),
    "quarter_1": (1, 3),
    "quarter_2": (4, 3),
    "quarter_3": (7, 3),
    "quarter_4": (10, 3),
}


class OcoPublishedImport(models.TransientModel):
    """Import a published table: choose the file, check what it means, import.

    What is done here can also be done with `oco.published.table.import_csv`, which
    checks everything again.
    """

    _name = "oco.published.import"
    _description = "Import published table"

    state = fields.Selection(
        [("file", "File"), ("check", "Check")],
        default="file",
        required=True,
        help="The step.",
    )
    file = fields.Binary(
        required=True,
        help="CSV: the row label first, then one column per team, and totals if they "
        "are printed. Save a spreadsheet as CSV (UTF-8).",
    )
    file_name = fields.Char(help="Name of the file.")
    company_id = fields.Many2one(
        "res.company",
        string="Organisation",
        required=True,
        default=lambda self: self.env.company,
        domain="[('id', 'in', allowed_company_ids)]",
        help="Whose work is counted.",
    )
    year = fields.Integer(
        default=lambda self: fields.Date.context_today(self).year - 1,
        aggregator=None,
        help="Fills in the period.",
    )
    part = fields.Selection(
        [
            ("year", "Whole year"),
            ("half_1", "First half"),
            ("half_2", "Second half"),
            ("quarter_1", "First quarter"),
            ("quarter_2", "Second quarter"),
            ("quarter_3", "Third quarter"),
            ("quarter_4", "Fourth quarter"),
        ],
        string="Part of the year",
        default="year",
        help="Fills in the period.",
    )
    date_from = fields.Date(
        string="Period from",
        compute="_compute_period",
        store=True,
        readonly=False,
        required=True,
        help="First day of the period counted.",
    )
    date_to = fields.Date(
        string="Period to",
        compute="_compute_period",
        store=True,
        readonly=False,
        required=True,
        help="Last day of the period counted.",
    )
    measure = fields.Selection(
        selection=measures,
        string="What is counted",
        default="questions",
        required=True,
        help="What the rows of life domains and kinds of contact count. A row such as "
        "“new cases” says it by itself, and you can change every row in the next step.",
    )
    source_note = fields.Char(
        string="Published in", help="Where the figures can be looked up."
    )
    line_ids = fields.One2many(
        "oco.published.import.line",
        "wizard_id",
        string="Rows",
        help="What each row of the file means.",
    )
    unknown_count = fields.Integer(
        compute="_compute_unknown_count",
        help="How many rows still have to be given a meaning.",
    )
    also_replace_ids = fields.Many2many(
        "oco.published.table",
        string="Also replaces",
        domain="[('company_id', '=', company_id), ('date_from', '=', date_from),"
        " ('date_to', '=', date_to), ('state', '=', 'current')]",
        help="An earlier table of this period that this file corrects, although they "
        "have no cell in common.",
    )
    replace = fields.Boolean(
        string="Replace all the same",
        help="Figures that only the earlier table has go; the table itself stays on "
        "record.",
    )
    same_id = fields.Many2one(
        "oco.published.table",
        compute="_compute_effect",
        help="The same table, already imported.",
    )
    replaced_ids = fields.Many2many(
        "oco.published.table",
        compute="_compute_effect",
        string="Replaces",
        help="Earlier tables that this file corrects: their figures go, they "
        "themselves stay on record.",
    )
    lost = fields.Char(
        compute="_compute_effect",
        help="Figures of the earlier tables that this file does not have.",
    )
    elsewhere_ids = fields.Many2many(
        "oco.published.table",
        compute="_compute_effect",
        help="The same file, imported for another period.",
    )
    printed_html = fields.Html(
        string="As printed",
        compute="_compute_printed_html",
        sanitize=False,
        help="The file as it was read.",
    )
    totals = fields.Char(
        compute="_compute_printed_html", help="Which printed totals were checked."
    )
    team_html = fields.Html(
        string="Teams",
        compute="_compute_printed_html",
        sanitize=False,
        help="Which team each column was found to be.",
    )

    @api.depends("year", "part")
    def _compute_period(self):
        for wizard in self:
            if not wizard.part or not 1900 <= wizard.year <= 9998:
                continue
            month, months = PARTS[wizard.part]
            first = fields.Date.to_date(f"{wizard.year}-{month:02}-01")
            wizard.date_from = first
            wizard.date_to = first + relativedelta(months=months) - timedelta(days=1)

    @api.depends("line_ids.measure")
    def _compute_unknown_count(self):
        for wizard in self:
            wizard.unknown_count = len(
                wizard.line_ids.filtered(lambda line: not line.measure)
            )

    @api.depends("state")
    def _compute_printed_html(self):
        for wizard in self:
            wizard.printed_html = wizard.team_html = wizard.totals = False
            if wizard.state != "check":
                continue
            Table = self.env["oco.published.table"]
            printed = Table._parse(wizard._content())
            wizard.printed_html = Table._table_html(printed)
            wizard.totals = wizard._totals_sentence(printed)
            wizard.team_html = self.env["ir.qweb"]._render(
                "oco_reporting.published_teams",
                {
                    "columns": list(
                        zip(
                            printed.teams,
                            Table._find_teams(wizard.company_id, printed),
                            strict=True,
                        )
                    )
                },
            )

    @api.depends(
        "state",
        "line_ids.measure",
        "line_ids.life_domain_id",
        "line_ids.kind_id",
        "also_replace_ids",
    )
    def _compute_effect(self):
        for wizard in self:
            effect = wizard._effect() if wizard.state == "check" else {}
            wizard.same_id = effect.get("same")
            wizard.replaced_ids = effect.get("replaced")
            wizard.lost = effect.get("lost")
            wizard.elsewhere_ids = effect.get("elsewhere")

    def _effect(self):
        """What importing would change, as far as the rows have a meaning already."""
        Table = self.env["oco.published.table"]
        printed = Table._parse(self._content())
        teams = Table._find_teams(self.company_id, printed)
        tables = Table._current(self.company_id, self.date_from, self.date_to)
        elsewhere = Table.search(
            [
                ("company_id", "=", self.company_id.id),
                ("checksum", "=", printed.checksum),
                ("state", "=", "current"),
            ]
        )
        effect = {"elsewhere": elsewhere - tables}
        if self.unknown_count:
            return effect
        meanings = [line._meaning() for line in self.line_ids]
        fingerprint = Table._fingerprint(printed, teams, meanings)
        same = tables.filtered(lambda table: table.fingerprint == fingerprint)
        if same:
            return {**effect, "same": same}
        replaced, lost = tables._replaced_by(
            {meaning.key(team) for meaning in meanings for team in teams},
            printed.checksum,
            self.also_replace_ids._origin.ids,
        )
        return {
            **effect,
            "replaced": replaced,
            "lost": Table._lost_sentence(replaced, lost) if lost else False,
        }

    @api.model
    def _totals_sentence(self, printed):
        if printed.total_header is not None and printed.total_row:
            return self.env._("All printed totals, of rows and of columns, add up.")
        if printed.total_header is not None:
            return self.env._("The printed totals of the rows add up.")
        if printed.total_row:
            return self.env._("The printed totals of the columns add up.")
        return self.env._("The file has no totals to check.")

    def _content(self):
        return base64.b64decode(self.with_context(bin_size=False).file or b"")

    def action_check(self):
        """Read the file and show what it means.

        :raises UserError: the file is no sound table, or a column is no team
        """
        self.ensure_one()
        Table = self.env["oco.published.table"]
        Table._check_role()
        Table._check_company_of_user(self.company_id)
        if self.date_from > self.date_to:
            raise UserError(
                self.env._("The period ends before it begins: change one of the days.")
            )
        printed = Table._parse(self._content())
        Table._find_teams(self.company_id, printed)
        names = Table._code_names()
        lines = []
        for row in printed.rows:
            meaning = Table._recognise(
                row.label, self.measure, self.date_from, self.date_to, names
            )
            lines.append(
                {
                    "sequence": row.line,
                    "label": row.label,
                    "total": sum(row.values),
                    "measure": meaning and meaning.measure,
                    "life_domain_id": meaning and meaning.life_domain.id,
                    "kind_id": meaning and meaning.kind.id,
                }
            )
        self.line_ids = [Command.clear(), *map(Command.create, lines)]
        self.state = "check"
        return self._reopen()

    def action_back(self):
        """Choose another file or period."""
        self.ensure_one()
        self.write({"state": "file", "replace": False, "also_replace_ids": False})
        return self._reopen()

    def action_import(self):
        """Import the table, and open it.

        :raises UserError: a row has no meaning yet, or the stock does not add up
        """
        self.ensure_one()
        result = self.env["oco.published.table"].import_csv(
            self._content(),
            {
                "company_id": self.company_id.id,
                "date_from": self.date_from,
                "date_to": self.date_to,
                "measure": self.measure,
                "rows": {line.label: line._given() for line in self.line_ids},
                "file_name": self.file_name,
                "source_note": self.source_note,
                "replace": self.replace,
                "replaces_ids": self.also_replace_ids.ids,
            },
        )
        # What stays is an import that was begun and left: periods wait for it.
        self.unlink()
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "message": result["message"],
                "type": "info" if result["status"] == "already_imported" else "success",
                "next": {
                    "type": "ir.actions.act_window",
                    "res_model": "oco.published.table",
                    "res_id": result["table_id"],
                    "views": [(False, "form")],
                },
            },
        }

    def _reopen(self):
        return form_of(
            self,
            name=self.env._("Import published table"),
            target="new",
            context={**self.env.context, "dialog_size": "extra-large"},
        )
