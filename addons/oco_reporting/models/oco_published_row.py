from odoo import fields, models

from .oco_published_label import measures


class OcoPublishedRow(models.Model):
    """A row of an imported table: its printed label and what was understood by it."""

    _name = "oco.published.row"
    _description = "Row of a published table"
    _order = "table_id, sequence, id"
    _rec_name = "label"

    table_id = fields.Many2one(
        "oco.published.table",
        required=True,
        index=True,
        ondelete="cascade",
        help="The table that the row is printed in.",
    )
    sequence = fields.Integer(
        required=True, aggregator=None, help="The line of the file it is on."
    )
    label = fields.Char(required=True, help="As printed.")
    measure = fields.Selection(
        selection=measures, help="What the row counts; empty for the total row."
    )
    life_domain_id = fields.Many2one(
        "life.domain",
        ondelete="restrict",
        help="The life domain that the label means.",
    )
    kind_id = fields.Many2one(
        "client.contact.kind",
        ondelete="restrict",
        help="The kind of contact that the label means.",
    )
    is_total = fields.Boolean(
        string="Total", help="The printed total of the rows above; not a figure."
    )
    derived = fields.Boolean(
        help="Not printed: the start that follows from new, closed and end."
    )
