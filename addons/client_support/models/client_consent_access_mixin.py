from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..at_once import touch
from ..consent_rules import SHARING


class ClientConsentAccessMixin(models.AbstractModel):
    """A consent opens access rows for whom it names, and ends them.

    One row for each recipient and part of the file; never longer than the consent.
    """

    _name = "client.consent.access.mixin"
    _description = "What a consent opens, and to whom"

    def _check_recipient(self, user):
        """:raises ValidationError: for somebody to whom this cannot be shown"""
        if not self._may_receive(user):
            raise ValidationError(
                self.env._(
                    "%s has no account that can be shown a file: that is a portal "
                    "account of an access officer or of provider staff, or of a "
                    "confidant for that purpose.",
                    user.name,
                )
            )
        if (
            self.recipient_partner_id
            and user.partner_id.commercial_partner_id
            != self.recipient_partner_id.commercial_partner_id
        ):
            raise ValidationError(
                self.env._(
                    "%(user)s does not belong to %(organisation)s.",
                    user=user.name,
                    organisation=self.recipient_partner_id.name,
                )
            )

    def _may_receive(self, user):
        """Whether the account is one from outside that can be shown a file."""
        if self.purpose == "confidant":
            return user.active and user.share
        return self._decides_or_gives_care(user)

    @api.model
    def _follow_recipients(self, users):
        """Somebody changed organisation or role, or left: what they saw by consent
        ends. Whoever is named again in a new consent sees again."""
        for user in users.sudo():
            rows = (
                self.env["client.access"]
                .sudo()
                .search(
                    [
                        ("user_id", "=", user.id),
                        ("kind", "=", "consent"),
                        ("valid_until", ">", "now"),
                    ]
                )
            )
            numbers = {number for row in rows for number in row.basis.split(", ")}
            for consent in self.sudo().search([("number", "in", list(numbers))]):
                if not (consent._is_for(user) and consent._may_receive(user)):
                    self.env["client.access"]._end(
                        [*consent._own_rows(), ("user_id", "=", user.id)]
                    )

    def _own_rows(self):
        """A domain for the access rows that rest on this consent, if only in part."""
        return [("kind", "=", "consent"), ("basis", "like", self.number)]

    def _together(self):
        """This consent, with those of the others on its case for the same."""
        self.ensure_one()
        if not self.case_id:
            return self
        # Elevated: the others may be shielded from the one who asks.
        others = self.sudo().search(
            [
                ("case_id", "=", self.case_id.id),
                ("purpose", "=", self.purpose),
                ("resident_id", "!=", self.resident_id.id),
                ("withdrawn_at", "=", False),
                # Also one that is still to begin: the rows begin with the last.
                ("starts_at", "!=", False),
                ("ends_at", ">", "now"),
            ]
        )
        return self.sudo() | others

    def _open(self, users, sections=None, until=None):
        """Make the rows of these consents for these users, one for each part.

        What belongs to a case of several residents opens only when all of them
        consented to it; the rows then end with the first consent that ends.

        :param sections: codes, of those consented to; without them all
        :param until: Datetime in UTC; without it the end of the consents
        """
        touch(self)
        for user in users:
            for file, section in self._places(sections):
                resting_on = self._agreeing(user, file, section)
                if not resting_on:
                    continue
                ends = [*resting_on.mapped("ends_at"), *([until] if until else [])]
                start = max([*resting_on.mapped("starts_at"), fields.Datetime.now()])
                if start < min(ends):
                    self.env["client.access"]._grant(
                        user,
                        file,
                        "consent",
                        ", ".join(sorted(resting_on.mapped("number"))),
                        section=section,
                        start=start,
                        until=min(ends),
                    )

    def _places(self, sections):
        """(file, code of a section) for each part that these consents open."""
        places = set()
        for consent in self.sudo():
            for code in consent.section_ids.mapped("code"):
                if sections is None or code in sections:
                    places.add((consent._file_of(code), code))
        return sorted(places, key=lambda place: (place[0]._name, place[0].id, place[1]))

    def _agreeing(self, user, file, section):
        """Those of these consents by which the part opens; none when one is missing."""
        fitting = self._fitting(user, file, section)
        if file._access_residents() - fitting.resident_id:
            return self.browse()
        return fitting

    def _fitting(self, recipient, file, section):
        """Those of these consents that are for the recipient and the part."""
        return self.sudo().filtered(
            lambda consent: (
                consent._is_for(recipient)
                and section in consent.section_ids.mapped("code")
                and file in (consent.resident_id, consent.case_id)
            )
        )

    def _waiting_for(self):
        """Residents of the case who did not consent to the same; elevated."""
        together = self._together()
        recipients = (
            list(self.recipient_user_ids)
            or list(self.recipient_partner_id)
            or [self.recipient_description]
        )
        waiting = self.env["client.resident"].sudo()
        for file, section in self._places(None):
            if file == self.sudo().case_id:
                for recipient in recipients:
                    fitting = together._fitting(recipient, file, section)
                    waiting |= file._access_residents() - fitting.resident_id
        return waiting

    def _words_of_waiting(self):
        """Whom to ask still before the case opens, for the form; False when nobody.

        Of whom the user may not read, or lives apart, no name, number or count.
        """
        if self.state != "given" or self.purpose not in SHARING:
            return False
        waiting = self._waiting_for()
        if not waiting:
            return False
        named = waiting.sudo(False)._filtered_access("read")
        # Elevated: whether they live apart; the case may be closed to the reader.
        if self.sudo().case_id.is_shielded:
            named = named.browse()
        names = named.with_context(resident_names=True).mapped("display_name")
        if waiting.sudo(False) - named:
            names.append(self.env._("somebody else whom the case is for"))
        return self.env._(
            "The case opens when everybody whom it is for has consented to the same. "
            "Still to ask: %s.",
            ", ".join(names),
        )

    def _is_for(self, recipient):
        """Whether a user, an organisation or somebody described is a recipient."""
        self.ensure_one()
        if isinstance(recipient, str):
            named = (self.recipient_description or "").casefold()
            return named == recipient.strip().casefold()
        if recipient._name == "res.partner":
            return recipient.commercial_partner_id == (
                self.recipient_partner_id.commercial_partner_id
            )
        organisation = self.recipient_partner_id.commercial_partner_id
        belongs = recipient.sudo().partner_id.commercial_partner_id == organisation
        if recipient in self.recipient_user_ids:
            return belongs or not organisation
        return bool(organisation) and belongs
