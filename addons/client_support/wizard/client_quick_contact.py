from odoo import api, fields, models
from odoo.exceptions import UserError

REMEMBERED = ("team_id", "channel_id", "kind_id")


class ClientQuickContact(models.TransientModel):
    """The smallest form that registers a contact: who, how, about what, how long.

    Nothing of it stays: the form is deleted in the transaction that saves the contact,
    so that an anonymous contact leaves no trace of who registered it.
    """

    _name = "client.quick.contact"
    _description = "Quick contact"

    who = fields.Selection(
        [("known", "Known"), ("new", "New, a nickname"), ("anonymous", "Anonymous")],
        string="Who?",
        required=True,
        default="known",
        help="Anonymous keeps nothing about the person at all.",
    )
    resident_id = fields.Many2one(
        "client.resident",
        help="Search by nickname, name or number among the files open to you.",
    )
    nickname = fields.Char(string="Called", help="How the resident wants to be called.")
    is_known = fields.Boolean(
        compute="_compute_is_known",
        help="Somebody who is called so is open to you already.",
    )
    date = fields.Date(
        required=True, default=fields.Date.context_today, help="The day of the contact."
    )
    team_id = fields.Many2one(
        "client.team",
        required=True,
        default=lambda self: self.env["client.team"]._default_for_user(),
        help="For which team you register.",
    )
    channel_id = fields.Many2one(
        "client.contact.channel",
        string="How?",
        required=True,
        domain="[('is_quick', '=', True)]",
        default=lambda self: self.env.ref(
            "client_support.contact_channel_walk_in", raise_if_not_found=False
        ),
        help="By what road the contact came.",
    )
    kind_id = fields.Many2one(
        "client.contact.kind",
        string="What kind?",
        required=True,
        domain="[('is_quick', '=', True)]",
        default=lambda self: self.env.ref(
            "client_support.contact_kind_ia", raise_if_not_found=False
        ),
        help="Decides whether it counts as information and advice.",
    )
    life_domain_ids = fields.Many2many(
        "life.domain",
        string="About what?",
        help="One tap is one question.",
    )
    description = fields.Char(
        string="In a few words",
        help="Only when the work needs it; never for an anonymous contact.",
    )
    reason_ids = fields.Many2many(
        "client.contact.reason",
        string="What was done?",
        domain="[('is_quick', '=', True)]",
        help="What was asked or done.",
    )
    minutes = fields.Selection(
        [("5", "5"), ("15", "15"), ("30", "30"), ("60", "60")],
        default="15",
        help="About how long it took.",
    )

    @api.depends("who", "nickname")
    def _compute_is_known(self):
        """Among the files open to the user: a nickname alone may tell of no other."""
        for wizard in self:
            called = (wizard.nickname or "").strip()
            wizard.is_known = (
                wizard.who == "new"
                and called
                and self.env["client.resident"].search_count(
                    [("nickname", "=ilike", called)], limit=1
                )
            )

    def action_save_next(self):
        """Save, say so, and open an empty form with team, channel and date kept."""
        self._save()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "client_support.client_quick_contact_action"
        )
        action["context"] = {
            "default_date": self.date,
            **{f"default_{name}": self[name].id for name in REMEMBERED},
        }
        self.unlink()
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "message": self.env._("Saved"),
                "type": "success",
                "next": action,
            },
        }

    def action_save_case(self):
        """Save, make it a case and open that."""
        if self.who == "anonymous":
            raise UserError(
                self.env._("An anonymous contact stays anonymous and becomes no case.")
            )
        contact = self._save()
        self.unlink()
        return contact.action_make_case()

    def _save(self):
        """Register the contact as the user; returns it."""
        self.ensure_one()
        if self.who == "anonymous":
            return self.env["client.contact.anonymous"].create(
                {
                    **self._shared_values(),
                    "life_domain_ids": [fields.Command.set(self.life_domain_ids.ids)],
                }
            )
        self._remember()
        return self.env["client.contact"].create(
            {
                **self._shared_values(),
                "company_id": self.team_id.company_id.id,
                "resident_id": self._resident().id,
                "reason_ids": [fields.Command.set(self.reason_ids.ids)],
                "question_ids": [
                    fields.Command.create(
                        {
                            "life_domain_id": domain.id,
                            # The few words belong to what was named first.
                            "description": not index and self.description,
                        }
                    )
                    for index, domain in enumerate(self.life_domain_ids)
                ],
            }
        )

    def _shared_values(self):
        return {
            "date": self.date,
            "team_id": self.team_id.id,
            "channel_id": self.channel_id.id,
            "kind_id": self.kind_id.id,
            "minutes": int(self.minutes or 0),
        }

    def _resident(self):
        """The resident meant, registered with a light file when new."""
        if self.who == "new":
            if not (self.nickname or "").strip():
                raise UserError(
                    self.env._("Enter how the resident is called, or choose Anonymous.")
                )
            return self.env["client.resident"].create(
                {
                    "nickname": self.nickname.strip(),
                    "team_id": self.team_id.id,
                    "company_id": self.team_id.company_id.id,
                }
            )
        if not self.resident_id:
            raise UserError(
                self.env._("Choose the resident, or choose New or Anonymous.")
            )
        return self.resident_id

    def _remember(self):
        """The user's last team, channel and kind are the next form's first ones."""
        # Elevated: a user may not write defaults; these are the user's own.
        defaults = self.env["ir.default"].sudo()
        for name in REMEMBERED:
            defaults.set(self._name, name, self[name].id, user_id=self.env.uid)

    @api.model
    def default_get(self, fields_list):
        """What was remembered may have been archived since, or be another's now.

        Then it is left out: the form opens all the same.
        """
        values = super().default_get(fields_list)
        for name in REMEMBERED:
            record = self[name].browse(values.get(name)).exists()
            if not record._filtered_access("read").active:
                values.pop(name, None)
        return values
