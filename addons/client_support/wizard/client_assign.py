from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

from ..fit import stars
from ..weight import load


class ClientAssign(models.TransientModel):
    """Who may take a case: supporters as rows, with fit, caseload and reasons against.

    Who is there first, then the best fit, then the least load. A coordinator sees the
    profiles of the supporters and how well each fits, not what the case asks
    (`fit.py`).
    """

    _name = "client.assign"
    _description = "Assign a case"

    caseload_id = fields.Many2one(
        "client.caseload", required=True, readonly=True, help="The case to assign."
    )
    purpose = fields.Selection(
        [("supporter", "Supporter of the case"), ("second_opinion", "Second opinion")],
        required=True,
        readonly=True,
        default="supporter",
        help="What somebody is chosen for.",
    )
    line_ids = fields.One2many(
        "client.assign.line",
        "assign_id",
        compute="_compute_line_ids",
        compute_sudo=False,
        store=True,
        readonly=False,
        help="The supporters of the organisation.",
    )

    @api.depends("caseload_id", "purpose")
    def _compute_line_ids(self):
        for assign in self:
            assign.caseload_id._check_coordinator()
            case = assign.caseload_id._case()
            supporters = self.env["client.supporter"].search(
                [("company_id", "=", assign.caseload_id.company_id.id)]
            )
            weights = supporters._weights()
            free = supporters._next_free()
            away = supporters._away_until()
            near = assign._near(case)
            lines = [
                assign._line_values(
                    supporter,
                    case,
                    *weights.get(supporter, (0, 0)),
                    next_free=free.get(supporter),
                    away_until=away.get(supporter),
                    near=near,
                )
                for supporter in supporters
            ]
            lines.sort(
                key=lambda line: (
                    bool(line["objection"]),
                    line["is_away"],
                    line["same_team"],
                    -int(line["fit"]),
                    line["load"],
                    line["weight"],
                )
            )
            assign.line_ids = [
                fields.Command.clear(),
                *map(fields.Command.create, lines),
            ]

    def _line_values(
        self, supporter, case, open_cases, weight, next_free, away_until, near
    ):
        """What the dialog says of a supporter.

        :param case: elevated; no more of it goes back than a number and objections
        :param weight: of the open cases together
        :param next_free: Datetime in UTC of the first free hour
        :param away_until: the last day of an absence today
        :param near: users who work beside the supporter of the case
        """
        percent = load([weight], supporter.max_cases)
        objections = [
            supporter._conflict_words(
                supporter._conflicts(case) + supporter._missing_papers()
            )
        ]
        warnings = [supporter._conflict_words(supporter._warnings(case))]
        if percent >= 100:
            warnings.append(self.env._("has no room for another case"))
        if away_until:
            warnings.append(
                self.env._("is away until %s", format_date(self.env, away_until))
            )
        same_team = False
        if self.purpose == "second_opinion":
            if supporter == case.supporter_id:
                objections.append(self.env._("is the supporter of this case"))
            user = supporter.sudo().user_id
            if not user:
                objections.append(self.env._("has no account to read the case with"))
            elif not self.env["client.second.opinion"]._can_be_given_by(user):
                objections.append(self.env._("gives no second opinions in this role"))
            same_team = user in near
            if same_team:
                warnings.append(self.env._("is of the same team"))
        return {
            "supporter_id": supporter.id,
            "open_cases": open_cases,
            "weight": weight,
            "load": percent,
            "next_free": next_free,
            "is_away": bool(away_until),
            "same_team": same_team,
            "fit": str(
                stars(
                    _topics(
                        case.question_ids.life_domain_id,
                        case.question_ids.mapped("legal_framework"),
                    ),
                    _topics(
                        supporter.life_domain_ids,
                        supporter.legal_framework_ids.mapped("code"),
                    ),
                    set(case.resident_ids.lang_id.mapped("code")),
                    set(supporter.lang_ids.mapped("code")),
                )
            ),
            "objection": "; ".join(filter(None, objections)),
            "warning": "; ".join(filter(None, warnings)),
        }

    def _near(self, case):
        """The users who work beside the supporter of the case, elevated.

        Asked for a second opinion only: one by another team goes first.
        """
        if self.purpose != "second_opinion":
            return case.env["res.users"]
        teams = case.env["client.team"].search(
            [("member_ids", "in", case.supporter_id.user_id.ids)]
        )
        return (case.team_id | teams).member_ids


def _topics(domains, laws):
    """Life domains and laws as one set of keys: both are what somebody must know."""
    return set(domains.ids) | {law for law in laws if law}


class ClientAssignLine(models.TransientModel):
    """One supporter in the dialog."""

    _name = "client.assign.line"
    _description = "Supporter for a case"

    assign_id = fields.Many2one(
        "client.assign", required=True, ondelete="cascade", help="The dialog."
    )
    supporter_id = fields.Many2one(
        "client.supporter", required=True, ondelete="cascade", help="Who could take it."
    )
    employment_kind = fields.Selection(
        related="supporter_id.employment_kind", help="How the supporter is bound."
    )
    lang_ids = fields.Many2many(
        related="supporter_id.lang_ids", help="In which the supporter can talk."
    )
    life_domain_ids = fields.Many2many(
        related="supporter_id.life_domain_ids", help="What the supporter knows best."
    )
    target_group_ids = fields.Many2many(
        related="supporter_id.target_group_ids",
        help="With whom the supporter has experience.",
    )
    max_cases = fields.Integer(
        related="supporter_id.max_cases", help="How many cases fit in the hours."
    )
    open_cases = fields.Integer(help="How many open cases the supporter has.")
    weight = fields.Float(
        digits=(6, 1),
        help="The open cases, each counted by how heavy it is; an ordinary one is 1.",
    )
    load = fields.Integer(
        help="The weight of the open cases against what fits in the hours, in percent."
    )
    next_free = fields.Datetime(
        string="First free hour",
        help="From the working hours and the calendar, two weeks ahead; what is in the "
        "calendar is not told.",
    )
    is_away = fields.Boolean(help="Is away today.")
    same_team = fields.Boolean(help="Works in the team of the case.")
    fit = fields.Selection(
        [
            ("0", "No fit"),
            ("1", "Some fit"),
            ("2", "Good fit"),
            ("3", "Best fit"),
        ],
        help="How well the life domains and languages of the supporter fit the case; "
        "not which of them.",
    )
    objection = fields.Char(
        string="Cannot, because",
        help="What stands in the way: a conflict of interest or a missing paper.",
    )
    warning = fields.Char(
        string="Mind", help="What does not stand in the way but is to be known."
    )

    def action_choose(self):
        """Assign the case to this supporter."""
        self.ensure_one()
        caseload = self.assign_id.caseload_id
        caseload._check_coordinator()
        if self.supporter_id.company_id != caseload.company_id:
            raise UserError(self.env._("Choose a supporter of the same organisation."))
        case = caseload._case()
        if self.assign_id.purpose == "second_opinion":
            requests = case.second_opinion_ids.filtered(
                lambda request: request.state == "requested"
            )
            if not requests:
                raise UserError(
                    self.env._("Nobody asks for a second opinion any more.")
                )
            requests._assign(self.supporter_id.sudo())
        else:
            case._assign(self.supporter_id.sudo())
        return {"type": "ir.actions.act_window_close"}
