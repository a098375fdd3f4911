import re
import secrets
from contextlib import suppress
from datetime import timedelta
from hashlib import sha256

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import NO_ACCESS
from odoo.tools import email_normalize

from .. import change_values, hours_text, review
from ..public_form import cleaned
from ..text import is_web_address
from .social_review_mixin import CHANGES
from .social_schedule import WEEKDAYS

# Providers read Dutch.
LANGUAGE = "nl_NL"
# 32 random bytes: nobody guesses one.
TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")
# The longest text that the form takes, in characters.
LONGEST = 4000
MOST_WEEKS_OR_PLACES = 10000

# What a provider may propose, in the order of the form.
MAY_CHANGE = {
    "social.service": (
        *("name", "alternate_name", "summary", "description", "for_whom"),
        *("not_for_whom", "cost", "application_process", "phone", "email", "url"),
        "contact_role",
    ),
    "social.organization": ("name", "description", "phone", "email", "website"),
}
# What the page shows besides, which an editor changes.
ALSO_SHOWN = {
    "social.service": (
        *("life_domain_ids", "target_group_ids", "minimum_age", "maximum_age"),
        *("area_ids", "is_nationwide", "language_ids", "interpreter", "cost_ids"),
        *("referral_needed", "reach_phone", "reach_online", "reach_visit"),
        *("reach_home", "easy_text", "independence", "independence_statement"),
    ),
    "social.organization": ("organization_type", "company_registry"),
}
MEASURES = ("waiting_weeks", "capacity_available")


class _Undo(Exception):
    """The trial is over: everything is put back."""


class SocialReviewRequest(models.Model):
    """Somebody who offers a service is asked whether all is still right.

    The link is drawn at random, mailed or shown once, and kept as a hash. It holds for
    some days and one answer. Looking changes nothing: mail filters open every link.
    Whatever is wrong with a link, the answer is the same page.
    """

    _name = "social.review.request"
    _description = "Question to a Provider"
    _order = "id desc"

    service_id = fields.Many2one(
        "social.service",
        readonly=True,
        ondelete="cascade",
        index="btree_not_null",
        help="The service that is asked about.",
    )
    organization_id = fields.Many2one(
        "social.organization",
        string="Organisation",
        readonly=True,
        ondelete="cascade",
        index="btree_not_null",
        help="The organisation that is asked about.",
    )
    email = fields.Char(readonly=True, help="Where the link was mailed to; empty: not.")
    token_hash = fields.Char(
        required=True,
        readonly=True,
        copy=False,
        groups=NO_ACCESS,
        help="SHA-256 of what only the provider has.",
    )
    expires_at = fields.Datetime(
        required=True, readonly=True, help="When the link ends (UTC)."
    )
    used_at = fields.Datetime(readonly=True, help="When it was answered (UTC).")
    outcome = fields.Selection(
        [("confirmed", "All is right"), ("changed", "Changes proposed")],
        readonly=True,
        help="What the provider said.",
    )

    _token_uniq = models.Constraint("UNIQUE(token_hash)", "This link was drawn before.")
    _one_target = models.Constraint(
        "CHECK(num_nonnulls(service_id, organization_id) = 1)",
        "A question is about one service or one organisation.",
    )

    @api.depends("service_id", "organization_id")
    def _compute_display_name(self):
        for request in self:
            request.display_name = request._record().display_name

    def _record(self):
        """What is asked about."""
        return self.service_id or self.organization_id

    # By an editor, or every day: who calls these has checked the right --------------

    @api.model
    def _ask(self, record, email):
        """Mail a link, for an editor.

        :raises UserError: without an address, or when the mail could not be sent
        """
        if not email_normalize(email):
            raise UserError(
                self.env._("Fill in an e-mail address first, or show the link.")
            )
        if not self._mail(record, email):
            raise UserError(
                self.env._(
                    "The message could not be sent. Show the link and send it in "
                    "another way."
                )
            )
        return self._told(self.env._("The provider was asked by e-mail."))

    @api.model
    def _show(self, record):
        """Make a link and show it once, for an editor."""
        return self._told(self._draw(record), sticky=True)

    def _told(self, message, **params):
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {"message": message, "type": "success", **params},
        }

    @api.model
    def _draw(self, record, email=False):
        """The address of a new link, which cannot be shown again; earlier ones end."""
        # Elevated: nobody writes links; the right to ask was checked by the caller.
        requests, now = self.sudo(), fields.Datetime.now()
        target = "service_id" if record._name == "social.service" else "organization_id"
        requests.search(
            [
                (target, "=", record.id),
                ("used_at", "=", False),
                ("expires_at", ">", now),
            ]
        ).expires_at = now
        token = secrets.token_urlsafe(32)
        requests.create(
            {
                target: record.id,
                "email": email,
                "token_hash": _hashed(token),
                "expires_at": now + timedelta(days=record._review_setting("link_days")),
            }
        )
        return f"{self.get_base_url()}/sociale-kaart/controle/{token}"

    @api.model
    def _mail(self, record, email):
        """Send the neutral message now; the link stays nowhere in the database.

        :return: whether it was sent
        """
        lang = self._page_language()
        return self._send(
            email,
            lambda page: page.env._("Is this still right?"),
            "social_map.review_mail",
            {
                "name": record.with_context(lang=lang).display_name,
                "url": self._draw(record, email),
            },
        )

    @api.model
    def _send(self, email, subject, template, values):
        """Send a message to a provider now; nothing of it stays in the database.

        :param subject: gives the subject, from a recordset in the provider's language
        :return: whether it was sent
        """
        page = self.with_context(lang=self._page_language())
        # Elevated: the system writes it, in the name of the organisation.
        company = self.env.company.sudo()
        values = {"organisation": company.name, **values}
        mail = (
            self.env["mail.mail"]
            .sudo()
            .create(
                {
                    "subject": subject(page),
                    "body_html": page.env["ir.qweb"]._render(template, values),
                    "email_to": email,
                    **company._sender(),
                }
            )
        )
        mail.send()
        sent = mail.state == "sent"
        message = mail.mail_message_id
        mail.unlink()
        message.exists().unlink()
        return sent

    # By the provider -----------------------------------------------------------------

    @api.model
    def _page_language(self):
        installed = self.env["res.lang"]._get_data(code=LANGUAGE)
        return LANGUAGE if installed else self.env.lang

    @api.model
    def _of_link(self, token):
        """The question that a link asks, elevated; empty for whatever is no link, or
        not any more."""
        # Elevated: the link is the right; it opens one page about one record.
        requests = self.sudo().with_context(
            lang=self._page_language(), active_test=False
        )
        if not TOKEN.fullmatch(token or ""):
            return requests.browse()
        found = requests.search([("token_hash", "=", _hashed(token))], limit=1)
        record = found._record()
        still_asks = (
            found
            and not found.used_at
            and found.expires_at > fields.Datetime.now()
            and record.active
            and not (found.service_id and record.state == "ended")
        )
        return found if still_asks else requests.browse()

    @api.model
    def _by_link(self, token):
        """What the page shows, as plain values; None when the link is not in use."""
        request = self._of_link(token)
        return request._page() if request else None

    def _page(self, typed=None, problem=None):
        """The page of one question.

        :param typed: what was filled in, when it must be corrected
        :param problem: what is wrong with it, in words
        """
        record, typed = self._record(), typed or {}
        may_change = MAY_CHANGE[record._name]

        def described(name):
            field = record._fields[name]
            value = change_values.current(record, name)
            words = change_values.in_words(record, name, value)
            return {
                "name": name,
                "label": field._description_string(self.env),
                "help": field._description_help(self.env),
                "type": field.type,
                # “No” and zero are what is not said: residents do not read them.
                "text": words if value else "",
                "value": typed.get(name, value or ""),
                "required": field.required,
                "options": field.type == "selection"
                and field._description_selection(self.env),
            }

        page = {
            "title": record.display_name,
            "is_service": bool(self.service_id),
            "shown": [
                described(name) for name in (*may_change, *ALSO_SHOWN[record._name])
            ],
            "inputs": [described(name) for name in may_change],
            "seen": fields.Datetime.to_string(record.last_modified),
            "until": self.expires_at,
            "problem": problem,
        }
        if self.service_id:
            page |= {
                "organisation": record.organization_name,
                "places": self._places(),
                "week": self._week(typed),
                "other_hours": self._other_hours(),
                "measures": [
                    {
                        **described(name),
                        "value": typed.get(
                            name, record[name] if record.measured_on else ""
                        ),
                    }
                    for name in MEASURES
                ],
                "measured_on": record.measured_on,
            }
        return page

    def _places(self):
        """Where it is given; an address that is secret is not shown here either."""
        places = self.service_id.service_location_ids.location_id
        return [
            ", ".join(part for part in (one.name, one.street, one.city) if part)
            for one in places
            if one.active and not one.is_confidential
        ]

    def _plain_hours(self):
        """The hours of an ordinary week, which the form can change."""
        return self.service_id.schedule_ids.filtered(
            lambda one: (
                not (
                    one.is_closure
                    or one.week_of_month
                    or one.valid_from
                    or one.valid_until
                    or one.by_appointment
                    or one.note
                )
            )
        )

    def _other_rows(self):
        return self.service_id.schedule_ids - self._plain_hours()

    def _week(self, typed):
        hours = self._plain_hours().grouped("weekday")
        days = self.service_id.schedule_ids._fields["weekday"]
        words = dict(days._description_selection(self.env))
        return [
            {
                "name": f"day_{day}",
                "label": words[day],
                "value": typed.get(
                    f"day_{day}",
                    hours_text.write(
                        (one.opens_at, one.closes_at) for one in hours.get(day, ())
                    ),
                ),
            }
            for day, _english in WEEKDAYS
        ]

    def _other_hours(self):
        """Hours that the form leaves as they are, in words."""
        return [row._in_words() for row in self._other_rows()]

    @api.model
    def _answer(self, token, typed):
        """Take the answer of a provider; the link ends with it.

        :param typed: the fields of the form as they came, all texts
        :return: None when the link is not in use, the page again when something must
            be corrected, else `{"outcome": "confirmed" | "changed"}`
        """
        request = self._of_link(token)
        if not request:
            return None
        record = request._record()
        if typed.get("seen") != fields.Datetime.to_string(record.last_modified):
            return request._page(
                problem=request.env._(
                    "Something was changed while you were looking. Look again, please."
                )
            )
        try:
            values = request._proposed(typed)
            request._try(values)
        except (ValidationError, UserError) as error:
            return request._page(typed, str(error))
        only_measures = not values.keys() - {*MEASURES, "measured_on"}
        confirms = typed.get("answer") == "confirm" and only_measures
        if not (values or confirms):
            return request._page(
                typed,
                request.env._(
                    "You changed nothing. Is everything right? Use the first button."
                ),
            )
        request.write(
            {
                "used_at": fields.Datetime.now(),
                "outcome": "changed" if values else "confirmed",
            }
        )
        if confirms:
            request._confirm(is_measured=not values)
        if values:
            request._lay_before_owner(values)
        return {"outcome": request.outcome}

    def _confirm(self, is_measured):
        """All is right, says who offers it; the waiting time that was shown as well."""
        record = self._record()
        if is_measured and self.service_id.measured_on:
            record.measured_on = review.today()
        record._assure()

    def _lay_before_owner(self, values):
        """A proposal, and a task for the owner or else for the coordinator."""
        record = self._record()
        self._propose(values)
        owner = record.owner_id.filtered("active") or record._escalation_user()
        record._plan(CHANGES, owner, review.today())

    def _propose(self, values):
        return self.env["social.change.proposal"]._propose(
            self._record(), values, "provider", self.email or ""
        )

    def _try(self, values):
        """Write what is proposed and put everything back, so that whatever the form of
        an editor would refuse is refused here.

        :raises ValidationError: for what cannot be written
        """
        with suppress(_Undo), self.env.cr.savepoint():
            self._propose(values).action_approve_all()
            self.env.flush_all()
            raise _Undo

    def _proposed(self, typed):
        """What differs from what is kept.

        :raises ValidationError: for what cannot be read
        """
        values = {}
        if self.service_id:
            values |= self._proposed_measures(typed)
        if typed.get("answer") != "confirm":
            values |= self._proposed_texts(typed)
            if self.service_id:
                values |= self._proposed_hours(typed)
        return values

    def _proposed_texts(self, typed):
        record, values = self._record(), {}
        for name in MAY_CHANGE[record._name]:
            if name not in typed:
                continue
            field = record._fields[name]
            label = field._description_string(self.env)
            text = cleaned(typed[name], lines=field.type == "text")
            if len(text) > LONGEST:
                raise ValidationError(
                    self.env._(
                        "“%(field)s” is too long: %(most)s characters at most.",
                        field=label,
                        most=LONGEST,
                    )
                )
            if field.required and not text:
                raise ValidationError(self.env._("“%s” cannot be empty.", label))
            if field.type == "selection" and text not in (
                "",
                *field.get_values(self.env),
            ):
                raise ValidationError(self.env._("Choose one of the list: %s.", label))
            if name == "email" and text and not email_normalize(text):
                raise ValidationError(self.env._("“%s” is no e-mail address.", text))
            if name in ("url", "website") and text and not is_web_address(text):
                raise ValidationError(
                    self.env._("A website begins with https:// or http://.")
                )
            # Signs that nobody sees, which stood there already, are no change.
            if text != cleaned(change_values.current(record, name), lines=True):
                values[name] = text or False
        return values

    def _proposed_measures(self, typed):
        """Waiting time and free places as they are today; empty says nothing."""
        service, values = self.service_id, {}
        for name in MEASURES:
            text = (typed.get(name) or "").strip()
            if not text:
                continue
            if not (
                re.fullmatch("[0-9]{1,5}", text) and int(text) <= MOST_WEEKS_OR_PLACES
            ):
                raise ValidationError(
                    self.env._(
                        "“%s” must be a whole number.",
                        service._fields[name]._description_string(self.env),
                    )
                )
            if int(text) != service[name] or not service.measured_on:
                values[name] = int(text)
        return {**values, "measured_on": review.today()} if values else {}

    def _proposed_hours(self, typed):
        rows = change_values.rows(self._other_rows())
        for day, _english in WEEKDAYS:
            text = typed.get(f"day_{day}", "")
            try:
                stretches = hours_text.parse(text)
            except ValueError:
                raise ValidationError(
                    self.env._(
                        "Write hours as 9:00-12:30, 13:00-17:00, and not as “%s”.", text
                    )
                ) from None
            rows += [
                {"weekday": day, "opens_at": start, "closes_at": stop}
                for start, stop in stretches
            ]
        if not any(f"day_{day}" in typed for day, _english in WEEKDAYS):
            return {}
        new = change_values.tidied(self.service_id, "schedule_ids", rows)
        if new == change_values.current(self.service_id, "schedule_ids"):
            return {}
        return {"schedule_ids": new}


def _hashed(token):
    return sha256(token.encode()).hexdigest()
