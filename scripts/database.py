"""Databases: a template of Odoo, a template with our addons, and copies of it.

Installing Odoo takes a minute, copying a template a quarter of a second. Templates
carry the hash of what they were made from in their name; one that nothing asks for
any more is dropped.
"""

import argparse
import ast
import configparser
import hashlib
import os
import re
import secrets
import shutil
import subprocess
from contextlib import closing, contextmanager

from environment import digest, ensure_environment
from layout import (
    ADDONS,
    CONFIG,
    ENVIRONMENT,
    FILESTORE,
    OUR_ADDONS,
    PYTHON,
    ROOT,
    SetupError,
    command,
    locked,
    say,
)
from postgres import EXTENSIONS, connect, ensure_extensions, server_settings
from psycopg2 import sql

PREFIX = "oco_template"
# The first is what new users get; English stays for whoever prefers it.
LANGUAGES = "nl_NL,en_US"
PROBLEM = re.compile(r"^\S+ \S+ \d+ (WARNING|ERROR|CRITICAL) ", re.M)


# Configuration -----------------------------------------------------------------


def write_config(settings):
    """.odoo/odoo.conf: the safe defaults of odoo.conf and what this machine needs."""
    config = configparser.ConfigParser(interpolation=None)
    config.read(ROOT / "odoo.conf")
    options = config["options"]
    options["addons_path"] = f"{odoo_addons()},{ADDONS}"
    options["data_dir"] = str(ENVIRONMENT / "data")
    for ours, value in settings.items():
        options[f"db_{ours}"] = str(value)
    if options["admin_passwd"] == "False":
        options["admin_passwd"] = secrets.token_urlsafe(24)
    with open(CONFIG, "w") as handle:
        config.write(handle)


def odoo_addons():
    """Odoo's own addons folder; the OCA addons are found in the virtual environment."""
    answer = subprocess.run(
        [PYTHON, "-c", "import odoo.release as r; print(r.__file__)"],
        capture_output=True,
        text=True,
        check=True,
    )
    return os.path.join(os.path.dirname(answer.stdout.strip()), "addons")


def odoo_command(*arguments):
    return [str(PYTHON), "-W", "ignore", "-m", "odoo", *arguments]


def odoo(database, *arguments, warnings_fatal=False):
    """Run the Odoo server once on `database`; returns its log.

    :raises SetupError: when it fails, or warns while `warnings_fatal`
    """
    done = subprocess.run(
        odoo_command(
            "-c",
            str(CONFIG),
            "-d",
            database,
            "--no-http",
            "--stop-after-init",
            "--log-level=warn",
            *arguments,
        ),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    problems = PROBLEM.search(done.stdout)
    if done.returncode or (warnings_fatal and problems):
        raise SetupError(
            f"Odoo stopped at `{' '.join(arguments)}` on {database}:\n"
            + "\n".join(done.stdout.splitlines()[-60:])
        )
    return done.stdout


# Fingerprints ------------------------------------------------------------------


def dependencies(addons=ADDONS):
    """The addons of others that ours depend on, in a fixed order."""
    names = set()
    for addon in OUR_ADDONS:
        manifest = ast.literal_eval((addons / addon / "__manifest__.py").read_text())
        names.update(manifest["depends"])
    return sorted(names - set(OUR_ADDONS))


def addons_hash():
    """A hash over every file of ours that an installed database depends on."""
    seen = hashlib.sha256()
    for path in sorted(ADDONS.rglob("*")):
        parts = path.relative_to(ADDONS).parts
        if path.is_file() and not {"tests", "__pycache__", "static"} & set(parts):
            seen.update(str(parts).encode() + path.read_bytes())
    return seen.hexdigest()[:16]


# Databases ---------------------------------------------------------------------


def database_names(cr):
    cr.execute("SELECT datname FROM pg_database WHERE NOT datistemplate")
    return {name for (name,) in cr.fetchall()}


def drop(cr, name):
    """Drop a database with its files, ending whoever is connected to it."""
    # Not WITH (FORCE): it is refused while PostgreSQL itself cleans that database up,
    # which DROP DATABASE alone ends and waits for.
    cr.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
        " WHERE datname = %s AND usename = current_user AND pid <> pg_backend_pid()",
        [name],
    )
    cr.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(name)))
    shutil.rmtree(FILESTORE / name, ignore_errors=True)


def copy(cr, source, target):
    """Copy a database with its files; the target must not exist."""
    cr.execute(
        sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(
            sql.Identifier(target), sql.Identifier(source)
        )
    )
    shutil.rmtree(FILESTORE / target, ignore_errors=True)
    if (FILESTORE / source).exists():
        shutil.copytree(FILESTORE / source, FILESTORE / target)


def build(cr, name, source, steps):
    """Make the template `name`, out of sight until it is complete."""
    work = f"{PREFIX}_building"
    drop(cr, work)
    if source:
        copy(cr, source, work)
    else:
        cr.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8'").format(
                sql.Identifier(work)
            )
        )
        ensure_extensions(server_settings(), work)
    steps(work)
    drop(cr, name)
    cr.execute(
        sql.SQL("ALTER DATABASE {} RENAME TO {}").format(
            sql.Identifier(work), sql.Identifier(name)
        )
    )
    if (FILESTORE / work).exists():
        (FILESTORE / work).rename(FILESTORE / name)


def base_name():
    """The name of the template of Odoo with the addons we build on."""
    inputs = (ensure_environment(), EXTENSIONS.read_text(), LANGUAGES)
    return f"{PREFIX}_odoo_{digest(*inputs, *dependencies())}"


def ensure_template(cr, demo):
    """The name of a complete template with our addons, with or without demo data."""
    base = base_name()
    kind = "demo" if demo else "plain"
    ours = f"{PREFIX}_{kind}_{digest(base, addons_hash())}"
    with locked("databases"):
        existing = database_names(cr)
        if ours in existing:
            return ours
        for name in existing:
            stale_base = name.startswith(f"{PREFIX}_odoo_") and name != base
            if stale_base or name.startswith(f"{PREFIX}_{kind}_"):
                drop(cr, name)
        if base not in existing:
            say("template: Odoo with the addons we build on (a minute, once)")
            build(
                cr,
                base,
                None,
                lambda work: odoo(
                    work, "-i", ",".join(dependencies()), f"--load-language={LANGUAGES}"
                ),
            )
        say(f"template: our addons{' with demo data' if demo else ''}")
        build(cr, ours, base, lambda work: install_ours(work, demo))
    return ours


def install_ours(database, demo=False):
    """Install or update our addons; a warning in the log is an error of ours."""
    names = ",".join(OUR_ADDONS)
    arguments = ["-i", names, "-u", names, "--i18n-overwrite"]
    if demo:
        arguments.append("--with-demo")
        allow_demo_data(database)
    odoo(database, *arguments, warnings_fatal=True)
    if demo:
        say("a year of invented work (half a minute)")
        fill_the_city(database)


def allow_demo_data(database):
    """Odoo gives an addon demo data only where all it builds on has it too.

    The demo data of others stays out: our template is made without.
    """
    with (
        closing(connect(server_settings(), database)) as connection,
        connection.cursor() as cr,
    ):
        cr.execute("UPDATE ir_module_module SET demo = TRUE WHERE state = 'installed'")


def fill_the_city(database):
    """Let the people of the demo data register a year of work, and account for it."""
    parts = ("city.py", "accounts.py", "commissioner.py")
    done = subprocess.run(
        odoo_command(
            "shell",
            "-c",
            str(CONFIG),
            "-d",
            database,
            "--no-http",
            "--log-level=warn",
        ),
        input="\n".join((ROOT / "scripts" / part).read_text() for part in parts),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    if done.returncode or "Traceback" in done.stdout:
        raise SetupError(f"The demo city could not be made:\n{done.stdout[-3000:]}")


def remember_addons(cr, name):
    """Note beside the database which addons' code it is of; dropped with it."""
    cr.execute(
        sql.SQL("COMMENT ON DATABASE {} IS %s").format(sql.Identifier(name)),
        [addons_hash()],
    )


def remembered_addons(cr, name):
    cr.execute(
        "SELECT shobj_description(oid, 'pg_database') FROM pg_database "
        "WHERE datname = %s",
        [name],
    )
    return cr.fetchone()[0]


def configure():
    """Environment, database server and .odoo/odoo.conf; returns the settings."""
    ensure_environment()
    settings = server_settings()
    write_config(settings)
    return settings


@contextmanager
def server_cursor():
    """Work on the server itself: each statement counts at once."""
    settings = configure()
    connection = connect(settings)
    with closing(connection), connection.cursor() as cr:
        yield cr, settings


def check_name(name):
    if not re.fullmatch(r"[a-z][a-z0-9_]{0,40}", name) or name.startswith(PREFIX):
        raise SetupError(
            f"`{name}` cannot be a database name here: use small letters, digits "
            f"and _, and not {PREFIX}…  (make db NAME=try)"
        )


def prepare(name, demo=False):
    """A fresh database `name`, copied from the template; an existing one goes."""
    check_name(name)
    with server_cursor() as (cr, settings):
        template = ensure_template(cr, demo)
        drop(cr, name)
        copy(cr, template, name)
        remember_addons(cr, name)
        ensure_extensions(settings, name)
        say(f"database {name} is ready")


def keep(name, demo=False):
    """The database `name` as it is, brought to today's addons; made when absent."""
    check_name(name)
    with server_cursor() as (cr, settings):
        absent = name not in database_names(cr)
        if not absent and remembered_addons(cr, name) != addons_hash():
            update(cr, name, settings)
    if absent:
        prepare(name, demo)


def update(cr, name, settings):
    say(f"our addons changed since database {name} was made: updating it")
    ensure_extensions(settings, name)
    install_ours(name)
    remember_addons(cr, name)


def discard(name):
    """Drop the database `name` with its files."""
    with server_cursor() as (cr, _settings):
        drop(cr, name)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("name", help="database to make (replaced when it exists)")
    parser.add_argument("--demo", action="store_true", help="with demo data")
    parser.add_argument(
        "--update", action="store_true", help="update our addons in it instead"
    )
    arguments = parser.parse_args()
    if arguments.update:
        with server_cursor() as (cr, settings):
            update(cr, arguments.name, settings)
    else:
        prepare(arguments.name, demo=arguments.demo)


if __name__ == "__main__":
    command(main)
