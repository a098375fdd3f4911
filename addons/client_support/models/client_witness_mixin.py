import ast
import re

from odoo import SUPERUSER_ID, api, models, tools
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.http import request
from odoo.tools import SQL

from ..witness import Act, place

# What people write in their own words, or what cannot be told from it.
WRITTEN_FREELY = frozenset(
    {"char", "text", "html", "binary", "image", "json", "properties", "reference"}
)


class ClientWitnessMixin(models.AbstractModel):
    """Every look into a file leaves a row in `client.access.log` (NEN 7513).

    The fields of a file are of three kinds:

    * *technical*: what other code needs to find a file and what no look consists of:
      the random number, organisation, team. Not logged.
    * *facts*: everything else that is stored. Reading is logged.
    * *content*: facts in people's own words, and those that a model names in
      `_content_fields`. Each is loaded only when it is asked for by name, cannot be
      grouped by or added up, and a search for it is logged.

    A text field that a later model adds is content without anybody saying so.

    Logged is what a user's request makes the program do, also with elevated rights:
    the client's context is not looked at, and `sudo()` only adds that the access
    rules were not asked. What OdooBot does by itself is not a look of a person.
    """

    _name = "client.witness.mixin"
    _description = "Leaves a trace when it is looked at"

    # Content that is not a text field.
    _content_fields = frozenset()
    # Never a look by itself; a text field may be named here too.
    _technical_fields = frozenset(
        {"id", "number", "company_id", "team_id", "dossier_id"}
        | set(models.LOG_ACCESS_COLUMNS)
    )

    @api.model
    def _post_model_setup__(self):
        result = super()._post_model_setup__()
        content, witnessed = set(), set()
        for name, field in self._fields.items():
            if not field.store or name in self._technical_fields:
                continue
            if field.type in WRITTEN_FREELY or name in self._content_fields:
                content.add(name)
            # The records behind a one2many are witnessed by their own model.
            if field.type != "one2many":
                witnessed.add(name)
        cls = type(self)
        cls._content_names = frozenset(content)
        cls._witnessed_names = frozenset(witnessed)
        for name in witnessed:
            field = self._fields[name]
            # Else reading a number would load a name into memory, where the next
            # reader finds it without asking the database.
            if name in content:
                field.prefetch = False
            elif field.prefetch is True:
                field.prefetch = "client.file"
        return result

    # Noting ----------------------------------------------------------------------

    @api.model
    def _witness(self, operation, ids=(), names=(), places=None):
        """Note what the user did; it is written when the transaction ends."""
        user_id, as_user_id = self.env.uid, None
        behind = request.env.uid if request and request.env is not None else None
        if behind and behind != user_id:
            user_id, as_user_id = behind, user_id
        if user_id == SUPERUSER_ID:
            return
        act = Act(
            user_id,
            as_user_id,
            self.env.su,
            operation,
            self._name,
            getattr(request, "client_route", None) if request else None,
        )
        self.env["client.access.log"]._book().add(act, ids, names, places)

    def _witness_places(self, cr, user_id, moment):
        """Whose these records are, and which rows gave the user access then.

        :param cr: a cursor that sees the records
        :return: `{id: Place}` of the records that exist
        """
        if not self:
            return {}
        cr.execute(self._witness_places_query(user_id, moment))
        return {record_id: place(*values) for record_id, *values in cr.fetchall()}

    def _witness_places_query(self, user_id, moment):
        """The statement that finds these places: an id and what `place` takes."""
        own_file = self._name == "client.resident"
        sections = self._witness_sections()
        return SQL(
            """
            SELECT f.id, %(company)s, %(residents)s, rows.ids, rows.kinds
            FROM %(table)s f
            LEFT JOIN LATERAL (
                SELECT array_agg(DISTINCT a.resident_id) AS residents,
                       array_agg(a.id) FILTER (WHERE %(standing)s) AS ids,
                       array_agg(DISTINCT a.kind) FILTER (WHERE %(standing)s)
                           AS kinds
                FROM client_access a
                WHERE %(key)s
            ) rows ON true
            WHERE f.id = ANY(%(ids)s)
            """,
            table=SQL.identifier(self._table),
            company=(
                SQL("f.company_id")
                if "company_id" in self._fields
                else SQL(
                    "(SELECT company_id FROM client_resident r"
                    " WHERE r.id = rows.residents[1])"
                )
            ),
            residents=self._witness_residents(),
            key=(
                SQL("a.resident_id = f.id")
                if own_file
                else SQL("a.dossier_id = f.dossier_id")
            ),
            standing=SQL(
                # A file is made a moment before the row that opens it.
                "a.user_id = %s AND a.valid_until > %s AND %s AND a.valid_from"
                " <= clock_timestamp() AT TIME ZONE 'UTC'",
                user_id,
                moment,
                SQL("a.section = ANY(%s)", list(sections)) if sections else SQL("true"),
            ),
            ids=list(self._ids),
        )

    @api.model
    def _witness_residents(self):
        """Whose a record `f` is, as an array: of one resident, or of a whole case."""
        if self._name == "client.resident":
            return SQL("ARRAY[f.id]")
        if "resident_id" in self._fields and self._fields["resident_id"].store:
            return SQL(
                "CASE WHEN f.resident_id IS NULL THEN rows.residents"
                " ELSE ARRAY[f.resident_id] END"
            )
        return SQL("rows.residents")

    @api.model
    @tools.ormcache("self._name")
    def _witness_sections(self):
        """The sections that the read rule of this model accepts; none is any."""
        rules = self.env["ir.rule"].sudo()
        rule = rules.search(
            [("model_id.model", "=", self._name), ("perm_read", "=", True)], limit=1
        )
        found = re.search(r"'section',\s*'in',\s*(\[[^\]]*\])", rule.domain_force or "")
        return tuple(ast.literal_eval(found.group(1))) if found else ()

    # Where it happens ------------------------------------------------------------

    def _fetch_query(self, query, fields):
        """The one funnel by which values come out of the database into memory."""
        fetched = super()._fetch_query(query, fields)
        names = self._witnessed_names.intersection(field.name for field in fields)
        if names and fetched:
            fetched._witness("read", fetched._ids, names)
        return fetched

    @api.model
    def _search(
        self,
        domain,
        offset=0,
        limit=None,
        order=None,
        *,
        active_test=True,
        bypass_access=False,
    ):
        """A search for a word is a question about a person, also when nothing comes
        back: that, and never the word, is noted."""
        domain = Domain(domain)
        names = set()
        for condition in domain.iter_conditions():
            name = condition.field_expr.split(".", 1)[0]
            if name == "display_name":
                names.update(self._rec_names_search or [self._rec_name])
            else:
                names.add(name)
        if names := names & self._content_names:
            self._witness("search", names=names)
        return super()._search(
            domain,
            offset,
            limit,
            order,
            active_test=active_test,
            bypass_access=bypass_access,
        )

    @api.model
    def _read_group_groupby(self, alias, groupby_spec, query):
        self._witness_grouping(groupby_spec, query)
        return super()._read_group_groupby(alias, groupby_spec, query)

    @api.model
    def _read_group_select(self, aggregate_spec, query):
        if aggregate_spec != "__count":
            self._witness_grouping(aggregate_spec, query)
        return super()._read_group_select(aggregate_spec, query)

    @api.model
    def _witness_grouping(self, spec, query):
        """Groups and sums bring values out beside the funnel.

        By content that is refused: nobody counts names. By a fact it is noted.

        :raises AccessError: for content
        """
        if self.env.su:
            return
        name = re.split(r"[.:]", spec, maxsplit=1)[0]
        # Odoo tries with an empty query whether a field could be grouped by.
        is_trial = query.is_empty()
        if name in self._content_names:
            if not is_trial:
                self._witness("group_refused", names=[name])
            raise AccessError(
                self.env._(
                    "“%s” cannot be grouped by or added up: it says who somebody is "
                    "or holds their own words.",
                    self._fields[name]._description_string(self.env),
                )
            )
        if name in self._witnessed_names and not is_trial:
            self._witness("group", names=[name])

    @api.model
    def fields_get(self, allfields=None, attributes=None):
        """Screens do not offer what would be refused."""
        described = super().fields_get(allfields, attributes)
        for name in described.keys() & self._content_names:
            if "groupable" in described[name]:
                described[name]["groupable"] = False
        return described

    def export_data(self, fields_to_export):
        names = {re.split(r"[./]", path, maxsplit=1)[0] for path in fields_to_export}
        names &= self._fields.keys()
        try:
            exported = super().export_data(fields_to_export)
        except UserError:
            self._witness("denied", self._ids, names)
            raise
        self._witness("export", self._ids, names)
        return exported

    @api.model_create_multi
    def create(self, vals_list):
        records = super().create(vals_list)
        for record, vals in zip(records, vals_list, strict=True):
            record._witness("create", record._ids, vals.keys() & self._fields.keys())
        return records

    def write(self, vals):
        result = super().write(vals)
        if vals:
            self._witness("write", self._ids, vals.keys())
        return result

    def unlink(self):
        # Whose they were cannot be found out afterwards.
        self.flush_recordset()
        moment = self.env["client.access.log"]._moment()
        places = self._witness_places(self.env.cr, self.env.uid, moment)
        result = super().unlink()
        self._witness("unlink", self._ids, places=places)
        return result

    def _check_access(self, operation):
        refused = super()._check_access(operation)
        if not refused:
            return None
        forbidden, make_error = refused

        def noted_error():
            forbidden._witness("denied", forbidden._ids)
            return make_error()

        # Asking whether something is allowed is no attempt; being refused is.
        return forbidden, noted_error

    def _check_field_access(self, field, operation):
        try:
            return super()._check_field_access(field, operation)
        except AccessError:
            self._witness("denied", self._ids, [field.name])
            raise
