import base64
import hashlib
import io
import secrets
from dataclasses import replace

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from odoo.addons.client_support.roles import MANAGER
from odoo.addons.client_support.screen import verdict

from ..disclosure import Overlap
from ..workbook import accountability, compare, plain

_NAMED = 10  # places that differ, before a message becomes a list

# What making and making final write; no screen and no remote call does.
_MADE = (
    "closing_ids",
    "release_id",
    "data",
    "file",
    "csv_file",
    "sha256",
    "layout",
    "measured_at",
    "made_by_id",
    "check_ids",
)
_FINAL = ("state", "final_by_id", "final_on", "reference", "version", "previous_id")


class OcoAccountability(models.Model):
    """One run of the subsidy workbook for a grant and a period.

    draft → final. Finance makes it; a manager, not the one who made it, makes it final
    when every check holds and its figures are those of closed periods. From then on it
    is locked: these periods and the data that were kept give the same bytes again, or
    in a later layout the same values and formulas. A correction is a new version, with
    its reason.
    """

    _name = "oco.accountability"
    _description = "Accountability"
    _order = "date_to desc, grant_id, version desc, id desc"
    _rec_name = "file_name"

    grant_id = fields.Many2one(
        "oco.grant",
        required=True,
        index=True,
        ondelete="restrict",
        help="What is accounted for.",
    )
    company_id = fields.Many2one(
        related="grant_id.company_id", store=True, index=True, help="Whose it is."
    )
    reference = fields.Char(
        readonly=True,
        copy=False,
        help="Printed in the workbook, to know it again when it comes back.",
    )
    date_from = fields.Date(
        string="Period from",
        required=True,
        compute="_compute_period",
        store=True,
        precompute=True,
        readonly=False,
        help="First day of a month, within the grant.",
    )
    date_to = fields.Date(
        string="Period to",
        required=True,
        compute="_compute_period",
        store=True,
        precompute=True,
        readonly=False,
        help="Last day of a month, within the grant.",
    )
    version = fields.Integer(
        readonly=True,
        copy=False,
        aggregator=None,
        help="1, or more after a correction.",
    )
    previous_id = fields.Many2one(
        "oco.accountability",
        string="Replaces",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        help="The final version before this one.",
    )
    reason = fields.Char(
        string="Reason of this version", help="Why there is another version."
    )
    state = fields.Selection(
        [("draft", "Draft"), ("final", "Final")],
        required=True,
        readonly=True,
        copy=False,
        default="draft",
        help="Final: locked for good.",
    )
    measured_at = fields.Datetime(
        string="Figures of", readonly=True, copy=False, help="When they were read."
    )
    made_by_id = fields.Many2one(
        "res.users",
        string="Made by",
        readonly=True,
        copy=False,
        ondelete="restrict",
        help="Who made the workbook; not in the file.",
    )
    final_by_id = fields.Many2one(
        "res.users",
        string="Made final by",
        readonly=True,
        copy=False,
        ondelete="restrict",
        help="The manager who made it final; not in the file.",
    )
    final_on = fields.Datetime(readonly=True, copy=False, help="When it became final.")
    data = fields.Text(
        readonly=True,
        copy=False,
        help="The figures as they were, from which the same file is made again.",
    )
    closing_ids = fields.Many2many(
        "oco.period.closing",
        string="Closed periods",
        readonly=True,
        copy=False,
        ondelete="restrict",
        help="The closed periods that its figures are of; none while its period is "
        "open.",
    )
    release_id = fields.Many2one(
        "oco.release",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        groups=fields.NO_ACCESS,
        help="Which counts of residents it shows.",
    )
    is_closed = fields.Boolean(
        string="Made of closed periods",
        compute="_compute_is_closed",
        help="Its figures are those of closed periods, as they stand.",
    )
    is_part = fields.Boolean(
        string="Part of the grant",
        compute="_compute_is_part",
        help="It is over some months of the grant, which are not settled.",
    )
    file = fields.Binary(
        string="Workbook", readonly=True, copy=False, help="The workbook (xlsx)."
    )
    csv_file = fields.Binary(
        string="CSV of all sheets", readonly=True, copy=False, help="A zip file."
    )
    file_name = fields.Char(compute="_compute_file_name", store=True, help="Its name.")
    csv_name = fields.Char(compute="_compute_file_name", store=True, help="Its name.")
    sha256 = fields.Char(
        string="SHA-256",
        readonly=True,
        copy=False,
        index="btree_not_null",
        help="The checksum of the workbook: it tells whether a copy is unchanged.",
    )
    layout = fields.Char(
        readonly=True,
        copy=False,
        help="What wrote the file. The same figures in the same layout give the same "
        "file to the last byte; in another one the same values and formulas. Empty: "
        "made before this was kept.",
    )
    check_ids = fields.One2many(
        "oco.accountability.check",
        "accountability_id",
        string="Checks",
        readonly=True,
        help="What was compared, and how it came out.",
    )
    broken = fields.Integer(
        string="Checks that do not hold",
        compute="_compute_broken",
        help="These come first: with one of them it cannot be made final.",
    )
    unexplained = fields.Integer(related="grant_id.unexplained")

    _version_uniq = models.UniqueIndex(
        "(grant_id, date_from, date_to, version) WHERE version > 0",
        "This version is there already.",
    )
    _reference_uniq = models.Constraint("UNIQUE(reference)", "This number is taken.")
    _final_is_made = models.Constraint(
        "CHECK(state != 'final' OR (sha256 IS NOT NULL AND data IS NOT NULL))",
        "What is final has its figures and its checksum.",
    )

    @api.depends("grant_id")
    def _compute_period(self):
        for run in self:
            run.date_from = run.grant_id.date_from
            run.date_to = run.grant_id.date_to

    @api.depends("grant_id.name", "date_from", "date_to", "version", "state")
    def _compute_file_name(self):
        for run in self:
            number = "".join(c if c.isalnum() else "-" for c in run.grant_id.name or "")
            draft = " concept" if run.state == "draft" else ""
            stem = (
                f"verantwoording {number} {run.date_from} {run.date_to} "
                f"v{run.version}{draft}"
            )
            run.file_name = f"{stem}.xlsx"
            run.csv_name = f"{stem}.zip"

    @api.depends("check_ids.holds")
    def _compute_broken(self):
        for run in self:
            run.broken = sum(not check.holds for check in run.check_ids)

    @api.depends("closing_ids.reopened_on")
    def _compute_is_closed(self):
        for run in self:
            closings = run.closing_ids
            run.is_closed = closings and not any(closings.mapped("reopened_on"))

    @api.depends("grant_id.date_from", "grant_id.date_to", "date_from", "date_to")
    def _compute_is_part(self):
        for run in self:
            grant = run.grant_id
            run.is_part = bool(grant) and (
                (run.date_from, run.date_to) != (grant.date_from, grant.date_to)
            )

    @api.constrains("grant_id", "date_from", "date_to")
    def _check_period(self):
        for run in self:
            grant = run.grant_id
            if not (
                grant.date_from <= run.date_from < run.date_to <= grant.date_to
                and run.date_from.day == 1
                and run.date_to == fields.Date.end_of(run.date_to, "month")
            ):
                raise ValidationError(
                    self.env._(
                        "Choose whole months within the period of the grant, "
                        "%(first)s to %(last)s.",
                        first=grant.date_from,
                        last=grant.date_to,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            vals_list = [self._asked(vals) for vals in vals_list]
        runs = super().create(vals_list)
        for run in runs:
            run._number()
        return runs

    def write(self, vals):
        """What is asked of a run that was made already undoes the making."""
        self._refuse_final()
        if not self.env.su:
            if vals.keys() & {*_MADE, *_FINAL}:
                raise AccessError(
                    self.env._("The workbook is made and made final by the buttons.")
                )
            # Elevated: what no screen writes.
            made = self.sudo().filtered("data")
            made.write({**dict.fromkeys(_MADE[:-1], False), "check_ids": [(5, 0, 0)]})
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_final(self):
        self._refuse_final()

    @api.model
    def _asked(self, vals):
        """Without what only the buttons write."""
        asked = {
            name: value for name, value in vals.items() if name not in (*_MADE, *_FINAL)
        }
        # Named, so that no default of a context comes in.
        rest = dict.fromkeys((*_MADE[:-1], *_FINAL), False)
        # What nobody may write at all is emptied with the number.
        rest.pop("release_id")
        return {**asked, **rest, "state": "draft", "check_ids": []}

    def _refuse_final(self):
        """:raises UserError: one of these is final"""
        if any(run.state == "final" for run in self):
            raise UserError(
                self.env._(
                    "A final accountability is locked. Make a new version, with the "
                    "reason why."
                )
            )

    def _number(self):
        """Give it its version and reference.

        :raises UserError: there is a draft already, or a correction without a reason
        """
        others = self.search(
            [
                ("grant_id", "=", self.grant_id.id),
                ("date_from", "=", self.date_from),
                ("date_to", "=", self.date_to),
                ("id", "!=", self.id),
            ],
            order="version desc",
        )
        if others.filtered(lambda run: run.state == "draft"):
            raise UserError(
                self.env._("There is a draft for this grant and period: go on with it.")
            )
        if others and not (self.reason or "").strip():
            raise UserError(
                self.env._(
                    "This period was accounted for already. Write down the reason of "
                    "the new version."
                )
            )
        # Elevated: what no screen writes.
        self.sudo().write(
            {
                "version": (others[:1].version or 0) + 1,
                "previous_id": others[:1].id,
                "release_id": False,
                "reference": f"OCO-{secrets.token_hex(4).upper()}",
            }
        )

    # Making it ---------------------------------------------------------------------

    def action_make(self):
        """Read the figures and make the draft; whoever may write it.

        :raises AccessError: for everybody else
        """
        self.ensure_one()
        self.check_access("write")
        self._refuse_final()
        run = self.sudo()  # Elevated: what no screen writes.
        run.measured_at = fields.Datetime.now()
        releases = self.env["oco.release"]
        scope = self.company_id, self.date_from, self.date_to
        run.closing_ids = releases._closings(*scope)
        try:
            run.release_id = releases._for(*scope)
        except Overlap:
            run.release_id = False
        report = self.env["oco.accountability.sheets"]._report(self)
        run._keep(report, {"made_by_id": self.env.uid})

    def action_finalise(self):
        """Make it final, as a manager who did not make it; nothing is counted anew.

        :raises AccessError: for everybody else
        :raises UserError: it was not made, or a check does not hold
        """
        self.ensure_one()
        self.check_access("read")
        if not self.env.user.has_group(MANAGER):
            raise AccessError(self.env._("A manager makes an accountability final."))
        self._refuse_final()
        if not self.data:
            raise UserError(self.env._("Finance makes the workbook first."))
        if self.made_by_id == self.env.user:
            raise UserError(
                self.env._(
                    "You made this workbook yourself. Somebody else makes it final: "
                    "two people look at it."
                )
            )
        self._refuse_open()
        report = plain.loads(self.data)
        if missing := report.unexplained():
            raise UserError(
                self.env._(
                    "An explanation is missing for what differs most:\n%s\n"
                    "Finance writes it with the grant and makes the workbook again.",
                    "\n".join(missing),
                )
            )
        if self.broken:
            names = self.check_ids.filtered(lambda check: not check.holds).mapped(
                "name"
            )
            raise UserError(
                self.env._("These checks do not hold:\n%s", "\n".join(names))
            )
        report = replace(report, run=replace(report.run, draft=False))
        # Elevated: a manager writes no accountabilities but for this.
        run = self.sudo()
        run._keep(
            report,
            {
                "state": "final",
                "final_by_id": self.env.uid,
                "final_on": fields.Datetime.now(),
            },
        )
        if run.grant_id.state == "granted" and not run.is_part:
            run.grant_id.state = "accounted"

    def _refuse_open(self):
        """:raises UserError: its figures are not those of closed periods"""
        if self.date_to >= fields.Date.context_today(self):
            raise UserError(self.env._("The period is not over yet."))
        closings = self.env["oco.release"]._closings(
            self.company_id, self.date_from, self.date_to
        )
        if not closings:
            raise UserError(
                self.env._(
                    "The figures of this period can still change. Close the period, or "
                    "the periods that it consists of, under Figures › Periods. Then "
                    "finance makes the workbook again."
                )
            )
        if closings != self.closing_ids:
            raise UserError(
                self.env._(
                    "The period was closed after this workbook was made. Finance makes "
                    "it again, with the figures as they were closed."
                )
            )

    def _keep(self, report, vals):
        """Store the data of a workbook and what is made of them."""
        content, sheets = io.BytesIO(), io.BytesIO()
        accountability.write(content, report)
        accountability.write_csv(sheets, report)
        self.write(
            {
                **vals,
                "data": plain.dumps(report),
                "file": base64.b64encode(content.getvalue()),
                "csv_file": base64.b64encode(sheets.getvalue()),
                "sha256": self._digest(content.getvalue()),
                "layout": accountability.layout(),
                "check_ids": [
                    (5, 0, 0),
                    *(
                        (
                            0,
                            0,
                            {
                                "name": verdict.name,
                                "expected": verdict.expected,
                                "found": verdict.found,
                                "holds": verdict.holds,
                                "hidden": verdict.hidden,
                            },
                        )
                        for verdict in accountability.verdicts(report)
                    ),
                ],
            }
        )

    def _report_again(self):
        """The data of the workbook, with the figures of its closed periods.

        What is no figure, such as the grant and its explanations, comes from the data
        that were kept; all of it where it was made of a period that was open.
        """
        report = plain.loads(self.data)
        run = self.sudo()  # Elevated: counts that nobody reads, for a yes or no.
        if run.closing_ids:
            sheets = run.env["oco.accountability.sheets"]
            figures = sheets._figures(run, sheets._counts(run))
            # Checks are words about the figures, and stand in the data.
            figures.pop("checks")
            report = replace(report, **figures)
        return report

    def _stated(self, line):
        """What the workbook says was realised of an agreed performance.

        :raises UserError: it says nothing of it
        """
        for performance in plain.loads(self.data).performances:
            if performance.code == line.code and performance.realised is not None:
                return performance.realised
        raise UserError(
            self.env._("The workbook has no number for %s.", line.display_name)
        )

    def action_new_version(self):
        """Open a new draft for the same grant and period; it asks for the reason."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "view_mode": "form",
            "views": [(False, "form")],
            "target": "current",
            "context": {
                "default_grant_id": self.grant_id.id,
                "default_date_from": self.date_from,
                "default_date_to": self.date_to,
                "new_version": True,
            },
        }

    def action_prove(self):
        """Make the file again from the figures that were kept, and compare.

        To the last byte, or value by value where another layout made it.

        :raises UserError: they are not the same any more
        """
        self.ensure_one()
        self.check_access("read")
        stored = base64.b64decode(self.file or b"")
        if not self.data or self._digest(stored) != self.sha256:
            self._refuse_changed()
        report, content = self._report_again(), io.BytesIO()
        accountability.write(content, report)
        again = content.getvalue()
        if again == stored:
            words = self.env._(
                "Unchanged: made again from the closed period, the file is the same "
                "to the last byte."
            )
        elif self.layout == accountability.layout():
            self._refuse_changed(compare.said(stored, again))
        else:
            words = self._proven_in_another_layout(report, stored, again)
        return verdict(True, words)

    def _proven_in_another_layout(self, report, stored, again):
        """What still holds of a file that this version would write otherwise, in words.

        :param report: its data, with the figures of the closed periods
        :param stored: the file
        :param again: the file as it is made of these data now
        :raises UserError: the figures are others
        """
        moved = compare.said(stored, again)
        words = self.env._(
            "Unchanged: the file still has its checksum. An earlier version of this "
            "program made it, so it is not compared byte for byte."
        )
        if not moved:
            same = self.env._(
                "Made again from the closed period, every value and every formula is "
                "the same."
            )
            return f"{words} {same}"
        # The file prints the checksum of its data: these are its figures, wherever
        # this version puts them.
        if plain.dumps(report) != plain.dumps(plain.loads(self.data)) or (
            not compare.prints(stored, self._digest(self.data.encode()))
        ):
            self._refuse_changed(moved)
        same = self.env._(
            "The closed period gives the figures that it was made of, and the file "
            "prints the checksum of these figures. This version of the program shows "
            "some cells in another way (%(count)s): %(places)s.",
            count=len(moved),
            places=self._places(moved),
        )
        return f"{words} {same}"

    def _refuse_changed(self, differences=()):
        """:raises UserError: always, with where it differs"""
        words = self.env._(
            "The file is no longer the one that its figures and its checksum say. Ask "
            "the administrator what happened to it."
        )
        if differences:
            words += "\n" + self.env._("It differs at: %s", self._places(differences))
        raise UserError(words)

    @api.model
    def _places(self, differences):
        """The first cells that differ."""
        places = [one.place for one in differences]
        return ", ".join([*places[:_NAMED], *(["…"] if places[_NAMED:] else [])])

    @api.model
    def _digest(self, content):
        return hashlib.sha256(content).hexdigest()
