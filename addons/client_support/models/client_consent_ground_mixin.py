from odoo import models


class ClientConsentGroundMixin(models.AbstractModel):
    """What a consent rests on: age, who acts for the resident, whose case it is.

    When such a fact changes, the consents follow in the same transaction.
    """

    _name = "client.consent.ground.mixin"
    _description = "What a consent rests on"

    # Fields of which a change can end a consent.
    _consent_grounds = frozenset()

    def write(self, vals):
        result = super().write(vals)
        if self._consent_grounds & vals.keys():
            self._consents_follow()
        return result

    def _consents_follow(self):
        """End or shorten the consents that the fact no longer carries."""
        raise NotImplementedError
