from collections import defaultdict
from datetime import datetime, timedelta

from odoo import api, fields, models
from odoo.tools import SQL, format_date

from ..days import HERE, by_clock
from ..screen import labels
from ..statement import MARGIN, checksum, despite_conflict, unchecked

LAST_MONTH = timedelta(days=31)
LONG_AGO = datetime(1970, 1, 1)


class ClientStatementFile(models.AbstractModel):
    """The statement of one case, or of the whole file of a resident.

    Nothing of the content of a file is read. What is not shown to residents yet, for
    somebody's safety, is left out for everybody: paper can be handed on.
    """

    _name = "client.statement.file"
    _inherit = ["client.statement.mixin"]
    _description = "Independence statement of a file"

    @api.model
    def _of_user(self):
        """Statements for residents and who represents them: of the whole file.

        :return: a list, one for each resident
        """
        residents = self.env["client.access.log"]._residents_of_user()
        now = fields.Datetime.now()
        return [self._of_resident(resident, now) for resident in residents]

    @api.model
    def _of_resident(self, resident, moment):
        """The statement of a resident's whole file; the caller checks.

        :param resident: elevated
        """
        rows = self.env["client.statement.evidence"]._rows_of_file(
            SQL("a.resident_id = %s", resident.id), moment
        )
        cases = {row["case_id"] for row in rows} - {None}
        # Elevated: numbers of the resident's own cases, without a person.
        cases = self.env["client.caseload"].sudo().browse(sorted(cases))
        return self._of_file(rows, cases, moment, resident)

    @api.model
    def _of_case(self, case, moment):
        """The statement of one case, as it was at a moment; the caller checks."""
        rows = self.env["client.statement.evidence"]._rows_of_file(
            SQL("a.case_id = %s", case.id), moment
        )
        return self._of_file(rows, case, moment)

    @api.model
    def _of_file(self, rows, cases, moment, resident=None):
        evidence = self.env["client.statement.evidence"]
        looks = evidence._looks(rows, moment, whole=bool(resident))
        # Elevated: nobody but the officer reads checks; the caller may have these.
        checks = self.env["client.conflict.check"].sudo()
        checks = checks.search(
            [("case_id", "in", cases.ids), ("moment", "<=", moment + MARGIN)],
            order="id",
        )
        checked = evidence._as_checks(checks)
        # Elevated: what an organisation is, is no secret.
        company = (resident or cases).sudo().company_id
        told = self._told(cases) if resident else cases
        numbers = [
            (resident or cases.browse()).mapped("number") + some.mapped("number")
            for some in (cases, told)
        ]
        every_number, numbers = map(", ".join, numbers)
        unseen = [look for look in looks if look["is_leak"]]
        days = {day for look in looks for day in look["days"]}
        if resident:
            # On the portal the last month, as every night: it has to be quick.
            days = {day for day in days if day >= moment.date() - LAST_MONTH}
        seal = self._seal(moment, days)
        shared = evidence._shared(
            SQL("f.resident_id = %s", resident.id)
            if resident
            else SQL("f.case_id = %s", cases.id),
            LONG_AGO,
            moment + timedelta(seconds=1),
            hidden=False,
        )
        claims = [
            self._claim_no_access(evidence._leaks(rows, moment)),
            self._claim_no_looks(sum(look["times"] for look in unseen)),
            self._claim_founded(sum(look["unfounded"] for look in looks)),
            self._claim_organisation(company),
            self._claim_checked(unchecked(rows, checked)),
            self._claim_no_conflict(despite_conflict(rows, checked), bool(checks)),
            self._claim_sealed(
                None if not seal["digest"] else not seal["broken"],
                self.env._("The list of looks was changed afterwards, on:"),
                seal["broken"],
            ),
        ]
        start = min((row["valid_from"] for row in rows), default=moment)
        return {
            "title": self.env._("File %s", numbers)
            if resident
            else self.env._("Case %s", numbers),
            "organisation": company.name,
            "period": self._period(self._day(start), self._day(moment)),
            "claims": claims,
            "access": self._access_in_words(rows, moment, resident and told),
            "looks": [self._look_in_words(look) for look in looks],
            "shared": self._shared_in_words(shared),
            "reasons": self._reasons_in_words(rows),
            "checks": self._checks_in_words(checks),
            "seal": seal,
            "moment": self._moment_in_words(moment),
            "checksum": checksum(
                {
                    "numbers": every_number,
                    "moment": moment,
                    "rows": [
                        [row[name] for name in ("id", "user_id", "kind", "section")]
                        + [
                            row["valid_from"],
                            row["valid_until"] if row["valid_until"] <= moment else "",
                        ]
                        for row in rows
                    ],
                    "looks": [
                        [look[name] for name in ("user_id", "role", "kinds", "times")]
                        for look in looks
                    ],
                    "shared": shared,
                    "checks": checks.ids,
                    "claims": [claim["holds"] for claim in claims],
                    "seal": seal["digest"],
                }
            ),
        }

    @api.model
    def _seal(self, moment, days):
        """The last seal of the read log by then, and whether these days are intact."""
        # Elevated: seals say nothing of anybody.
        seals = self.env["client.access.log.digest"].sudo()
        last = seals.search([("day", "<", moment.date())], limit=1)
        return {
            "day": last.day and format_date(self.env, last.day),
            "digest": last.digest or "",
            "broken": [
                format_date(self.env, day) for day in seals._broken_days(days=days)
            ],
        }

    # What is concluded ----------------------------------------------------------------

    @api.model
    def _claim_no_access(self, leaks):
        known = [(row, had) for row, had, _maybe in leaks if had]
        return self._claim(
            False if known else None if leaks else True,
            self.env._(
                "Nobody who decides on support, gives care, manages or pays could see "
                "the file without permission of the resident."
            ),
            self.env._(
                "Somebody who decides on support, gives care, manages or pays could "
                "see the file without permission of the resident:"
            ),
            {
                self.env._(
                    "%(who)s, from %(start)s",
                    who=", ".join(
                        self._who(row["user_id"], role) for role in sorted(roles)
                    ),
                    start=self._day(row["valid_from"]),
                ): None
                for row, roles in known or [(row, maybe) for row, _had, maybe in leaks]
            },
            self.env._(
                "Somebody who decides on support, gives care, manages or pays could "
                "once see the file. It is not known whether that was already their "
                "work at that time:"
            ),
        )

    @api.model
    def _claim_checked(self, unchecked):
        return self._claim(
            not unchecked,
            self.env._(
                "Before somebody began as supporter or stood in, it was checked that "
                "this person has no conflict of interest."
            ),
            self.env._("Of these supporters no such check is on record:"),
            [self._who(user) for user in sorted(unchecked)],
        )

    @api.model
    def _claim_no_conflict(self, despite, is_checked):
        return self._claim(
            not despite if is_checked else None,
            self.env._(
                "Nobody in whom a conflict of interest was found began after that, or "
                "went on."
            ),
            self.env._(
                "A conflict of interest was found, and yet this person began or went "
                "on as supporter:"
            ),
            {self._who(user): None for _case, user in sorted(despite)},
            self.env._("No check of conflicts of interest is on record."),
        )

    # In words -------------------------------------------------------------------------

    @api.model
    def _who(self, user_id, role=None):
        """Function and organisation; a name of staff where the setting says so.

        Never the name of a resident or of who represents one.
        """
        log = self.env["client.access.log"]
        role = role or log.sudo()._role_of(user_id) or ""
        known = 0 if role in ("portal", "public") else user_id
        # Elevated: as the log itself, which says only the function.
        user = self.env["res.users"].sudo().browse(known).exists()
        return log._who_in_words(role, user)

    @api.model
    def _kinds_in_words(self, kinds):
        words = labels(self.env["client.access"], "kind")
        return ", ".join(words.get(kind, kind) for kind in kinds)

    @api.model
    def _moment_in_words(self, moment):
        """By the clock of the read log, as it is to be filled in again, and in UTC."""
        local = by_clock(moment, HERE)
        return f"{local:%d-%m-%Y %H:%M:%S} ({moment:%H:%M:%S} UTC)"

    @api.model
    def _told(self, cases):
        """The cases whose number a resident reads: two who live apart would find the
        same one, and so learn of each other.
        """
        # Elevated: only whether the residents of the case are shielded.
        shielded = self.env["client.case"].sudo().browse(cases.ids)
        return cases.browse(
            shielded.filtered(lambda case: not case.is_shielded).ids
        ).with_env(cases.env)

    @api.model
    def _access_in_words(self, rows, moment, cases):
        """One line for each person, reason and stretch of time.

        :param cases: the cases to tell apart, when it is about more than one file
        """
        numbers = {case.id: case.number for case in cases or ()}
        sections = labels(self.env["client.access"], "section")
        lines = defaultdict(dict)
        for row in rows:
            number = numbers.get(row["case_id"], "")
            key = (
                row["user_id"],
                row["kind"],
                number,
                row["valid_from"],
                row["valid_until"],
            )
            lines[key][row["section"]] = None
        return [
            {
                "who": self._who(user),
                "why": self._kinds_in_words([kind]),
                "part": ", ".join(filter(None, [number, *map(sections.get, parts)])),
                "start": self._day(start),
                "end": end <= moment and self._day(end),
            }
            for (user, kind, number, start, end), parts in lines.items()
        ]

    @api.model
    def _look_in_words(self, look):
        if look["kinds"]:
            why = self._kinds_in_words(look["kinds"].split(","))
        elif look["elevated"]:
            why = self.env._("the program needed it for a task")
        else:
            why = self.env._("no reason on record")
        return {
            "who": self._who(look["user_id"], look["role"]),
            "why": why,
            "times": look["times"],
            "first": self._day(look["first"]),
            "last": self._day(look["last"]),
        }

    @api.model
    def _reasons_in_words(self, rows):
        """Emergencies and looks with the reason that was given, once each."""
        found = {
            (row["user_id"], row["kind"], row["valid_from"], row["basis"]): row
            for row in rows
            if row["kind"] in ("look", "break_glass")
        }
        return [
            {
                "who": self._who(row["user_id"]),
                "why": self._kinds_in_words([row["kind"]]),
                "start": self._day(row["valid_from"]),
                "reason": row["basis"],
            }
            for row in found.values()
        ]

    @api.model
    def _checks_in_words(self, checks):
        occasions = labels(checks, "occasion")
        # Elevated: one setting, no secret.
        names = self.env["ir.config_parameter"].sudo()
        names = names.get_param("client_support.log_shows_names")
        return [
            {
                "day": self._day(check.moment),
                "who": names in ("1", "True", "true") and check.supporter_name,
                "occasion": occasions[check.occasion],
                "outcome": check.outcome,
            }
            for check in checks
        ]
