from odoo import models

# Fields of lists that stand in what is published of a service.
SAID = {"name", "active", "code", "note", "scope_note", "for_whom", "parent_id"}


class SocialSaidMixin(models.AbstractModel):
    """A list whose values are published in full within each service that has them, so
    that the service changes when the list does.
    """

    _name = "social.said.mixin"
    _description = "List that is published within services"

    # Where its values stand on a service.
    _service_field = ""

    def write(self, vals):
        result = super().write(vals)
        if vals.keys() & SAID:
            operator = "child_of" if self._parent_store else "in"
            # Elevated: whoever keeps the list need not keep the services.
            services = self.env["social.service"].sudo()
            services.with_context(active_test=False).search(
                [(self._service_field, operator, self.ids)]
            )._touch()
        return result
