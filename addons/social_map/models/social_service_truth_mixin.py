from odoo import api, fields, models
from odoo.fields import Domain


class SocialServiceTruthMixin(models.AbstractModel):
    """What happens with a service that nobody checked in time."""

    _name = "social.service.truth.mixin"
    _description = "Service that stays true"

    is_hidden = fields.Boolean(
        string="Hidden, Unchecked",
        compute="_compute_is_hidden",
        store=True,
        help="Residents do not find it, because nobody checked it in time and the "
        "settings hide what was not checked.",
    )
    unchecked_words = fields.Char(
        string="What Residents Read",
        compute="_compute_unchecked_words",
        compute_sudo=True,
        help="Says on the page that it was not checked in time; empty when it was.",
    )

    # Also follows the calendar and a setting: see _refresh_hidden.
    @api.depends("next_review")
    def _compute_is_hidden(self):
        hides = self._review_setting("hide_unchecked")
        for service in self:
            service.is_hidden = hides and service.is_unchecked

    @api.depends("is_unchecked", "last_assured")
    @api.depends_context("lang")
    def _compute_unchecked_words(self):
        for service in self:
            if not service.is_unchecked:
                service.unchecked_words = False
            elif service.last_assured:
                service.unchecked_words = self.env._(
                    "Not checked since %s",
                    self.env["ir.qweb.field.date"].value_to_html(
                        service.last_assured, {"format": "d MMMM y"}
                    ),
                )
            else:
                service.unchecked_words = self.env._("Not checked yet")

    @api.model
    def _refresh_hidden(self):
        """Hide, or show again, what a new day or another setting has changed."""
        everything = self.with_context(active_test=False)
        limit = self._unchecked_before()
        late = Domain("next_review", "=", False) | Domain("next_review", "<", limit)
        if not self._review_setting("hide_unchecked"):
            late = Domain.FALSE
        changed = everything.search(late & Domain("is_hidden", "=", False))
        changed |= everything.search(~late & Domain("is_hidden", "=", True))
        self.env.add_to_compute(self._fields["is_hidden"], changed)
        changed._touch()

    @api.model
    def _reviewed_domain(self):
        return Domain("state", "in", ("published", "paused"))

    @api.model
    def _cron_review(self):
        """Once a day: reminders, escalation, and what is hidden."""
        for name in ("social.organization", "social.location", "social.service"):
            self.env[name]._remind()
        self._refresh_hidden()

    def _ask_provider_in_time(self):
        if self._review_setting("mail_providers") and self.email:
            self.env["social.review.request"]._mail(self, self.email)

    def action_ask_provider(self):
        """Mail the provider a link to confirm or correct this."""
        self.ensure_one()
        self.check_access("write")
        return self.env["social.review.request"]._ask(self, self.email)

    def action_show_link(self):
        """Make that link and show it once, to send in another way."""
        self.ensure_one()
        self.check_access("write")
        return self.env["social.review.request"]._show(self)
