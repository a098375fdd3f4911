from odoo import api, fields, models


class ClientCasePartMixin(models.AbstractModel):
    """A part of one case; who sees it follows from the case and its own section."""

    _name = "client.case.part.mixin"
    _inherit = ["client.file.mixin"]
    _description = "Part of a case"
    # A part stays with its case: elsewhere it would be read by other people.
    _set_by_methods = frozenset({"dossier_id", "case_id"})

    dossier_id = fields.Many2one(compute="_compute_dossier_id", store=True)
    case_id = fields.Many2one(
        "client.case",
        required=True,
        index=True,
        ondelete="cascade",
        help="The case that it belongs to.",
    )

    @api.depends("case_id.dossier_id")
    def _compute_dossier_id(self):
        for part in self:
            part.dossier_id = part.case_id.dossier_id

    @api.model
    def _check_links(self, vals):
        """Of the case the rule on making a part asks already, and it cannot change.

        The right to change the case itself is not needed: a volunteer writes a note in
        a case that they cannot hand over or close.
        """
        return super()._check_links(
            {name: value for name, value in vals.items() if name != "case_id"}
        )
