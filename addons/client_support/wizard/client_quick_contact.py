from odoo import api, fields, models
from odoo.exceptions import UserError

REMEMBERED = ("team_id", "channel_id", "kind_id")
# Where the form asks for the finding place: codes.
OUTSIDE_CHANNELS = ("outreach", "event", "office_other")
OUTSIDE_KINDS = ("outreach_met", "outreach_not_home")


class ClientQuickContact(models.TransientModel):
    """The smallest form that registers a contact: who, how, about what, how long.

    Nothing of it stays: the form is deleted in the transaction that saves the contact,
    so that an anonymous contact leaves no trace of who registered it.
    """

    _name = "client.quick.contact"
    _inherit = ["client.registering.mixin", "client.contact.entry.mixin"]
    _description = "Quick contact"

    who = fields.Selection(
        [("known", "Known"), ("new", "New, a nickname"), ("anonymous", "Anonymous")],
        string="Who?",
        required=True,
        default="known",
        help="Anonymous keeps nothing about the person at all.",
    )
    channel_id = fields.Many2one(
        string="How?",
        domain="[('is_quick', '=', True)]",
        default=lambda self: self.env.ref(
            "client_support.contact_channel_walk_in", raise_if_not_found=False
        ),
    )
    kind_id = fields.Many2one(string="What kind?", domain="[('is_quick', '=', True)]")
    minutes = fields.Selection(
        [("5", "5"), ("15", "15"), ("30", "30"), ("60", "60")],
        default="15",
        help="About how long it took.",
    )

    asks_place = fields.Boolean(
        compute="_compute_asks_place", help="The contact was outside the office."
    )

    earlier_talks = fields.Integer(
        compute="_compute_earlier_talks",
        help="Talks with this resident in the last year that belong to no case.",
    )

    @api.depends("who", "resident_id", "kind_id", "date")
    def _compute_earlier_talks(self):
        for wizard in self:
            wizard.earlier_talks = (
                wizard.who == "known"
                and wizard.kind_id.counts_as_ia
                and wizard.resident_id._talks_before(wizard.date)
            )

    @api.depends("channel_id", "kind_id")
    def _compute_asks_place(self):
        for wizard in self:
            wizard.asks_place = (
                wizard.channel_id.code in OUTSIDE_CHANNELS
                or wizard.kind_id.code in OUTSIDE_KINDS
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
        if self.who != "anonymous":
            self._remember()
        return super()._save()

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
