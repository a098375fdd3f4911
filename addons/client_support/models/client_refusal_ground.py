from odoo import fields, models


class ClientRefusalGround(models.Model):
    """A ground of the law on which a request of a resident can be refused."""

    _name = "client.refusal.ground"
    _inherit = ["client.code.mixin"]
    _description = "Ground for refusal"

    source = fields.Char(required=True, help="The article of law.")
    for_access = fields.Boolean(
        string="Access and copy", help="Can refuse access or a copy."
    )
    for_destruction = fields.Boolean(
        string="Destruction", help="Can refuse destruction."
    )
    for_correction = fields.Boolean(string="Correction", help="Can refuse correction.")
    for_objection = fields.Boolean(
        string="Objection", help="Can refuse an objection to research and statistics."
    )
