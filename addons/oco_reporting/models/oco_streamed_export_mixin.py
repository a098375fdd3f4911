import pytz

from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL

from odoo.addons.client_support import inside

from ..export_writer import Column

BATCH = 2_000
# Names of records that are kept while a list is written.
MOST_NAMES = 20_000
# What a column looks like, by type of field. Other types go by Odoo's own export.
KINDS = {
    "char": "text",
    "text": "text",
    "selection": "text",
    "many2one": "text",
    "integer": "integer",
    "float": "number",
    "monetary": "number",
    "boolean": "boolean",
    "date": "date",
    "datetime": "datetime",
}
# What the ORM shows where the database has nothing.
EMPTY = {"integer": 0, "number": 0.0, "boolean": False}


class OcoStreamedExportMixin(models.AbstractModel):
    """Lists of this model are exported row by row, whatever their length.

    The rows come from one query that the ORM makes as the user: access to the model
    and its fields, record rules, order and language are in it. They are never records
    in memory, so nothing that a model does when it is read happens. That is why a
    model of a resident's file cannot be exported in this way, and why a model that
    computes or hides something when it is read should not inherit this.
    """

    _name = "oco.streamed.export.mixin"
    _description = "Exported row by row"

    @api.model
    def _streams(self, names):
        """Whether these columns can be exported row by row."""
        return bool(names) and all(
            name in self._fields
            and name != "id"  # by that name Odoo exports the external id
            and self._fields[name].type in KINDS
            and self._fields[name].store
            and not self._fields[name].company_dependent
            for name in names
        )

    @api.model
    def _export_title(self, domain):
        """What a list of these rows is called."""
        # Elevated: the name of a model that the user may read.
        return self.env["ir.model"].sudo()._get(self._name).name

    @api.model
    def _streamed_columns(self, names, labels):
        """The columns as `export_writer` wants them."""
        return [
            Column(label, KINDS[field.type], self._digits(field))
            for field, label in zip(
                (self._fields[name] for name in names), labels, strict=True
            )
        ]

    @api.model
    def _digits(self, field):
        digits = field.type == "float" and field.get_digits(self.env)
        return digits[1] if digits else 2

    @api.model
    def _stream_rows(self, domain, names):
        """Rows as the user reads them, in parts of at most `BATCH`.

        Names of linked records are those that the user may read; of others the cell
        stays empty. Moments come in the user's time.

        :raises AccessError: the user may not read the model or one of the columns
        """
        if inside.is_inside(self.env, self._name):
            raise UserError(
                self.env._("Lists of residents' files are not exported in this way.")
            )
        query = self._search(Domain(domain), order=self._order)
        selected = query.select(
            *(self._field_to_sql(self._table, name, query) for name in names)
        )
        shown = [self._shown(self._fields[name]) for name in names]
        for batch in self._fetch_parts(selected):
            columns = zip(*batch, strict=True)
            yield list(
                zip(
                    *(
                        show(values) if show else values
                        for show, values in zip(shown, columns, strict=True)
                    ),
                    strict=True,
                )
            )

    @api.model
    def _fetch_parts(self, selected):
        """The answer to a query, held by the database and fetched in parts."""
        self.env.flush_query(selected)
        self.env.cr.execute(SQL("DECLARE oco_export NO SCROLL CURSOR FOR %s", selected))
        fetch = SQL("FETCH %s FROM oco_export", BATCH)
        while rows := self.env.execute_query(fetch):
            yield rows
        self.env.cr.execute(SQL("CLOSE oco_export"))

    @api.model
    def _shown(self, field):
        """What makes values of the database those that are shown, a column at once."""
        if field.type == "many2one":
            return self._names_of(field)
        if field.type == "selection":
            labels = dict(field._description_selection(self.env))
            return lambda values: [labels.get(value, value) for value in values]
        if field.type == "datetime":
            zone = pytz.timezone(
                self.env.context.get("tz") or self.env.user.tz or "UTC"
            )
            return lambda values: [
                value and pytz.utc.localize(value).astimezone(zone).replace(tzinfo=None)
                for value in values
            ]
        empty = EMPTY.get(KINDS[field.type])
        if empty is None:
            return None
        return lambda values: [empty if value is None else value for value in values]

    @api.model
    def _names_of(self, field):
        """Display names of what a column links to, asked once for each record."""
        comodel = self.env[field.comodel_name].with_context(active_test=False)
        names = {}

        def show(ids):
            unknown = set(ids) - names.keys() - {None}
            if unknown:
                if len(names) + len(unknown) > MOST_NAMES:
                    names.clear()
                    unknown = set(ids) - {None}
                names.update(dict.fromkeys(unknown))
                if comodel.has_access("read"):
                    found = comodel.search([("id", "in", list(unknown))], order="id")
                    names.update((record.id, record.display_name) for record in found)
                # Not kept twice.
                self.env.invalidate_all(flush=False)
            return [names.get(value) for value in ids]

        return show
