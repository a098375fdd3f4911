"""Tables that the database itself keeps from being changed.

The trigger fires on every road, also the ORM's own and raw SQL, and stays on under
`session_replication_role`. Only rows of the read log that are older than the term can
go, and only through `client_access_log_purge`, which leaves a row that says so.
Somebody who owns the database can still take the trigger away; the daily digests
show that rows changed (`client.access.log.digest`).
"""

from odoo.tools import SQL

# The least term for which a log of looks into files is kept (NEN 7513, and the
# practice of care providers: five years). A setting can only lengthen it.
LEAST_YEARS = 5

_GUARD = SQL(
    """
    CREATE OR REPLACE FUNCTION client_support_append_only() RETURNS trigger
    LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP = 'DELETE' AND TG_TABLE_NAME = 'client_access_log' THEN
            IF current_setting('client_support.purge', true) = 'on'
                AND OLD.moment < now() - make_interval(years => %s)
            THEN
                RETURN OLD;
            END IF;
        END IF;
        RAISE EXCEPTION '%% is append-only', TG_TABLE_NAME
            USING ERRCODE = 'insufficient_privilege';
    END $$
    """,
    LEAST_YEARS,
)

_PURGE = SQL(
    """
    CREATE OR REPLACE FUNCTION client_access_log_purge(before date) RETURNS bigint
    LANGUAGE plpgsql AS $$
    DECLARE
        gone bigint;
    BEGIN
        IF before > now() - make_interval(years => %s) THEN
            RAISE EXCEPTION 'the log of looks is kept for %% years', %s
                USING ERRCODE = 'insufficient_privilege';
        END IF;
        PERFORM set_config('client_support.purge', 'on', true);
        DELETE FROM client_access_log WHERE moment < before;
        GET DIAGNOSTICS gone = ROW_COUNT;
        PERFORM set_config('client_support.purge', 'off', true);
        INSERT INTO client_access_log (user_id, operation, field_names, elevated)
        VALUES (1, 'purge', format('before=%%s rows=%%s', before, gone), true);
        RETURN gone;
    END $$
    """,
    LEAST_YEARS,
    LEAST_YEARS,
)


# A row says that something lasts; its end is written once. An account or organisation
# that is deleted leaves an empty pointer, never another one.
_CLOSES_ONCE = SQL(
    """
    CREATE OR REPLACE FUNCTION client_support_closes_once() RETURNS trigger
    LANGUAGE plpgsql AS $$
    DECLARE
        was jsonb;
        becomes jsonb;
        pointer text;
    BEGIN
        IF TG_OP = 'UPDATE' THEN
            was := to_jsonb(OLD);
            becomes := to_jsonb(NEW);
            IF OLD.until IS NULL AND NEW.until IS NOT NULL THEN
                was := was - 'until' - 'taken_by_id';
                becomes := becomes - 'until' - 'taken_by_id';
            END IF;
            FOREACH pointer IN ARRAY
                ARRAY['user_id', 'company_id', 'given_by_id', 'taken_by_id']
            LOOP
                IF becomes->pointer = 'null'::jsonb THEN
                    was := was - pointer;
                    becomes := becomes - pointer;
                END IF;
            END LOOP;
            IF was = becomes THEN
                RETURN NEW;
            END IF;
        END IF;
        RAISE EXCEPTION USING
            MESSAGE = TG_TABLE_NAME || ' is append-only',
            ERRCODE = 'insufficient_privilege';
    END $$
    """
)


def guard(cr, table):
    """Install the triggers on a table, anew at every update."""
    cr.execute(_GUARD)
    _install(cr, table, "client_support_append_only")


def guard_closing(cr, table):
    """The same for a table of which each row is closed once (`until`)."""
    cr.execute(_CLOSES_ONCE)
    _install(cr, table, "client_support_closes_once")


def _install(cr, table, function):
    name = SQL.identifier(table)
    for trigger, event, level in (
        ("append_only_row", "UPDATE OR DELETE", "ROW"),
        ("append_only_table", "TRUNCATE", "STATEMENT"),
    ):
        trigger = SQL.identifier(trigger)
        cr.execute(
            SQL(
                """
                CREATE OR REPLACE TRIGGER %(trigger)s BEFORE %(event)s ON %(table)s
                FOR EACH %(level)s EXECUTE FUNCTION %(function)s();
                ALTER TABLE %(table)s ENABLE ALWAYS TRIGGER %(trigger)s
                """,
                trigger=trigger,
                event=SQL(event),
                table=name,
                level=SQL(level),
                function=SQL.identifier(function),
            )
        )


def install_purge(cr):
    """The one road by which rows of the read log go."""
    cr.execute(_PURGE)


def uninstall(cr):
    """Take the functions away with the tables that they guard."""
    cr.execute("DROP FUNCTION IF EXISTS client_access_log_purge(date)")
    for function in ("client_support_append_only", "client_support_closes_once"):
        cr.execute(
            SQL("DROP FUNCTION IF EXISTS %s() CASCADE", SQL.identifier(function))
        )
