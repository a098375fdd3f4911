from odoo import api, fields, models

from ..dossier_key import DossierKey


class ClientDecisionRole(models.Model):
    """A supporter took part in a decision on support for this resident.

    Part of the resident's file: it says that there was a decision. Whoever decided
    cannot stand beside the resident afterwards.
    """

    _name = "client.decision.role"
    _inherit = ["client.file.mixin"]
    _description = "Part in a decision"
    _order = "date desc, id desc"
    _dossier_of = ("resident_id",)

    dossier_id = DossierKey(compute="_compute_dossier_id", store=True)
    resident_id = fields.Many2one(
        "client.resident",
        required=True,
        index=True,
        ondelete="cascade",
        help="For whom was decided.",
    )
    supporter_id = fields.Many2one(
        "client.supporter",
        required=True,
        index=True,
        ondelete="restrict",
        help="Who took part in the decision.",
    )
    date = fields.Date(
        required=True,
        default=fields.Date.context_today,
        help="The day of the decision.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        roles = super().create(vals_list)
        # Elevated: the supporter's cases are checked, whoever registered the fact.
        roles.sudo().supporter_id._check_standing_cases()
        return roles

    def write(self, vals):
        result = super().write(vals)
        self.sudo().supporter_id._check_standing_cases()
        return result
