from odoo import api, fields, models
from odoo.tools.misc import formatLang


class OcoUnmetNeed(models.Model):
    """How many residents need help and find none: an estimate of others, with source.

    Of a municipality, in a year. Our own figures know who came and not who did not, so
    it is shown beside how many were reached (K02) and who knew of client support (K32),
    always as an estimate from outside, and never counted with.
    """

    _name = "oco.unmet.need"
    _inherit = ["oco.outside.value.mixin"]
    _description = "Estimate of unmet need"
    _order = "year desc, area_id, id"
    _rec_name = "area_id"

    share = fields.Float(
        string="Share of residents (%)",
        required=True,
        digits=(4, 1),
        aggregator=None,
        help="How many of a hundred residents need help and find none.",
    )

    _estimate_uniq = models.Constraint(
        "UNIQUE(company_id, area_id, year)",
        "There is an estimate for this municipality and year already.",
    )
    _share_of_residents = models.Constraint(
        "CHECK(share BETWEEN 0 AND 100)", "A share is between 0 and 100%."
    )

    @api.model
    def _latest(self, company, day, areas=None):
        """Of each municipality the last estimate up to the year of a day.

        :param areas: of these municipalities alone
        """
        found = self.search(
            [
                ("company_id", "=", company.id),
                ("year", "<=", day.year),
                *([("area_id", "in", areas.ids)] if areas else []),
            ]
        )
        return self.concat(*(some[0] for some in found.grouped("area_id").values()))

    def _in_words(self):
        """The estimate in a sentence that says what it is, and whose."""
        self.ensure_one()
        return self.env._(
            "Estimate from outside, %(municipality)s %(year)s: about %(share)s%% of "
            "residents need help and do not find it (%(title)s).",
            municipality=self.area_id.name,
            year=self.year,
            share=formatLang(
                self.env, self.share, digits=0 if self.share == int(self.share) else 1
            ),
            title=self.source,
        )
