import logging
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import NO_ACCESS
from odoo.tools import email_normalize

from .. import referral_rules

# Read outside the database, where nobody of the organisation can change it.
_alarm = logging.getLogger("client_support.alarm")

# Whoever reads the page is in the Netherlands, and so is the organisation.
LANGUAGE = "nl_NL"


class ClientReferralLinkMixin(models.AbstractModel):
    """Somebody without a login says yes or no, on a page that names nobody.

    The link is drawn at random and shown once; what is kept is a key to find it by
    and a hash. It holds for some days and for one answer, and closes after a few
    wrong endings. Looking decides nothing: mail filters open every link.
    """

    _name = "client.referral.link.mixin"
    _description = "Answer by a one-time link"

    asked = fields.Char(
        string="What support is asked",
        help="For who answers without a login: no name, date, number or address.",
    )
    is_asked_open = fields.Boolean(
        string="What is asked may be written",
        compute="_compute_is_asked_open",
        help="Also after asking when nothing stood there: no link was drawn by then.",
    )
    receiver_email = fields.Char(
        string="E-mail of the receiver",
        help="Gets a message that there is a request, and nothing more.",
    )
    link_key = fields.Char(
        index="btree_not_null", copy=False, groups=NO_ACCESS, help="Finds the link."
    )
    link_hash = fields.Char(
        copy=False, groups=NO_ACCESS, help="SHA-256 of what only the receiver has."
    )
    link_guesses = fields.Integer(
        copy=False,
        groups=NO_ACCESS,
        aggregator=None,
        help="Wrong endings so far; who tried is not kept.",
    )
    link_until = fields.Datetime(
        string="Link until", readonly=True, copy=False, help="When it ends, in UTC."
    )

    @api.depends("state", "asked")
    def _compute_is_asked_open(self):
        for referral in self:
            # By what is kept: what is being typed closes nothing.
            referral.is_asked_open = referral.state == "draft" or (
                referral.state == "requested" and not referral._origin.asked
            )

    # By the supporter --------------------------------------------------------------

    def action_mail_link(self):
        """Make a link and mail it; an earlier one ends."""
        self.ensure_one()
        if not email_normalize(self.receiver_email):
            raise UserError(self.env._("Fill in the e-mail address of the receiver."))
        url = self._own()._draw_link()
        if not self._mail(url):
            raise UserError(
                self.env._(
                    "The message could not be sent. Use “Show the link” and bring it "
                    "over in another way."
                )
            )
        return self._told(self.env._("The message was sent. It says nothing personal."))

    def action_show_link(self):
        """Make a link and show it once, to send by secure mail; an earlier one ends."""
        self.ensure_one()
        return self._told(self._own()._draw_link(), sticky=True)

    def _told(self, message, **params):
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "message": message,
                "type": "success",
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
                **params,
            },
        }

    def _draw_link(self):
        """The address of a new link; it is not kept and cannot be shown again.

        :raises UserError: when there is nothing to answer, or no consent stands
        """
        if (self.direction, self.state) != ("out", "requested"):
            raise UserError(
                self.env._("A link asks for an answer: ask the referral first.")
            )
        if not self.type_id.shares or not self.asked:
            raise UserError(
                self.env._(
                    "Write what support is asked, for somebody without a login. A type "
                    "that shares nothing has no link."
                )
            )
        self._require_consent()
        token, key, kept = referral_rules.draw_token()
        days = self._setting("referral_link_days", 14)
        # Elevated: fields that nobody reads or sets; the right was checked.
        self.sudo().write(
            {
                "link_key": key,
                "link_hash": kept,
                "link_guesses": 0,
                "link_until": fields.Datetime.now() + timedelta(days=days),
            }
        )
        return f"{self.get_base_url()}/verwijzing/{token}"

    def _mail(self, url):
        """Send the neutral message now; nothing of it stays in the database."""
        # Elevated: mail is written by the system; it names nobody but the organisation.
        company = self.sudo().case_id.company_id
        values = {"organisation": company.name, "url": url}
        page = self.with_context(lang=self._page_language())
        mail = (
            self.env["mail.mail"]
            .sudo()
            .create(
                {
                    "subject": page.env._("There is a request for you"),
                    "body_html": page.env["ir.qweb"]._render(
                        "client_support.referral_mail", values
                    ),
                    "email_to": self.receiver_email,
                    **company._sender(),
                }
            )
        )
        mail.send()
        sent = mail.state == "sent"
        # The link in it opens a page: it is not left where others could find it.
        message = mail.mail_message_id
        mail.unlink()
        message.exists().unlink()
        return sent

    def _close_link(self):
        # Elevated: as in _draw_link.
        self.sudo().write({"link_key": False, "link_hash": False, "link_until": False})

    # By the receiver ---------------------------------------------------------------

    @api.model
    def _page_language(self):
        installed = self.env["res.lang"]._get_data(code=LANGUAGE)
        return LANGUAGE if installed else self.env.lang

    @api.model
    def _of_link(self, token):
        """The referral that a link asks about, elevated; empty for whatever is not,
        or not any more, a link that asks for an answer."""
        # Elevated: the link is the right; it opens one neutral page.
        nothing = self.sudo().with_context(lang=self._page_language()).browse()
        key = referral_rules.key_of(token)
        if not key:
            return nothing
        referral = nothing.search([("link_key", "=", key)], limit=1)
        if not referral:
            return nothing
        if not referral_rules.fits(token, referral.link_hash):
            referral._count_guess()
            return nothing
        if (
            referral.state != "requested"
            or referral.link_until <= fields.Datetime.now()
            or not referral._consent_stands()
        ):
            return nothing
        return referral

    def _count_guess(self):
        self.link_guesses += 1
        if self.link_guesses >= referral_rules.GUESSES:
            self._close_link()
            _alarm.warning("The link of %s was guessed at and is closed", self.number)

    @api.model
    def _by_link(self, token):
        """What the page says: what is asked, where and in what language; or None."""
        referral = self._of_link(token)
        if not referral:
            return None
        resident = referral.resident_id
        area = resident.area_id
        # A district at the finest; of a secret address no more than the municipality.
        wide_enough = {"municipality"}
        if not resident.has_secret_address:
            wide_enough.add("district")
        while area and area.level not in wide_enough:
            area = area.parent_id
        company = referral.case_id.company_id
        reasons = referral._fields["decline_reason"]
        return {
            "number": referral.number,
            "type": referral.type_id.name,
            "service": referral.service_id.name,
            "asked": referral.asked,
            "domain": referral.life_domain_id.name,
            "area": (area or referral.case_id.municipality_id).complete_name,
            "language": resident.lang_id.name,
            "organisation": company.name,
            "phone": company.phone,
            "until": referral.link_until,
            "reasons": reasons._description_selection(referral.env),
        }

    @api.model
    def _decide_by_link(self, token, decision, reason=None):
        """Take the answer; the link ends with it.

        :return: whether there was something to answer and an answer to take
        """
        referral = self._of_link(token)
        known = dict(self._fields["decline_reason"].selection)
        if not referral or decision not in ("accepted", "declined"):
            return False
        if decision == "declined":
            if reason not in known:
                return False
            referral._answer(decision, "link", decline_reason=reason)
        else:
            referral._answer(decision, "link")
        referral._plan_after_answer()
        return True
