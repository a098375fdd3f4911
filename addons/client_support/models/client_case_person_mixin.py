from odoo import api, fields, models
from odoo.fields import Domain


class ClientCasePersonMixin(models.AbstractModel):
    """A part of a case that is of one of its residents, or of all of them."""

    _name = "client.case.person.mixin"
    _inherit = ["client.case.part.mixin", "client.case.resident.mixin"]
    _description = "Part of a case, of one resident"

    resident_id = fields.Many2one(
        "client.resident",
        string="Of whom",
        index="btree_not_null",
        ondelete="cascade",
        domain="[('id', 'in', case_resident_ids)]",
        help="Whose it is; empty: of everybody that the case is for.",
    )
    case_resident_ids = fields.Many2many(
        "client.resident",
        string="Residents of the case",
        related="case_id.resident_ids",
        related_sudo=False,
        help="Whom one can choose from.",
    )
    is_of_several = fields.Boolean(
        compute="_compute_is_of_several",
        help="Whether there is somebody to choose.",
    )

    @api.depends("case_id.resident_ids")
    def _compute_is_of_several(self):
        for part in self:
            part.is_of_several = len(part.case_id.resident_ids) > 1

    @api.model_create_multi
    def create(self, vals_list):
        # Of the only resident, also when another one joins the case later.
        case_ids = {vals["case_id"] for vals in vals_list if vals.get("case_id")}
        cases = {case.id: case for case in self.env["client.case"].browse(case_ids)}
        return super().create(
            [
                {"resident_id": self._only_resident(cases.get(vals.get("case_id"))).id}
                | vals
                for vals in vals_list
            ]
        )

    @api.model
    def _only_resident(self, case):
        """The resident of a case that has one; else nobody."""
        residents = case.resident_ids if case else self.env["client.resident"]
        return residents if len(residents) == 1 else residents.browse()

    @api.model
    def _domain_shown_to(self, resident):
        """What of this model a resident sees of the own cases.

        Where residents live apart, only what names this one: what is of everybody may
        speak of the other.
        """
        return (
            Domain("case_id.resident_ids", "in", resident.ids)
            & (
                Domain("resident_id", "=", resident.id)
                | Domain("resident_id", "=", False)
                & Domain("case_id.is_shielded", "=", False)
            )
            & self.env["client.access.log"]._domain_shown_of(resident)
        )
