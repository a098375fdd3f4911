from datetime import timedelta

from odoo import api, fields, models

from .. import ages, consent_rules
from ..consent_rules import OBJECTION
from ..roles import SUPPORTER

# How long before its end a consent is asked again.
REMIND_DAYS = 28


class ClientConsentReminderMixin(models.AbstractModel):
    """The supporter is asked to talk about a consent again."""

    _name = "client.consent.reminder.mixin"
    _inherit = ["client.day.mixin"]
    _description = "Reminders of consents"

    @api.model
    def _cron_remind(self):
        """Ask the supporter, once, to talk about a consent that is about to end."""
        soon = fields.Datetime.now() + timedelta(days=REMIND_DAYS)
        for consent in self.sudo().search(
            [
                ("reminded_on", "=", False),
                ("ends_at", "<=", soon),
                *self._standing_now(),
            ]
        ):
            user = consent._supporter_to_remind()
            if user:
                consent._remind(user)

    @api.model
    def _day_lines(self):
        """Consents that are about to end, with the first of them."""
        now = fields.Datetime.now()
        ending = [
            *self._standing_now(),
            ("ends_at", "<=", now + timedelta(days=REMIND_DAYS)),
        ]
        if not (count := self.search_count(ending)):
            return []
        first = self.search_fetch(ending, ["ends_at"], order="ends_at", limit=1)
        days = (first.ends_at - now).days
        text = self.env._("Consents that end soon: %s", count)
        return [
            self._day_line(
                "others",
                text,
                self._day_list(text, ending),
                detail=self.env._("the first in %s days", days),
                tone=days < 7 and "warning",
            )
        ]

    def _supporter_to_remind(self):
        """Who works for the resident now and can read the file, or nobody."""
        cases = self.case_id or self.env["client.case"].search(
            [("resident_ids", "in", self.resident_id.ids), ("stage", "!=", "closed")]
        )
        for user in cases.supporter_id.user_id | self.create_uid:
            resident = self.resident_id.with_user(user).with_context(
                allowed_company_ids=user.company_ids.ids
            )
            if (
                user.active
                and user._has_group(SUPPORTER)
                and resident.has_access("read")
            ):
                return user
        return self.env["res.users"]

    def _remind(self, user):
        born = self._born()
        turns = next(
            (
                age
                for age in ages.ASK_AGAIN_AT
                if born
                and self.representative_ids
                and ages.birthday(born, age) == self.valid_until + timedelta(days=1)
            ),
            None,
        )
        # In the language of the reader; no content, as an activity is read elsewhere.
        env = self.with_context(lang=user.lang).env
        if turns:
            summary = env._(
                "Consent %(number)s ends: the resident turns %(age)s. Ask anew.",
                number=self.number,
                age=turns,
            )
        else:
            summary = env._("Consent %s is about to end. Ask again?", self.number)
        today = consent_rules.today()
        self._plan(user, max(self.valid_until - timedelta(days=7), today), summary)
        self._add({"reminded_on": today})

    @api.model
    def _remind_of_other_parent(self, representatives):
        """A parent came to the file after the other one consented: ask both.

        Parents hold authority together (BW 1:253i). What was given rightly stands;
        whoever works on the file talks with the other parent.
        """
        today = consent_rules.today()
        parents = representatives.filtered(
            lambda one: (
                one.authority == "parent"
                and (not one.date_until or one.date_until >= today)
            )
        )
        # Elevated: as for every fact that consents follow.
        for consent in self.sudo().search(
            [
                ("resident_id", "in", parents.resident_id.ids),
                ("purpose", "!=", OBJECTION),
                ("state", "=", "given"),
            ]
        ):
            signing = consent.representative_ids
            others = parents.filtered(
                lambda one, consent=consent: one.resident_id == consent.resident_id
            )
            user = consent._supporter_to_remind()
            if user and others - signing and "parent" in signing.mapped("authority"):
                summary = consent.with_context(lang=user.lang).env._(
                    "Consent %s: there is another parent with authority. Ask that "
                    "parent too.",
                    consent.number,
                )
                if not consent._is_planned(user, summary):
                    consent._plan(user, today + timedelta(days=7), summary)

    def _is_planned(self, user, summary):
        """Whether the user was reminded of this, also when it was done already."""
        activities = self.env["mail.activity"].with_context(active_test=False)
        return activities.search_count(
            [
                ("res_model", "=", "client.resident"),
                ("res_id", "=", self.resident_id.id),
                ("user_id", "=", user.id),
                ("summary", "=", summary),
            ]
        )

    def _plan(self, user, day, summary):
        self.resident_id.activity_schedule(
            "mail.mail_activity_data_todo",
            date_deadline=day,
            summary=summary,
            user_id=user.id,
        )
