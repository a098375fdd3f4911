from odoo import api, fields, models
from odoo.exceptions import AccessError

from ..access import WRITING_KINDS
from ..dossier_key import DossierKey


class ClientCasePartMixin(models.AbstractModel):
    """A part of one case; who sees it follows from the case and its own section."""

    _name = "client.case.part.mixin"
    _inherit = ["client.file.mixin"]
    _description = "Part of a case"
    # A part stays with its case: elsewhere it would be read by other people.
    _set_by_methods = frozenset({"dossier_id", "case_id"})
    _dossier_of = ("case_id",)

    dossier_id = DossierKey(compute="_compute_dossier_id", store=True)
    case_id = fields.Many2one(
        "client.case",
        required=True,
        index=True,
        ondelete="cascade",
        help="The case that it belongs to.",
    )

    @api.model
    def _check_links(self, vals):
        """Of the case only what the rule on making a part asks, and before anything.

        The right to change the case itself is not needed: a volunteer writes a note in
        a case that they cannot hand over or close. The rule comes after constraints,
        which would tell a stranger what is in the case.

        :raises AccessError: for who does not work on this part of the case
        """
        result = super()._check_links(
            {name: value for name, value in vals.items() if name != "case_id"}
        )
        if not self.env.su and (case_id := vals.get("case_id")):
            case = self.env["client.case"].browse(case_id)
            if not self._works_on(case):
                case.check_access("write")
                raise AccessError(
                    self.env._("You do not work on this part of the case.")
                )
        return result

    @api.model
    def _works_on(self, case):
        """Whether a standing row lets the user make this part of the case."""
        sections = self._witness_sections()
        # Elevated: nobody has rights on rows.
        return (
            self.env["client.access"]
            .sudo()
            .search_count(
                [
                    ("user_id", "=", self.env.uid),
                    ("dossier_id", "=", case.sudo().exists().dossier_id.id),
                    ("valid_from", "<=", "now"),
                    ("valid_until", ">", "now"),
                    ("kind", "in", WRITING_KINDS),
                    *([("section", "in", sections)] if sections else []),
                ],
                limit=1,
            )
        )
