from datetime import date

from odoo import api, fields, models

from .. import published_label


def measures(model):
    """What a figure can count, in the user's language."""
    return model.env["oco.figure"]._fields["measure"]._description_selection(model.env)


class OcoPublishedLabel(models.Model):
    """A row label of published tables that says by itself what the row counts."""

    _name = "oco.published.label"
    _description = "Row label of published tables"
    _order = "measure, name, id"

    name = fields.Char(
        string="Label",
        required=True,
        help="As organisations print it, without a day: “trajecten actief” also "
        "stands for “trajecten actief op 30 juni”.",
    )
    label_key = fields.Char(
        compute="_compute_label_key",
        store=True,
        help="The label without capitals, accents and punctuation, by which a printed "
        "row is recognised.",
    )
    measure = fields.Selection(
        selection=measures,
        required=True,
        help="What a row with this label counts. For active cases, a day in the label "
        "decides between start and end.",
    )

    _label_key_uniq = models.Constraint(
        "UNIQUE(label_key)",
        "This label exists already; capitals, accents and punctuation do not count.",
    )
    _label_not_blank = models.Constraint(
        "CHECK(label_key <> '')", "A label needs at least one letter besides a date."
    )

    @api.depends("name")
    def _compute_label_key(self):
        for label in self:
            label.label_key = published_label.split(label.name or "")[0]

    @api.model
    def _measure(self, text: str, date_from: date, date_to: date):
        """What a row counts by its printed label, or None when the label is unknown.

        A day in the label of active cases that is no edge of the period makes it
        unknown: such a row is neither the start nor the end.
        """
        key, day = published_label.split(text)
        measure = self.search([("label_key", "=", key)]).measure if key else False
        if measure in ("cases_start", "cases_end") and day:
            return published_label.stock_measure(day, date_from, date_to)
        return measure or None
