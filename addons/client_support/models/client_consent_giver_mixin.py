from odoo import api, models
from odoo.exceptions import UserError

from .. import consent_rules
from ..at_once import touch
from ..consent_rules import OBJECTION


class ClientConsentGiverMixin(models.AbstractModel):
    """Who consents by age and authority, and what follows when those facts change.

    A consent ends with what it rests on, in the same transaction.
    """

    _name = "client.consent.giver.mixin"
    _description = "Who consents"

    def _born(self):
        """The day to count the age of the resident from; None when unknown."""
        # Elevated: the date of birth is not for every role that registers a consent.
        resident = self.resident_id.sudo()
        return consent_rules.born_at_latest(resident.birth_date, resident.birth_year)

    def _last_day(self, today):
        """The last day that age and authority allow; see `consent_rules`.

        An objection is not asked again at a birthday.
        """
        # Elevated: as for the date of birth.
        signing = self.representative_ids.sudo()
        return consent_rules.last_day(
            self.valid_until,
            self._born(),
            today,
            bool(signing) and self.purpose != OBJECTION,
            signing.mapped("date_until"),
        )

    def _check_givers(self, today):
        """Whether the right persons consented (`consent_rules`).

        :return: whether the resident is among them
        :raises UserError: with who must consent
        """
        # Elevated: as for the date of birth.
        signing = self.representative_ids.sudo()
        born = self._born()
        if not born:
            raise UserError(
                self.env._(
                    "Fill in the date of birth of the resident, or the year: under 16 "
                    "the law asks the consent of a parent or guardian too."
                )
            )
        needed = consent_rules.givers(
            consent_rules.age_on(born, today), self.is_capable
        )
        standing = (
            self.env["client.representative"]
            .sudo()
            .search([("resident_id", "=", self.resident_id.id)])
            ._stands_on(today)
        )
        codes = consent_rules.problems(
            needed,
            self.by_resident,
            {one.id: one.authority for one in signing},
            {one.id: one.authority for one in standing},
        )
        words = {
            "resident_missing": self.env._(
                "From 12 years on the resident consents: tick that, when it is so."
            ),
            "no_authority": self.env._(
                "A representative on the form has no authority for this at this age "
                "today: from 16 on the resident decides alone."
            ),
            "representative_missing": self.env._(
                "A representative must consent: under 16 a parent or guardian; for "
                "who cannot weigh own interests a curator, mentor or somebody "
                "authorised. Add that person to the representatives first."
            ),
            "other_parent_missing": self.env._(
                "Both parents with parental authority consent."
            ),
        }
        if codes:
            raise UserError("\n".join(words[code] for code in codes))
        return needed.resident

    @api.model
    def _follow_representatives(self, representatives):
        """An authority changed: what rests on it ends with it, at once if need be."""
        # Elevated: whoever registered the fact, the consents follow.
        consents = self.sudo().search(
            [("representative_ids", "in", representatives.ids)]
        )
        # Drafts too, so that one being given at this moment starts again.
        touch(consents)
        today = consent_rules.today()
        for consent in consents.filtered(lambda consent: consent.state == "given"):
            signing = consent.representative_ids
            born = consent._born()
            needed = born and consent_rules.givers(
                consent_rules.age_on(born, today), consent.is_capable
            )
            if signing._stands_on(today) == signing and all(
                one.resident_id == consent.resident_id
                and needed
                and one.authority in needed.authorities
                for one in signing
            ):
                consent._shorten(consent._last_day(today))
            else:
                consent._withdraw("authority")
        self._remind_of_other_parent(representatives)

    @api.model
    def _end_with(self, representatives):
        """A representative is taken off the file: what rests on them ends."""
        # Elevated: as above. The name stays in `given_by`.
        self.sudo().search(
            [("representative_ids", "in", representatives.ids)]
        )._withdraw("authority")

    @api.model
    def _follow_birth(self, residents):
        """A date of birth was corrected: a consent of the wrong person ends."""
        # Elevated: as above.
        for consent in self.sudo().search(
            [
                ("resident_id", "in", residents.ids),
                ("purpose", "!=", OBJECTION),
                *self._standing_now(),
            ]
        ):
            today = consent_rules.today()
            try:
                consent._check_givers(today)
            except UserError:
                consent._withdraw("age")
            else:
                consent._shorten(consent._last_day(today))

    def _shorten(self, last):
        """Let it end on this day if it is earlier, with the rows that rest on it."""
        if last >= self.valid_until:
            return
        ends_at = consent_rules.end_of(last)
        self._add({"valid_until": last, "ends_at": ends_at})
        self.env["client.access"]._end(self._own_rows(), at=ends_at)
