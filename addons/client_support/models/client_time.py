from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

QUICK = ("5", "15", "30", "60")


class ClientTime(models.Model):
    """Minutes of a supporter: when, on what activity. Not a part of a file.

    Without a note and without a link to anybody. A row may name a case by its random
    number; only the supporter reads that, coordinators read `client.time.figure`.
    Of an anonymous contact there is no row: it would say who was there that day.
    """

    _name = "client.time"
    _inherit = ["client.supporter.part.mixin"]
    _description = "Time"
    _order = "date desc, id desc"
    _rec_name = "activity_id"

    supporter_id = fields.Many2one(
        ondelete="restrict",
        default=lambda self: self._own_supporter(),
        help="Whose time it is.",
    )
    function = fields.Char(
        compute="_compute_function",
        store=True,
        help="The function of the supporter on the day that it was written down.",
    )
    activity_id = fields.Many2one(
        "client.time.activity",
        required=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env.ref(
            "client_support.time_activity_case", raise_if_not_found=False
        ),
        help="What the time went to.",
    )
    is_client_bound = fields.Boolean(
        related="activity_id.is_client_bound",
        store=True,
        help="Time with or for a resident.",
    )
    date = fields.Date(
        required=True,
        index=True,
        default=fields.Date.context_today,
        help="The day on which it was worked.",
    )
    minutes = fields.Integer(required=True, help="How long, in minutes.")
    quick_minutes = fields.Selection(
        [(minutes, minutes) for minutes in QUICK],
        string="One tap",
        compute="_compute_quick_minutes",
        inverse="_inverse_quick_minutes",
        help="The usual numbers of minutes.",
    )
    case_number = fields.Char(
        index="btree_not_null",
        help="The number of the case, when it was for one; never a name.",
    )
    source = fields.Char(
        readonly=True,
        copy=False,
        help="The number of the contact, appointment or note that it comes from.",
    )

    _minutes_range = models.Constraint(
        "CHECK(minutes BETWEEN 1 AND 1440)", "Time is a minute to a day."
    )
    _source_once = models.UniqueIndex(
        "(source) WHERE source IS NOT NULL",
        "This contact or appointment was counted already.",
    )

    @api.model
    def _own_supporter(self):
        """The profile of the user in the present organisation, when there is one."""
        return self._supporter_of(self.env.user, self.env.company)

    @api.model
    def _supporter_of(self, user, company):
        return self.env["client.supporter"].search(
            [("user_id", "=", user.id), ("company_id", "=", company.id)], limit=1
        )

    @api.depends("supporter_id")
    def _compute_function(self):
        for row in self:
            row.function = row.supporter_id.function

    @api.depends("minutes")
    def _compute_quick_minutes(self):
        for row in self:
            minutes = str(row.minutes)
            row.quick_minutes = minutes if minutes in QUICK else False

    @api.onchange("quick_minutes")
    def _inverse_quick_minutes(self):
        for row in self.filtered("quick_minutes"):
            row.minutes = int(row.quick_minutes)

    @api.constrains("case_number")
    def _check_case_number(self):
        """A number of a case that the user may see: no word, and no stranger's case."""
        # As the user: Odoo checks with elevated rights.
        cases = self.env["client.case"].sudo(False)
        for row in self.filtered("case_number"):
            if not cases.search_count([("number", "=", row.case_number)], limit=1):
                raise ValidationError(
                    self.env._(
                        "Fill in the number of a case that is open to you, like "
                        "Z-7K2Q9MX; never a name."
                    )
                )

    # A month that is closed ----------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            # Named, so that no default of a context comes in.
            vals_list = [{**self._typed(vals), "source": False} for vals in vals_list]
        rows = super().create(vals_list)
        rows._refuse_closed()
        return rows

    def write(self, vals):
        self._refuse_closed()
        if not self.env.su:
            vals = self._typed(vals)
        result = super().write(vals)
        self._refuse_closed()
        if vals.keys() & {"supporter_id", "company_id"}:
            # Odoo checks before, not after: time stays with who may write it.
            self.check_access("write")
        return result

    @api.model
    def _typed(self, vals):
        """Without what follows from the rest: figures group by it."""
        follows = ("function", "is_client_bound", "source", "company_id")
        return {name: value for name, value in vals.items() if name not in follows}

    @api.ondelete(at_uninstall=False)
    def _unlink_except_closed(self):
        self._refuse_closed()

    def _refuse_closed(self):
        """:raises UserError: when a row lies in a month that was closed"""
        if self._closed():
            raise UserError(
                self.env._(
                    "This month is closed: its hours are in the figures. Ask your "
                    "coordinator to open it."
                )
            )

    def _closed(self):
        """Those that lie in a closed month."""
        months = self.env["client.time.month"]._closed_of(self.supporter_id)
        return self.filtered(
            lambda row: (row.supporter_id, row.date.replace(day=1)) in months
        )

    # By itself -----------------------------------------------------------------------

    @api.model
    def _book(self, work):
        """Let the minutes of contacts, appointments and notes be these, each once.

        They are of who did the work, whoever corrects it; who has no profile keeps no
        hours. What lies in a closed month stays as it was.

        :param work: `{number of the source: {user, company, minutes, date, activity,
            case_number}}`; without minutes the time is taken back
        """
        if not work:
            return
        # Elevated: a colleague who corrects a contact corrects somebody else's hours.
        times = self.sudo()
        standing = times.search([("source", "in", list(work))])
        standing = {row.source: row for row in standing}
        codes = {one["activity"] for one in work.values()}
        activities = self.env["client.time.activity"].with_context(active_test=False)
        activities = activities.search([("code", "in", list(codes))])
        activities = {activity.code: activity.id for activity in activities}
        people = {(one["user"], one["company"]) for one in work.values()}
        people = {pair: times._supporter_of(*pair) for pair in people}
        supporters = times.browse().supporter_id.union(
            *people.values(), *(row.supporter_id for row in standing.values())
        )
        closed = self.env["client.time.month"]._closed_of(supporters)
        new = []
        for source, one in work.items():
            row = standing.get(source, times.browse())
            supporter = row.supporter_id or people[one["user"], one["company"]]
            days = {one["date"], row.date or one["date"]}
            if not supporter or any(
                (supporter.sudo(False), day.replace(day=1)) in closed for day in days
            ):
                continue
            values = {
                "minutes": one["minutes"],
                "date": one["date"],
                "activity_id": activities[one["activity"]],
                "case_number": one["case_number"],
            }
            if not one["minutes"]:
                row.unlink()
            elif row:
                row.write(values)
            else:
                new.append({**values, "source": source, "supporter_id": supporter.id})
        times.create(new)

    @api.model
    def _forget(self, numbers):
        """Cases that are destroyed leave no number behind; the hours stay counted."""
        self.env.cr.execute(
            "UPDATE client_time SET case_number = NULL, source = NULL"
            " WHERE case_number = ANY(%s)",
            [list(numbers)],
        )
        self.invalidate_model(["case_number", "source"])
