from odoo import fields, models

from ..dossier_key import DossierKey


class ClientAddress(models.Model):
    """Where a resident lives, apart from who the resident is.

    An own record with own rules: only who works on the whole file sees it. A reader by
    consent, a volunteer, a colleague who thinks along and whoever acts for the resident
    (often the one whom a secret address is kept from) find nothing, whatever they ask.
    """

    _name = "client.address"
    _inherit = ["client.file.mixin", "client.identity.mixin"]
    _description = "Address"
    _rec_name = None
    _identity_texts = ("street", "postcode", "city")
    _set_by_methods = frozenset({"dossier_id", "resident_id"})
    _dossier_of = ("resident_id",)

    dossier_id = DossierKey(compute="_compute_dossier_id", store=True)
    resident_id = fields.Many2one(
        "client.resident",
        required=True,
        index=True,
        ondelete="cascade",
        help="Who lives there.",
    )
    street = fields.Char(help="Street and house number.")
    postcode = fields.Char(help="e.g. 1234 AB")
    city = fields.Char(help="Place.")
    area_id = fields.Many2one(
        "social.area",
        help="District of a secret address; the resident shows the municipality only.",
    )

    _resident_uniq = models.Constraint(
        "UNIQUE(resident_id)", "The resident has an address already; change that one."
    )

    def export_data(self, fields_to_export):
        self.resident_id._refuse_secret_address()
        return super().export_data(fields_to_export)

    def _merge_into(self, resident):
        """One address stays: that of the file that is kept, when it has one."""
        if resident.address_ids:
            return self.unlink()
        return super()._merge_into(resident)
