from odoo import fields, models


class OcoPublishedColumn(models.Model):
    """A team's column of an imported table, under the header that was printed."""

    _name = "oco.published.column"
    _description = "Column of a published table"
    _order = "table_id, sequence, id"
    _rec_name = "header"

    table_id = fields.Many2one(
        "oco.published.table",
        required=True,
        index=True,
        ondelete="cascade",
        help="The table that the column is printed in.",
    )
    sequence = fields.Integer(
        required=True, aggregator=None, help="Place in the printed table."
    )
    header = fields.Char(required=True, help="The team's name as printed.")
    team_id = fields.Many2one(
        "client.team",
        required=True,
        index=True,
        ondelete="restrict",
        help="The team that the header means.",
    )
