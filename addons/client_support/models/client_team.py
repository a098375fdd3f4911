from odoo import api, fields, models
from odoo.exceptions import UserError

from ..roles import INTAKE, KIND_OF_ROLE
from .client_case_stage_mixin import WAITING_STAGES


class ClientTeam(models.Model):
    """A district team or function team of an organisation (Buddyzorg is one of MEE)."""

    _name = "client.team"
    _description = "Team"
    _order = "sequence, name, id"
    _check_company_auto = True

    name = fields.Char(required=True, help="As people call the team.")
    sequence = fields.Integer(
        default=10, aggregator=None, help="Place in lists; the lowest comes first."
    )
    active = fields.Boolean(default=True, help="Switch off a team that is no more.")
    company_id = fields.Many2one(
        "res.company",
        string="Organisation",
        required=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env.company,
        help="The organisation the team belongs to.",
    )
    area_ids = fields.Many2many(
        "social.area", string="Areas", help="Where the team works."
    )
    coordinator_id = fields.Many2one(
        "res.users",
        check_company=True,
        domain="[('share', '=', False)]",
        help="Divides the work of the team.",
    )
    member_ids = fields.Many2many(
        "res.users",
        "client_team_member_rel",
        "team_id",
        "user_id",
        string="Members",
        check_company=True,
        domain="[('share', '=', False)]",
        help="Users who register for this team.",
    )
    shares_light_files = fields.Boolean(
        help="For a walk-in team, where any member may meet a regular: a light file "
        "of the team is opened to each member, one dated access row per person.",
    )
    alias_names = fields.Char(
        string="Also called",
        help="Other spellings in imported tables, separated by semicolons.",
    )

    _name_uniq = models.UniqueIndex(
        "(company_id, lower(name)) WHERE active IS TRUE",
        "This organisation has a team of that name.",
    )

    def write(self, vals):
        if "company_id" in vals and any(
            team.company_id.id != vals["company_id"] for team in self
        ):
            # Files, anonymous contacts and figures of the team would change hands.
            raise UserError(
                self.env._(
                    "A team stays with its organisation; make a new team in the other."
                )
            )
        before = {team: team._intake_members() for team in self if "member_ids" in vals}
        result = super().write(vals)
        for team, members in before.items():
            team._hand_over_waiting_cases(members)
        return result

    def _hand_over_waiting_cases(self, members):
        """What waits for a supporter is open to who is in the team's intake today.

        :param members: who was in it before
        """
        now = self._intake_members()
        if now == members:
            return
        # Elevated: who keeps the list of members need not see a case.
        waiting = (
            self.env["client.case"]
            .sudo()
            .search(
                [
                    ("team_id", "=", self.id),
                    ("supporter_id", "=", False),
                    ("stage", "in", WAITING_STAGES),
                ]
            )
        )
        for case in waiting:
            case._release_users(members - now)
        waiting._open_for_intake()

    @api.model
    def _default_for_user(self):
        """The user's own team in the present organisation, when there is one."""
        return self.search(
            [
                ("member_ids", "in", self.env.uid),
                ("company_id", "=", self.env.company.id),
            ],
            limit=1,
        )

    @api.model
    def _contact_access_days(self):
        """How many days after a contact its workers still see the light file."""
        # Elevated: only this one parameter is read, and it is no secret.
        parameters = self.env["ir.config_parameter"].sudo()
        days = int(parameters.get_param("client_support.contact_access_days", 365))
        return max(days, 1)  # no number of days may come to mean for ever

    def _registering_members(self):
        """The members who meet residents: active, in a role and of the organisation.

        A list of members is easily wider than that, and others may keep it.
        """
        return self.member_ids.filtered(
            lambda user: (
                user.active
                and self.company_id in user.company_ids
                and any(user._has_group(role) for role in KIND_OF_ROLE)
            )
        )

    def _intake_members(self):
        """The members who handle a new registration until a supporter has it."""
        # Elevated: users of another organisation hide from whoever keeps the list.
        members = self.sudo()._registering_members()
        return members.filtered(lambda user: user._has_group(INTAKE))
