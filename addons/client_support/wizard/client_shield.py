from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.tools import groupby

from ..access import KINDS, OPEN_END, SECTIONS
from ..roles import COORDINATOR
from ..screen import labels

# What somebody gave for a time, and so can take back before it is over. The rest ends
# by handing the case over, by the resident's word, or with the employment.
ENDED_BY_GIVER = ("consult", "cover", "look")
ENDED_BY_COORDINATOR = (*ENDED_BY_GIVER, "break_glass")


class ClientShield(models.TransientModel):
    """Who can see a file now and why, who could before, and who looked.

    Made by the button on the file, which checks; read only.
    """

    _name = "client.shield"
    _description = "Who can see this file"

    case_id = fields.Many2one("client.case", readonly=True, help="The case, if one.")
    resident_id = fields.Many2one(
        "client.resident", readonly=True, help="The resident, when it is not one case."
    )
    line_ids = fields.One2many(
        "client.shield.line",
        "shield_id",
        readonly=True,
        string="Now",
        domain=[("is_standing", "=", True)],
        help="Who can see the file at this moment.",
    )
    past_line_ids = fields.One2many(
        "client.shield.line",
        "shield_id",
        readonly=True,
        string="Other times",
        domain=[("is_standing", "=", False)],
        help="Who could see the file before, or will be able to later.",
    )
    looks = fields.Html(
        compute="_compute_looks",
        sanitize=False,
        string="Who looked",
        help="The list that the resident sees too.",
    )

    @api.model
    def _about(self, file):
        """The dialog about a file that the caller has checked."""
        is_case = file._name == "client.case"
        # Elevated: users make and change no lines; what is in them comes from rows
        # that nobody may read.
        return self.sudo().create(
            {
                "case_id": is_case and file.id,
                "resident_id": not is_case and file.id,
                "line_ids": [
                    fields.Command.create(vals)
                    for vals in self.env["client.shield.line"]._lines_of(file)
                ],
            }
        )

    def _file(self):
        """The file, as the user may see it.

        :raises AccessError: when the user's own access has ended meanwhile
        """
        file = self.case_id or self.resident_id
        file.check_access("read")
        return file

    def _compute_looks(self):
        log = self.env["client.access.log"]
        for shield in self:
            rows = shield._file()._shield_rows()
            within = rows.ids if shield.case_id else None
            shield.looks = self.env["ir.qweb"]._render(
                "client_support.looks",
                {"lines": log._lines_about(rows.resident_id, within)},
            )

    def action_statement(self):
        """Open the statement of independence of this case."""
        self.ensure_one()
        return self.env["client.statement"]._open_for(self._file().number)


class ClientShieldLine(models.TransientModel):
    """One person who can, or could, see the file, and for what reason."""

    _name = "client.shield.line"
    _description = "Who can see a file"
    _order = "is_standing desc, valid_from desc, id"

    shield_id = fields.Many2one(
        "client.shield", required=True, ondelete="cascade", help="The dialog."
    )
    case_id = fields.Many2one(
        "client.case", help="The case that is open to them; empty: the resident's file."
    )
    user_id = fields.Many2one(
        "res.users", required=True, ondelete="cascade", help="Their account."
    )
    who = fields.Char(required=True, help="Their name.")
    function = fields.Char(required=True, help="What they are to the resident.")
    kind = fields.Selection(
        KINDS,
        string="Reason",
        required=True,
        help="For what reason.",
    )
    part = fields.Char(required=True, help="What part of the file.")
    valid_from = fields.Datetime(string="Since", required=True, help="From when.")
    valid_until = fields.Datetime(
        string="Until", help="Until when; empty: as long as the reason stands."
    )
    basis = fields.Char(help="What it rests on.")
    is_standing = fields.Boolean(help="Whether it is open at this moment.")
    may_end = fields.Boolean(
        compute="_compute_may_end", help="Whether you can end it here."
    )

    @api.model
    def _lines_of(self, file):
        """Values for the lines: one for each person, reason and stretch of time.

        Several residents of a case, and the parts that a volunteer sees, are one line.
        """
        now = fields.Datetime.now()
        log = self.env["client.access.log"]
        parts = labels(self.env["client.access"], "section")
        # Beside a case, the lines of a resident's record tell which.
        is_case = file._name == "client.case"
        lines = []
        for (user, case, kind, start, until, basis), rows in groupby(
            file._shield_rows(),
            lambda row: (
                row.user_id,
                row.case_id,
                row.kind,
                row.valid_from,
                row.valid_until,
                row.basis,
            ),
        ):
            sections = {row.section for row in rows}
            part = ", ".join(
                parts[code] for code, _word in SECTIONS if code in sections
            )
            lines.append(
                {
                    "case_id": case.id,
                    "user_id": user.id,
                    "who": user.name,
                    "function": log._function_in_words(log._role_of(user.id)),
                    "kind": kind,
                    "part": f"{case.number}: {part}" if case and not is_case else part,
                    "valid_from": start,
                    "valid_until": until if until < OPEN_END else False,
                    "basis": basis,
                    "is_standing": start <= now < until and user.active,
                }
            )
        return lines

    def _compute_may_end(self):
        for line in self:
            line.may_end = line.is_standing and bool(line._rows_to_end())

    def _rows_to_end(self):
        """The standing rows of this line that the user may end."""
        file = self.case_id or self.shield_id.resident_id
        me = self.env.user
        # Elevated: nobody reads access rows. Whose and by whom they are says here
        # whether the user may end them.
        rows = file.sudo()._shield_rows()
        rows = rows.filtered_domain(
            [
                ("user_id", "=", self.user_id.id),
                ("case_id", "=", self.case_id.id),
                ("kind", "=", self.kind),
                ("valid_until", ">", fields.Datetime.now()),
            ]
        )
        coordinates = (
            me.has_group(COORDINATOR) and file.sudo().company_id in me.company_ids
        )
        works = file.has_access("write")
        return rows.filtered(
            lambda row: (
                row.kind in ENDED_BY_COORDINATOR
                and (coordinates or row.user_id == me)
                or row.kind in ENDED_BY_GIVER
                and works
                and row.create_uid == me
            )
        )

    def action_end(self):
        """End this access now.

        :raises AccessError: when it is not the user's to end
        """
        self.ensure_one()
        self.check_access("read")
        file = self.shield_id._file()
        rows = self._rows_to_end()
        if not rows:
            raise AccessError(
                self.env._(
                    "This access is not yours to end. Who gave it ends it, or a "
                    "coordinator; the resident's own and their consent are theirs."
                )
            )
        if self.case_id:
            # Elevated: checked above; it ends the resident's own file with the case.
            self.case_id.sudo()._release_users(self.user_id, [self.kind])
        else:
            self.env["client.access"]._end([("id", "in", rows.ids)])
        if file.has_access("read"):
            return file.action_shield()
        return {"type": "ir.actions.client", "tag": "home"}
