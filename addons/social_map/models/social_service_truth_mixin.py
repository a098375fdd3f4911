from itertools import combinations

from odoo import api, fields, models
from odoo.fields import Domain

from .. import duplicates


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

    duplicate_ids = fields.Many2many(
        "social.service",
        string="Possible Duplicates",
        compute="_compute_duplicate_ids",
        search="_search_duplicate_ids",
        groups="base.group_user",
        help="Other services of the organisation with a name that is much alike, or "
        "the same page on the internet.",
    )

    # Also follows the calendar and a setting: see _refresh_hidden.
    @api.depends("next_review")
    def _compute_is_hidden(self):
        hides, limit = self._review_setting("hide_unchecked"), self._unchecked_before()
        for service in self:
            day = service.next_review
            service.is_hidden = hides and (not day or day < limit)

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

    @api.depends("name", "partner_id", "phone", "url")
    def _compute_duplicate_ids(self):
        pairs = self.env["social.distinct.pair"]
        for service in self:
            own = service._looks()
            others = service.partner_id.service_ids._origin - service._origin
            others -= pairs._others(service._origin)
            service.duplicate_ids = others.filtered(
                lambda one, own=own: (
                    one.state != "ended"
                    and duplicates.services_alike(own, one._looks())
                )
            )

    def _looks(self):
        return self.name, self.phone, self.url

    def _search_duplicate_ids(self, operator, value):
        # Only asked as “has any”: see the filter.
        if operator != "not in" or set(value) != {False}:
            return NotImplemented
        services = self.search([("state", "!=", "ended")])
        apart = self.env["social.distinct.pair"]._all("social.service")
        alike = set()
        for group in services.grouped("partner_id").values():
            for one, other in combinations(group, 2):
                if duplicates.services_alike(one._looks(), other._looks()):
                    alike |= duplicates.paired((one.id, other.id), apart)
        return Domain("id", "in", list(alike))

    def action_merge(self):
        """Compare it with another service and make one of the two."""
        self.ensure_one()
        return self.env["social.merge"]._open(self, self.duplicate_ids[:1])

    def action_not_duplicate(self):
        """It is another service than each of those that it looks like."""
        self.ensure_one()
        self._tell_apart(self.duplicate_ids)

    def _tell_apart(self, others):
        """The caller, an editor, says that this is none of the other services."""
        self.check_access("write")
        self.env["social.distinct.pair"]._tell_apart(self, others)

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
        changed.modified(["next_review"])
        changed._touch()

    @api.model
    def _reviewed_domain(self):
        return Domain("state", "in", ("published", "paused"))

    @api.model
    def _cron_review(self):
        """Once a day: reminders, escalation, what is hidden, what is formal."""
        for name in ("social.organization", "social.location", "social.service"):
            self.env[name]._remind()
        self._refresh_hidden()
        self._refresh_formality()

    def _ask_provider_in_time(self):
        if self._review_setting("mail_providers") and self.email:
            self.env["social.review.request"]._mail(self, self.email)

    def copy_data(self, default=None):
        copies = super().copy_data(default)
        for service, values in zip(self, copies, strict=True):
            if "name" not in (default or {}):
                values["name"] = self.env._("%s (copy)", service.name)
        return copies

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
