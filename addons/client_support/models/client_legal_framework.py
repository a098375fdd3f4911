from odoo import models


class ClientLegalFramework(models.Model):
    """A law of which a supporter may know the ins and outs.

    The codes are those of the field `legal_framework` of a question.
    """

    _name = "client.legal.framework"
    _inherit = ["client.code.mixin"]
    _description = "Law"
