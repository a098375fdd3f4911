from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..access import (
    KINDS,
    KINDS_FROM_OUTSIDE,
    KINDS_ON_RECORD,
    OPEN_END,
    SECTIONS,
)
from ..roles import KIND_OF_ROLE, ROLES_OF_KIND

# What else the access rules ask of a row: with it in the index the table itself is
# not read, which scattered rows of years would make dear.
COVERED = "INCLUDE (section, kind, valid_from)"


class ClientAccess(models.Model):
    """The one table of who may see what, from when until when, and why.

    Nobody has rights on it. Methods that check a right write it with elevated rights,
    and the global rules of every file model read it; there is no other reason to see
    a file. Rows are ended, never deleted: they are the proof of who could look.
    """

    _name = "client.access"
    _description = "Access to a file"
    _order = "valid_from desc, id desc"
    # No rows nested in the values of a file, also where that is made elevated.
    _allow_sudo_commands = False

    user_id = fields.Many2one(
        "res.users",
        required=True,
        ondelete="restrict",
        help="Who may see the file.",
    )
    dossier_id = fields.Many2one(
        "client.dossier",
        required=True,
        index=True,
        ondelete="cascade",
        help="What the row opens.",
    )
    resident_id = fields.Many2one(
        "client.resident",
        required=True,
        index=True,
        ondelete="cascade",
        help="Whose file it is.",
    )
    case_id = fields.Many2one(
        "client.case",
        index="btree_not_null",
        ondelete="cascade",
        help="The case that the row opens; empty for the resident's own file.",
    )
    section = fields.Selection(
        SECTIONS, required=True, default="all", help="What part the row opens."
    )
    kind = fields.Selection(KINDS, required=True, help="For what reason.")
    valid_from = fields.Datetime(
        required=True, default=fields.Datetime.now, help="From when on, in UTC."
    )
    valid_until = fields.Datetime(
        required=True, default=OPEN_END, help="Until when, in UTC."
    )
    basis = fields.Char(
        required=True, help="What the row rests on, in words without content."
    )

    _order_of_dates = models.Constraint(
        "CHECK (valid_from <= valid_until)", "Access cannot end before it begins."
    )
    _user_case = models.Index(f"(user_id, case_id, valid_until) {COVERED}")
    _user_dossier = models.Index(f"(user_id, dossier_id, valid_until) {COVERED}")
    _user_resident = models.Index(f"(user_id, resident_id, valid_until) {COVERED}")

    @api.model
    def _grant(
        self,
        users,
        files,
        kind,
        basis,
        section="all",
        start=None,
        until=None,
        residents=None,
    ):
        """Let `users` see `files` (residents or cases).

        The caller has checked that this may be done. A standing row for the same
        reason is prolonged rather than doubled.

        :param start: Datetime in UTC, and not before now: a row is the proof of who
            could look when; without it from now on
        :param until: Datetime in UTC; without it there is no end date
        :param residents: of these only; without it of everybody that the files are of
        :raises ValidationError: when a user does not work for the organisation of a
            file, or has no role that this kind rests on; consent and the resident's
            own access come from outside both
        """
        now = fields.Datetime.now()
        start = max(start or now, now)
        until = until or OPEN_END
        rows = []
        for file in files.sudo():
            for user in users.sudo():
                roles = ROLES_OF_KIND.get(kind)
                if roles and not any(map(user._has_group, roles)):
                    raise ValidationError(
                        self.env._(
                            "%s has no role that works with residents and cannot get "
                            "access to a file this way.",
                            user.name,
                        )
                    )
                if (
                    kind not in KINDS_FROM_OUTSIDE
                    and file.company_id not in user.company_ids
                ):
                    raise ValidationError(
                        self.env._(
                            "%(user)s does not work for %(organisation)s and cannot "
                            "get access to its files.",
                            user=user.name,
                            organisation=file.company_id.name,
                        )
                    )
                for resident in residents or file._access_residents():
                    reason = {
                        "user_id": user.id,
                        "dossier_id": file.dossier_id.id,
                        "resident_id": resident.id,
                        "case_id": file._access_case().id,
                        "section": section,
                        "kind": kind,
                    }
                    if kind in KINDS_ON_RECORD:
                        reason["basis"] = basis
                    standing = self._standing(reason)
                    if standing:
                        standing.valid_until = max(standing.valid_until, until)
                    else:
                        rows.append(
                            {
                                **reason,
                                "valid_from": start,
                                "valid_until": until,
                                "basis": basis,
                            }
                        )
        # Elevated: nobody has rights on this table; its callers check.
        self.sudo().create(rows)

    @api.model
    def _standing(self, reason):
        """The row that gives this access at this moment, with elevated rights."""
        return self.sudo().search(
            [(name, "=", value) for name, value in reason.items()]
            + [("valid_from", "<=", "now"), ("valid_until", ">", "now")],
            limit=1,
        )

    @api.model
    def _end(self, domain, at=None):
        """End the rows that match; those that were still to begin never do.

        :param at: Datetime in UTC, from now on; without it now. None gets longer
        """
        at = at or fields.Datetime.now()
        # Elevated: as in _grant.
        for row in self.sudo().search([*domain, ("valid_until", ">", at)]):
            row.valid_until = max(at, row.valid_from)

    @api.model
    def _follow(self, resident, kind, spans, cases, basis):
        """Let the rows of a portal kind be these and no others, from now on.

        :param spans: `{user: (from, until)}`, in UTC
        :param cases: those that are opened besides the resident's own file
        """
        now = fields.Datetime.now()
        files = [resident, *cases]
        standing = set()
        for row in self.sudo().search(
            [
                ("resident_id", "=", resident.id),
                ("kind", "=", kind),
                ("valid_until", ">", "now"),
            ]
        ):
            start, until = spans.get(row.user_id, (None, None))
            key = (row.user_id, row.dossier_id)
            if (
                row.valid_until == until
                and max(row.valid_from, now) == max(start, now)
                and any(row.dossier_id == file.dossier_id for file in files)
                and key not in standing
            ):
                standing.add(key)
            else:
                self._end([("id", "=", row.id)])
        for user, (start, until) in spans.items():
            for file in files:
                if (user, file.dossier_id) not in standing:
                    self._grant(
                        user,
                        file,
                        kind,
                        basis,
                        start=start,
                        until=until,
                        residents=resident,
                    )

    @api.model
    def _move(self, gone, kept):
        """The rows of a file that was merged into another prove the same of that one.

        A consent stands only where both files had it: what a resident did not agree to
        for the one does not follow from the other.
        """
        # Elevated: as in _grant.
        rows = self.sudo().search([("resident_id", "in", (gone | kept).ids)])
        consents = rows.filtered(lambda row: row.kind == "consent" and not row.case_id)
        standing = consents.filtered_domain([("valid_until", ">", "now")])
        for row in standing:
            twins = standing.filtered(
                lambda twin, row=row: (
                    twin.resident_id != row.resident_id
                    and (twin.user_id, twin.section) == (row.user_id, row.section)
                )
            )
            if twins:
                row.valid_until = min(row.valid_until, *twins.mapped("valid_until"))
            else:
                self._end([("id", "=", row.id)])
        moved = rows.filtered(lambda row: row.resident_id == gone)
        own_file = moved.filtered(lambda row: not row.case_id)
        own_file.dossier_id = kept.dossier_id
        moved.resident_id = kept

    @api.model
    def _end_unfounded(self, users):
        """End what rested on a role or an organisation that these users lost.

        What comes from the resident or the law does not rest on either.
        """
        for user in users.sudo():
            # Elevated: as in _grant.
            rows = self.sudo().search(
                [
                    ("user_id", "=", user.id),
                    ("kind", "in", list(ROLES_OF_KIND)),
                    ("valid_until", ">", "now"),
                ]
            )
            unfounded = rows.filtered(
                lambda row: (
                    row.resident_id.company_id not in row.user_id.company_ids
                    or not any(map(row.user_id._has_group, ROLES_OF_KIND[row.kind]))
                )
            )
            self._end([("id", "in", unfounded.ids)])

    @api.model
    def _prolong(self, residents, days):
        """Let the rows of those who work on these residents' files run on.

        That is the user who made a contact, and who still registers for the team: the
        row of somebody who left it must reach its end, however busy the team is.
        """
        until = fields.Datetime.now() + timedelta(days=days)
        rows = self.search(
            [
                ("resident_id", "in", residents.ids),
                ("case_id", "=", False),
                ("kind", "in", list(KIND_OF_ROLE.values())),
                ("valid_until", ">", "now"),
                ("valid_until", "<", until),
            ]
        )
        rows.filtered(
            lambda row: (
                row.user_id == self.env.user
                or row.user_id in row.resident_id.team_id._registering_members()
            )
        ).valid_until = until
