from odoo import api, models


class SocialPartMixin(models.AbstractModel):
    """A line of a service, published within it: whatever changes here changes that."""

    _name = "social.part.mixin"
    _inherit = ["social.unsigned.mixin"]
    _description = "Line that is published within a service"

    def _whole(self):
        """The recordsets of what these are lines of."""
        raise NotImplementedError

    def _touch_whole(self):
        for whole in self._whole():
            whole._touch()

    @api.model_create_multi
    def create(self, vals_list):
        parts = super().create(vals_list)
        parts._touch_whole()
        return parts

    def write(self, vals):
        self._touch_whole()
        result = super().write(vals)
        self._touch_whole()
        return result

    def unlink(self):
        self._touch_whole()
        return super().unlink()
