from odoo import api, fields, models
from odoo.fields import Domain

from .. import review

TASK = "social_map.mail_activity_type_review"
ESCALATION = "social_map.mail_activity_type_escalation"
CHANGES = "social_map.mail_activity_type_changes"
# What holds until somebody changes the settings.
DEFAULTS = {
    "review_months": 12,
    "remind_days": 30,
    "escalate_days": 14,
    "unchecked_days": 0,
    "measured_days": 90,
    "escalation_user_id": 0,
    "hide_unchecked": 0,
    "mail_providers": 0,
    "link_days": 21,
}


class SocialReviewMixin(models.AbstractModel):
    """Somebody keeps it, and looks at it again before a day.

    The owner is reminded some days before, the coordinator of the directory is told
    some days after; both once for each day of review.
    """

    _name = "social.review.mixin"
    _description = "Is checked again and again"

    owner_id = fields.Many2one(
        "res.users",
        default=lambda self: self.env.user,
        ondelete="restrict",
        index="btree_not_null",
        domain="[('share', '=', False)]",
        groups="base.group_user",
        help="Who sees to it that this is right, and is asked when it must be checked.",
    )
    last_assured = fields.Date(
        readonly=True,
        copy=False,
        index=True,
        help="The last day on which somebody checked everything.",
    )
    # Whoever makes a record without checking it is asked soon.
    next_review = fields.Date(
        copy=False,
        index=True,
        default=lambda self: review.after(
            review.today(), self._review_setting("remind_days")
        ),
        groups="base.group_user",
        help="The day on which it must be checked again.",
    )
    review_state = fields.Selection(
        [
            ("current", "Checked"),
            ("due", "To be checked soon"),
            ("overdue", "Overdue"),
            ("never", "Never checked"),
        ],
        string="Check",
        compute="_compute_review_state",
        search="_search_review_state",
        groups="base.group_user",
        help="How it stands today with checking this.",
    )
    is_unchecked = fields.Boolean(
        string="Unchecked Too Long",
        compute="_compute_is_unchecked",
        compute_sudo=True,
        help="Nobody checked it in time; residents read since when.",
    )
    reminded_for = fields.Date(
        readonly=True,
        copy=False,
        groups="base.group_system",
        help="The day of review that its owner was reminded of.",
    )
    escalated_for = fields.Date(
        readonly=True,
        copy=False,
        groups="base.group_system",
        help="The day of review that the coordinator of the directory was told of.",
    )

    @api.depends("last_assured", "next_review")
    def _compute_review_state(self):
        today, days = review.today(), self._review_setting("remind_days")
        for record in self:
            record.review_state = review.state(
                record.last_assured, record.next_review, today, days
            )

    def _search_review_state(self, operator, value):
        if operator != "in":
            return NotImplemented
        today = review.today()
        soon = review.after(today, self._review_setting("remind_days"))
        checked = Domain("last_assured", "!=", False)
        late = Domain("next_review", "=", False) | Domain("next_review", "<", today)
        found = {
            "never": ~checked,
            "overdue": checked & late,
            "due": checked & ~late & Domain("next_review", "<=", soon),
            "current": checked & Domain("next_review", ">", soon),
        }
        return Domain.OR(found[state] for state in value if state in found)

    @api.depends("last_assured", "next_review")
    def _compute_is_unchecked(self):
        limit = self._unchecked_before()
        for record in self:
            record.is_unchecked = not record.next_review or record.next_review < limit

    @api.model
    def _unchecked_before(self):
        """Reviews that were due before this day are too late to go on unmarked."""
        return review.after(review.today(), -self._review_setting("unchecked_days"))

    @api.model
    def _review_setting(self, name):
        """A number of the settings of the social map; see `res.config.settings`."""
        # Elevated: whoever reads the directory may not read parameters.
        parameters = self.env["ir.config_parameter"].sudo()
        return int(parameters.get_param(f"social_map.{name}", DEFAULTS[name]))

    @api.model
    def _escalation_user(self):
        """The coordinator of the directory, or nobody when none is set or left."""
        users = self.env["res.users"].sudo()
        user = users.browse(self._review_setting("escalation_user_id")).exists()
        return user.filtered("active")

    def _assure(self):
        """Everything was checked today, and is right."""
        today = review.today()
        self.write(
            {
                "last_assured": today,
                "next_review": review.next_review(
                    today, self._review_setting("review_months")
                ),
            }
        )

    def write(self, vals):
        moved = self.browse()
        if "next_review" in vals:
            day = fields.Date.to_date(vals["next_review"])
            moved = self.filtered(lambda record: record.next_review != day)
        result = super().write(vals)
        moved._end_tasks()
        return result

    def _end_tasks(self):
        """Tasks for a day of review that is no longer theirs are done."""
        # Elevated: the tasks are the owner's, whoever checked it.
        self.sudo()._with_activities().activity_feedback([TASK, ESCALATION])

    def _with_activities(self):
        """The record that tasks about this hang on."""
        return self

    @api.model
    def _reviewed_domain(self):
        """What somebody must look at, among what is not archived."""
        return Domain.TRUE

    @api.model
    def _remind(self):
        """Once a day: ask owners, and tell the coordinator what stays unchecked."""
        today = review.today()
        watched = Domain(self._reviewed_domain())
        for record in self.search(watched & Domain("next_review", "=", False)):
            # Came in by another road than a form.
            record.next_review = review.after(
                today, self._review_setting("remind_days")
            )
        coordinator = self._escalation_user()
        soon = review.after(today, self._review_setting("remind_days"))
        due = self.search(watched & Domain("next_review", "<=", soon))
        for record in due.filtered(lambda one: one.reminded_for != one.next_review):
            record.reminded_for = record.next_review
            owner = record.owner_id.filtered("active") or coordinator
            record._plan(TASK, owner, record.next_review)
            record._ask_provider_in_time()
        late = review.after(today, -self._review_setting("escalate_days"))
        for record in due.filtered(
            lambda one: one.next_review < late and one.escalated_for != one.next_review
        ):
            if coordinator:
                record.escalated_for = record.next_review
                record._plan(ESCALATION, coordinator, today)

    def _ask_provider_in_time(self):
        """Ask whoever offers it, when it is something that somebody offers."""

    def _plan(self, kind, user, day):
        """A task for a user who works here and can read it; never a second one."""
        record = self._with_activities()
        if not (user.active and record.with_user(user).has_access("read")):
            return
        if not record.activity_search([kind], user_id=user.id):
            # Without a mail: the list of tasks says it, and it may be many at once.
            record.with_context(
                lang=user.lang, mail_activity_quick_update=True
            ).activity_schedule(kind, date_deadline=day, user_id=user.id)
