"""Role × model × operation, from one constant that is compared with the real thing."""

import os
import re
import runpy

import pytest
from layout import ROOT

SOURCE = ROOT / "addons/client_support/tests/access_matrix.py"
PAGE = ROOT / "docs/access_matrix.md"
ADDONS = {"social_map", "client_support", "oco_reporting"}
OPERATIONS = {"c": "create", "r": "read", "w": "write", "d": "unlink"}
INTRODUCTION = """# What each role can do

Made from `addons/client_support/tests/access_matrix.py` and compared with the running
system by `tests/test_access_matrix.py`; do not edit it here.

c create, r read, w write, d delete, . nothing. This is the right on the model. Which
records somebody reaches is another matter: a file opens by a standing row of
`client.access` only ([architecture](architecture.md)), so a letter for `client.case`
opens no case by itself.

| column | role |
|---|---|
"""


@pytest.fixture(scope="module")
def constant():
    return runpy.run_path(SOURCE)


def our_models(env):
    """The names of all our models that hold records."""
    return sorted(
        name
        for name, model in env.registry.items()
        if model._original_module in ADDONS and not model._abstract
    )


def real_table(env, roles):
    """What somebody with one role gets: the table as text, one line a model."""
    from odoo.tests import new_test_user

    users = [
        new_test_user(env, f"matrix_{column}", groups=group)
        for column, group in roles.items()
    ]
    names = our_models(env)
    width = max(map(len, names)) + 2
    lines = ["".ljust(width) + "".join(column.ljust(5) for column in roles)]
    for name in names:
        rights = (
            "".join(
                letter
                for letter, operation in OPERATIONS.items()
                if env[name].with_user(user).has_access(operation)
            )
            for user in users
        )
        lines.append(
            name.ljust(width) + "".join((right or ".").ljust(5) for right in rights)
        )
    return "\n".join(line.rstrip() for line in lines)


def page(roles, table):
    columns = "".join(f"| {column} | `{group}` |\n" for column, group in roles.items())
    return f"{INTRODUCTION}{columns}\n```\n{table}\n```\n"


def test_each_role_gets_what_the_constant_says(env, constant):
    real = real_table(env, constant["ROLES"])
    if os.environ.get("UPDATE_ACCESS_MATRIX"):
        start, _old, end = re.split(
            r'(?s)(?<=MATRIX = """\n)(.*?)(?="""\n\Z)', SOURCE.read_text()
        )
        SOURCE.write_text(f"{start}{real}\n{end}")
        PAGE.write_text(page(constant["ROLES"], real))
        return
    # Line by line, so that a failure names the models.
    assert constant["MATRIX"].strip("\n").splitlines() == real.splitlines()


def test_no_model_is_missing(env, constant):
    listed = [line.split()[0] for line in constant["MATRIX"].splitlines() if line]
    if not os.environ.get("UPDATE_ACCESS_MATRIX"):
        assert listed[1:] == our_models(env)


def test_the_page_is_made_from_the_constant(constant):
    if not os.environ.get("UPDATE_ACCESS_MATRIX"):
        table = constant["MATRIX"].strip("\n")
        assert PAGE.read_text() == page(constant["ROLES"], table)


def test_what_must_never_be_there(constant):
    """A line that is changed on purpose must still hold this."""
    header, *lines = constant["MATRIX"].strip("\n").splitlines()
    columns = header.split()
    rights = {
        name: dict(zip(columns, cells, strict=True))
        for name, *cells in map(str.split, lines)
    }
    for name in ("client.access", "client.dossier"):
        assert set(rights[name].values()) == {"."}
    apart = {"man", "fin", "priv", "edit", "empl", "sys", "port", "publ"}
    for name in ("client.resident", "client.case", "client.contact", "client.question"):
        assert {rights[name][column] for column in apart} == {"."}
        # By consent, a list of fields, and never more than to read.
        assert {rights[name][column] for column in ("acc", "prov")} == {"r"}
    assert set(rights["client.role.assignment"].values()) == {".", "r"}
    # What is public is the directory, to read.
    public = {name: row["publ"] for name, row in rights.items() if row["publ"] != "."}
    assert set(public.values()) == {"r"}
    lists = {"life.domain", "support.form", "target.group"}
    assert all(name in lists or name.startswith("social.") for name in public)
