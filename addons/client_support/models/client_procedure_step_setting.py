from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .client_procedure_step_kind import LAWS, UNITS


class ClientProcedureStepSetting(models.Model):
    """A municipality, or one law, has another length for a term.

    Only where the law leaves room for it (`is_setting` of the kind). Steps that are
    open already keep what they began with.
    """

    _name = "client.procedure.step.setting"
    _description = "Term of a municipality"
    _order = "kind_id, id"

    kind_id = fields.Many2one(
        "client.procedure.step.kind",
        string="Step",
        required=True,
        index=True,
        ondelete="cascade",
        domain="[('is_setting', '=', True)]",
        help="Which step has the other length.",
    )
    municipality_id = fields.Many2one(
        "social.area",
        index="btree_not_null",
        ondelete="cascade",
        domain="[('level', '=', 'municipality')]",
        help="Whose rule it is; empty: of all.",
    )
    law = fields.Selection(LAWS, help="For procedures by this law; empty: for all.")
    amount = fields.Integer(required=True, aggregator=None, help="Length of the term.")
    unit = fields.Selection(UNITS, required=True, default="days", help="Its unit.")

    _positive = models.Constraint("CHECK(amount > 0)", "A term is longer than nothing.")

    @api.constrains("kind_id")
    def _check_kind(self):
        if fixed := self.kind_id.filtered(lambda kind: not kind.is_setting):
            raise ValidationError(
                self.env._(
                    "The law leaves no room for another term of: %s.",
                    ", ".join(fixed.mapped("name")),
                )
            )

    def _compute_display_name(self):
        for setting in self:
            setting.display_name = setting.kind_id.name

    @api.model
    def _find(self, kind, municipality, law):
        """The most precise rule for a step of this kind, or nothing.

        A rule of the municipality goes before one for the law.
        """
        found = self.search(
            [
                ("kind_id", "=", kind.id),
                ("municipality_id", "in", [False, municipality.id]),
                ("law", "in", [False, law]),
            ]
        )
        return found.sorted(
            lambda one: (bool(one.municipality_id), bool(one.law)), reverse=True
        )[:1]
