from odoo import fields, models


class SocialPersona(models.Model):
    """An invented person with a question: a way to look at what there is through the
    eyes of who seeks it.

    For colleagues only. It tells how somebody comes to a question and where they look
    first, which no target group does; it never stands for a real resident.
    """

    _name = "social.persona"
    _inherit = ["choice.list.mixin"]
    _description = "Persona"

    name = fields.Char(
        help="A first name and what matters here. Invented: no real resident."
    )
    description = fields.Text(
        string="Who this is",
        translate=True,
        help="How this person lives, and with whom. Nobody real.",
    )
    journey = fields.Text(
        translate=True,
        help="How this person comes to support: what happened, where they look first, "
        "with which question they come, and what they may stumble over.",
    )

    def action_look_up(self):
        """What there is in the social map for this persona."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "social_map.social_service_action_look_up"
        )
        return {**action, "context": {"search_default_persona_ids": self.ids}}
