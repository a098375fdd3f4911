from collections import defaultdict
from datetime import datetime, time, timedelta

from dateutil.relativedelta import relativedelta
from pytz import UTC, timezone

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL, format_date

from ..models.client_access_log import SHOWN
from ..roles import COORDINATOR, FINANCE, MANAGER, PRIVACY_OFFICER
from ..statement import (
    ACCESS_ROLES,
    BY_RESIDENT,
    STANDING_BESIDE,
    Seen,
    access_roles_during,
    checksum,
)

# Who may have the figures of a period; a case is for who sees it and the officer.
REPORTERS = (COORDINATOR, MANAGER, FINANCE, PRIVACY_OFFICER)
# The read log tells its days by the sun over the town hall.
CLOCK = timezone("Europe/Amsterdam")
# Access that begins with its check has the same second, or the next.
MARGIN = timedelta(minutes=1)
LAST_MONTH = timedelta(days=31)
# The checks that found a conflict, by what followed.
FOLLOWED = {
    "refused": ("assign", "register"),
    "left_out": ("cover",),
    "ended": ("provider", "fact"),
}


class ClientStatement(models.TransientModel):
    """That support was independent, from what is on record: of a case or a period.

    Every sentence is computed; it says “not so” where the rows do. Nothing of the
    content of a file is read: access rows, the read log, checks of conflicts and the
    caseload without persons are enough. The same moment gives the same checksum, so a
    printed statement can be compared with one made anew.
    """

    _name = "client.statement"
    _description = "Independence statement"

    case_number = fields.Char(
        string="Number of a case",
        help="Of which case; empty: of the whole organisation in a period.",
    )
    company_id = fields.Many2one(
        "res.company",
        string="Organisation",
        required=True,
        default=lambda self: self.env.company,
        domain="[('id', 'in', allowed_company_ids)]",
        help="Whose work it is about.",
    )
    date_from = fields.Date(
        required=True,
        default=lambda self: fields.Date.context_today(self).replace(month=1, day=1),
        help="First day.",
    )
    date_until = fields.Date(
        string="Up to",
        required=True,
        default=fields.Date.context_today,
        help="Last day.",
    )
    moment = fields.Datetime(
        string="As it was on",
        required=True,
        default=fields.Datetime.now,
        help="A statement of a case tells what was on record then.",
    )
    may_report = fields.Boolean(
        compute="_compute_may_report", help="Whether you may see the figures."
    )
    may_choose_case = fields.Boolean(
        compute="_compute_may_report", help="Whether you may ask for any case."
    )
    body = fields.Html(
        compute="_compute_body", sanitize=False, help="The statement itself."
    )

    def _compute_may_report(self):
        self.may_report = any(map(self.env.user.has_group, REPORTERS))
        self.may_choose_case = self.env.user.has_group(PRIVACY_OFFICER)

    @api.depends("case_number", "company_id", "date_from", "date_until", "moment")
    def _compute_body(self):
        for statement in self:
            statement.body = self.env["ir.qweb"]._render(
                "client_support.statement", {"statement": statement._contents()}
            )

    def _compute_display_name(self):
        for statement in self:
            statement.display_name = self.env._("Independence statement")

    @api.model
    def _open_for(self, number):
        """Open the statement of a case."""
        statement = self.create({"case_number": number})
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Independence statement"),
            "res_model": self._name,
            "res_id": statement.id,
            "view_mode": "form",
        }

    def action_print(self):
        """The statement as a PDF, or as a page to print where none can be made."""
        self.ensure_one()
        report = self.env.ref("client_support.client_statement_report")
        if report.get_wkhtmltopdf_state() in ("ok", "workers", "upgrade"):
            return report.report_action(self)
        return {
            "type": "ir.actions.act_url",
            "url": f"/report/html/{report.report_name}/{self.id}",
            "target": "new",
        }

    def _contents(self):
        self.ensure_one()
        if self.case_number or not self.may_report:
            return self._of_case(self._case(), self.moment or fields.Datetime.now())
        return self._of_period(self.company_id, self.date_from, self.date_until)

    def _case(self):
        """The caseload row of the case, elevated, after the check.

        :raises UserError: when there is no such case, or none that the user may know
        """
        number = (self.case_number or "").strip().upper()
        # Elevated: the caseload has no person in it, and who may have it is said here.
        case = self.env["client.caseload"].sudo().search([("number", "=", number)])
        is_officer = (
            self.env.user.has_group(PRIVACY_OFFICER)
            and case.company_id in self.env.user.company_ids
        )
        if not case or not (
            is_officer or self.env["client.case"].browse(case.id).has_access("read")
        ):
            raise UserError(
                self.env._(
                    "Your organisation has no case of number %s.", self.case_number
                )
            )
        return case

    # Of a file ---------------------------------------------------------------------

    @api.model
    def _of_case(self, case, moment):
        """The statement of one case, as it was at a moment; the caller checks."""
        return self._of_file(
            SQL("a.case_id = %s", case.id),
            case,
            moment,
            title=self.env._("Case %s", case.number),
        )

    @api.model
    def _of_user(self):
        """Statements for residents and who represents them: of the whole file.

        :return: a list, one for each resident
        """
        residents = self.env["client.access.log"]._residents_of_user()
        now = fields.Datetime.now()
        statements = []
        for resident in residents:
            rows = SQL("a.resident_id = %s", resident.id)
            cases = {row["case_id"] for row in self._rows(rows, now)} - {None}
            # Elevated: numbers of the resident's own cases, without a person.
            cases = self.env["client.caseload"].sudo().browse(sorted(cases))
            numbers = [resident.number, *cases.mapped("number")]
            title = self.env._("File %s", ", ".join(numbers))
            statements.append(self._of_file(rows, cases, now, title, resident))
        return statements

    @api.model
    def _of_file(self, about, cases, moment, title, resident=None):
        rows = self._rows(about, moment)
        looks = self._looks(rows, moment, whole=bool(resident))
        checks = self.env["client.conflict.check"].sudo()
        # Elevated: nobody but the officer reads checks; the caller may have these.
        checks = checks.search(
            [("case_id", "in", cases.ids), ("moment", "<=", moment + MARGIN)],
            order="id",
        )
        # Elevated: what an organisation is, is no secret.
        company = (resident or cases).sudo().company_id
        leaks = self._leaks(rows, moment)
        unseen = [look for look in looks if look["is_leak"]]
        unfounded = sum(look["unfounded"] for look in looks)
        days = {day for look in looks for day in look["days"]}
        if resident:
            # On the portal the last month, as every night: it has to be quick.
            days = {day for day in days if day >= moment.date() - LAST_MONTH}
        seal = self._seal(moment, days)
        claims = [
            self._claim_no_access(leaks),
            self._claim_no_looks(sum(look["times"] for look in unseen)),
            self._claim_founded(unfounded),
            self._claim_organisation(company),
            self._claim_checked(self._unchecked(rows, checks)),
            self._claim_seals(seal),
        ]
        start = min((row["valid_from"] for row in rows), default=moment)
        return {
            "title": title,
            "organisation": company.name,
            "period": self._period(self._day(start), self._day(moment)),
            "claims": claims,
            "access": self._access_in_words(rows, moment, resident and cases),
            "looks": [self._look_in_words(look) for look in looks],
            "reasons": self._reasons_in_words(rows, moment),
            "checks": self._checks_in_words(checks),
            "seal": seal,
            "moment": f"{moment} UTC",
            "checksum": checksum(
                {
                    "title": title,
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
                    "checks": checks.ids,
                    "claims": [claim["holds"] for claim in claims],
                    "seal": seal["digest"],
                }
            ),
        }

    @api.model
    def _rows(self, about, moment):
        """The access rows that a condition on `a` picks, begun by a moment, in order.

        By SQL: rows of a whole organisation are many, and nobody has rights on them.
        """
        return self.env.execute_query_dict(
            SQL(
                """
                SELECT a.id, a.user_id, a.kind, a.section, a.case_id, a.resident_id,
                       a.valid_from, a.valid_until, a.basis
                FROM client_access a
                WHERE %s AND a.valid_from <= %s
                ORDER BY a.valid_from, a.id
                """,
                about,
                moment,
            )
        )

    @api.model
    def _looks(self, rows, moment, whole):
        """Looks into the file of these rows, by person, role and reason.

        :param whole: all looks into the residents' files, not those by these rows only
        """
        log = self.env["client.access.log"]
        return self.env.execute_query_dict(
            SQL(
                """
                SELECT l.user_id, split_part(l.role, ',', 1) AS role, l.kinds,
                       l.elevated AND l.kinds IS NULL AS elevated,
                       count(*) AS times,
                       min(l.moment) AS first, max(l.moment) AS last,
                       array_agg(DISTINCT l.moment::date) AS days,
                       %(leak)s AS is_leak,
                       count(*) FILTER (WHERE %(unfounded)s) AS unfounded
                FROM client_access_log l
                WHERE l.resident_ids && %(residents)s
                    AND l.moment <= %(moment)s
                    AND %(within)s
                    AND l.operation IN %(shown)s
                    AND NOT l.undone
                    AND (%(leak)s OR NOT EXISTS (
                        SELECT FROM client_access_log_delay d
                        WHERE d.log_id = l.id AND d.until > now() AT TIME ZONE 'UTC'
                    ))
                GROUP BY 1, 2, 3, 4, is_leak
                ORDER BY first, 1, 2, 3, 4
                """,
                leak=self._is_leak(),
                unfounded=self._is_unfounded(),
                residents=list({row["resident_id"] for row in rows}) or [0],
                moment=moment,
                within=log._resting_on(None if whole else [row["id"] for row in rows]),
                shown=SHOWN,
            )
        )

    @api.model
    def _is_leak(self):
        """A look `l` by an access role that the resident did not consent to."""
        return SQL(
            """(
                l.operation IN ('read', 'export') AND NOT l.elevated
                AND string_to_array(l.role, ',') && %s
                AND NOT coalesce(string_to_array(l.kinds, ',') && %s, false)
            )""",
            sorted(ACCESS_ROLES),
            list(BY_RESIDENT),
        )

    @api.model
    def _is_unfounded(self):
        """A look `l` without a row of access; one that ended in that minute is one."""
        return SQL(
            """(
                l.operation IN ('read', 'export') AND NOT l.elevated
                AND l.kinds IS NULL
                AND NOT EXISTS (
                    SELECT FROM client_access ended
                    WHERE ended.user_id = l.user_id
                        AND ended.resident_id = ANY(l.resident_ids)
                        AND ended.valid_until BETWEEN l.moment - interval '1 minute'
                            AND l.moment + interval '1 minute'
                )
            )"""
        )

    @api.model
    def _leaks(self, rows, moment):
        """The rows by which an access role could see a file without consent.

        :return: (row, roles) of each
        """
        rows = [row for row in rows if row["kind"] not in BY_RESIDENT]
        if not rows:
            return []
        log = self.env["client.access.log"].sudo()
        users = list({row["user_id"] for row in rows})
        held = {user: set((log._role_of(user) or "").split(",")) for user in users}
        start = min(row["valid_from"] for row in rows)
        seen_with = self.env.execute_query(
            SQL(
                """
                SELECT DISTINCT user_id FROM client_access_log
                WHERE user_id = ANY(%s) AND moment >= %s
                    AND string_to_array(role, ',') && %s
                """,
                users,
                start,
                sorted(ACCESS_ROLES),
            )
        )
        suspects = {user for user in users if held[user] & ACCESS_ROLES}
        suspects |= {user for (user,) in seen_with}
        seen = defaultdict(list)
        for user, role, first, last in self.env.execute_query(
            SQL(
                """
                SELECT user_id, role, min(moment), max(moment) FROM client_access_log
                WHERE user_id = ANY(%s) AND moment >= %s GROUP BY 1, 2
                """,
                list(suspects),
                start,
            )
        ):
            seen[user].append(Seen(frozenset((role or "").split(",")), first, last))
        leaks = [
            (
                row,
                access_roles_during(
                    row["valid_from"],
                    row["valid_until"],
                    moment,
                    held[row["user_id"]],
                    seen[row["user_id"]],
                ),
            )
            for row in rows
            if row["user_id"] in suspects
        ]
        return [(row, roles) for row, roles in leaks if roles]

    @api.model
    def _unchecked(self, rows, checks):
        """Users who stood beside the resident and whom no check let through before."""
        passed = defaultdict(list)
        for check in checks.filtered(lambda check: not check.codes):
            passed[check.case_id, check.supporter_id].append(check.moment)
        # Elevated: supporters of the organisation, also who left.
        supporters = self.env["client.supporter"].sudo().with_context(active_test=False)
        by_user = defaultdict(list)
        for one in supporters.search(
            [("user_id", "in", [row["user_id"] for row in rows])]
        ):
            by_user[one.user_id.id].append(one.id)
        return {
            row["user_id"]
            for row in rows
            if row["kind"] in STANDING_BESIDE
            and row["case_id"]
            and not any(
                moment <= row["valid_from"] + MARGIN
                for supporter in by_user[row["user_id"]]
                for moment in passed[row["case_id"], supporter]
            )
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

    def _claim(self, holds, text, otherwise, found=(), unknown=None):
        """One conclusion: that it holds, that it does not, or that nobody can know."""
        return {
            "holds": holds,
            "text": text if holds else unknown if holds is None else otherwise,
            "found": list(found),
        }

    @api.model
    def _claim_no_access(self, leaks):
        return self._claim(
            not leaks,
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
                for row, roles in leaks
            },
        )

    @api.model
    def _claim_no_looks(self, times):
        return self._claim(
            not times,
            self.env._("None of them looked into the file without that permission."),
            self.env._("They looked into the file without that permission:"),
            [self.env._("%s times", times)],
        )

    @api.model
    def _claim_founded(self, times):
        return self._claim(
            not times,
            self.env._("Everybody who looked had a reason that is on record."),
            self.env._("Somebody looked and no reason for it is on record:"),
            [self.env._("%s times", times)],
        )

    @api.model
    def _claim_organisation(self, company):
        against = [
            (
                not company.is_independent,
                self.env._("it is not registered as independent client support"),
            ),
            (
                company.takes_access_decisions,
                self.env._("it takes part in decisions on support"),
            ),
            (
                company.provides_indicated_care,
                self.env._("it gives care that needs a decision"),
            ),
        ]
        found = [words for stands, words in against if stands]
        return self._claim(
            not found,
            self.env._(
                "The supporters worked for an independent organisation. It does not "
                "decide on support and gives no care that needs a decision."
            ),
            self.env._("The organisation of the supporters is not independent:"),
            found,
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
    def _claim_seals(self, seal):
        return self._claim(
            None if not seal["digest"] else not seal["broken"],
            self.env._(
                "The list of looks is as it was when it was sealed, day by day."
            ),
            self.env._("The list of looks was changed afterwards, on:"),
            seal["broken"],
            self.env._("No day of the list of looks has been sealed yet."),
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
        return log._who_in_words({"user_id": known, "role": role})

    @api.model
    def _labels(self, model, name):
        return dict(self.env[model]._fields[name]._description_selection(self.env))

    @api.model
    def _kinds_in_words(self, kinds):
        labels = self._labels("client.access", "kind")
        return ", ".join(labels.get(kind, kind) for kind in kinds)

    @api.model
    def _day(self, moment):
        """The day of a moment, by the clock of the read log."""
        local = UTC.localize(moment).astimezone(CLOCK)
        return format_date(self.env, local.date())

    @api.model
    def _period(self, start, end):
        return self.env._("from %(start)s to %(end)s", start=start, end=end)

    @api.model
    def _access_in_words(self, rows, moment, cases):
        """One line for each person, reason and stretch of time.

        :param cases: the cases to tell apart, when it is about more than one file
        """
        numbers = {case.id: case.number for case in cases or ()}
        sections = self._labels("client.access", "section")
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
    def _reasons_in_words(self, rows, moment):
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
        occasions = self._labels(checks._name, "occasion")
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

    # Of a period ----------------------------------------------------------------------

    @api.model
    def _of_period(self, company, date_from, date_until):
        """The statement of an organisation over a period, in figures."""
        figures = self._figures(company, date_from, date_until)
        # Elevated: seals say nothing of anybody.
        seal = self.env["client.access.log.digest"].sudo()
        seal = seal.search([("day", "<=", date_until)], limit=1)
        claims = self._claims(company, figures)
        return {
            "title": self.env._("The whole organisation"),
            "organisation": company.name,
            "period": self._period(
                format_date(self.env, date_from), format_date(self.env, date_until)
            ),
            "claims": claims,
            "figures": self._figures_in_words(figures),
            "seal": {
                "day": seal.day and format_date(self.env, seal.day),
                "digest": seal.digest or "",
            },
            "moment": "",
            "checksum": checksum(
                [company.id, date_from, date_until, figures, seal.digest]
            ),
        }

    @api.model
    def _figures(self, company, date_from, date_until):
        """What independence looks like in numbers: of acts, never of one person.

        :raises AccessError: for who may not have figures of this organisation
        """
        if company not in self.env.user.company_ids or not any(
            map(self.env.user.has_group, REPORTERS)
        ):
            raise AccessError(
                self.env._(
                    "These figures are for the coordinator, manager, finance and "
                    "privacy officer of the organisation."
                )
            )
        if date_until < date_from:
            raise UserError(self.env._("The last day lies before the first."))
        start, end = (
            self._midnight(date_from),
            self._midnight(date_until + relativedelta(days=1)),
        )
        [[cases]] = self.env.execute_query(
            SQL(
                """
                SELECT count(*) FROM client_case
                WHERE company_id = %s AND registration_date <= %s
                    AND (close_date IS NULL OR close_date >= %s)
                """,
                company.id,
                date_until,
                date_from,
            )
        )
        return {
            "cases": cases,
            **self._access_figures(company, start, end),
            **self._look_figures(company, start, end),
            **self._check_figures(company, start, end),
            **self._seal_figures(date_from, date_until),
        }

    @api.model
    def _access_figures(self, company, start, end):
        within = SQL(
            """
            a.valid_from < %s AND a.valid_until >= %s AND a.resident_id IN (
                SELECT id FROM client_resident WHERE company_id = %s
            )
            """,
            end,
            start,
            company.id,
        )
        found = self.env.execute_query_dict(
            SQL(
                """
                SELECT a.kind, count(DISTINCT (a.user_id, a.dossier_id)) AS stood,
                       count(DISTINCT (a.user_id, a.dossier_id, a.valid_from))
                           FILTER (WHERE a.valid_from >= %s) AS given
                FROM client_access a WHERE %s GROUP BY a.kind
                """,
                start,
                within,
            )
        )
        by_kind = {row["kind"]: row for row in found}
        [[supporters]] = self.env.execute_query(
            SQL(
                "SELECT count(DISTINCT a.user_id) FROM client_access a"
                " WHERE %s AND a.kind IN %s",
                within,
                STANDING_BESIDE,
            )
        )
        now = min(end, fields.Datetime.now())
        leaks = self._leaks(self._rows(within, now), now)
        figures = {
            f"access_{kind}": by_kind.get(kind, {}).get("stood", 0)
            for kind in self._labels("client.access", "kind")
        }
        for name, kind in (
            ("emergencies", "break_glass"),
            ("looks_with_reason", "look"),
            ("consents", "consent"),
        ):
            figures[name] = by_kind.get(kind, {}).get("given", 0)
        return {
            "supporters": supporters,
            **figures,
            "leaked_access": len(
                {(row["user_id"], row["resident_id"]) for row, _roles in leaks}
            ),
        }

    @api.model
    def _look_figures(self, company, start, end):
        found = self.env.execute_query_dict(
            SQL(
                """
                SELECT split_part(l.role, ',', 1) AS role,
                       count(*) FILTER (WHERE %(kept)s) AS looks,
                       count(*) FILTER (WHERE %(kept)s AND %(leak)s) AS leaked,
                       count(*) FILTER (WHERE %(kept)s AND %(unfounded)s) AS unfounded,
                       count(*) FILTER (
                           WHERE l.operation IN ('denied', 'group_refused')
                       ) AS refused
                FROM client_access_log l
                WHERE l.organisation_id = %(company)s
                    AND l.moment >= %(start)s AND l.moment < %(end)s
                GROUP BY 1
                """,
                kept=SQL(
                    "l.operation IN %s AND NOT l.undone AND l.resident_ids IS NOT NULL",
                    SHOWN,
                ),
                leak=self._is_leak(),
                unfounded=self._is_unfounded(),
                company=company.id,
                start=start,
                end=end,
            )
        )
        return {
            **{f"looks_{row['role']}": row["looks"] for row in found if row["looks"]},
            "leaked_looks": sum(row["leaked"] for row in found),
            "unfounded_looks": sum(row["unfounded"] for row in found),
            "refused": sum(row["refused"] for row in found),
        }

    @api.model
    def _check_figures(self, company, start, end):
        # Elevated: nobody but the officer reads checks; only numbers come out.
        checks = self.env["client.conflict.check"].sudo()
        found = checks._read_group(
            [
                ("organisation_id", "=", company.id),
                ("moment", ">=", start),
                ("moment", "<", end),
            ],
            ["occasion", "codes"],
            ["__count"],
        )
        figures = {"checks": sum(count for _occasion, _codes, count in found)}
        for followed, occasions in FOLLOWED.items():
            figures[f"conflicts_{followed}"] = sum(
                count
                for occasion, codes, count in found
                if codes and occasion in occasions
            )
        return figures

    @api.model
    def _seal_figures(self, date_from, date_until):
        # Elevated: seals say nothing of anybody.
        seals = self.env["client.access.log.digest"].sudo()
        days = set(
            seals.search([("day", ">=", date_from), ("day", "<=", date_until)]).mapped(
                "day"
            )
        )
        broken = seals._broken_days(days=days)
        return {
            "days_sealed": len(days),
            "days_broken": len([day for day in broken if day in days]),
        }

    @api.model
    def _midnight(self, day):
        """The beginning of a day by the clock of the read log, in UTC."""
        local = CLOCK.localize(datetime.combine(day, time.min))
        return local.astimezone(UTC).replace(tzinfo=None)

    @api.model
    def _claims(self, company, figures):
        """What the figures of a period say, each with the number that says so."""
        conflicts = [figures[f"conflicts_{followed}"] for followed in FOLLOWED]
        return [
            {**claim, "count": count, "proof": proof}
            for claim, count, proof in (
                (
                    self._claim(
                        not figures["leaked_access"],
                        self.env._(
                            "Nobody who decides on support, gives care, manages or "
                            "pays could see a file without permission of the resident."
                        ),
                        self.env._(
                            "Somebody who decides on support, gives care, manages or "
                            "pays could see a file without permission of the resident."
                        ),
                    ),
                    figures["leaked_access"],
                    self.env._("access table and roles"),
                ),
                (
                    self._claim_no_looks(figures["leaked_looks"]),
                    figures["leaked_looks"],
                    self.env._("read log"),
                ),
                (
                    self._claim_founded(figures["unfounded_looks"]),
                    figures["unfounded_looks"],
                    self.env._("read log"),
                ),
                (
                    self._claim_organisation(company),
                    0,
                    self.env._("registration of the organisation"),
                ),
                (
                    self._claim(
                        bool(figures["checks"]) or None,
                        self.env._(
                            "Conflicts of interest were checked, and whoever had one "
                            "was refused, left out or lost access at once."
                        ),
                        "",
                        unknown=self.env._(
                            "No check of conflicts of interest is on record."
                        ),
                    ),
                    sum(conflicts),
                    self.env._("%s checks", figures["checks"]),
                ),
                (
                    self._claim(
                        not figures["days_broken"] if figures["days_sealed"] else None,
                        self.env._(
                            "The list of looks is as it was when it was sealed, day by "
                            "day."
                        ),
                        self.env._("The list of looks was changed afterwards."),
                        unknown=self.env._(
                            "No day of the list of looks has been sealed yet."
                        ),
                    ),
                    figures["days_broken"],
                    self.env._("%s daily seals", figures["days_sealed"]),
                ),
            )
        ]

    @api.model
    def _figures_in_words(self, figures):
        """(heading, [(label, number)]) of everything that was counted."""
        kinds = self._labels("client.access", "kind")
        log = self.env["client.access.log"]
        return [
            (
                self.env._("The work"),
                [
                    (self.env._("Cases"), figures["cases"]),
                    (
                        self.env._("People who supported, or stood in"),
                        figures["supporters"],
                    ),
                ],
            ),
            (
                self.env._("Checks of conflicts of interest"),
                [
                    (self.env._("Checks"), figures["checks"]),
                    (
                        self.env._("Conflict found, refused"),
                        figures["conflicts_refused"],
                    ),
                    (
                        self.env._("Conflict found, not given cover"),
                        figures["conflicts_left_out"],
                    ),
                    (
                        self.env._("Conflict found later, access ended"),
                        figures["conflicts_ended"],
                    ),
                ],
            ),
            (
                self.env._("Who could see files: people times files, by reason"),
                [(label, figures[f"access_{kind}"]) for kind, label in kinds.items()],
            ),
            (
                self.env._("Begun in this period"),
                [
                    (self.env._("Emergencies"), figures["emergencies"]),
                    (
                        self.env._("Looks with a reason"),
                        figures["looks_with_reason"],
                    ),
                    (self.env._("Shared with consent"), figures["consents"]),
                ],
            ),
            (
                self.env._("Looks and changes, by role"),
                [
                    (
                        log._function_in_words(name.removeprefix("looks_")),
                        number,
                    )
                    for name, number in sorted(figures.items())
                    if name.startswith("looks_") and name != "looks_with_reason"
                ],
            ),
            (
                self.env._("What was stopped, and what must be zero"),
                [
                    (self.env._("Attempts that were refused"), figures["refused"]),
                    (
                        self.env._(
                            "Access of people who decide, give care, manage or pay, "
                            "without consent"
                        ),
                        figures["leaked_access"],
                    ),
                    (
                        self.env._(
                            "Looks of people who decide, give care, manage or pay, "
                            "without consent"
                        ),
                        figures["leaked_looks"],
                    ),
                    (
                        self.env._("Looks without a reason on record"),
                        figures["unfounded_looks"],
                    ),
                    (
                        self.env._("Days of the list of looks that were changed"),
                        figures["days_broken"],
                    ),
                ],
            ),
        ]
