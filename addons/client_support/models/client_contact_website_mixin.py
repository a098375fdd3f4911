from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import LazyTranslate

from odoo.addons.social_map.public_form import cleaned

# For tasks: in the language of whoever gets one.
_lt = LazyTranslate(__name__)

# Of one organisation; more is a machine, and the telephone is still there.
MOST_PER_DAY = 200


class ClientContactWebsiteMixin(models.AbstractModel):
    """A resident asks a question on the website: a contact at once, and no ticket.

    What comes of it is a light file of ours; nothing goes back but thanks. Whether
    somebody is known is not told: it is always a new file, and the intake merges.
    """

    _name = "client.contact.website.mixin"
    _inherit = ["client.asked.mixin"]
    _description = "Asked on the website"

    @api.model
    def _website_choices(self):
        """What the form offers: organisations that take questions, and life domains."""
        # Elevated: names of organisations and of life domains, no secret.
        found = {
            "organisations": self.env["client.referral"]._receiving_teams().company_id,
            "domains": self.env["life.domain"].sudo().search([("active", "=", True)]),
        }
        return {
            key: [(one.id, one.name) for one in records]
            for key, records in found.items()
        }

    @api.model
    def _ask_on_website(self, values, service):
        """Register what was filled in and tell the intake that there is something.

        :param values: `{name: text}` as the form sends it
        :param service: the published service that it is about, or an empty recordset
        :raises UserError: with what is missing
        """
        asked = self._checked_asked(
            values,
            self._website_choices(),
            nothing=self.env._("Write your name and your question."),
            unreachable=self.env._(
                "Write how we reach you: your telephone number or e-mail."
            ),
            disagreed=self.env._("Tick that we may keep your question. Else call us."),
        )
        wish = self.env["social.form"]._wish(values, service)
        team = self.env["client.referral"]._receiving_teams()
        team = team.filtered(lambda one: one.company_id.id == asked["organisation"])
        team = (team.filtered(lambda one: one._intake_members()) or team)[:1]
        channel = self.env.ref("client_support.contact_channel_online").sudo()
        today = fields.Date.context_today(self)
        # Elevated from here: a visitor has no right to any file, nor to this one. The
        # choices and texts were checked; nothing else that was sent gets in.
        contacts = self.sudo()
        if (
            contacts.search_count(
                [
                    ("company_id", "=", team.company_id.id),
                    ("channel_id", "=", channel.id),
                    ("date", "=", today),
                ]
            )
            >= MOST_PER_DAY
        ):
            raise UserError(self.env._("Many questions came in today. Please call us."))
        whose = {"company_id": team.company_id.id, "team_id": team.id}
        resident = contacts.env["client.resident"].create(
            {
                "nickname": asked["name"],
                "phone": asked["phone"] or False,
                "email": asked["email"] or False,
                "needs_interpreter": bool(cleaned(values.get("language"))),
                **whose,
            }
        )
        contact = contacts.create(
            {
                "resident_id": resident.id,
                "channel_id": channel.id,
                "arrival_id": contacts.env.ref("client_support.arrival_website").id,
                **whose,
            }
        )
        contacts.env["client.question"].create(
            {
                "contact_id": contact.id,
                "life_domain_id": asked["domain"],
                "description": "\n".join([asked["question"], *wish]),
            }
        )
        intake = team._intake_members()
        resident._open_for(intake, "intake", self.env._("Asked on the website"))
        words = _lt("A question came in by the website: %s", contact.number)
        if intake:
            # On the contact, so that one click opens what was asked.
            today = fields.Date.context_today(self)
            contact._keep_task("website", today, words, intake, for_each=True)
        else:
            team.coordinator_id._plan_task(words)
