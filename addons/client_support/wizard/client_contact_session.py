from odoo import api, fields, models
from odoo.exceptions import UserError

from .client_quick_contact import REMEMBERED


class ClientContactSession(models.TransientModel):
    """The contacts of a busy consultation hour, one line each, saved at once.

    All lines are saved or none; what is wrong with which line is told on the line.
    Like a quick contact nothing of it stays.
    """

    _name = "client.contact.session"
    _description = "Contacts of a consultation hour"

    date = fields.Date(
        required=True,
        default=fields.Date.context_today,
        help="The day of the contacts.",
    )
    team_id = fields.Many2one(
        "client.team", required=True, help="For which team you register."
    )
    channel_id = fields.Many2one(
        "client.contact.channel",
        required=True,
        help="The road of every line that names no other.",
    )
    kind_id = fields.Many2one(
        "client.contact.kind",
        required=True,
        help="The kind of every line that names no other.",
    )
    line_ids = fields.One2many(
        "client.contact.session.line",
        "session_id",
        string="Contacts",
        help="One line is one contact.",
    )

    def _compute_display_name(self):
        for session in self:
            session.display_name = self.env._("Consultation hour")

    @api.model
    def default_get(self, fields_list):
        """Team, channel and kind as in the user's last quick contact."""
        remembered = self.env["client.quick.contact"].default_get(list(REMEMBERED))
        return {**remembered, **super().default_get(fields_list)}

    def action_save(self):
        """Save all lines and open an empty form, or tell what is wrong and keep all."""
        self.ensure_one()
        lines = self.line_ids
        if not lines:
            raise UserError(self.env._("Enter a line first: one line is one contact."))
        problems = lines._save_all()
        if problems:
            for line in lines:
                line.problem = problems.get(line.id)
            # Closing the notice makes the client read the lines again.
            return self._notice(
                self.env._(
                    "Nothing was saved yet. Look at the lines in red: %s.",
                    ", ".join(
                        str(place)
                        for place, line in enumerate(lines, start=1)
                        if line.id in problems
                    ),
                ),
                "danger",
                {"type": "ir.actions.act_window_close"},
            )
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "client_support.client_contact_session_action"
        )
        action["context"] = {
            "default_date": self.date,
            **{f"default_{name}": self[name].id for name in REMEMBERED},
        }
        self.unlink()
        return self._notice(
            self.env._("Contacts saved: %s", len(lines)), "success", action
        )

    def _notice(self, message, kind, action):
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {"message": message, "type": kind, "next": action},
        }
