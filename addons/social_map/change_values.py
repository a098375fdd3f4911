"""The value of a field in the form that a proposal of a change keeps, which is JSON.

An id for a many2one, a sorted list of ids for a many2many, `YYYY-MM-DD` for a date, and
for hours and amounts a list of dictionaries.
"""

from odoo.exceptions import ValidationError
from odoo.fields import Command
from odoo.tools import format_date

# What says who keeps a record, where it came from or whether it is published is
# nobody's to propose.
NEVER = frozenset(
    {"id", "uuid", "state", "active", "partner_id", "organization_id", "owner_id"}
    | {"note", "source", "source_key", "last_assured", "next_review", "last_modified"}
    | {"create_uid", "create_date", "write_uid", "write_date", "service_id"}
)
TYPES = frozenset(
    {"char", "text", "integer", "float", "boolean", "selection", "date"}
    | {"many2one", "many2many", "one2many"}
)
# Lines that are proposed as a whole: which of their fields count.
PARTS = {
    "social.schedule": (
        *("is_closure", "weekday", "week_of_month", "opens_at", "closes_at"),
        *("valid_from", "valid_until", "by_appointment", "note"),
    ),
    "social.service.cost": ("name", "amount"),
    "social.service.location": ("location_id", "description", "phone", "schedule_ids"),
}


def proposable(model, name):
    """The field of this name, when a change of it can be proposed.

    :raises ValidationError: when it cannot
    """
    field = model._fields.get(name)
    if model._name in PARTS or (
        field
        and name not in NEVER
        and (field.store or field.inverse)
        and field.type in TYPES
        and (field.type != "one2many" or field.comodel_name in PARTS)
    ):
        return field
    raise ValidationError(model.env._("A change of “%s” cannot be proposed.", name))


def current(record, name):
    """What a field holds now."""
    field = proposable(record, name)
    if field.type == "one2many":
        return rows(record[name])
    return _plain(field, record[name])


def rows(lines):
    """Lines that are proposed as a whole, in an order that does not depend on them."""
    parts = PARTS[lines._name]
    return sorted(
        ({part: current(line, part) for part in parts} for line in _told(lines)),
        key=str,
    )


def tidied(model, name, value):
    """What somebody proposes, as `current` would give it once it is written."""
    field = proposable(model, name)
    if field.type == "one2many":
        lines = model.env[field.comodel_name]
        return sorted(
            (
                {
                    part: tidied(lines, part, row.get(part))
                    for part in PARTS[lines._name]
                }
                for row in value or ()
            ),
            key=str,
        )
    if field.type in ("many2one", "many2many"):
        value = model.env[field.comodel_name].browse(value or ())
    else:
        value = field.convert_to_record(field.convert_to_cache(value, model), model)
    return _plain(field, value)


def same(one, other):
    """Whether two values are the same; nothing, zero and an empty text are."""
    return one == other or not (one or other)


def written(model, name, value):
    """What to write for it."""
    field = proposable(model, name)
    if field.type == "many2many":
        return [Command.set(value or [])]
    if field.comodel_name == "social.service.location":
        return _written_places(model, value or ())
    if field.type == "one2many":
        return [Command.clear(), *(Command.create(row) for row in value or ())]
    return value or False if field.type in ("char", "text") else value


def in_words(model, name, value):
    """How a person reads it, in the language of the environment."""
    field = proposable(model, name)
    if field.type == "one2many":
        lines = model.env[field.comodel_name]
        if lines._name == "social.schedule":
            return "\n".join(lines.new(row)._in_words() for row in value or ())
        return "\n".join(
            ", ".join(
                in_words(lines, part, row[part]).replace("\n", "; ")
                for part in PARTS[lines._name]
                if row[part] not in (False, "", [])
            )
            for row in value or ()
        )
    if field.type == "boolean":
        return model.env._("Yes") if value else model.env._("No")
    if field.type in ("many2one", "many2many"):
        # What was deleted since has no name any more.
        records = model.env[field.comodel_name].browse(value or ()).exists()
        return ", ".join(records.mapped("display_name"))
    if field.type == "selection":
        return dict(field._description_selection(model.env)).get(value, "")
    if field.type == "date":
        return format_date(model.env, value)
    return "" if value is False or value is None else str(value)


def _told(lines):
    """The lines that can be told of: an address that is secret is left alone."""
    if lines._name != "social.service.location":
        return lines
    return lines.filtered(lambda line: not line.location_id.is_confidential)


def _written_places(service, rows):
    """A service at a location that stays keeps its id in open data."""
    links = service.service_location_ids
    places = {link.location_id.id: link for link in _told(links)}
    secret = (links - _told(links)).location_id
    wanted = {row["location_id"]: row for row in rows}
    # What was deleted or became secret since is left alone.
    locations = service.env["social.location"].browse(wanted).exists() - secret
    commands = []
    for location in locations:
        row = wanted[location.id]
        values = {part: written(links, part, row[part]) for part in row}
        link = places.pop(location.id, None)
        commands.append(
            Command.update(link.id, values) if link else Command.create(values)
        )
    return commands + [Command.delete(link.id) for link in places.values()]


def _plain(field, value):
    if field.type == "many2many":
        return sorted(value.ids)
    if field.type == "many2one":
        return value.id
    if field.type in ("char", "text"):
        return (value or "").replace("\r\n", "\n").strip()
    if field.type == "date":
        return value.isoformat() if value else False
    return value
