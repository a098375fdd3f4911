from odoo import api, fields, models

from ..models.oco_published_label import measures
from ..models.oco_published_reader_mixin import Meaning


class OcoPublishedImportLine(models.TransientModel):
    """A row of the file that is about to be imported, and what it would mean."""

    _name = "oco.published.import.line"
    _description = "Row of a table to import"
    _order = "sequence, id"

    wizard_id = fields.Many2one(
        "oco.published.import",
        required=True,
        index=True,
        ondelete="cascade",
        help="The import.",
    )
    sequence = fields.Integer(aggregator=None, help="The line of the file it is on.")
    label = fields.Char(required=True, readonly=True, help="As printed.")
    total = fields.Integer(
        readonly=True, aggregator=None, help="The sum of the cells of the row."
    )
    measure = fields.Selection(selection=measures, help="What the row counts.")
    life_domain_id = fields.Many2one(
        "life.domain", help="The life domain that the label means."
    )
    kind_id = fields.Many2one(
        "client.contact.kind",
        string="Kind of contact",
        help="The kind of contact that the label means.",
    )

    @api.onchange("life_domain_id")
    def _onchange_life_domain_id(self):
        if self.life_domain_id:
            self.kind_id = False

    @api.onchange("kind_id")
    def _onchange_kind_id(self):
        if self.kind_id:
            self.life_domain_id = False

    def _meaning(self):
        """What the row means, as the screen says."""
        return Meaning(self.measure, self.life_domain_id, self.kind_id)

    def _given(self):
        """The same for `import_csv`; nothing when the row has no meaning yet."""
        if not self.measure:
            return {}
        return {
            "measure": self.measure,
            "life_domain": self.life_domain_id,
            "kind": self.kind_id,
        }
