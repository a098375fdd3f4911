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
        """Put it in the file and delete the form, which holds the same words.

        Leads away from the request, which is not open to the writer any more.
        """
        self.ensure_one()
        if not self.opinion.strip():
            raise UserError(self.env._("Write your opinion first."))
        self.second_opinion_id._give(self.opinion)
        self.unlink()
        day = self.env["ir.actions.actions"]._for_xml_id(
            "client_support.client_day_action"
        )
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": self.env._(
                    "Your opinion is in the file; your reading of the case ends here."
                ),
                "next": {**day, "target": "main"},
            },
        }
