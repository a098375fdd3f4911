from odoo import api, fields, models
from odoo.exceptions import ValidationError


class ClientServiceLinkMixin(models.AbstractModel):
    """Names a service of the social map; its organisation follows from it.

    The arrow points outward: nothing of the social map knows of any file. A service
    that is no longer offered stays named in what was done with it.
    """

    _name = "client.service.link.mixin"
    _description = "Names a service of the social map"

    service_id = fields.Many2one(
        "social.service",
        index="btree_not_null",
        ondelete="restrict",
        domain="[('is_published', '=', True), ('partner_id', '=?', partner_id)]",
        help="Which service of the social map; the organisation follows from it.",
    )
    partner_id = fields.Many2one(
        "res.partner",
        compute="_compute_partner_id",
        store=True,
        readonly=False,
        precompute=True,
    )

    @api.depends("service_id")
    def _compute_partner_id(self):
        for one in self:
            # A plain statement for Odoo too: without a service it stays as it was.
            one.partner_id = one.service_id.partner_id or one.partner_id

    @api.onchange("partner_id")
    def _onchange_partner_id(self):
        if self.service_id.partner_id != self.partner_id:
            self.service_id = False

    @api.constrains("service_id", "partner_id")
    def _check_service(self):
        for one in self:
            if one.service_id and one.service_id.partner_id != one.partner_id:
                raise ValidationError(
                    self.env._(
                        "“%(service)s” is offered by another organisation. Take away "
                        "the service, or choose the organisation that offers it.",
                        service=one.service_id.name,
                    )
                )
