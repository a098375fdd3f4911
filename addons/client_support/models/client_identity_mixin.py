from odoo import api, models
from odoo.exceptions import ValidationError

from ..bsn import holds_bsn


class ClientIdentityMixin(models.AbstractModel):
    """What says who somebody is; a BSN is never part of that."""

    _name = "client.identity.mixin"
    _description = "Says who somebody is"

    # Where people write who somebody is. A telephone number has nine digits by itself.
    _identity_texts = ("name",)

    @api.constrains(lambda self: self._identity_texts)
    def _check_no_bsn(self):
        for record in self:
            for name in self._identity_texts:
                if holds_bsn(record[name]):
                    raise ValidationError(
                        self.env._(
                            "“%s” holds what can be a citizen service number (BSN). "
                            "Client support has no ground to keep one: take it out.",
                            self._fields[name]._description_string(self.env),
                        )
                    )
