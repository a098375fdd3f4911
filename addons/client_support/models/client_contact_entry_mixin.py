from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command


class ClientContactEntryMixin(models.AbstractModel):
    """What a form asks to register one contact, and how that is saved as the user.

    For forms that are deleted in the transaction that saves them, so that an anonymous
    contact leaves no trace of who registered it. Who inherits it has the fields date,
    team, channel, kind, minutes and `who`: known, new or anonymous.
    """

    _name = "client.contact.entry.mixin"
    _description = "Entry of a contact"

    resident_id = fields.Many2one(
        "client.resident",
        help="Search by nickname, name or number among the files open to you.",
    )
    nickname = fields.Char(string="Called", help="How the resident wants to be called.")
    is_known = fields.Boolean(
        compute="_compute_is_known",
        help="Somebody who is called so is open to you already.",
    )
    place_id = fields.Many2one(
        "client.finding.place",
        help="Where the resident was met, when that was not at your desk.",
    )
    arrival_id = fields.Many2one(
        "client.arrival",
        string="Came by",
        help="Only when it was said; not asked of an anonymous contact.",
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

    @api.depends("who", "nickname")
    def _compute_is_known(self):
        """Among the files open to the user: a nickname alone may tell of no other."""
        for entry in self:
            called = (entry.nickname or "").strip()
            entry.is_known = (
                entry.who == "new"
                and called
                and self.env["client.resident"].search_count(
                    [("nickname", "=ilike", called)], limit=1
                )
            )

    def _save(self):
        """Register the contact as the user; returns it."""
        self.ensure_one()
        if self.who == "anonymous":
            return self.env["client.contact.anonymous"].create(
                {
                    **self._shared_values(),
                    "life_domain_ids": [Command.set(self.life_domain_ids.ids)],
                }
            )
        return self.env["client.contact"].create(
            {
                **self._shared_values(),
                "company_id": self.team_id.company_id.id,
                "resident_id": self._resident().id,
                "arrival_id": self.arrival_id.id,
                "reason_ids": [Command.set(self.reason_ids.ids)],
                "question_ids": [
                    Command.create(
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
            "place_id": self.place_id.id,
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
