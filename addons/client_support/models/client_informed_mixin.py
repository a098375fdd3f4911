from odoo import fields, models


class ClientInformedMixin(models.AbstractModel):
    """Whether, when and by whom the resident was told that client support exists.

    The municipality must point to it (Wmo 2015 art. 2.3.2). Asked in a case, and in a
    contact that becomes none.
    """

    _name = "client.informed.mixin"
    _description = "Told about client support"

    informed_date = fields.Date(
        string="Told about client support on",
        help="When the resident was told that this is free and independent.",
    )
    informed_by = fields.Selection(
        [
            ("us", "We did"),
            ("neighbourhood_team", "Neighbourhood team"),
            ("wmo_access", "Client manager of the municipality (Wmo)"),
            ("youth_team", "Youth team"),
            ("gp", "General practitioner"),
            ("provider", "Care provider"),
            ("nobody", "Nobody, before us"),
        ],
        string="Told by",
        help="Who pointed to it; the municipality must (Wmo 2015 art. 2.3.2).",
    )
    informed_medium = fields.Selection(
        [
            ("talk", "In a talk"),
            ("letter", "Letter"),
            ("folder", "Folder"),
            ("website", "Website"),
        ],
        string="Told in",
        help="By which medium.",
    )
