from odoo import models
from odoo.exceptions import UserError
from odoo.tools import format_datetime


class SocialEditedMixin(models.AbstractModel):
    """Two who have the same record open do not overwrite each other in silence.

    The form (`social_editor_form`) sends with its changes what it had read of those
    fields. Who saves second is told, and keeps what was typed on the screen. Imports
    and programs read nothing on a screen: for them nothing changes.
    """

    _name = "social.edited.mixin"
    _description = "Edited by several people"

    def web_save(self, vals, specification, next_id=None):
        read = vals.get("read_before")
        if read is not None:
            vals = {
                name: value for name, value in vals.items() if name != "read_before"
            }
            self._check_as_read(read)
        return super().web_save(vals, specification, next_id=next_id)

    def _check_as_read(self, read):
        """:raises UserError: when what stands here differs from `{field: value}`"""
        self.ensure_one()
        changed = _changed_since(self, read)
        if changed:
            raise UserError(
                self.env._(
                    "%(who)s changed this on %(when)s, after you opened it: "
                    "%(fields)s. Nothing was saved. What you typed is still on the "
                    "screen: copy it, choose “Discard” to see what it is now, and "
                    "change it again.",
                    who=self.write_uid.name,
                    when=format_datetime(self.env, self.write_date),
                    fields=", ".join(
                        self._fields[name]._description_string(self.env)
                        for name in changed
                    ),
                )
            )


def _changed_since(record, read):
    """The names of the fields whose value is another than was read; of a list of lines
    `read` has `[(id, {field: value}), …]`."""
    return [
        name
        for name, value in read.items()
        if (field := record._fields.get(name)) and not _is_same(record, field, value)
    ]


def _is_same(record, field, value):
    if field.type == "one2many":
        lines = record[field.name].grouped("id")
        return all(
            id_ in lines and not _changed_since(lines[id_], read) for id_, read in value
        )
    read = field.convert_to_record(field.convert_to_cache(value, record), record)
    return read == record[field.name]
