from odoo import models


class ClientFindingPlace(models.Model):
    """A sort of place where residents are met outside the office (vindplaats).

    A sort and no address: library, food bank, school, street.
    """

    _name = "client.finding.place"
    _inherit = ["client.code.mixin"]
    _description = "Finding place"
