"""A database made by the version that landed before is brought to this one.

previous_version.txt names that version and its commit; its addons come out of the
history. Nothing here knows what changed in between: what was there is there still, its
readers read it and others do not, and what became required is filled.
"""

import ast
import json
import os
import re
import subprocess
import tarfile
from contextlib import closing
from io import BytesIO
from pathlib import Path

import pytest
from database import (
    LANGUAGES,
    base_name,
    copy,
    dependencies,
    discard,
    odoo,
    odoo_addons,
    odoo_command,
    server_cursor,
)
from layout import ADDONS, CONFIG, OUR_ADDONS, ROOT
from postgres import connect, ensure_extensions, server_settings
from psycopg2 import sql

DATABASE = f"oco_upgrade_{os.getpid()}"
HERE = Path(__file__).parent
VERSION, COMMIT = (HERE / "previous_version.txt").read_text().split()

# Every table behind a model of ours, or one of Odoo's that we add to.
TABLES = """
    SELECT DISTINCT c.relname FROM ir_model m
    JOIN ir_model_data d ON d.model = 'ir.model' AND d.res_id = m.id
    JOIN pg_class c ON c.relname = replace(m.model, '.', '_') AND c.relkind = 'r'
    WHERE d.module = ANY(%(ours)s)
    UNION
    SELECT r.name FROM ir_model_relation r
    JOIN ir_module_module m ON m.id = r.module WHERE m.name = ANY(%(ours)s)
"""
# What the readers of the old database see in the new one.
SEEN = """
def seen(login):
    mine = env(user=env["res.users"].search([("login", "=", login)]))
    return [
        mine["client.resident"].search([]).mapped("name"),
        mine["client.question"].search([]).mapped("description"),
        mine["client.case"].search([]).mapped("stage"),
        mine["client.contact"].search([]).mapped("minutes"),
    ]
answer = {login: seen(login) for login in ("old_supporter", "old_colleague")}
answer["access"] = env["client.access"].search(
    [("user_id.login", "=", "old_colleague")]
).mapped(lambda row: f"{row.kind} until {row.valid_until:%Y-%m-%d}")
answer["volunteer"] = sorted(
    env["client.access"].search([("user_id.login", "=", "old_volunteer")]).mapped(
        "section"
    )
)
answer["agreements"] = [
    (one.name, one.partner_ids.name, one.rhythm, one.quality_free, one.meeting_ids.name)
    for one in env(user=env["res.users"].search([("login", "=", "old_supporter")]))[
        "social.agreement"
    ].search([])
]
answer["formality"] = [
    (one.name, one.formality, one.formality_basis)
    for one in env["social.service"].search([], order="id")
]
answer["referrals"] = [
    (one.state, one.formality)
    for one in env["client.referral"].search([("service_id", "!=", False)], order="id")
]
answer["outside"] = [
    (one.area_id.name, one.year, one.source)
    for model in ("oco.unmet.need", "oco.kpi.benchmark")
    for one in env[model].search([])
]
answer["employers"] = env["client.employment"].search([]).mapped("partner_id.name")
answer["supporter of the case"] = env["client.case"].search([]).supporter_id.name
"""
REQUIRED = """
ours = {our_addons}
answer = []
for name, model in env.registry.items():
    if model._abstract or model._transient or not model._auto:
        continue
    for field in model._fields.values():
        if not (field.store and field.required and field.column_type):
            continue
        if not set(field._modules) & set(ours):
            continue
        env.cr.execute(
            "SELECT attnotnull FROM pg_attribute WHERE attrelid = %s::regclass"
            " AND attname = %s", [model._table, field.name])
        if env.cr.fetchone() != (True,):
            answer.append(str(field))
"""
RULES = """
rules = env["ir.model.data"].search([
    ("model", "=", "ir.rule"), ("module", "in", {our_addons}),
])
answer = [
    rules.filtered("noupdate").mapped("complete_name"),
    env.ref("client_support.client_case_rule_read").domain_force,
]
"""


def run_shell(code, *arguments):
    """Run Python in `odoo shell` on the database, commit, and give its `answer`."""
    done = subprocess.run(
        odoo_command(
            *("shell", "-c", str(CONFIG), "-d", DATABASE, "--no-http"),
            *("--log-level=critical", *arguments),
        ),
        input=f"answer = None\n{code}\nenv.cr.commit()\n"
        "import json\nprint('\\nANSWER', json.dumps(answer))\n",
        capture_output=True,
        text=True,
    )
    found = re.search(r"^ANSWER (.*)$", done.stdout, re.M)
    assert found, f"the shell failed:\n{done.stdout}{done.stderr}"
    return json.loads(found.group(1))


def filled():
    """How many values each column holds: `{(table, column): count}`."""
    with (
        closing(connect(server_settings(), DATABASE)) as connection,
        connection.cursor() as cr,
    ):
        cr.execute(TABLES, {"ours": list(OUR_ADDONS)})
        found = {}
        for (table,) in cr.fetchall():
            cr.execute(
                "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass"
                " AND attnum > 0 AND NOT attisdropped",
                [f'"{table}"'],
            )
            columns = [column for (column,) in cr.fetchall()]
            cr.execute(
                sql.SQL("SELECT {} FROM {}").format(
                    sql.SQL(", ").join(
                        sql.SQL("count({})").format(sql.Identifier(column))
                        for column in columns
                    ),
                    sql.Identifier(table),
                )
            )
            found |= {
                (table, column): count
                for column, count in zip(columns, cr.fetchone(), strict=True)
            }
        return found


def version_of(addon):
    manifest = ast.literal_eval((ADDONS / addon / "__manifest__.py").read_text())
    return manifest["version"]


def parts(version):
    return [int(part) for part in version.split(".")]


def moved():
    """The columns that migrations from the previous version on say they empty.

    Each script names them itself: `MOVED = ("table.column", ...)`.
    """
    return {
        column
        for addon in OUR_ADDONS
        for script in (ADDONS / addon / "migrations").glob("19.*/*.py")
        if parts(script.parent.name) > parts(VERSION)
        for node in ast.parse(script.read_text()).body
        if isinstance(node, ast.Assign) and node.targets[0].id == "MOVED"
        for column in ast.literal_eval(node.value)
    }


@pytest.fixture(scope="module")
def previous_addons(tmp_path_factory):
    """The addons of the previous version, out of the history."""
    archive = subprocess.run(
        ["git", "archive", COMMIT, "addons"], cwd=ROOT, capture_output=True
    )
    if archive.returncode:
        reason = (
            f"the history does not hold {COMMIT[:12]}, version {VERSION}: this is no "
            "clone, or a shallow one (git fetch --unshallow)"
        )
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    folder = tmp_path_factory.mktemp("previous")
    with tarfile.open(fileobj=BytesIO(archive.stdout)) as tar:
        tar.extractall(folder, filter="data")
    return folder / "addons"


@pytest.fixture(scope="module")
def upgraded(previous_addons):
    """(what was there, what is there) of a database that came from before."""
    path = f"--addons-path={odoo_addons()},{previous_addons}"
    names = ",".join(OUR_ADDONS)
    with server_cursor() as (cr, settings):
        if dependencies(previous_addons) == dependencies():
            copy(cr, base_name(), DATABASE)
        else:
            cr.execute(f"CREATE DATABASE {DATABASE} TEMPLATE template0 ENCODING 'UTF8'")
            ensure_extensions(settings, DATABASE)
    try:
        odoo(DATABASE, path, "-i", names, f"--load-language={LANGUAGES}")
        run_shell((HERE / "made_by_previous_version.py").read_text(), path)
        before = filled()
        odoo(DATABASE, "-u", names, "--i18n-overwrite", warnings_fatal=True)
        yield before, filled()
    finally:
        discard(DATABASE)


@pytest.mark.parametrize("addon", OUR_ADDONS)
def test_the_version_goes_up(addon):
    # Else a site that updates does not know that it should.
    assert parts(version_of(addon)) > parts(VERSION)


def test_nothing_is_lost(upgraded):
    before, after = upgraded
    assert before["client_resident", "name"] == 2
    lost = {
        f"{table}.{column}"
        for (table, column), count in before.items()
        # Rights are the program's own: the access matrix says what they are.
        if table != "ir_model_access" and after.get((table, column), 0) < count
    }
    # What is lost and not moved wants a script in migrations/<version>/.
    assert lost == moved()


def test_the_same_people_see_it(upgraded):
    assert run_shell(SEEN) == {
        "old_supporter": [
            ["Sjaan Vandevorigeversie"],
            ["De huur van de vorige versie"],
            ["active"],
            [20],
        ],
        "old_colleague": [[], [], [], []],
        "access": ["cover until 2026-01-31"],
        "volunteer": ["case"],
        "agreements": [
            ["Old agreement", "Old employer", "quarter", "yes", "Old meeting"],
            ["Old commission", "Old town", False, False, False],
        ],
        "formality": [
            ["Old commissioned service", "formal", "commission"],
            ["Old service", "formal", "hand"],
        ],
        "referrals": [["requested", "formal"], ["draft", False]],
        "outside": [
            ["Old municipality", 2025, "Old estimate"],
            ["Old municipality", 2025, "Old survey"],
        ],
        "employers": ["Old employer"],
        "supporter of the case": "Old supporter",
    }


def test_required_columns_are_filled(upgraded):
    assert run_shell(REQUIRED.format(our_addons=OUR_ADDONS)) == []


def test_rules_are_those_of_this_version(upgraded):
    kept, case_rule = run_shell(RULES.format(our_addons=OUR_ADDONS))
    assert kept == []
    # What the previous site had made of it opened every case.
    assert "access_ids" in case_rule
