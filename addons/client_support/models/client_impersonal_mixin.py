from odoo import api, models
from odoo.exceptions import AccessError, ValidationError

from .. import deidentify, opaque_number


class ClientImpersonalMixin(models.AbstractModel):
    """A text about how things go, that is read without access to any file.

    What gives a person away at sight is refused: a number of a file, nine digits as in
    a BSN, an e-mail address, a telephone number, a postcode. A name is not found: the
    hint beside the field asks for it.
    """

    _name = "client.impersonal.mixin"
    _description = "Text without persons"

    # The fields in which nobody is named.
    _impersonal_fields = ()
    # What a button writes, with elevated rights and after its own check.
    _set_by_buttons = frozenset()

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            # Named, so that no default of a context or of the user's own comes in.
            at_first = {
                name: default(self)
                if (default := self._fields[name].default)
                else False
                for name in self._set_by_buttons
            }
            vals_list = [{**vals, **at_first} for vals in vals_list]
        records = super().create(vals_list)
        records._check_impersonal(self._impersonal_fields)
        return records

    def write(self, vals):
        if not self.env.su and vals.keys() & (self._set_by_buttons | {"company_id"}):
            raise AccessError(
                self.env._(
                    "This is changed by the buttons, and stays where it was made."
                )
            )
        result = super().write(vals)
        self._check_impersonal(vals.keys() & set(self._impersonal_fields))
        return result

    def _check_impersonal(self, names):
        """:raises ValidationError: when one of these texts points at somebody"""
        for record in self:
            for name in names:
                text = record[name]
                if opaque_number.holds_number(text) or deidentify.found(text):
                    raise ValidationError(
                        self.env._(
                            "“%(field)s” holds a number, address or telephone number "
                            "that says who it is about. Write it without persons: "
                            "what is about one resident belongs in the file.",
                            field=self._fields[name]._description_string(self.env),
                        )
                    )
