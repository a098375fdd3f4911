from odoo import api, fields, models

from .. import append_only
from ..alarm import raise_alarm
from ..roles import PRIVACY_OFFICER, ROLES
from ..screen import labels


class ClientRoleAssignment(models.Model):
    """Who has, or had, which role in which organisation; given and taken by whom.

    Written by the code that sees a change, whichever road it took: on the user, on a
    group, on what a group implies. Nobody has the right to write it, and the database
    lets a row be closed once and never changed (BIO 9.2.5: who has access is looked at
    from time to time, so it must be known).
    """

    _name = "client.role.assignment"
    _description = "Role of a user"
    _log_access = False
    _order = "since desc, id desc"
    _allow_sudo_commands = False

    user_id = fields.Many2one(
        "res.users", readonly=True, index=True, help="Who has the role."
    )
    login = fields.Char(
        readonly=True, required=True, help="Of the account, also when that is deleted."
    )
    company_id = fields.Many2one(
        "res.company",
        string="Organisation",
        readonly=True,
        index=True,
        help="In which organisation the user has the role.",
    )
    role = fields.Selection(ROLES, readonly=True, required=True, help="What it is.")
    since = fields.Datetime(
        readonly=True, required=True, help="From when; in UTC in the database."
    )
    given_by_id = fields.Many2one(
        "res.users",
        string="Given by",
        readonly=True,
        help="Who gave it; empty when nobody saw it.",
    )
    is_found = fields.Boolean(
        string="Found",
        readonly=True,
        help="The role was there already: it is older than this date, and who gave it "
        "is not known.",
    )
    until = fields.Datetime(readonly=True, help="Until when; empty while it lasts.")
    taken_by_id = fields.Many2one(
        "res.users", string="Taken away by", readonly=True, help="Who ended it."
    )
    last_login = fields.Datetime(
        compute="_compute_last_login", help="When the user last logged in."
    )
    review_line_ids = fields.One2many(
        "client.role.review.line",
        "assignment_id",
        groups=f"{PRIVACY_OFFICER},base.group_system",
        help="What reviews said of it.",
    )
    last_review = fields.Date(
        string="Last reviewed",
        compute="_compute_last_review",
        help="When somebody else last looked whether the role is still needed.",
    )

    _open_uniq = models.UniqueIndex(
        "(user_id, company_id, role) WHERE until IS NULL",
        "A role is held once at a time.",
    )

    def init(self):
        append_only.guard_closing(self.env.cr, self._table)

    @api.depends("login", "role")
    def _compute_display_name(self):
        words = labels(self, "role")
        for row in self:
            row.display_name = f"{row.login}: {words.get(row.role)}"

    def _compute_last_login(self):
        # Elevated: of the log of log-ins only this date shows.
        for row, seen in zip(self, self.sudo(), strict=True):
            row.last_login = seen.user_id.login_date

    @api.depends("review_line_ids.review_id.finished_on")
    def _compute_last_review(self):
        # Elevated: a coordinator sees when, not what the review said.
        for row, seen in zip(self, self.sudo(), strict=True):
            days = seen.review_line_ids.review_id.filtered("finished_on")
            row.last_review = max(days.mapped("finished_on"), default=False)

    @api.model
    def _record(self, users, found=False, gone=False):
        """Bring the rows in line with the roles that these users hold now.

        :param found: nobody saw who gave or took the roles
        :param gone: the accounts are about to be deleted
        :return: the rows that were opened or closed
        """
        # Elevated: nobody writes here, and what users hold is not for all to read.
        rows = self.sudo()
        users = users.sudo()
        roles = self.env["res.groups"]._roles()
        held = {
            (user.id, company, role)
            for user in users.filtered(lambda user: user.active and not gone)
            for company in user.company_ids.ids
            for group, role in roles.items()
            if group in user.all_group_ids.ids
        }
        standing = {
            (row.user_id.id, row.company_id.id, row.role): row
            for row in rows.search(
                [("user_id", "in", users.ids), ("until", "=", False)]
            )
        }
        author = False if found else self.env.uid
        now = fields.Datetime.now()
        closed = rows.browse(
            [row.id for key, row in standing.items() if key not in held]
        )
        closed.write({"until": now, "taken_by_id": author})
        logins = {user.id: user.login for user in users}
        opened = rows.create(
            [
                {
                    "user_id": user,
                    "login": logins[user],
                    "company_id": company,
                    "role": role,
                    "since": now,
                    "given_by_id": author,
                    "is_found": found,
                }
                for user, company, role in sorted(held - standing.keys())
            ]
        )
        return opened | closed

    @api.model
    def _find(self):
        """Write down what is there and no row tells: at installation and every night.

        After the first time that is a change made outside Odoo, or before our code
        was loaded.
        """
        # Elevated: as in _record; called by the program itself.
        users = self.env["res.users"].sudo()
        holders = users.search(
            [("all_group_ids", "in", list(self.env["res.groups"]._roles()))]
        )
        standing = self.sudo().search([("until", "=", False)])
        return self._record(holders | standing.user_id, found=True)

    @api.model
    def _cron_find(self):
        if changed := self._find():
            raise_alarm(
                self.env, "nobody saw a change of", changed, set(changed.mapped("role"))
            )
