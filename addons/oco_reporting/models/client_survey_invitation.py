import secrets
from datetime import timedelta
from hashlib import sha256

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.fields import NO_ACCESS, Domain
from odoo.tools import SQL

from odoo.addons.client_support.models.client_survey_invitation import (
    ClientSurveyInvitation as Invitation,
)

from ..experience import draw_key, read_key, week_of

# The language of who chose none, or one that is not installed.
LANGUAGE = "nl_NL"
# After so many calls without an answer nobody calls any more.
MOST_CALLS = 3
# What can still be answered; to search for a text would be a look.
WITH_A_KEY = "(SELECT id FROM client_survey_invitation WHERE key_hash IS NOT NULL)"
# By these kinds of access somebody supports: they never enter answers on themselves.
SUPPORTS = ("supporter", "volunteer", "walk_in", "cover")


class ClientSurveyInvitation(models.Model):
    """The invitation goes out, and knows of the answer no more than the week.

    By e-mail at once; by letter or telephone when somebody at the desk, who does not
    support this resident, prints or calls. Each holds a key, kept as a hash, which
    opens the page once; a reminder has a key of its own. Keys end with an answer, with
    the consent, and after some weeks.
    """

    _inherit = "client.survey.invitation"
    _set_by_methods = Invitation._set_by_methods | {
        *("road", "expires_on", "reminded_on", "calls", "call_on"),
        *("key_hash", "reminder_hash", "answered_week", "no_answer_why"),
    }

    stopped_why = fields.Selection(
        selection_add=[
            ("sample", "Not drawn in the sample"),
            ("recent", "Asked not long ago"),
        ]
    )
    road = fields.Selection(
        [
            ("email", "By e-mail"),
            ("letter", "By letter"),
            ("phone", "By telephone"),
        ],
        string="Goes out",
        readonly=True,
        help="Chosen on the day on which it is due, by what the resident wants and "
        "what is known.",
    )
    expires_on = fields.Date(
        string="Answer until", readonly=True, help="The last day to answer."
    )
    reminded_on = fields.Date(readonly=True, help="When the reminder went out.")
    calls = fields.Integer(
        readonly=True, groups=NO_ACCESS, help="How often nobody answered the telephone."
    )
    call_on = fields.Date(
        readonly=True, groups=NO_ACCESS, help="Not called before this day."
    )
    key_hash = fields.Char(
        readonly=True,
        copy=False,
        index="btree_not_null",
        groups=NO_ACCESS,
        help="SHA-256 of the key that the resident has; gone when it was used.",
    )
    reminder_hash = fields.Char(
        readonly=True,
        copy=False,
        index="btree_not_null",
        groups=NO_ACCESS,
        help="The same of the key in the reminder.",
    )
    # Not for who works on the case: who answers does so without being asked for it.
    answered_week = fields.Char(
        readonly=True,
        copy=False,
        groups=NO_ACCESS,
        help="The week in which it was answered; no closer.",
    )
    no_answer_why = fields.Selection(
        [
            ("declined", "Would rather not"),
            ("unreachable", "Cannot be reached"),
            ("objection", "Objects"),
            ("consent", "The consent ended"),
        ],
        readonly=True,
        copy=False,
        groups=NO_ACCESS,
        help="Why no answer comes any more.",
    )

    # Going out ------------------------------------------------------------------------

    @api.model
    def _cron_send(self):
        """Send what is due and remind once; what has no standing consent ends."""
        for invitation in self._due():
            if not invitation.road:
                invitation._choose_road()
            if invitation.state == "queued" and invitation.road == "email":
                invitation._mail()
        open_ones = self._open_ones()
        open_ones._close_unfounded()
        for invitation in open_ones.filtered("key_hash"):
            if invitation.road == "email" and invitation._is_to_be_reminded():
                invitation._mail()

    def _choose_road(self):
        """By what road this one goes out; or it does not."""
        resident, company = self.resident_id, self.case_id.company_id
        if self._was_asked(resident, company.survey_quarantine_months):
            self._stop("recent")
        elif secrets.randbelow(100) >= company.survey_sample:
            self._stop("sample")
        elif road := self._possible_road(resident):
            self.road = road
        else:
            self._stop("unreachable")

    @api.model
    def _was_asked(self, resident, months):
        since = fields.Date.context_today(self) - relativedelta(months=months)
        asked = [("resident_id", "=", resident.id), ("sent_on", ">", since)]
        return bool(self.search_count(asked, limit=1))

    @api.model
    def _possible_road(self, resident):
        """The road that the resident wants, or else the first that there is."""
        ways = {
            "email": resident.email,
            # A secret address is on no envelope.
            "letter": not resident.has_secret_address
            and resident.address_ids[:1].street,
            "phone": resident.phone,
        }
        wanted = {"email": "email", "post": "letter", "phone": "phone", "app": "phone"}
        order = [wanted.get(resident.preferred_channel, "email"), *ways]
        return next((road for road in order if ways[road]), None)

    def _draw(self):
        """A new key; of what went out already it is that of the reminder."""
        self.ensure_one()
        key, today = draw_key(), fields.Date.context_today(self)
        if self.state == "sent":
            self.write({"reminder_hash": _hashed(key), "reminded_on": today})
        else:
            days = self.case_id.company_id.survey_open_days
            self._sent()
            self.write(
                {"key_hash": _hashed(key), "expires_on": today + timedelta(days=days)}
            )
        return key

    def _page_of(self, key):
        return f"{self.get_base_url()}/ervaring/{key}"

    def _mail(self):
        """A neutral mail in the name of the organisation, that hangs on no record."""
        resident, company = self.resident_id, self.case_id.company_id
        lang = resident.lang_id
        told = self.with_context(lang=lang.code if lang.active else LANGUAGE)
        is_reminder = self.state == "sent"
        body = told.env["ir.qweb"]._render(
            "oco_reporting.experience_mail",
            {
                "company": company,
                "url": self._page_of(self._draw()),
                "until": self.expires_on,
                "is_reminder": is_reminder,
            },
        )
        self.env["mail.mail"].create(
            {
                "subject": told.env._("A question from %s", company.name),
                "body_html": body,
                **company._sender(),
                "email_to": resident.email,
                "auto_delete": True,
            }
        )

    # What is open ---------------------------------------------------------------------

    @api.model
    def _open_ones(self):
        """What went out and can still be answered, elevated."""
        today = fields.Date.context_today(self)
        # Elevated: the list as a whole is nobody's to read.
        return self.sudo().search(
            [("key_hash", "!=", False), ("expires_on", ">=", today)]
        )

    def _is_to_be_reminded(self):
        days = self.case_id.company_id.survey_reminder_days
        today = fields.Date.context_today(self)
        return bool(
            days
            and not self.reminded_on
            and self.sent_on + timedelta(days=days) <= today < self.expires_on
        )

    def _close_unfounded(self):
        """The keys of who objects, or has no standing consent any more, end."""
        objecting = self.env["client.consent"]._objecting(self.resident_id)
        for invitation in self:
            if invitation.resident_id in objecting:
                invitation._end("objection")
            elif not self._consents_of(invitation.resident_id, invitation.case_id):
                invitation._end("consent")

    def _end(self, why):
        """No answer comes any more; elevated."""
        self.write({"no_answer_why": why, "key_hash": False, "reminder_hash": False})

    @api.model
    def _follow_residents(self, residents):
        result = super()._follow_residents(residents)
        self._open_ones().filtered(
            lambda one: one.resident_id in residents
        )._close_unfounded()
        return result

    # Answering ------------------------------------------------------------------------

    @api.model
    def _of_key(self, text):
        """What a key opens: `(id, company id, team id, last day, day on which it went
        out)`, or None.

        In SQL: a look through the model would leave a row in the log of looks, with
        the moment, of what is to be answered as nobody. The key is the right.
        """
        if not (key := read_key(text)):
            return None
        self.flush_model()
        today = fields.Date.context_today(self)
        rows = self.env.execute_query(
            SQL(
                """
                SELECT one.id, file.company_id, file.team_id, one.expires_on,
                       one.sent_on
                  FROM client_survey_invitation one
                  JOIN client_case file ON file.id = one.case_id
                 WHERE %s IN (one.key_hash, one.reminder_hash)
                       AND one.state = 'sent' AND one.expires_on >= %s
                """,
                _hashed(key),
                today,
            )
        )
        return rows[0] if rows else None

    @api.model
    def _use(self, invitation_id):
        """The keys end: one answer for each invitation, known by its week alone.

        Neither the moment nor the user is written. Of two at once the database stops
        the second, which starts again and finds no key.
        """
        self.flush_model()
        today = fields.Date.context_today(self)
        self.env.cr.execute(
            SQL(
                """
                UPDATE client_survey_invitation
                   SET answered_week = %s, key_hash = NULL, reminder_hash = NULL
                 WHERE id = %s
                """,
                week_of(today),
                invitation_id,
            ),
            log_exceptions=False,
        )
        self.invalidate_model()

    @api.model
    def _supports(self, invitation_id, user):
        """Whether the user supports, or ever supported, on the case of this one."""
        return bool(
            self.env.execute_query(
                SQL(
                    """
                    SELECT FROM client_survey_invitation one
                      JOIN client_access access ON access.case_id = one.case_id
                     WHERE one.id = %s AND access.user_id = %s AND access.kind IN %s
                     LIMIT 1
                    """,
                    invitation_id,
                    user.id,
                    SUPPORTS,
                )
            )
        )

    # At the desk ----------------------------------------------------------------------

    @api.model
    def _at_desk(self, road):
        """What the user can send by this road today, elevated: of the own
        organisations, and of nobody whom the user supports or supported.

        Found by a search alone: to count what waits is no look at anybody.
        """
        today = fields.Date.context_today(self)
        companies = self.env.user.company_ids
        here = Domain("road", "=", road) & Domain(
            "case_id.company_id", "in", companies.ids
        )
        wanted = Domain([("state", "=", "queued"), ("due_date", "<=", today)]) & (
            Domain("call_on", "=", False) | Domain("call_on", "<=", today)
        )
        if road == "letter":
            wanted |= Domain(
                [
                    ("state", "=", "sent"),
                    ("id", "in", SQL(WITH_A_KEY)),
                    ("no_answer_why", "=", False),
                    ("reminded_on", "=", False),
                    ("expires_on", ">", today),
                ]
            ) & Domain.OR(
                Domain("case_id.company_id", "=", company.id)
                & Domain("sent_on", "<=", today - timedelta(days=days))
                for company in companies
                if (days := company.survey_reminder_days)
            )
        # Elevated: who sends it has no right to the file; see the callers.
        waiting = self.sudo().search(here & wanted, order="due_date, id")
        return waiting.filtered(lambda one: not self._supports(one.id, self.env.user))

    def _still_goes_out(self):
        """Whether this one may be sent at this moment, elevated."""
        if self.state == "queued":
            self._follow()
        return self.state in ("queued", "sent")

    @api.model
    def _letters(self):
        """The letters that are to go out, as plain values; they count as sent.

        Name and address, which an envelope shows, and nothing else of the file. That
        they were looked at stands in the log of looks, for the resident to see.
        """
        letters = []
        for invitation in self._at_desk("letter"):
            if not invitation._still_goes_out():
                continue
            resident, company = invitation.resident_id, invitation.case_id.company_id
            address = resident.address_ids[:1]
            is_reminder = invitation.state == "sent"
            key = invitation._draw()
            letters.append(
                {
                    "name": resident.name or resident.nickname,
                    "street": address.street,
                    "place": f"{address.postcode or ''} {address.city or ''}".strip(),
                    "company": company.name,
                    "phone": company.phone,
                    "return_street": company.street,
                    "return_place": f"{company.zip or ''} {company.city or ''}".strip(),
                    "until": invitation.expires_on,
                    "sent_on": invitation.sent_on,
                    "is_reminder": is_reminder,
                    "key": key,
                    "page": f"{self.get_base_url()}/ervaring",
                }
            )
        return letters

    @api.model
    def _next_call(self):
        """Whom to call next: how to address, number and language; None: nobody.

        Drawn at random, and counted as sent. The key goes along, so that the answers
        can be written down.
        """
        waiting = self._at_desk("phone")
        while waiting:
            invitation = waiting[secrets.randbelow(len(waiting))]
            if invitation._still_goes_out():
                break
            waiting -= invitation
        else:
            return None
        resident = invitation.resident_id
        return {
            "called": resident.salutation or resident.name or resident.nickname,
            "phone": resident.phone,
            "language": resident.lang_id.name,
            "interpreter": resident.needs_interpreter,
            "key": invitation._draw(),
        }

    @api.model
    def _called(self, key, outcome):
        """A call came to nothing: nobody answered, or the resident would rather not.

        :param outcome: "unreachable" or "declined"
        """
        if not (found := self._of_key(key)):
            return
        # Elevated: who calls has no right to the file; the key is what was drawn.
        invitation = self.sudo().browse(found[0])
        if outcome == "declined":
            invitation._end("declined")
            return
        calls = invitation.calls + 1
        if calls >= MOST_CALLS:
            invitation.calls = calls
            invitation._end("unreachable")
            return
        # Back on the list, as if it had not gone out.
        invitation.write(
            {
                "state": "queued",
                "sent_on": False,
                "expires_on": False,
                "key_hash": False,
                "calls": calls,
                "call_on": fields.Date.context_today(self) + timedelta(days=1),
            }
        )


def _hashed(key):
    return sha256(key.encode()).hexdigest()
