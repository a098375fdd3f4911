"""Where in the whole database a word is: every column that can hold text."""

from odoo.tools import SQL

_COLUMNS = SQL(
    """
    SELECT table_name, column_name, data_type
    FROM information_schema.columns
    JOIN pg_tables ON tablename = table_name AND schemaname = table_schema
    WHERE table_schema = current_schema() AND data_type IN
        ('text', 'character varying', 'character', 'jsonb', 'json', 'bytea',
         'ARRAY', 'xml')
    """
)


def tables_with(env, text):
    """The names of the tables that hold a text, in whatever column."""
    env.flush_all()
    found = set()
    for table, column, kind in env.execute_query(_COLUMNS):
        name = SQL.identifier(column)
        # Bytes as text: a document kept in the database is found too.
        value = SQL("encode(%s, 'escape')", name) if kind == "bytea" else name
        if env.execute_query(
            SQL(
                "SELECT 1 FROM %s WHERE %s::text ILIKE %s LIMIT 1",
                SQL.identifier(table),
                value,
                f"%{text}%",
            )
        ):
            found.add(table)
    return found
