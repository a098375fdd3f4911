from odoo import api, models
from odoo.exceptions import UserError

from ..at_once import touch
from ..consent_rules import OBJECTION
from ..screen import labels
from .client_sharing_mixin import OF_THE_RESIDENT


class ClientConsentActMixin(models.AbstractModel):
    """Whatever shares, invites or counts asks here whether a consent carries it."""

    _name = "client.consent.act.mixin"
    _description = "Acts that rest on a consent"

    @api.model
    def _require(self, residents, purpose, recipient=None, sections=(), case=None):
        """The consents on which an act may rest; asked by whatever does the act.

        Counted as done for as long as the transaction lasts: a withdrawal at the same
        moment makes one of the two start again.

        :param purpose: code of `purpose`
        :param recipient: a user, a partner or a description; None when the purpose
            says it all
        :param sections: codes of the parts that the act uses
        :param case: the case that the act is about, when it is about one
        :raises UserError: with what is missing and what to do
        """
        (case or residents).check_access("read")
        # Elevated: whether a consent stands is no secret from who works on the file.
        standing = self.sudo().search(
            [
                ("resident_id", "in", residents.ids),
                ("purpose", "=", purpose),
                *self._standing_now(),
            ]
        )
        found = self.sudo()
        missing = residents.browse()
        for resident in residents.sudo():
            fitting = standing.filtered(
                lambda consent, resident=resident: (
                    consent.resident_id == resident
                    and consent._is_about(case, sections)
                    and (recipient is None or consent._is_for(recipient))
                    and not set(sections) - set(consent.section_ids.mapped("code"))
                )
            )
            if fitting:
                found |= max(fitting, key=lambda consent: consent.ends_at)
            else:
                missing |= resident
        if missing:
            raise UserError(
                self._what_is_missing(missing, purpose, recipient, sections)
            )
        touch(found)
        return found

    @api.model
    def _what_is_missing(self, residents, purpose, recipient, sections):
        purposes = labels(self, "purpose")
        names = self.env["client.section"].search([("code", "in", list(sections))])
        who = (
            recipient
            if isinstance(recipient, str)
            else (recipient.sudo().name if recipient else "")
        )
        about = ", ".join(filter(None, [who, *names.mapped("name")]))
        return self.env._(
            "There is no consent of %(residents)s that stands for: %(purpose)s "
            "(%(about)s). Ask the resident, note the answer under Consents in the "
            "resident's file, and try again.",
            residents=", ".join(residents.sudo().mapped("number")),
            purpose=purposes[purpose],
            about=about or "–",
        )

    def _is_about(self, case, sections):
        """Whether an act on these parts, of a case or of none, lies within it."""
        if case and not OF_THE_RESIDENT.issuperset(sections):
            return self.case_id == case
        return not self.case_id or self.case_id == case

    @api.model
    def _objecting(self, residents):
        """Those of the residents who object to use for research and statistics.

        Either noted as an answer of the resident, or a granted request.
        """
        # Elevated: figures are made by nobody in particular.
        objections = self.sudo().search(
            [
                ("resident_id", "in", residents.ids),
                ("purpose", "=", OBJECTION),
                *self._standing_now(),
            ]
        )
        return objections.resident_id | residents.sudo().filtered("objects_to_research")
