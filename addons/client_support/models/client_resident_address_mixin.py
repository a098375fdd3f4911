from odoo import api, fields, models
from odoo.exceptions import UserError

from .client_portal_mixin import WORKERS

ADDRESS = ("street", "postcode", "city", "area_detail_id")


class ClientResidentAddressMixin(models.AbstractModel):
    """Where a resident lives, and that it can be a secret.

    The address is a record of its own with rules of its own (`client.address`); these
    fields show it on the form to those who may see it.
    """

    _name = "client.resident.address.mixin"
    _description = "Has an address"

    has_secret_address = fields.Boolean(
        string="Secret address",
        help="Nobody but who works on this file may learn where the resident lives: "
        "the address is in no letter, label, list or export.",
    )
    address_ids = fields.One2many(
        "client.address",
        "resident_id",
        groups=WORKERS,
        help="Where the resident lives; one at most.",
    )
    street = fields.Char(
        compute="_compute_address",
        inverse="_inverse_address",
        groups=WORKERS,
        help="Street and house number.",
    )
    postcode = fields.Char(
        compute="_compute_address",
        inverse="_inverse_address",
        groups=WORKERS,
        help="e.g. 1234 AB",
    )
    city = fields.Char(
        compute="_compute_address",
        inverse="_inverse_address",
        groups=WORKERS,
        help="Place.",
    )
    area_detail_id = fields.Many2one(
        "social.area",
        string="District",
        compute="_compute_address",
        inverse="_inverse_address",
        groups=WORKERS,
        help="Of a secret address; others see the municipality only.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        residents = super().create(vals_list)
        residents._keep_area_secret()
        return residents

    def write(self, vals):
        result = super().write(vals)
        if vals.keys() & {"has_secret_address", "area_id", "area_detail_id"}:
            self._keep_area_secret()
        return result

    @api.depends(
        "address_ids.street",
        "address_ids.postcode",
        "address_ids.city",
        "address_ids.area_id",
    )
    @api.depends_context("uid")
    def _compute_address(self):
        """Of those whose address the user may see: its own rules say so."""
        addresses = self.env["client.address"].search([("resident_id", "in", self.ids)])
        found = {address.resident_id.id: address for address in addresses}
        for resident in self:
            address = found.get(resident._origin.id, addresses.browse())
            resident.street = address.street
            resident.postcode = address.postcode
            resident.city = address.city
            resident.area_detail_id = address.area_id

    def _inverse_address(self):
        for resident in self:
            values = {
                "street": resident.street,
                "postcode": resident.postcode,
                "city": resident.city,
                "area_id": resident.area_detail_id.id,
            }
            address = self.env["client.address"].search(
                [("resident_id", "=", resident.id)]
            )
            if address:
                address.write(values)
            elif any(values.values()):
                address.create({**values, "resident_id": resident.id})

    def _keep_area_secret(self):
        """The area of a secret address lies with the address; here its municipality."""
        # Elevated: the address is not for everybody who may change the area.
        for resident in self.sudo():
            area, address = resident.area_id, resident.address_ids
            if not resident.has_secret_address:
                if area := address.area_id:
                    address.area_id = False
                    resident.area_id = area
            elif area and area.level != "municipality":
                if not address:
                    address = address.create({"resident_id": resident.id})
                address.area_id = area
                while area and area.level != "municipality":
                    area = area.parent_id
                resident.area_id = area

    def _refuse_secret_address(self):
        """:raises UserError: when one of these keeps the address secret"""
        # Elevated: who may not know that an address is secret may not export it either.
        if any(self.sudo().mapped("has_secret_address")):
            raise UserError(
                self.env._(
                    "One of these residents has a secret address. Leave the address "
                    "out of what you export or print."
                )
            )

    def export_data(self, fields_to_export):
        names = {path.replace(".", "/").split("/")[0] for path in fields_to_export}
        if names & {*ADDRESS, "address_ids"}:
            self._refuse_secret_address()
        return super().export_data(fields_to_export)
