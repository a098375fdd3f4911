from odoo import models


class SocialFrontMixin(models.AbstractModel):
    """What has a page about which a visitor can write to us."""

    _name = "social.front.mixin"
    _description = "Page that visitors write about"

    # How the address of a form names it.
    _front_name = ""

    def _about(self):
        """What the address of a form says of it; nothing for no record."""
        return f"{self._front_name}={self.uuid}" if self else ""

    def _report_path(self):
        """The address of the form to say that something is wrong here."""
        return f"/sociale-kaart/melding?{self._about()}".rstrip("?")
