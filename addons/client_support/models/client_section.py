from odoo import models


class ClientSection(models.Model):
    """A part of a file that a resident can consent to share; codes as in access.py."""

    _name = "client.section"
    _inherit = ["client.code.mixin"]
    _description = "Part of a file"

    _code_uniq = models.Constraint("UNIQUE(code)", "This code exists already.")
