from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

from .. import inside

# What of an activity says something of its file.
TELLING = frozenset({"summary", "note", "feedback"})
TO_DO = "mail.mail_activity_data_todo"
CALL = "mail.mail_activity_data_call"
# When the program plans a task again that was ticked off: for another day, each time
# that something happens, or never.
OTHER_DAY, ALWAYS, NEVER = "other day", "always", "never"


class MailActivity(models.Model):
    """An activity on a file is for who may read that file, today.

    In Odoo being the assignee is enough to read, change and complete an activity.
    """

    _name = "mail.activity"
    _inherit = ["mail.activity", "client.day.mixin"]

    plan_key = fields.Char(
        string="Planned by the program for",
        copy=False,
        index="btree_not_null",
        groups=fields.NO_ACCESS,
        help="For what the program planned it; empty: somebody did by hand.",
    )
    plan_day = fields.Date(
        string="Planned for the day",
        copy=False,
        groups=fields.NO_ACCESS,
        help="The day it was planned for; it may have been put off since.",
    )

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
            self._check_assignee(activity.user_id, file)

    @api.model
    def _check_assignee(self, user, file):
        """:raises ValidationError: for somebody who cannot see the file"""
        if user and not self._is_open_to(user, file):
            raise ValidationError(
                self.env._(
                    "%(user)s cannot see this file. Choose someone who works on it, or "
                    "give access first.",
                    user=user.name,
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
        # Odoo's list in which a click opens what the task is about.
        opens = self.env.ref("mail.mail_activity_view_tree_open_target")
        return [
            self._day_line(
                "me",
                text,
                self._day_list(text, own) | {"views": [[opens.id, "list"]]},
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
    def _keep(
        self,
        key,
        day,
        words,
        users,
        *,
        file=None,
        kind=TO_DO,
        note=None,
        again=OTHER_DAY,
        for_each=False,
    ):
        """Plan, move or drop the one task that the program keeps under this key.

        What somebody planned by hand is left alone; so is who has the task, and what
        it was put off to, as long as `day` stays the same. Without a mail, which would
        say more than a list does. The caller has checked the right to plan it.

        :param key: opaque; says for what, among the tasks of the file
        :param day: its last day; empty: the task goes when it is still to be done
        :param words: a lazy translation that tells nothing of the content; empty:
            those of the kind of task
        :param users: the first of them who can read the file gets it
        :param file: one record; without it the task is tied to none
        :param again: when it comes back after it was ticked off or cancelled; only
            with `OTHER_DAY` a task that is still to be done follows the day
        :param for_each: one task for each user; with `OTHER_DAY` who is no longer
            among them loses it
        """
        # Elevated: tasks of others are nobody's to make; see above for the right.
        tasks = self.sudo().with_context(
            active_test=False, mail_activity_quick_update=True
        )
        known = tasks.search(
            [
                ("plan_key", "=", key),
                ("res_model", "=", file._name if file else False),
                ("res_id", "in", file.ids if file else (0, False)),
            ]
        )
        if not day:
            known.filtered("active").unlink()
            return
        turns = [(known, users)]
        if for_each:
            turns = [(known.filtered(lambda t, u=u: t.user_id == u), u) for u in users]
            if again == OTHER_DAY:
                known.filtered(lambda t: t.active and t.user_id not in users).unlink()
        for mine, candidates in turns:
            standing = mine.filtered("active")
            if standing:
                if again == OTHER_DAY:
                    standing._move_to(day, words, kind)
            elif (
                not mine
                or again == ALWAYS
                or (again == OTHER_DAY and day not in mine.mapped("plan_day"))
            ):
                tasks._plan(key, day, words, candidates, file, kind, note)

    def _move_to(self, day, words, kind):
        for task in self.filtered(lambda task: task.plan_day != day):
            summary = self._in_words_of(task.user_id, words, kind)
            task.write({"date_deadline": day, "plan_day": day, "summary": summary})

    @api.model
    def _plan(self, key, day, words, users, file, kind, note):
        """A task for the first of the users who can read the file."""
        for user in users:
            if file and not self._is_open_to(user, file):
                continue
            model = file and self.env["ir.model"]._get(file._name)
            self.create(
                {
                    "plan_key": key,
                    "plan_day": day,
                    "date_deadline": day,
                    "automated": True,
                    "activity_type_id": self.env.ref(kind).id,
                    "summary": self._in_words_of(user, words, kind),
                    "note": note and note._translate(user.lang or "en_US"),
                    "user_id": user.id,
                    "res_model_id": model and model.id,
                    "res_id": file and file.id,
                }
            )
            return

    @api.model
    def _in_words_of(self, user, words, kind):
        lang = user.lang or "en_US"
        if words:
            return words._translate(lang)
        return self.env.ref(kind).with_context(lang=lang).summary

    def _end_planned(self, *keys):
        """Tick off what the program planned, here or only under these keys.

        When what ended them is undone they may be planned again.
        """
        # Elevated: tasks of others; the caller checked the right to what ends them.
        ended = self.sudo().filtered(
            lambda task: task.plan_key in keys if keys else task.plan_key
        )
        ended.plan_day = False
        ended.action_done()

    def unlink(self):
        """Who cancels a reminder is not reminded again: it is kept as ticked off."""
        if self.env.su:
            return super().unlink()
        self.check_access("unlink")
        # Elevated: only to see which ones the program planned.
        kept = self.sudo().filtered("plan_key").sudo(False)
        kept.feedback = self.env._("Cancelled")
        kept.action_archive()
        return super(MailActivity, self - kept).unlink()

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
