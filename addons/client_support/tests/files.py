"""A resident with everything: text in every field of every file model."""

from odoo.fields import Date
from odoo.models import LOG_ACCESS_COLUMNS

from .. import inside, roles

MAGIC = ("id", *LOG_ACCESS_COLUMNS)


def text_fields(model):
    """The fields of a model in which people write."""
    return [
        field
        for field in model._fields.values()
        if field.store
        and not field.compute
        and not field.related
        and not field.readonly
        and field.type in ("char", "text", "html")
        and field.name not in model._technical_fields
    ]


def file_models(env):
    """Every model that is part of a file, the roots first, then what needs no other."""
    roots = ["client.resident", "client.case", "client.contact"]
    rest = [
        name
        for name, model in env.registry.items()
        if inside.is_file(env, name) and not model._abstract and name not in roots
    ]

    def needs_another(name):
        return any(
            field.required and field.type == "many2one" and field.comodel_name in rest
            for field in env[name]._fields.values()
        )

    return roots + sorted(rest, key=lambda name: (needs_another(name), name))


def fill(env, resident, case, contact, marker):
    """Make sure that each file model has a record of this resident full of `marker`.

    :return: {model: records}
    """
    made = {"client.resident": resident, "client.case": case, "client.contact": contact}
    for name in file_models(env):
        model = env[name].sudo()
        if name == "client.assessment.line":
            # One for each life domain comes with the assessment.
            made[name] = made["client.assessment"].line_ids[:1]
        if name not in made:
            made[name] = model.create(values_of(env, model, made, marker))
        # SQL: what is frozen once it is there is filled all the same.
        for field in text_fields(model):
            env.flush_all()
            env.cr.execute(
                f'UPDATE "{model._table}" SET "{field.name}" = %s WHERE id = ANY(%s)',
                [f"{marker} {field.name}", made[name].ids],
            )
    env.invalidate_all()
    return made


def values_of(env, model, made, marker):
    """Values for the required fields, and links to what was made before."""
    values = {}
    for field in model._fields.values():
        if not field.store or field.related:
            continue
        # A link that may be chosen is, also when it can follow from something else.
        is_chosen = field.type == "many2one" and field.required and not field.readonly
        if field.compute and not is_chosen:
            continue
        if field.name in MAGIC:
            continue
        if field.type == "many2one" and field.comodel_name in made:
            values[field.name] = made[field.comodel_name].ids[0]
        elif not field.required or model.default_get([field.name]):
            continue
        elif field.type == "many2one":
            values[field.name] = _some(env, field.comodel_name).id
        elif field.type == "selection":
            # The last one: the first authority is that of a parent, over a child.
            values[field.name] = field.get_values(env)[-1]
        elif field.name == "number":
            # Drawn at random elsewhere: nobody writes in it.
            values[field.name] = "R-2222222"
        elif field.type in ("char", "text", "html"):
            values[field.name] = marker
        elif field.type in ("date", "datetime"):
            values[field.name] = Date.today()
        elif field.type in ("integer", "float"):
            values[field.name] = 1
    return values


def _some(env, name):
    """Any record; a model that has none by itself gets one."""
    model = env[name].sudo()
    if name == "client.supporter":
        return model.create({"name": "Tineke Voorbeeld"})
    if name == "res.users":
        return env.ref(roles.SUPPORTER).user_ids[:1]
    return model.search([], limit=1)
