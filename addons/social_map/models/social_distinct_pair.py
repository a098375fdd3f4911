from odoo import api, fields, models
from odoo.fields import Domain

# The two of a pair, by the model that they are of.
SIDES = {
    "social.organization": ("organization_id", "other_id"),
    "social.service": ("service_id", "other_service_id"),
}


class SocialDistinctPair(models.Model):
    """Two organisations, or two services, that look alike and are not the same.

    An editor said so: they are not proposed as duplicates of each other again, until
    this is deleted.
    """

    _name = "social.distinct.pair"
    _description = "Organisations or Services that are not the Same"
    _order = "id desc"

    organization_id = fields.Many2one(
        "social.organization",
        string="Organisation",
        readonly=True,
        ondelete="cascade",
        index=True,
        help="The one of the two organisations.",
    )
    other_id = fields.Many2one(
        "social.organization",
        string="Is not the same as",
        readonly=True,
        ondelete="cascade",
        index=True,
        help="The other of the two organisations.",
    )
    service_id = fields.Many2one(
        "social.service",
        readonly=True,
        ondelete="cascade",
        index=True,
        help="The one of the two services.",
    )
    other_service_id = fields.Many2one(
        "social.service",
        string="Is not the same service as",
        readonly=True,
        ondelete="cascade",
        index=True,
        help="The other of the two services.",
    )

    # One order for the two, so that nobody says it twice.
    _ordered = models.Constraint(
        """CHECK(CASE WHEN service_id IS NULL AND other_service_id IS NULL
            THEN coalesce(organization_id < other_id, false)
            ELSE coalesce(service_id < other_service_id, false)
                AND organization_id IS NULL AND other_id IS NULL END)""",
        "Choose two different organisations, or two different services.",
    )
    _pair_uniq = models.Constraint(
        "UNIQUE(organization_id, other_id)", "This was said already."
    )
    _service_pair_uniq = models.Constraint(
        "UNIQUE(service_id, other_service_id)", "This was said already."
    )

    @api.depends("organization_id", "service_id")
    def _compute_display_name(self):
        for pair in self:
            pair.display_name = (pair.service_id or pair.organization_id).display_name

    @api.model
    def _tell_apart(self, one, others):
        """This user, an editor, says that `one` is none of `others`.

        :param one: the public card of an organisation, or a service
        """
        side, other_side = SIDES[one._name]
        said = self._others(one)
        self.create(
            [
                {side: min(one.id, other), other_side: max(one.id, other)}
                for other in (others - said - one).ids
            ]
        )
        both = one | others
        if one._name == "social.organization":
            both = both.partner_id
        both.invalidate_recordset(["duplicate_ids"])

    @api.model
    def _others(self, one):
        """What somebody said `one` is not."""
        side, other_side = SIDES[one._name]
        pairs = self.search(
            Domain(side, "in", one.ids) | Domain(other_side, "in", one.ids)
        )
        return pairs[side] + pairs[other_side] - one

    @api.model
    def _all(self, model):
        """All pairs of a model, as sets of two ids."""
        side, other_side = SIDES[model]
        pairs = self.search_fetch([(side, "!=", False)], [side, other_side])
        return {frozenset((one[side].id, one[other_side].id)) for one in pairs}
