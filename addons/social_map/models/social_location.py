from odoo import api, fields, models
from odoo.exceptions import ValidationError

# The Netherlands with its islands in Europe, wide enough for every address.
LATITUDES, LONGITUDES = (50.7, 53.7), (3.2, 7.3)


class SocialLocation(models.Model):
    """A place where services are given, with its address and how to get in.

    An own model, not a contact: public pages never read the address book. A place whose
    address must stay secret (such as a women's shelter) is *confidential*: only
    directory editors see it, and pages, search and open data leave it out altogether.
    """

    _name = "social.location"
    _inherit = [
        "social.review.mixin",
        "social.public.mixin",
        "social.edited.mixin",
        "social.activity.mixin",
    ]
    _description = "Location"
    _order = "city, street, name, id"

    name = fields.Char(required=True, help="What people call the place.")
    active = fields.Boolean(default=True, help="Switch off what is no more.")
    location_type = fields.Selection(
        [
            ("physical", "Place to visit"),
            ("postal", "Postal address"),
            ("virtual", "Online"),
        ],
        string="Kind",
        required=True,
        default="physical",
        help="A place to visit, an address for letters, or a place on the internet.",
    )
    street = fields.Char(help="Street and number.")
    postal_code = fields.Char(help="Four digits and two letters, such as 3311 AB.")
    city = fields.Char(help="Town or village.")
    province = fields.Char(
        default="Zuid-Holland",
        help="The province, which open data asks for.",
    )
    area_id = fields.Many2one(
        "social.area",
        ondelete="restrict",
        index="btree_not_null",
        help="The neighbourhood, district or municipality where it is.",
    )
    latitude = fields.Float(
        digits=(9, 6), aggregator=None, help="Degrees north (WGS 84)."
    )
    longitude = fields.Float(
        digits=(9, 6), aggregator=None, help="Degrees east (WGS 84)."
    )
    wheelchair = fields.Selection(
        [("yes", "Yes"), ("partly", "With help"), ("no", "No")],
        string="Wheelchair access",
        help="Whether one gets in with a wheelchair. Empty: not known.",
    )
    accessible_toilet = fields.Selection(
        [("yes", "Yes"), ("no", "No")],
        help="Whether there is a toilet for wheelchairs. Empty: not known.",
    )
    accessibility = fields.Text(
        translate=True, help="What else helps to get in: lift, induction loop, parking."
    )
    transport = fields.Char(
        translate=True, help="How to get there by bus, train or bicycle."
    )
    is_confidential = fields.Boolean(
        string="Secret Address",
        help="The address is shown to directory editors only and never published.",
    )
    service_location_ids = fields.One2many(
        "social.service.location",
        "location_id",
        string="Services Here",
        help="What is offered here.",
    )

    _address = models.Constraint(
        """CHECK(location_type = 'virtual' OR (street <> '' AND city <> ''
            AND postal_code <> '' AND province <> '') IS TRUE)""",
        "A place needs a street and number, a postal code, a town and a province.",
    )
    _postal_code_form = models.Constraint(
        "CHECK(postal_code IS NULL OR postal_code ~ '^[1-9][0-9]{3} [A-Z]{2}$')",
        "A postal code is four digits and two letters, such as 3311 AB.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([self._tidied(vals) for vals in vals_list])

    def write(self, vals):
        return super().write(self._tidied(vals))

    @api.model
    def _tidied(self, vals):
        """The postal code as it is printed, however it was typed."""
        if not vals.get("postal_code"):
            return vals
        code = "".join(vals["postal_code"].split()).upper()
        return {**vals, "postal_code": f"{code[:4]} {code[4:]}".strip()}

    @api.constrains("latitude", "longitude")
    def _check_in_the_country(self):
        for place in self:
            if not place.latitude and not place.longitude:
                continue
            if not (
                LATITUDES[0] <= place.latitude <= LATITUDES[1]
                and LONGITUDES[0] <= place.longitude <= LONGITUDES[1]
            ):
                raise ValidationError(
                    self.env._(
                        "%(place)s would not lie in the Netherlands: give the latitude "
                        "(50.7 to 53.7) and the longitude (3.2 to 7.3) in degrees.",
                        place=place.name,
                    )
                )

    def action_assure(self):
        """Everything was checked today, and is right."""
        self._assure()

    def _public_fields(self):
        return frozenset(
            {"name", "active", "location_type", "street", "postal_code", "city"}
            | {"province", "area_id", "latitude", "longitude", "wheelchair"}
            | {"accessible_toilet", "accessibility", "transport", "is_confidential"}
        )

    def _containing(self):
        return [self.service_location_ids]
