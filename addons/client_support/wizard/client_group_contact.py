from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Command


class ClientGroupContact(models.TransientModel):
    """One talk with a group: so many who stay anonymous, and residents one knows.

    It becomes a contact per person. Nothing ties these to each other, no code and no
    list of who was there: in the file of one resident stands only "in a group". The
    form is deleted in the transaction that saves it.
    """

    _name = "client.group.contact"
    _inherit = ["client.registering.mixin"]
    _description = "Group contact"

    channel_id = fields.Many2one(
        default=lambda self: self.env.ref(
            "client_support.contact_channel_event", raise_if_not_found=False
        ),
        help="By what road: on location, a neighbourhood activity, …",
    )
    place_id = fields.Many2one(
        "client.finding.place", help="The sort of place where it was."
    )
    life_domain_ids = fields.Many2many(
        "life.domain", string="About what?", help="What the group talked about."
    )
    minutes = fields.Integer(
        default=60, help="How long the talk took; divided over all who were there."
    )
    anonymous_count = fields.Integer(
        string="Anonymous participants",
        help="How many of whom you keep nothing.",
    )
    resident_ids = fields.Many2many(
        "client.resident",
        string="Residents you know",
        help="Each gets an own contact in the own file. None sees another.",
    )

    _anonymous_count_range = models.Constraint(
        "CHECK(anonymous_count BETWEEN 0 AND 200)", "Enter 0 to 200 participants."
    )

    def action_save(self):
        """Register a contact per person, as the user."""
        self.ensure_one()
        people = self.anonymous_count + len(self.resident_ids)
        if not people:
            raise UserError(
                self.env._("Say how many people took part, or name who you know.")
            )
        each, rest = divmod(self.minutes, people)
        values = [
            {
                "date": self.date,
                "team_id": self.team_id.id,
                "channel_id": self.channel_id.id,
                "kind_id": self.kind_id.id,
                "place_id": self.place_id.id,
                "in_group": True,
                # Together as long as the talk took: minutes are added up.
                "minutes": each + (place < rest),
            }
            for place in range(people)
        ]
        self.env["client.contact.anonymous"].create(
            [
                {**vals, "life_domain_ids": [Command.set(self.life_domain_ids.ids)]}
                for vals in values[: self.anonymous_count]
            ]
        )
        questions = [
            Command.create({"life_domain_id": domain.id})
            for domain in self.life_domain_ids
        ]
        self.env["client.contact"].create(
            [
                {
                    **vals,
                    "company_id": self.team_id.company_id.id,
                    "resident_id": resident.id,
                    "question_ids": questions,
                }
                for vals, resident in zip(
                    values[self.anonymous_count :], self.resident_ids, strict=True
                )
            ]
        )
        self.unlink()
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "message": self.env._("Contacts saved: %s", people),
                "type": "success",
                "next": {"type": "ir.actions.act_window_close"},
            },
        }
