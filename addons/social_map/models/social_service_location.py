from odoo import api, fields, models


class SocialServiceLocation(models.Model):
    """A service at a location, with the hours and the telephone that hold there."""

    _name = "social.service.location"
    _inherit = ["social.public.mixin"]
    _description = "Service at a Location"
    _order = "service_id, sequence, id"
    _rec_name = "location_id"

    service_id = fields.Many2one(
        "social.service",
        required=True,
        ondelete="cascade",
        index=True,
        help="What is offered here.",
    )
    location_id = fields.Many2one(
        "social.location",
        required=True,
        ondelete="restrict",
        index=True,
        help="Where it is offered.",
    )
    sequence = fields.Integer(
        default=10, aggregator=None, help="The lowest comes first."
    )
    description = fields.Char(
        translate=True, help="What to know here, such as the floor or the side door."
    )
    phone = fields.Char(help="The number here; empty: that of the service.")
    schedule_ids = fields.One2many(
        "social.schedule",
        "service_location_id",
        string="Hours Here",
        copy=True,
        help="When one can come here; empty: the hours of the service.",
    )
    is_published = fields.Boolean(
        compute="_compute_is_published",
        store=True,
        index=True,
        help="The service is published and the address is no secret.",
    )

    _place_uniq = models.Constraint(
        "UNIQUE(service_id, location_id)", "The service already has this location."
    )

    @api.depends(
        "service_id.is_published", "location_id.is_confidential", "location_id.active"
    )
    def _compute_is_published(self):
        # Elevated: whether an address is secret decides for everybody.
        for place in self.sudo():
            location = place.location_id
            place.is_published = (
                place.service_id.is_published
                and location.active
                and not location.is_confidential
            )

    @api.model_create_multi
    def create(self, vals_list):
        places = super().create(vals_list)
        places.service_id._touch()
        return places

    def unlink(self):
        self.service_id._touch()
        return super().unlink()

    def _public_fields(self):
        return frozenset(
            {"service_id", "location_id", "sequence", "description", "phone"}
        )

    def _containing(self):
        return [self.service_id]
