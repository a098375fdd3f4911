from odoo import api, models
from odoo.tools import format_date

from ..days import HERE, by_clock


class ClientStatementMixin(models.AbstractModel):
    """The words of a statement of independence, of a file or of a period."""

    _name = "client.statement.mixin"
    _description = "Words of a statement of independence"

    # What is concluded ----------------------------------------------------------------

    @api.model
    def _claim(self, holds, text, otherwise, found=(), unknown=None):
        """One conclusion: that it holds, that it does not, or that nobody can know."""
        return {
            "holds": holds,
            "text": text if holds else unknown if holds is None else otherwise,
            "found": list(found),
        }

    @api.model
    def _claim_no_looks(self, times):
        return self._claim(
            not times,
            self.env._("None of them looked into the file without that permission."),
            self.env._("They looked into the file without that permission:"),
            [self.env._("%s times", times)],
        )

    @api.model
    def _claim_founded(self, times):
        return self._claim(
            not times,
            self.env._("Everybody who looked had a reason that is on record."),
            self.env._("Somebody looked and no reason for it is on record:"),
            [self.env._("%s times", times)],
        )

    @api.model
    def _claim_organisation(self, company):
        organisation = company._as_organisation()
        against = [
            (
                not company.is_independent,
                self.env._("it is not registered as independent client support"),
            ),
            (
                organisation.takes_access_decisions,
                self.env._("it takes part in decisions on support"),
            ),
            (
                organisation.provides_indicated_care,
                self.env._("it gives care that needs a decision"),
            ),
        ]
        found = [words for stands, words in against if stands]
        return self._claim(
            not found,
            self.env._(
                "The supporters worked for an independent organisation. It does not "
                "decide on support and gives no care that needs a decision."
            ),
            self.env._("The organisation of the supporters is not independent:"),
            found,
        )

    @api.model
    def _claim_sealed(self, holds, otherwise, broken=()):
        return self._claim(
            holds,
            self.env._(
                "The list of looks is as it was when it was sealed, day by day."
            ),
            otherwise,
            broken,
            self.env._("No day of the list of looks has been sealed yet."),
        )

    # In words -------------------------------------------------------------------------

    @api.model
    def _shared_in_words(self, counted):
        """[(label, number)] of what `client.statement.evidence` counted."""
        return [
            (self.env._("Consents given"), counted["consents_given"]),
            (self.env._("Consents taken back"), counted["consents_withdrawn"]),
            (self.env._("Told without consent, by law"), counted["disclosures"]),
        ]

    @api.model
    def _day(self, moment):
        """The day of a moment, by the clock of the read log."""
        local = by_clock(moment, HERE)
        return format_date(self.env, local.date())

    @api.model
    def _period(self, start, end):
        return self.env._("from %(start)s to %(end)s", start=start, end=end)
