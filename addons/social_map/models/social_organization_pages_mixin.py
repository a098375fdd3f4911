from odoo import models

from .social_service_pages_mixin import filled


class SocialOrganizationPagesMixin(models.AbstractModel):
    """What the website tells of an organisation."""

    _name = "social.organization.pages.mixin"
    _description = "Organisation told on the website"

    def _json_ld(self, root):
        """The organisation in the words of schema.org; see `social.service`."""
        return filled(
            {
                "@context": "https://schema.org",
                "@type": "Organization",
                "@id": f"urn:uuid:{self.uuid}",
                "url": root + self._page_path(),
                "sameAs": self.website,
                "name": self.name,
                "description": self.description,
                "telephone": self.phone,
                "email": self.email,
            }
        )
