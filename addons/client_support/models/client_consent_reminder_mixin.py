from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import LazyTranslate

from .. import ages, consent_rules
from ..consent_rules import OBJECTION
from ..roles import SUPPORTER
from .mail_activity import NEVER

# For tasks: in the language of whoever gets one.
_lt = LazyTranslate(__name__)

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
        words = _lt("Consent %s is about to end. Ask again?", self.number)
        if turns:
            words = _lt(
                "Consent %(number)s ends: the resident turns %(age)s. Ask anew.",
                number=self.number,
                age=turns,
            )
        today = consent_rules.today()
        day = max(self.valid_until - timedelta(days=7), today)
        self._plan("ends", day, words, user)
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
                words = _lt(
                    "Consent %s: there is another parent with authority. Ask that "
                    "parent too.",
                    consent.number,
                )
                consent._plan("parent", today + timedelta(days=7), words, user)

    def _plan(self, about, day, words, user):
        """A task on the resident, once: not again when it was ticked off."""
        key = f"consent:{self.id}:{about}"
        self.resident_id._keep_task(key, day, words, user, again=NEVER)
