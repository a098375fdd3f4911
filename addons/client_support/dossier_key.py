"""The link from a part of a file to its dossier, as the access rules follow it."""

from odoo import fields
from odoo.tools import SQL


class DossierKey(fields.Many2one):
    """A many2one to `client.dossier` by which access is asked without reading dossiers.

    Every rule of a file asks `dossier_id.access_ids any …`. Odoo joins the dossier in
    between, one look-up for each record that somebody may see, while the rows of
    `client.access` hold the same key themselves.
    """

    def condition_to_sql(self, field_expr, operator, value, model, alias, query):
        # As rules are compiled: elevated, with this one condition on the dossier.
        if operator == "any!" and (
            (getattr(value, "field_expr", ""), getattr(value, "operator", ""))
            == ("access_ids", "any!")
        ):
            rows = model.env["client.access"]._search(value.value, bypass_access=True)
            return SQL(
                # An array, and not a semi-join: with one the database may walk all of
                # the table in the order of the list, past everybody else's files.
                "%s = ANY(ARRAY%s)",
                model._field_to_sql(alias, self.name, query),
                rows.subselect(SQL.identifier(rows.table, "dossier_id")),
            )
        return super().condition_to_sql(
            field_expr, operator, value, model, alias, query
        )
