from odoo import fields, models
from odoo.exceptions import UserError


class ClientSecondOpinionGive(models.TransientModel):
    """Whoever was asked for a second opinion writes it, once."""

    _name = "client.second.opinion.give"
    _description = "My opinion"

    second_opinion_id = fields.Many2one(
        "client.second.opinion",
        required=True,
        readonly=True,
        ondelete="cascade",
        help="The request.",
    )
    question = fields.Text(
        related="second_opinion_id.question",
        related_sudo=False,
        help="What the resident asks.",
    )
    opinion = fields.Text(
        required=True, help="In words that the resident can read too."
    )

    def action_give(self):
        """Put it in the file and delete the form, which holds the same words."""
        self.ensure_one()
        if not self.opinion.strip():
            raise UserError(self.env._("Write your opinion first."))
        self.second_opinion_id._give(self.opinion)
        self.unlink()
        return {"type": "ir.actions.client", "tag": "soft_reload"}
