from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tools import LazyTranslate

from ..roles import ACCESS_OFFICER, PROVIDER_STAFF
from ..screen import labels

# For tasks: in the language of whoever gets one.
_lt = LazyTranslate(__name__)

OFFERED_TO = {ACCESS_OFFICER: "access", PROVIDER_STAFF: "provider"}
# Of one account; more is a mistake, or somebody who fills the intake with nonsense.
MOST_PER_DAY = 30


class ClientReferralIncomingMixin(models.AbstractModel):
    """Who decides on access or gives care refers a resident to us, on the portal.

    What comes of it is a file of ours: they see the number, the day and the state of
    what they sent, and nothing else. Whether the resident was known is not told.
    """

    _name = "client.referral.incoming.mixin"
    _inherit = ["client.asked.mixin"]
    _description = "Referred to us on the portal"

    referred_by_id = fields.Many2one(
        "res.users",
        string="Referred by",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        help="Whose portal account it came from.",
    )
    is_agreed = fields.Boolean(
        string="Resident agreed",
        readonly=True,
        help="Who referred on the portal declared that the resident agreed.",
    )

    @api.model
    def _offered_to_user(self):
        """What kind of referrer the user is, or None."""
        user = self.env.user
        if not (user.active and user.share):
            return None
        roles = (role for role in OFFERED_TO if user._has_group(role))
        return next((OFFERED_TO[role] for role in roles), None)

    @api.model
    def _incoming_choices(self):
        """What the form offers; None for who does not refer.

        :return: `{"organisations" | "types" | "domains": [(id, name)], "days": within
            how many days each of the organisations rings}`
        """
        offered = self._offered_to_user()
        if not offered:
            return None
        # Elevated: names of organisations and lists of choices, no secret.
        types = self.env["client.referral.type"].sudo()
        found = {
            "organisations": self._receiving_teams().company_id,
            "types": types.search([("offered_to", "=", offered)]),
            "domains": self.env["life.domain"].sudo().search([("active", "=", True)]),
        }
        return {
            "days": max(found["organisations"].mapped("first_call_days"), default=0),
            **{
                key: [(one.id, one.name) for one in records]
                for key, records in found.items()
            },
        }

    @api.model
    def _receiving_teams(self):
        """Teams of independent organisations that somebody works in; elevated."""
        teams = self.env["client.team"].sudo()
        teams = teams.search([("company_id.is_independent", "=", True)])
        return teams.filtered(lambda team: team._registering_members())

    @api.model
    def _refer_in(self, values):
        """A light file, a case for the intake and the referral, of what was filled in.

        Always a new file: to say that somebody is known would tell who gets support.
        The intake sees a likely double and merges.

        :param values: `{name: text}` as the form sends it
        :return: the number of the referral
        :raises AccessError: for who does not refer
        :raises UserError: with what is missing
        """
        choices = self._incoming_choices()
        if choices is None:
            raise AccessError(
                self.env._("Only access officers and staff of providers refer here.")
            )
        asked = self._checked_asked(
            values,
            choices,
            nothing=self.env._(
                "Fill in how the resident is called and what it is about."
            ),
            unreachable=self.env._(
                "Fill in how we reach the resident: telephone or e-mail."
            ),
            disagreed=self.env._(
                "Ask the resident first. Without a yes we may know nothing."
            ),
        )
        day = fields.Date.context_today(self)
        # Elevated: only to count what the user sent today.
        sent = self.sudo().search_count(
            [("referred_by_id", "=", self.env.uid), ("requested_on", "=", day)]
        )
        if sent >= MOST_PER_DAY:
            raise UserError(
                self.env._("You referred many residents today. Call us, please.")
            )
        return self._make_incoming(asked, day).number

    @api.model
    def _make_incoming(self, asked, day):
        team = self._receiving_teams().filtered(
            lambda one: one.company_id.id == asked["organisation"]
        )
        team = (team.filtered(lambda one: one._intake_members()) or team)[:1]
        whose = {"company_id": team.company_id.id, "team_id": team.id}
        # Elevated: who refers has no right to any file, nor to this one. Role, choices
        # and texts have been checked; nothing else that was sent gets in.
        env = self.sudo().env
        resident = env["client.resident"].create(
            {
                "name": asked["name"],
                "phone": asked["phone"] or False,
                "email": asked["email"] or False,
                **whose,
            }
        )
        case = env["client.case"].create(
            {
                "resident_ids": [Command.link(resident.id)],
                "registration_date": day,
                **whose,
            }
        )
        env["client.question"].create(
            {
                "case_id": case.id,
                "life_domain_id": asked["domain"],
                "description": asked["question"],
            }
        )
        organisation = self.env.user.sudo().partner_id.commercial_partner_id
        referral = env["client.referral"].create(
            {
                "case_id": case.id,
                "resident_id": resident.id,
                "type_id": asked["type"],
                "life_domain_id": asked["domain"],
                "partner_id": organisation.is_company and organisation.id,
                "state": "requested",
                "requested_on": day,
                "referred_by_id": self.env.uid,
                "is_agreed": True,
            }
        )
        case._open_for_intake()
        if not team._intake_members():
            case._coordinators()._plan_task(
                _lt("Case %s came in by a referral", case.number)
            )
        return referral

    @api.model
    def _referred_by_user(self):
        """What the user referred: number, day and state; None for who does not refer.

        Never the case, the answer or what became of the resident.
        """
        if not self._offered_to_user():
            return None
        states = labels(self, "state")
        # Elevated: of the own referrals, these three and no more.
        found = self.sudo().search([("referred_by_id", "=", self.env.uid)], limit=200)
        return [
            {
                "number": referral.number,
                "date": referral.requested_on,
                "state": states[referral.state],
            }
            for referral in found
        ]
