from odoo import api, fields, models
from odoo.exceptions import ValidationError

PARENT_LEVEL = {
    "municipality": False,
    "district": "municipality",
    "neighbourhood": "district",
}


class SocialArea(models.Model):
    """A municipality, district (wijk) or neighbourhood (buurt).

    The division and the codes are those of Statistics Netherlands (CBS). A district
    that only the municipality or its teams speak of has no code.
    """

    _name = "social.area"
    _inherit = ["social.said.mixin", "social.unsigned.mixin"]
    _description = "Area"
    _service_field = "area_ids"
    _order = "complete_name, id"
    _rec_name = "complete_name"
    _rec_names_search = ["complete_name", "code"]
    _parent_store = True

    name = fields.Char(
        required=True,
        help="Name of the area itself, without the areas it lies in.",
    )
    complete_name = fields.Char(
        string="Full Name",
        compute="_compute_complete_name",
        store=True,
        recursive=True,
        help="The area with the areas that it lies in, the largest first.",
    )
    code = fields.Char(
        string="CBS Code",
        copy=False,
        help="Code of Statistics Netherlands: GM and four digits for a municipality, "
        "WK and six for a district, BU and eight for a neighbourhood. Empty for an "
        "area that CBS does not know.",
    )
    level = fields.Selection(
        selection=[
            ("municipality", "Municipality"),
            ("district", "District"),
            ("neighbourhood", "Neighbourhood"),
        ],
        required=True,
        default="district",
        help="A neighbourhood lies in a district, a district in a municipality.",
    )
    parent_id = fields.Many2one(
        "social.area",
        string="Lies In",
        ondelete="restrict",
        index=True,
        help="The district or municipality that this area is part of.",
    )
    parent_path = fields.Char(
        index=True,
        help="The areas from the municipality down to this one, for fast searching.",
    )
    child_ids = fields.One2many(
        "social.area",
        "parent_id",
        string="Parts",
        context={"active_test": False},
        help="The districts or neighbourhoods that lie in this area.",
    )
    population_ids = fields.One2many(
        "social.area.population",
        "area_id",
        help="Number of inhabitants per year, to set reach against. The figures that "
        "come with the demo data are invented.",
    )
    active = fields.Boolean(
        default=True,
        help="An area that no longer exists is archived; what was registered with it "
        "keeps it.",
    )

    support_position = fields.Selection(
        [
            ("in_team", "Within the social team"),
            ("beside_team", "In an organisation beside the social team"),
            ("both", "Both, and the resident chooses"),
        ],
        string="Where formal support stands",
        help="Of a municipality: where formal client support has its place in the "
        "organisation. Empty: not known.",
    )
    is_front_runner = fields.Boolean(
        string="Front runner",
        help="Of a municipality: took part in the programme of front runners on client "
        "support (koplopergemeente).",
    )

    _code_uniq = models.UniqueIndex(
        "(code) WHERE code IS NOT NULL", "Another area already has this CBS code."
    )
    _code_fits_level = models.Constraint(
        """CHECK(code IS NULL OR code ~ CASE level
            WHEN 'municipality' THEN '^GM[0-9]{4}$'
            WHEN 'district' THEN '^WK[0-9]{6}$'
            ELSE '^BU[0-9]{8}$'
        END)""",
        "A CBS code is GM and four digits for a municipality, WK and six for a "
        "district, BU and eight for a neighbourhood.",
    )

    @api.depends("name", "parent_id.complete_name")
    def _compute_complete_name(self):
        for area in self:
            parent = area.parent_id.complete_name
            area.complete_name = f"{parent} / {area.name}" if parent else area.name

    @api.onchange("level")
    def _onchange_level(self):
        if self.parent_id.level != PARENT_LEVEL[self.level or "municipality"]:
            self.parent_id = False

    @api.constrains("level", "parent_id")
    def _check_level(self):
        # Each level lies in exactly the one above, so a circle cannot be drawn either.
        # The parts are looked at too: the level of what they lie in may have changed.
        for area in self | self.child_ids:
            if area.parent_id.level != PARENT_LEVEL[area.level]:
                raise ValidationError(
                    self.env._(
                        "%(area)s is in the wrong place: a neighbourhood lies in a "
                        "district, a district in a municipality, and a municipality "
                        "in nothing.",
                        area=area.name,
                    )
                )
