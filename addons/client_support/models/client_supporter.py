import logging

from odoo import api, fields, models
from odoo.exceptions import AccessError

from .. import conflicts
from ..roles import COORDINATOR

# Read outside the database, where nobody of the organisation can change it.
_alarm = logging.getLogger("client_support.alarm")


class ClientSupporter(models.Model):
    """Somebody who supports residents, employed or volunteer, with or without a login.

    Many volunteers have no account; a coordinator keeps their profile.
    """

    _name = "client.supporter"
    _description = "Supporter"
    _order = "name, id"
    _check_company_auto = True

    name = fields.Char(required=True, help="As residents know the supporter.")
    user_id = fields.Many2one(
        "res.users",
        ondelete="restrict",
        check_company=True,
        index="btree_not_null",
        domain="[('share', '=', False)]",
        help="The supporter's login, when there is one.",
    )
    company_id = fields.Many2one(
        "res.company",
        string="Organisation",
        required=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env.company,
        help="The organisation the supporter works for.",
    )
    employment_kind = fields.Selection(
        [("employed", "Employed"), ("posted", "Posted"), ("volunteer", "Volunteer")],
        required=True,
        default="employed",
        help="How the supporter is bound to the organisation.",
    )
    employment_ids = fields.One2many(
        "client.employment",
        "supporter_id",
        string="Other employers",
        groups=COORDINATOR,
        help="For whom the supporter works besides.",
    )
    interest_ids = fields.One2many(
        "client.interest",
        "supporter_id",
        string="Interests",
        groups=COORDINATOR,
        help="Stakes in other organisations.",
    )
    declaration_date = fields.Date(
        string="Declared independent on",
        groups=COORDINATOR,
        help="The day of the last declaration of independence.",
    )
    vog_date = fields.Date(
        string="VOG of",
        groups=COORDINATOR,
        help="The day of the certificate of conduct (verklaring omtrent het gedrag).",
    )
    conflict_checks = fields.Integer(
        groups=fields.NO_ACCESS,
        help="Goes up at every check, so that of two changes at once the second one "
        "starts again and sees what the first did.",
    )
    active = fields.Boolean(default=True, help="Switch off whoever left.")

    _user_uniq = models.UniqueIndex(
        "(user_id, company_id) WHERE user_id IS NOT NULL",
        "This user has a supporter profile in this organisation already.",
    )

    # Conflicts of interest --------------------------------------------------------

    def _conflicts(self, case):
        """Why this supporter cannot take the case: codes, empty when nothing stands
        in the way.
        """
        self.ensure_one()
        # Elevated: the facts need not be seen by whoever asks; only codes go back.
        return conflicts.conflicts(self.sudo()._facts(case.sudo()))

    def _lock_facts(self):
        """Let one of two transactions that both depend on these facts start again.

        Everything that makes a conflict or acts on there being none writes this row
        first. Odoo's transactions do not see each other's new rows, so a look alone
        would let both pass.
        """
        for supporter in self.sudo():
            supporter.conflict_checks += 1
        self.sudo().flush_recordset(["conflict_checks"])

    def _facts(self, case):
        today = fields.Date.context_today(self)
        employers = self.env["client.employment"]._standing_on(self, today)
        interests = self.env["client.interest"]._standing_on(self, today)
        decided = self.env["client.decision.role"].search_count(
            [
                ("supporter_id", "=", self.id),
                ("resident_id", "in", case.resident_ids.ids),
            ],
            limit=1,
        )
        own = self.company_id
        return conflicts.Facts(
            employers=frozenset(
                [
                    conflicts.Organisation(
                        own.partner_id.id,
                        own.takes_access_decisions,
                        own.provides_indicated_care,
                    )
                ]
                + [
                    conflicts.Organisation(
                        partner.id,
                        partner.takes_access_decisions,
                        partner.provides_indicated_care,
                    )
                    for partner in employers.partner_id
                ]
            ),
            interests=frozenset(interests.partner_id.ids),
            providers=frozenset(case.provider_ids.ids),
            decided=bool(decided),
            check=case.municipality_id.independence_check or conflicts.ORGANISATION,
        )

    @api.model
    def _conflict_words(self, codes):
        """The conflicts in words, one sentence each."""
        words = {
            "no_access_decision": self.env._(
                "takes, or took, part in decisions on access to support"
            ),
            "no_indicated_provider": self.env._(
                "works for a provider of indicated care"
            ),
            "not_same_helper": self.env._(
                "works for an organisation that gives care to this resident"
            ),
            "no_interest": self.env._(
                "has an interest in an organisation that gives care to this resident"
            ),
        }
        return "; ".join(words[code] for code in codes)

    def _check_standing_cases(self, occasion="fact"):
        """A fact changed: end the access to every open case that now conflicts."""
        check = self.env["client.conflict.check"]
        self._lock_facts()
        # Elevated: the access of the supporters ends, whoever registered the fact.
        for supporter in self.sudo():
            cases = (
                self.env["client.case"]
                .sudo()
                .search(
                    [("supporter_id", "=", supporter.id), ("stage", "!=", "closed")]
                )
            )
            for case in cases:
                if check._conflicts(supporter, case, occasion):
                    case._release(supporter)
                    _alarm.warning(
                        "conflict of interest: access of supporter %s to case %s ended",
                        supporter.id,
                        case.number,
                    )

    # End of employment ------------------------------------------------------------

    def action_end_employment(self):
        """The supporter leaves: all access, sessions and keys end in one act.

        :raises AccessError: for anyone but a coordinator of the organisation
        """
        self._check_coordinator()
        # Elevated: a coordinator may not touch users; the right was checked above.
        for supporter in self.sudo():
            supporter.active = False
            user = supporter.user_id
            if user:
                self.env["client.access"]._end([("user_id", "=", user.id)])
                keys = self.env["res.users.apikeys"].sudo()
                keys.search([("user_id", "=", user.id)]).unlink()
                # An inactive user has no valid session.
                user.active = False

    def _check_coordinator(self):
        """:raises AccessError: unless the user coordinates for these organisations"""
        if not self.env.user.has_group(COORDINATOR) or (
            self.sudo().company_id - self.env.user.company_ids
        ):
            raise AccessError(
                self.env._("Only a coordinator of the organisation may do this.")
            )
