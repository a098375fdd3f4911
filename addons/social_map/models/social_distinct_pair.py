from odoo import api, fields, models


class SocialDistinctPair(models.Model):
    """Two organisations that look alike and are not the same: an editor said so.

    They are not proposed as duplicates of each other again, until this is deleted.
    """

    _name = "social.distinct.pair"
    _description = "Organisations that are not the Same"
    _order = "id desc"
    _rec_name = "organization_id"

    organization_id = fields.Many2one(
        "social.organization",
        string="Organisation",
        required=True,
        readonly=True,
        ondelete="cascade",
        index=True,
        help="The one of the two.",
    )
    other_id = fields.Many2one(
        "social.organization",
        string="Is not the same as",
        required=True,
        readonly=True,
        ondelete="cascade",
        index=True,
        help="The other of the two.",
    )

    # One order for the two, so that nobody says it twice.
    _ordered = models.Constraint(
        "CHECK(organization_id < other_id)", "Choose two different organisations."
    )
    _pair_uniq = models.Constraint(
        "UNIQUE(organization_id, other_id)", "This was said already."
    )

    @api.model
    def _tell_apart(self, card, others):
        """This user, an editor, says that `card` is none of `others`."""
        said = self._others(card)
        self.create(
            [
                {
                    "organization_id": min(card.id, other),
                    "other_id": max(card.id, other),
                }
                for other in (others - said - card).ids
            ]
        )
        (card | others).partner_id.invalidate_recordset(["duplicate_ids"])

    @api.model
    def _others(self, card):
        """The cards that somebody said `card` is not."""
        pairs = self.search(
            ["|", ("organization_id", "in", card.ids), ("other_id", "in", card.ids)]
        )
        return pairs.organization_id + pairs.other_id - card

    @api.model
    def _all(self):
        """All pairs, as sets of two ids of cards."""
        pairs = self.search_fetch([], ["organization_id", "other_id"])
        return {frozenset((one.organization_id.id, one.other_id.id)) for one in pairs}
