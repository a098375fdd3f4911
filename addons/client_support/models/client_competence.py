from odoo import fields, models


class ClientCompetence(models.Model):
    """What a supporter must be good at: the lists of Movisie and of the profession."""

    _name = "client.competence"
    _inherit = ["client.code.mixin"]
    _description = "Competence"

    profile = fields.Selection(
        [("informal", "Informal"), ("formal", "Formal"), ("both", "Both")],
        required=True,
        default="both",
        help="Whether it belongs to volunteers, to professionals or to both.",
    )
