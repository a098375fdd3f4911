"""Many copies of a file, by SQL: many rows may not cost more statements than few."""

from odoo.tools import SQL

# Between the copies of one row; more than any table of a test holds.
APART = 1_000_000
# What tells one record from another; a copy has its own.
KEYS = ("number", "code")
# These hang on a record of any model.
HANGING = ("mail.activity", "ir.attachment")


class Copies:
    """Copies of records, tied to each other as the first ones are."""

    def __init__(self, env, made):
        """:param made: {model: records}, each model after those that it needs"""
        env.flush_all()
        self.env = env
        self.ids = {name: list(records._ids) for name, records in made.items()}
        self.last = 0
        self.keys = [
            record[key]
            for name, records in made.items()
            for key in KEYS
            if key in env[name]._fields
            for record in records
        ]

    def add(self, count, stay=()):
        """Copy every record `count` times.

        :param stay: models that are not copied: the copies of what belongs to their
            records belong to the same ones
        """
        numbers = SQL("generate_series(%s, %s) n", self.last + 1, self.last + count)
        self.last += count
        names = [name for name in self.ids if name not in stay]
        for name in names:
            self._copy(name, names, numbers)
        for name in names:
            for field in self.env[name]._fields.values():
                if not field.store:
                    continue
                if field.type == "many2one" and field.comodel_name in names:
                    self._tie(field, numbers)
                elif field.type == "many2many":
                    self._tie_many(field, names, numbers)
        self.env.invalidate_all()

    def _copy(self, name, names, numbers):
        table = SQL.identifier(self.env[name]._table)
        self.env.cr.execute(
            "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass"
            " AND attnum > 0 AND NOT attisdropped",
            [self.env[name]._table],
        )
        columns = [column for (column,) in self.env.cr.fetchall()]
        self.env.cr.execute(
            SQL(
                # One of a kind stays so: a resident has one address.
                "INSERT INTO %s (%s) SELECT %s FROM %s one, %s WHERE one.id = ANY(%s)"
                " ON CONFLICT DO NOTHING",
                table,
                SQL(", ").join(map(SQL.identifier, columns)),
                SQL(", ").join(self._value(name, column, names) for column in columns),
                table,
                numbers,
                self.ids[name],
            )
        )

    def _value(self, name, column, names):
        """What stands in a column of copy `n` of the row `one`."""
        here = SQL.identifier("one", column)
        field = self.env[name]._fields.get(column)
        if column == "id":
            return SQL("one.id + n * %s", APART)
        if name in HANGING and column == "res_id":
            return SQL(
                "one.res_id + CASE WHEN one.res_model = ANY(%s) THEN n * %s ELSE 0 END",
                names,
                APART,
            )
        if (name, column) == ("client.supporter", "user_id"):
            return SQL("NULL")
        if field and field.type == "many2one" and field.comodel_name in names:
            return self._copy_of(field, here)
        if field and field.type == "char" and not field.translate:
            return SQL(
                "CASE WHEN %s = ANY(%s) THEN %s || n ELSE %s END",
                *(here, self.keys, here, here),
            )
        return here

    def _copy_of(self, field, column):
        """The copy that belongs here, if it is there by now."""
        return SQL(
            "COALESCE((SELECT c.id FROM %s c WHERE c.id = %s + n * %s AND %s), %s)",
            SQL.identifier(self.env[field.comodel_name]._table),
            column,
            APART,
            # Half of the work stays with the one who has an account.
            SQL("n %% 2 = 0" if field.comodel_name == "client.supporter" else "true"),
            column,
        )

    def _tie(self, field, numbers):
        """Link copies to what was copied after them."""
        table = SQL.identifier(self.env[field.model_name]._table)
        column = SQL.identifier("one", field.name)
        self.env.cr.execute(
            SQL(
                "UPDATE %s one SET %s = %s FROM %s WHERE one.id / %s = n AND %s < %s",
                *(table, SQL.identifier(field.name), self._copy_of(field, column)),
                *(numbers, APART, column, APART),
            )
        )

    def _tie_many(self, field, names, numbers):
        table = SQL.identifier(field.relation)
        first, second = (
            SQL.identifier("one", column) for column in (field.column1, field.column2)
        )
        self.env.cr.execute(
            SQL(
                "INSERT INTO %s (%s, %s) SELECT c.id, %s FROM %s one, %s, %s c"
                " WHERE %s = ANY(%s) AND c.id = %s + n * %s ON CONFLICT DO NOTHING",
                table,
                SQL.identifier(field.column1),
                SQL.identifier(field.column2),
                self._copy_of(field, second) if field.comodel_name in names else second,
                *(table, numbers, SQL.identifier(self.env[field.model_name]._table)),
                *(first, self.ids[field.model_name], first, APART),
            )
        )
