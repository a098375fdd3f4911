from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

from .. import inside

# What of an activity says something of its file.
TELLING = frozenset({"summary", "note", "feedback"})


class MailActivity(models.Model):
    """An activity on a file is for who may read that file, today.

    In Odoo being the assignee is enough to read, change and complete an activity.
    """

    _name = "mail.activity"
    _inherit = ["mail.activity", "client.day.mixin"]

    @api.constrains("res_model_id", "res_id", "user_id", "calendar_event_id")
    def _check_on_a_file(self):
        for activity in self.sudo():
            if not inside.is_inside(self.env, activity.res_model):
                continue
            file = self.env[activity.res_model].browse(activity.res_id)
            if not isinstance(file, self.pool["client.activity.mixin"]):
                raise ValidationError(
                    self.env._("Plan the activity on the case or the resident.")
                )
            if activity.calendar_event_id:
                raise ValidationError(self._no_meeting())
            assignee = activity.user_id
            if assignee and not self._is_open_to(assignee, file):
                raise ValidationError(
                    self.env._(
                        "%(user)s cannot see this file. Choose someone who works on "
                        "it, or give access first.",
                        user=assignee.name,
                    )
                )

    def _compute_res_name(self):
        # A screen may ask for names in labels; what is stored never holds one.
        unnamed = self.with_context(resident_names=False)
        return super(MailActivity, unnamed)._compute_res_name()

    def _check_access(self, operation):
        result = super()._check_access(operation)
        if self.env.su:
            return result
        forbidden = self._on_closed_files()
        if result:
            forbidden |= result[0]
        if not forbidden:
            return result
        return forbidden, lambda: forbidden._make_access_error(operation)

    @api.model
    def _search(
        self,
        domain,
        offset=0,
        limit=None,
        order=None,
        *,
        bypass_access=False,
        **kwargs,
    ):
        if not (self.env.su or bypass_access):
            domain = Domain(domain) & self._domain_of_open_files()
        return super()._search(
            domain, offset, limit, order, bypass_access=bypass_access, **kwargs
        )

    def _fetch_query(self, query, fields):
        """What is to be done for a resident is a look into the file."""
        fetched = super()._fetch_query(query, fields)
        if not self.env.su and TELLING & {field.name for field in fields}:
            inside.witness(fetched, "activity")
        return fetched

    def _on_closed_files(self):
        """Those whose file the user cannot read at this moment."""
        closed = self.browse()
        # Elevated: only to find out which document each hangs on.
        for name, activities in self.sudo().grouped("res_model").items():
            if not inside.is_inside(self.env, name):
                continue
            files = self.env[name].browse(set(activities.mapped("res_id")))
            readable = files.exists()._filtered_access("read")
            closed |= activities.filtered(
                lambda a, ids=readable.ids: a.res_id not in ids
            )
        return closed.sudo(False)

    @api.model
    def _domain_of_open_files(self):
        mixin = self.pool["client.activity.mixin"]
        names = [
            name
            for name, model in self.pool.items()
            if issubclass(model, mixin) and not model._abstract
        ]
        domain = Domain("res_model", "not in", names)
        for name in names:
            if self.env[name].has_access("read"):
                open_files = self.env[name].with_context(active_test=False)._search([])
                domain |= Domain("res_model", "=", name) & Domain(
                    "res_id", "in", open_files
                )
        return domain

    @api.model
    def _day_lines(self):
        """The user's own tasks, and how many of them are late."""
        today = fields.Date.context_today(self)
        own = [("user_id", "=", self.env.uid)]
        if not (count := self.search_count(own)):
            return []
        late = self.search_count([*own, ("date_deadline", "<", today)])
        text = self.env._("Tasks: %s", count)
        return [
            self._day_line(
                "me",
                text,
                self._day_list(text, own, ["list"]),
                detail=late and self.env._("%s late", late),
                tone=late and "danger",
                order="2",
            )
        ]

    @api.model
    def _of_dossiers(self, dossiers):
        """The open tasks on files of these dossiers, with elevated rights."""
        # Elevated: they may be anybody's; the caller has checked the right.
        activities = self.sudo()
        found = activities.browse()
        for name in self._names_of_files():
            files = self.env[name].sudo().with_context(active_test=False)
            files = files.search([("dossier_id", "in", dossiers.ids)])
            found |= activities.search(
                [("res_model", "=", name), ("res_id", "in", files.ids)]
            )
        return found

    @api.model
    def _names_of_files(self):
        """The models inside the fence that can have tasks."""
        return [
            name
            for name, model in self.pool.items()
            if issubclass(model, self.pool["client.activity.mixin"])
            and not model._abstract
            and inside.is_inside(self.env, name)
        ]

    def _pass_on(self, heir):
        """Tasks of those who cannot see the file any longer go to `heir`, or, when
        `heir` cannot see it either or is nobody, to nobody.

        :return: the tasks that are nobody's now
        """
        for activity in self:
            file = self.env[activity.res_model].browse(activity.res_id)
            if activity.user_id and activity._is_open_to(activity.user_id, file):
                continue
            new = heir if heir and activity._is_open_to(heir, file) else heir.browse()
            # Without a mail to the new one: it would say what the task is.
            activity.with_context(mail_activity_quick_update=True).user_id = new
        return self.filtered(lambda activity: not activity.user_id)

    @api.model
    def _plan_for_supporter(self, file, case, day, summary):
        """A task on `file` for the supporter of the case, else for who asks.

        Without a mail, which would say more than a list does. Only for who can read
        the file; the caller has checked the right to plan it.

        :param file: elevated
        :param summary: a lazy translation that tells nothing of the content
        """
        for user in case.sudo().supporter_id.user_id | self.env.user:
            if self._is_open_to(user, file):
                file.with_context(mail_activity_quick_update=True).activity_schedule(
                    "mail.mail_activity_data_todo",
                    day,
                    summary._translate(user.lang or "en_US"),
                    user_id=user.id,
                )
                return

    def _is_open_to(self, user, file):
        file = file.sudo(False).with_user(user)
        return user.active and file.with_context(
            allowed_company_ids=user.company_ids.ids
        ).has_access("read")

    def action_create_calendar_event(self):
        if inside.is_inside(self.env, self.res_model):
            raise UserError(self._no_meeting())
        return super().action_create_calendar_event()

    @api.model
    def _no_meeting(self):
        return self.env._(
            "Every colleague reads the calendar: an activity on a file does not become "
            "a meeting there."
        )
