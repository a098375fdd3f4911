"""What methods hand to a screen: words of a choice, an action that opens a form, a
verdict."""

import re

from babel import Locale


def labels(model, name):
    """The words of a selection field in the language of the user, by value."""
    return dict(model._fields[name]._description_selection(model.env))


def language_names(languages):
    """The names of `res.lang` in the language of the user; Odoo's are not translated.

    Two countries of one language give one name: what is asked is what one can speak.
    """
    here = Locale.parse(languages.env.lang or "en_US").languages
    # "pt_BR" and "sr@latin" are of "pt" and "sr".
    names = (here.get(re.split("[_@]", one.iso_code)[0], one.name) for one in languages)
    return list(dict.fromkeys(names))


def named_by(records, name):
    """Records are called by the words of a choice; Odoo would show its code."""
    words = labels(records, name)
    for record in records:
        record.display_name = words.get(record[name]) or ""


def form_of(record, **more):
    """The action that opens the form of a record; without one, of a new record.

    :param more: what else the action says: `name`, `target`, `context`
    """
    return {
        "type": "ir.actions.act_window",
        "res_model": record._name,
        "res_id": record.id,
        "views": [[False, "form"]],
        **more,
    }


def verdict(is_right, words):
    """The notification that says whether something holds; it stays until closed."""
    return {
        "type": "ir.actions.client",
        "tag": "display_notification",
        "params": {
            "type": "success" if is_right else "danger",
            "sticky": True,
            "message": words,
        },
    }
