from odoo import models

from ..terms import Extension, Length, Suspension


class ClientTermSumMixin(models.AbstractModel):
    """What moves a term, as `terms.py` counts it: registered, or still in a form.

    Needs the fields `what`, `ground`, `date_from`, `date_until`, `amount`, `unit` and
    `article`.
    """

    _name = "client.term.sum.mixin"
    _description = "Part of the sum of a term"

    def _as_suspension(self):
        """:return: a `Suspension`, or None when not one day lies in it"""
        if self.ground == "supplement":
            return Suspension.to_supplement(
                self.date_from, self.date_until, self.article
            )
        return Suspension(self.date_from, self.date_until or None, self.article)

    def _as_extension(self):
        if self.what == "adjourned":
            length = Length(self.amount, self.unit)
            return Extension(length, article=self.article)
        return Extension(until=self.date_until, article=self.article)
