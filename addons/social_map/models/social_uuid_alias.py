from odoo import api, fields, models

# What can be merged, and the field here that says into what.
HEIRS = {
    "social.service": "service_id",
    "social.organization": "organization_id",
    "social.service.location": "service_location_id",
}


class SocialUuidAlias(models.Model):
    """The id of a record that was merged into another, which others still refer to.

    Also the record of who merged what and when.
    """

    _name = "social.uuid.alias"
    _description = "Merged Record"
    _order = "id desc"
    _rec_name = "name"

    uuid = fields.Char(
        string="UUID", required=True, readonly=True, help="Its id in open data."
    )
    model = fields.Char(
        required=True, readonly=True, help="What it was: the technical name of a model."
    )
    old_id = fields.Integer(
        required=True,
        readonly=True,
        aggregator=None,
        help="Its number here, which its page on the website had.",
    )
    name = fields.Char(required=True, readonly=True, help="What it was called.")
    service_id = fields.Many2one(
        "social.service",
        readonly=True,
        ondelete="cascade",
        index="btree_not_null",
        help="The service that it was merged into.",
    )
    organization_id = fields.Many2one(
        "social.organization",
        string="Organisation",
        readonly=True,
        ondelete="cascade",
        index="btree_not_null",
        help="The organisation that it was merged into.",
    )
    service_location_id = fields.Many2one(
        "social.service.location",
        string="Service at a Location",
        readonly=True,
        ondelete="cascade",
        index="btree_not_null",
        help="The service at a location that it was merged into.",
    )

    _uuid_uniq = models.Constraint("UNIQUE(uuid)", "This id was merged before.")
    _old_uniq = models.Constraint(
        "UNIQUE(model, old_id)", "This record was merged before."
    )
    _one_heir = models.Constraint(
        "CHECK(num_nonnulls(service_id, organization_id, service_location_id) = 1)",
        "A record is merged into one other.",
    )

    @api.model
    def _keep(self, gone, heir):
        """`gone` was merged into `heir` by this user."""
        # Elevated: nobody writes these; whoever merges has checked the right.
        self.sudo().create(
            {
                "uuid": gone.uuid,
                "model": gone._name,
                "old_id": gone.id,
                "name": gone.display_name,
                HEIRS[gone._name]: heir.id,
            }
        )

    @api.model
    def _heir(self, model, **key):
        """What a record was merged into, for a user who can see that; else empty.

        :param key: its `uuid`, or its `old_id`
        """
        (name, value), *_none = key.items()
        # Elevated: an id tells nothing; the record is read as the user.
        alias = self.sudo().search([("model", "=", model), (name, "=", value)], limit=1)
        heirs = self.env[model]
        return heirs.search([("id", "in", alias[HEIRS[model]].ids)])

    @api.model
    def _follow(self, model, ids):
        """The ids, with those of what was merged replaced by what it became: each once
        and in order. Whether the user can see them is for who reads them.
        """
        # Elevated: as in _heir.
        aliases = self.sudo().search([("model", "=", model), ("old_id", "in", ids)])
        heirs = {one.old_id: one[HEIRS[model]].id for one in aliases}
        return tuple(dict.fromkeys(heirs.get(one, one) for one in ids))
