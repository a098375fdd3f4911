from odoo import api, fields, models

from .. import opaque_number


class ClientNumberMixin(models.AbstractModel):
    """Has a random number, by which people speak of it; drawn when it is made."""

    _name = "client.number.mixin"
    _description = "Has a random number"
    _rec_name = "number"

    _number_prefix = ""  # one letter, set by each model

    number = fields.Char(
        required=True,
        readonly=True,
        copy=False,
        default="",
        help="Random, so that it tells nothing.",
    )

    _number_uniq = models.Constraint("UNIQUE(number)", "This number is taken.")

    @api.model_create_multi
    def create(self, vals_list):
        numbers = opaque_number.draw_new(
            self._number_prefix, len(vals_list), self._numbers_taken
        )
        return super().create(
            [
                {**vals, "number": number}
                for vals, number in zip(vals_list, numbers, strict=True)
            ]
        )

    @api.model
    def _numbers_taken(self, numbers):
        # Elevated: also those of other organisations, and archived, are taken.
        found = self.sudo().with_context(active_test=False)
        return set(found.search([("number", "in", list(numbers))]).mapped("number"))

    @api.depends("number")
    def _compute_display_name(self):
        for record in self:
            record.display_name = record.number or self.env._("New")
