from datetime import timedelta

from dateutil.relativedelta import relativedelta

from odoo import fields

from odoo.addons.client_support.tests.test_consent import ConsentCase


class SurveyCase(ConsentCase):
    """An adult who consented to the survey, and whose case is closed."""

    def setUp(self):
        super().setUp()
        self.profile = self.env["client.supporter"].create(
            {
                "name": "Steun Voorbeeld",
                "user_id": self.supporter.id,
                "company_id": self.organisation.id,
            }
        )
        self.case.sudo()._assign(self.profile)
        self.case.action_start()
        self.resident.write({"email": "sjaan@example.org", "phone": "+31600000000"})
        self.organisation.survey_days = 0
        self.today = fields.Date.context_today(self.case)
        self.invitations = self.env["client.survey.invitation"]
        self.form = self.env["oco.survey.form"]
        self.box = self.env["oco.survey.box"]
        self.easy, self.full = self.env["survey.survey"]._offered(self.today)
        self.public = self.env.ref("base.public_user")

    def consent(self, resident=None):
        return self.give(
            resident=resident,
            codes=(),
            users=self.env["res.users"],
            purpose="survey",
        )

    def close(self, consent=True):
        """The invitation of the closed case, elevated."""
        if consent:
            self.consent()
        reason = self.env.ref("client_support.closing_reason_answered")
        self.case.env["client.case.close"].create(
            {"case_id": self.case.id, "closing_reason_id": reason.id}
        ).action_close()
        return self.case.sudo().survey_invitation_ids

    def sent(self):
        """The invitation, and the key that went out with it."""
        invitation = self.close()
        invitation.road = "email"
        return invitation, invitation._draw()

    def as_public(self):
        return self.form.with_user(self.public)

    def send(self, key, user=None, mode="web", **answers):
        answers = answers or {"OCO1": "agree", "OCO6": "8"}
        return self.form.with_user(user or self.public)._page(
            key, {"version": self.easy.oco_version, "to": "send", **answers}, mode
        )

    def drop(self, count, months=1, team=None, **answers):
        """So many answers of so many months ago in the box."""
        answers = answers or {"OCO1": "agree", "OCO6": "8"}
        month = (self.today - relativedelta(months=months)).replace(day=1)
        for _ in range(count):
            before = set(self.box.sudo().search([]).ids)
            self.box._drop(
                self.easy,
                self.organisation.id,
                (team or self.team).id,
                "web",
                False,
                answers,
            )
            self.box.sudo().search([("id", "not in", list(before))]).month = month

    def add_facts(self, day, values, code="OCO1", team=None, later=()):
        """Facts of answers that are deleted already: `{value: (quantity, score)}`.

        :param later: values that nobody gave as the only or the first of several
        """
        for value, (quantity, score) in values.items():
            self.env["oco.fact.survey"].create(
                {
                    "date": day,
                    "company_id": self.organisation.id,
                    "team_id": team and team.id,
                    "version": self.easy.oco_version,
                    "code": code,
                    "value": value,
                    "score": score,
                    "mode": "web",
                    "is_first": value not in later,
                    "kept": True,
                    "kept_period": "month",
                    "quantity": quantity,
                }
            )

    def days_ago(self, invitation, days):
        """As if it went out so many days before."""
        invitation.sent_on -= timedelta(days=days)
        invitation.expires_on -= timedelta(days=days)
