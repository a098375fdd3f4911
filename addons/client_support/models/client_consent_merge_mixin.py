from odoo import fields, models
from odoo.fields import Domain

from ..consent_rules import OBJECTION


class ClientConsentMergeMixin(models.AbstractModel):
    """Two files of one resident become one: of their consents the stricter stay."""

    _name = "client.consent.merge.mixin"
    _description = "Consents of two files that become one"

    def _merge_into(self, resident):
        """Carry the consents of a file over into the file that it is merged with.

        The most restrictive is kept. Of what both files share for the same purpose with
        the same recipient goes on what stands in both, until the first of their ends;
        every other consent to share ends on both sides and is asked anew. Objections
        are all kept.

        :param resident: the file that stays; `self` are consents of the one that goes
        """
        theirs = self.sudo()
        standing = Domain(self._standing_now())
        ours = theirs.search(Domain("resident_id", "=", resident.id) & standing)
        coming = theirs.filtered_domain(standing)
        for consent in coming.filtered(lambda consent: consent.purpose != OBJECTION):
            twin = ours.filtered(lambda one, same=consent: one._is_twin_of(same))[:1]
            if twin and (shared := twin.section_ids & consent.section_ids):
                twin._restrict(shared, consent.valid_until)
                ours -= twin
            consent._withdraw("merged")
        ours.filtered(lambda consent: consent.purpose != OBJECTION)._withdraw("merged")
        theirs._add({"resident_id": resident.id})

    def _is_twin_of(self, other):
        """Whether both are for the same purpose, recipients and case."""
        return all(
            self[name] == other[name]
            for name in (
                "purpose",
                "case_id",
                "recipient_user_ids",
                "recipient_partner_id",
                "recipient_description",
            )
        )

    def _restrict(self, sections, last):
        """Let it go on for fewer parts, or shorter."""
        gone = (self.section_ids - sections).mapped("code")
        self.env["client.access"]._end([*self._own_rows(), ("section", "in", gone)])
        self._add({"section_ids": [fields.Command.set(sections.ids)]})
        self._shorten(last)
