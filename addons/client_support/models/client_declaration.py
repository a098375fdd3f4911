from odoo import api, fields, models
from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Command

from ..roles import COORDINATOR


class ClientDeclaration(models.Model):
    """What a supporter declared on the own independence, on a day.

    Given by the supporter, or written down by a coordinator for somebody without an
    account. Nobody changes or deletes one: who has something else to say declares
    again. A "no" on a soft criterion stands in nobody's way; it is there to be talked
    about and reported.
    """

    _name = "client.declaration"
    _inherit = ["client.supporter.part.mixin"]
    _description = "Declaration of independence"
    _order = "date desc, id desc"
    _rec_name = "date"

    supporter_id = fields.Many2one(ondelete="restrict", help="Who declares.")
    date = fields.Date(
        required=True,
        readonly=True,
        default=fields.Date.context_today,
        help="The day of signing.",
    )
    signed_by_id = fields.Many2one(
        "res.users",
        string="Signed by",
        readonly=True,
        help="The supporter, or the coordinator who wrote it down.",
    )
    line_ids = fields.One2many(
        "client.declaration.line",
        "declaration_id",
        string="Criteria",
        default=lambda self: self._default_line_ids(),
        help="Each criterion, and whether it is met.",
    )

    @api.model
    def _default_line_ids(self):
        criteria = self.env["client.independence.criterion"]
        return [
            Command.create({"criterion_id": criterion.id})
            for criterion in criteria.search([("is_declared", "=", True)])
        ]

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            # Signed now, by who asks; no date in the past or the future.
            signed = {
                "date": fields.Date.context_today(self),
                "signed_by_id": self.env.uid,
            }
            vals_list = [{**vals, **signed} for vals in vals_list]
            for vals in vals_list:
                self._check_may_sign(
                    self.env["client.supporter"].browse(vals.get("supporter_id"))
                )
        return super().create(vals_list)

    @api.model
    def _check_may_sign(self, supporter):
        """:raises AccessError: for who is neither the supporter nor, for somebody
        without an account, a coordinator
        """
        # Elevated: whose account it is; nothing of it goes back.
        user = supporter.sudo().user_id
        if user == self.env.user:
            return
        if user or not self.env.user.has_group(COORDINATOR):
            raise AccessError(
                self.env._(
                    "Supporters declare the own independence. A coordinator writes it "
                    "down for somebody without an account."
                )
            )

    @api.constrains("line_ids")
    def _check_complete(self):
        asked = self.env["client.independence.criterion"].search(
            [("is_declared", "=", True)]
        )
        for declaration in self:
            answered = declaration.line_ids.filtered("answer").criterion_id
            if missing := asked - answered:
                raise ValidationError(
                    self.env._(
                        "Answer each line. Open: %s.", ", ".join(missing.mapped("name"))
                    )
                )
            if any(
                line.answer == "no" and line.criterion_id.is_hard
                for line in declaration.line_ids
            ):
                raise ValidationError(
                    self.env._(
                        "Who cannot put the interest of the resident first cannot "
                        "declare to be independent. Talk with your coordinator."
                    )
                )
