from odoo import api, models
from odoo.exceptions import AccessError


class Base(models.AbstractModel):
    """A form that is being filled in computes from what it links to, elevated.

    Whoever typed the number of a contact in any form would be answered with the name
    and the e-mail address of a resident who has an account.
    """

    _inherit = "base"

    def onchange(self, values, field_names, fields_spec):
        contacts = self._linked_contacts(values)
        # Elevated: those contacts are hidden from everybody.
        if contacts and contacts.sudo()._of_residents().sudo(False)._hidden_from_user():
            raise AccessError(self.env._("This contact cannot be used here."))
        return super().onchange(values, field_names, fields_spec)

    @api.model
    def _linked_contacts(self, values):
        """The contacts, also those of users, that values of a form point at."""
        contacts = self.env["res.partner"]
        for name, value in values.items():
            field = self._fields.get(name)
            if not (field and field.relational and value):
                continue
            model = self.env[field.comodel_name]
            for part in _parts(value):
                if isinstance(part, dict):
                    contacts |= model._linked_contacts(part)
                elif model._name == "res.partner":
                    contacts |= model.browse(part)
                elif model._name == "res.users":
                    # Elevated: as above.
                    contacts |= model.sudo().browse(part).exists().partner_id
        return contacts.sudo(False)


def _parts(value):
    """Every number and every set of values in the value of a relational field.

    Codes of commands are among the numbers: no resident's contact has one that small.
    """
    if isinstance(value, list | tuple):
        for part in value:
            yield from _parts(part)
    elif isinstance(value, dict):
        yield value
        yield from _parts(value.get("id"))
    elif str(value).isdecimal():
        yield int(value)
