from odoo import api, fields, models
from odoo.tools import SQL


class ClientProcedurePartMixin(models.AbstractModel):
    """A part of one procedure: a step, a change of a term, a letter."""

    _name = "client.procedure.part.mixin"
    _inherit = ["client.case.part.mixin"]
    _description = "Part of a procedure"
    _rec_name = "display_name"
    _set_by_methods = frozenset({"dossier_id", "case_id", "procedure_id"})

    procedure_id = fields.Many2one(
        "client.procedure",
        required=True,
        index=True,
        ondelete="cascade",
        help="The procedure that it belongs to.",
    )
    case_id = fields.Many2one(
        related="procedure_id.case_id",
        related_sudo=False,
        store=True,
        precompute=True,
    )

    @api.model
    def _witness_residents(self):
        """What is in a procedure of one resident is of no other of the case."""
        return SQL(
            "COALESCE((SELECT ARRAY[p.resident_id] FROM client_procedure p"
            " WHERE p.id = f.procedure_id AND p.resident_id IS NOT NULL),"
            " rows.residents)"
        )
