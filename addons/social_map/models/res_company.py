from urllib.parse import urlsplit

from odoo import fields, models
from odoo.tools import formataddr


class ResCompany(models.Model):
    """An organisation that works together with others under one name.

    What residents get on paper then looks the same, whoever gives it to them.
    """

    _inherit = "res.company"

    partnership_name = fields.Char(
        string="Name of the partnership",
        help="What the organisations are called together. It stands on printed sheets "
        "and leaflets in place of the name of the organisation.",
    )
    partnership_logo = fields.Image(
        string="Logo of the partnership",
        max_width=600,
        max_height=300,
        help="Printed in place of its name.",
    )

    def _letterhead(self):
        """Name and logo to print above a sheet; no logo where there is none.

        Odoo gives an organisation without a logo a picture that says "Your logo".
        """
        self.ensure_one()
        if self.partnership_name:
            return self.partnership_name, self.partnership_logo
        return self.name, not self.uses_default_logo and self.logo

    def _address_line(self):
        """Where the organisation itself can be found and reached, in one line."""
        self.ensure_one()
        place = " ".join(filter(None, (self.zip, self.city)))
        return ", ".join(filter(None, (self.street, place, self.phone, self.email)))

    def _sender(self):
        """From whom its mail is: the organisation, not who works there. Elevated."""
        self.ensure_one()
        host = urlsplit(self.get_base_url()).hostname
        return {
            "email_from": formataddr((self.name, self.email or f"noreply@{host}")),
            "author_id": self.partner_id.id,
        }
