from odoo import api, fields, models
from odoo.exceptions import UserError

from ..dossier_key import DossierKey

# Only code in this process can put this object in a context; a client cannot.
_BY_METHOD = object()


class ClientFrozenMixin(models.AbstractModel):
    """Evidence in a resident's file: from some moment on nothing in it changes.

    Neither by a user nor by a program with elevated rights; what may still be added
    (that it was withdrawn, that the resident was told) goes through `_add`.
    """

    _name = "client.frozen.mixin"
    _inherit = ["client.number.mixin", "client.case.resident.mixin"]
    _description = "Evidence in a file"
    _dossier_of = ("resident_id",)

    dossier_id = DossierKey(compute="_compute_dossier_id", store=True)
    resident_id = fields.Many2one(
        "client.resident",
        required=True,
        index=True,
        ondelete="cascade",
        help="In whose file it is.",
    )
    case_id = fields.Many2one(
        "client.case",
        index="btree_not_null",
        ondelete="cascade",
        domain="[('resident_ids', 'in', [resident_id])]",
        help="The one case it is about; empty: the resident's own file.",
    )

    @api.constrains("resident_id", "case_id")
    def _check_resident_of_case(self):
        if self._is_added():
            return None  # two files are being merged, one part after the other
        return super()._check_resident_of_case()

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            by_methods = dict.fromkeys(self._set_by_methods - {"dossier_id"}, False)
            vals_list = [{**vals, **by_methods} for vals in vals_list]
        return super().create(vals_list)

    def write(self, vals):
        if not self._is_added():
            self._refuse_frozen()
        return super().write(vals)

    @api.model
    def _is_added(self):
        """Whether a method is writing what may still be added."""
        return self.env.context.get("added_to_frozen") is _BY_METHOD

    @api.ondelete(at_uninstall=False)
    def _unlink_except_frozen(self):
        # Elevated: the destruction of a whole file after its term.
        if not self.env.su:
            self._refuse_frozen()

    def copy_data(self, default=None):
        raise UserError(self.env._("A part of a file cannot be copied."))

    def _add(self, vals):
        """Write what may still be added; the caller has checked that it may."""
        # Elevated: a portal user has no right to write.
        return self.sudo().with_context(added_to_frozen=_BY_METHOD).write(vals)

    def _refuse_frozen(self):
        """:raises UserError: when one of these can no longer change"""
        # Elevated: only whether it is frozen is looked at.
        frozen = self.sudo().filtered(lambda record: record._is_frozen())
        if frozen:
            raise UserError(
                self.env._(
                    "%(numbers)s is fixed and cannot be changed or deleted. Make a "
                    "new one.",
                    numbers=", ".join(frozen.mapped("number")),
                )
            )

    def _is_frozen(self):
        """Whether nothing in this record changes any more."""
        raise NotImplementedError
