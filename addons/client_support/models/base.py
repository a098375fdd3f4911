from odoo import api, models
from odoo.exceptions import AccessError

from .. import inside


class Base(models.AbstractModel):
    """A form that is being filled in computes from what it links to, elevated.

    Whoever typed the number of a contact in any form would be answered with the name
    and the e-mail address of a resident who has an account; whoever typed that of a
    file, with what a field works out from it, such as a day that follows from a birth
    date.
    """

    _inherit = "base"

    def onchange(self, values, field_names, fields_spec):
        contacts = self._linked_contacts(values)
        # Elevated: those contacts are hidden from everybody.
        if contacts and contacts.sudo()._of_residents().sudo(False)._hidden_from_user():
            raise AccessError(self.env._("This contact cannot be used here."))
        # An empty form also computes from its defaults, which a client can send along.
        defaults = {} if field_names else self.default_get(self._links_to_files())
        self._check_linked_files({**defaults, **values})
        return super().onchange(values, field_names, fields_spec)

    @api.model
    def _links_to_files(self):
        return [
            name
            for name, field in self._fields.items()
            if field.relational and inside.is_file(self.env, field.comodel_name)
        ]

    def _check_linked_files(self, values):
        """:raises AccessError: when values of a form link to a file that is not open

        What this record was linked to already may be hidden from the user.
        """
        for name, value in values.items():
            field = self._fields.get(name)
            if not (field and field.relational and value):
                continue
            model = self.env[field.comodel_name]
            ids, nested = _links(value)
            for part in nested:
                model._check_linked_files(part)
            if inside.is_file(self.env, model._name):
                linked = model.browse(ids)
                if self and field.type == "many2one":
                    linked -= self[name]
                linked.check_access("read")

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


def _links(value):
    """The records that the value of a relational field brings, and sets of values.

    :return: (numbers, sets of values of records in it that are made or changed)
    """
    ids, nested = [], []
    for part in value if isinstance(value, list | tuple) else [value]:
        match part:
            case [0 | 1 as code, id_, dict(values)]:
                nested.append(values)
                ids += [id_] if code else []
            case [4, id_, *_] | {"id": id_}:
                ids.append(id_)
            case [6, _, [*linked]]:
                ids += linked
            case _:
                ids.append(part)
    return [int(id_) for id_ in ids if str(id_).isdecimal()], nested


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
