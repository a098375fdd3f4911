from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import LazyTranslate

from ..referral_rules import OPEN

# For tasks: in the language of whoever gets one.
_lt = LazyTranslate(__name__)


class ClientReferralReminderMixin(models.AbstractModel):
    """A referral that nobody answers, or that nobody asks after, is not forgotten."""

    _name = "client.referral.reminder.mixin"
    _inherit = ["client.day.mixin"]
    _description = "Reminders of referrals"

    @api.model
    def _setting(self, name, default):
        """A number of days or weeks that an administrator may set; one at least."""
        # Elevated: only this one parameter is read, and it is no secret.
        parameters = self.env["ir.config_parameter"].sudo()
        value = parameters.get_param(f"client_support.{name}", default)
        return max(int(value), 1)

    def _feedback_day(self):
        weeks = self._setting("referral_feedback_weeks", 6)
        return fields.Date.context_today(self) + timedelta(weeks=weeks)

    @api.model
    def _cron_remind(self):
        """Tasks for what waits for an answer too long, and for how it goes on."""
        today = fields.Date.context_today(self)
        days = self._setting("referral_answer_days", 14)
        for referral in self.search(
            [
                ("state", "=", "requested"),
                ("direction", "=", "out"),
                ("requested_on", "<=", today - timedelta(days=days)),
            ]
        ):
            due = referral.requested_on + timedelta(days=days)
            referral._remind("answer", due, _lt("No answer yet: %s", referral.number))
        for referral in self.search(
            [("state", "in", OPEN), ("feedback_date", "<=", today)]
        ):
            referral._remind(
                "feedback",
                referral.feedback_date,
                _lt("Ask how it goes on: %s", referral.number),
            )

    def _plan_after_answer(self):
        self._remind(
            "answered",
            fields.Date.context_today(self),
            _lt("There is an answer: %s", self.number),
        )

    def _plan_follow_up(self):
        if self.follow_up_on:
            self._remind(
                "follow_up",
                self.follow_up_on,
                _lt("Call after the handover: %s", self.number),
            )

    def _remind(self, key, day, words):
        """A task for who works on the case: the supporter, else who referred."""
        # Elevated: the one who answers may have no account at all.
        referral = self.sudo()
        users = referral.case_id.supporter_id.user_id | referral.create_uid
        referral._keep_task(key, day, words, users.filtered(lambda one: not one.share))

    @api.model
    def _day_lines(self):
        """For whom others wait, for whom the user waits, and since when."""
        asked = self.search([("state", "=", "requested")], order="requested_on")
        lines = []
        for direction, block in (("in", "me"), ("out", "others")):
            found = asked.filtered(lambda one, way=direction: one.direction == way)
            if not found:
                continue
            text = (
                self.env._("Referrals to answer: %s", len(found))
                if direction == "in"
                else self.env._("Referrals without an answer: %s", len(found))
            )
            days = (fields.Date.context_today(self) - found[0].requested_on).days
            lines.append(
                self._day_line(
                    block,
                    text,
                    self._day_list(text, [("id", "in", found.ids)]),
                    detail=self.env._("oldest %s days", days),
                    order="1",
                )
            )
        return lines
