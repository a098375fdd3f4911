"""Which models lie inside the fence, and how the rest of Odoo is kept from them.

Generic pointers (`res_model`, `res_id`) of Odoo's own models know no fence: each model
that has one asks here before it points at a file.
"""

from odoo.exceptions import ValidationError
from odoo.models import BaseModel

# Not a part of a file, but what says who may see one.
KEYS = ("client.access", "client.dossier")


def is_file(env, name):
    """Whether the model called `name` is a part of a resident's file."""
    model = env.registry.get(name or "")
    return model is not None and issubclass(model, env.registry["client.file.mixin"])


def is_inside(env, name):
    """Whether the model holds files, or says who may see them."""
    return name in KEYS or is_file(env, name)


def names(env):
    """Every model inside the fence."""
    return {name for name in env.registry if is_inside(env, name)}


def refuse_pointer(records, *fields):
    """Raise when one of these fields names a model inside the fence.

    :raises ValidationError: with what to use in its place
    """
    for record in records.sudo():
        for field in fields:
            value = record[field]
            name = value.model if isinstance(value, BaseModel) else value
            if is_inside(record.env, name):
                raise ValidationError(
                    record.env._(
                        "%(what)s cannot be tied to the file of a resident. Notes, "
                        "documents and messages of a file have their own place in it.",
                        what=record._description,
                    )
                )


def witness(records, what, operation="read"):
    """Note that the user looked at what hangs on files of residents.

    :param records: documents or activities, each with a pointer to its file
    :param what: the word for it in the read log
    :param operation: of the log; "export" for bytes that leave
    """
    # Elevated, only to find out on what each hangs: whatever else came into memory
    # with it, the next reader would find there without a check.
    pointers = records.sudo().with_context(prefetch_fields=False)
    for name, hanging in pointers.grouped("res_model").items():
        if is_file(records.env, name):
            ids = hanging.mapped("res_id")
            records.env[name].browse(ids)._witness(operation, ids, [what])


def refuse_residents(records, field):
    """Raise when a contact behind the account of a resident is among these.

    :raises ValidationError: with what to use in its place
    """
    # Elevated: those contacts are hidden from everybody.
    if records.sudo()[field]._of_residents():
        raise ValidationError(
            records.env._(
                "A resident is no guest here: every colleague would read who it is. "
                "Plan a meeting that says “busy”, and write in the file with whom."
            )
        )
