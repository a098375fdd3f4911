"""What is wrong with a file that is imported, said in the user's language.

`import_rows` gives a code and its parameters; translations are found by literal
sentences, hence one function for each code.
"""

import re

SENTENCES = {
    "file_too_large": lambda env, p: env._(
        "The file is larger than %(limit)s bytes. Import it in parts.", **p
    ),
    "too_many": lambda env, p: env._(
        "The file has more than %(limit)s records. Import it in parts.", **p
    ),
    "empty": lambda env, p: env._("The file is empty."),
    "not_utf8": lambda env, p: env._(
        "This line has letters that are not UTF-8. Save the file as UTF-8 (in Excel: "
        "“CSV UTF-8”)."
    ),
    "no_json": lambda env, p: env._(
        "The file breaks off or is no JSON here: %(error)s.", **p
    ),
    "too_deep": lambda env, p: env._("The JSON is nested too deep to be services."),
    "no_object": lambda env, p: env._("Here should be a service, between { and }."),
    "no_service": lambda env, p: env._(
        "This is no service and no organisation; it is left out."
    ),
    "no_services": lambda env, p: env._(
        "The file has no services and no organisations."
    ),
    "id_twice": lambda env, p: env._(
        "The same id is in the file twice: first at %(first)s.", **p
    ),
    "schema_required": lambda env, p: env._("HSDS asks for “%(field)s” here.", **p),
    "schema_type": lambda env, p: env._(
        "“%(value)s” is no %(type)s, as HSDS asks for. What is empty must be left out.",
        **p,
    ),
    "schema_enum": lambda env, p: env._(
        "“%(value)s” is none of the words that HSDS knows here: %(allowed)s.", **p
    ),
    "schema_format": lambda env, p: env._(
        "“%(value)s” has not the form that HSDS asks for (%(format)s).", **p
    ),
    "schema_other": lambda env, p: env._("Not as HSDS asks for: %(error)s", **p),
    "malformed_table": lambda env, p: env._(
        "The table cannot be read on from here, perhaps because a quotation mark is "
        "missing: %(error)s.",
        **p,
    ),
    "unknown_column": lambda env, p: env._(
        "The column “%(column)s” is unknown, and is left out.", **p
    ),
    "column_twice": lambda env, p: env._("The column “%(column)s” is here twice.", **p),
    "no_column": lambda env, p: env._(
        "The column “%(column)s” (or “%(dutch)s”) is missing.", **p
    ),
    "ragged": lambda env, p: env._(
        "This line has %(found)s cells, the first line %(expected)s. Put texts with a "
        "separator in them between quotation marks.",
        **p,
    ),
    "needed": lambda env, p: env._("This must be filled in."),
    "service_twice": lambda env, p: env._(
        "This service is on line %(first)s already. A further line of a service says "
        "only its id, name and organisation, and another location.",
        **p,
    ),
    "no_location": lambda env, p: env._(
        "A further line of a service needs another location."
    ),
    "formula": lambda env, p: env._(
        "“%(value)s” looks like a formula, not like a text.", **p
    ),
    "too_long": lambda env, p: env._("%(found)s characters, where %(limit)s fit.", **p),
    "no_url": lambda env, p: env._(
        "“%(value)s” is no address on the web: it begins with https:// or http://.", **p
    ),
    "no_email": lambda env, p: env._("“%(value)s” is no e-mail address.", **p),
    "no_day": lambda env, p: env._(
        "“%(value)s” is no day. Write it as 2026-12-31.", **p
    ),
    "no_hour": lambda env, p: env._(
        "“%(value)s” is no time of day. Write it as 09:30.", **p
    ),
    "no_hours": lambda env, p: env._(
        "“%(value)s” is not understood as hours. Write them as mo 09:00-12:30, or "
        "closed from 2026-12-24 until 2026-12-31.",
        **p,
    ),
    "hours_turned": lambda env, p: env._(
        "“%(value)s”: it must open before it closes.", **p
    ),
    "days_turned": lambda env, p: env._(
        "The last day (%(last)s) comes before the first (%(first)s).", **p
    ),
    "hours_unread": lambda env, p: env._(
        "These hours cannot be kept as hours (only every week, or a day of the month), "
        "and are left out: %(value)s.",
        **p,
    ),
    "no_yes": lambda env, p: env._("“%(value)s” is neither yes nor no.", **p),
    "no_number": lambda env, p: env._("“%(value)s” is no number.", **p),
    "no_amount": lambda env, p: env._(
        "“%(value)s” is no amount. Write for what, and how much: per visit: 2.50.", **p
    ),
    "no_euro": lambda env, p: env._(
        "An amount in %(currency)s cannot be kept, and is left out.", **p
    ),
    "out_of_range": lambda env, p: env._(
        "%(value)s does not lie between %(lowest)s and %(highest)s.", **p
    ),
    "ages": lambda env, p: env._(
        "The highest age (%(highest)s) is below the lowest (%(lowest)s).", **p
    ),
    "no_address": lambda env, p: env._(
        "The address has no “%(field)s”.",
        field=env["social.location"]._fields[p["field"]]._description_string(env),
    ),
    "no_postal_code": lambda env, p: env._(
        "“%(value)s” is no Dutch postal code. Write it as 3311 AB.", **p
    ),
    "place_left_out": lambda env, p: env._(
        "This location has no full Dutch address, and is left out."
    ),
    "abroad": lambda env, p: env._(
        "The point %(latitude)s, %(longitude)s does not lie in the Netherlands, and is "
        "left out.",
        **p,
    ),
    "no_language": lambda env, p: env._(
        "“%(value)s” is no code of a language (ISO 639: two or three letters).", **p
    ),
}


def sentence(env, problem):
    """What is wrong, without the place."""
    return SENTENCES[problem.code](env, problem.params)


def place_in_words(env, place):
    """Where in the file: a path in JSON as it is, a line of a table in words."""
    found = re.fullmatch(r"([0-9]+)(?:/(.+))?", place)
    if not found:
        return place
    if found[2]:
        return env._("line %(line)s, column %(column)s", line=found[1], column=found[2])
    return env._("line %(line)s", line=found[1])
