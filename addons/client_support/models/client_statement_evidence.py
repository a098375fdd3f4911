from collections import defaultdict

from odoo import api, models
from odoo.tools import SQL

from .. import statement
from .client_access_log import SHOWN
from .client_consent import OBJECTION


class ClientStatementEvidence(models.AbstractModel):
    """The rows that statements of independence rest on; callers check who may know.

    By SQL: rows of a whole organisation are many, and nobody has rights on them.
    """

    _name = "client.statement.evidence"
    _description = "What a statement of independence rests on"

    @api.model
    def _rows(self, about, moment):
        """The access rows that a condition on `a` picks, begun by then, in order."""
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
    def _rows_of_file(self, about, moment):
        """The access rows of a file, without those that are hidden for safety."""
        return self._rows(SQL("%s AND NOT (%s)", about, self._is_hidden_row()), moment)

    @api.model
    def _is_hidden_row(self):
        """A row `a` by a disclosure that is not shown to the resident yet."""
        return SQL(
            """a.kind = 'disclosure' AND EXISTS (
                SELECT FROM client_disclosure d WHERE d.number = a.basis AND %s
            )""",
            self.env["client.disclosure"]._is_hidden(),
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
                    -- Of who shares the case: nobody to learn of here.
                    AND (l.role IS DISTINCT FROM 'portal' OR l.user_id = ANY(%(users)s))
                    AND NOT EXISTS (
                        SELECT FROM client_access a
                        WHERE a.id = ANY(l.access_ids) AND %(hidden)s
                    )
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
                users=list({row["user_id"] for row in rows}),
                hidden=self._is_hidden_row(),
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
            sorted(statement.ACCESS_ROLES),
            list(statement.BY_RESIDENT),
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
        """The rows by which an access role could, or may, see a file without consent.

        :return: (row, roles had, roles that nobody can know) of each
        """
        rows = [row for row in rows if row["kind"] not in statement.BY_RESIDENT]
        if not rows:
            return []
        users = {row["user_id"] for row in rows}
        start = min(row["valid_from"] for row in rows)
        terms = self._terms(users, moment)
        seen = self._seen(users, terms, start, moment)
        leaks = [
            (
                row,
                *statement.access_roles_during(
                    row["valid_from"],
                    row["valid_until"],
                    moment,
                    terms.get(row["user_id"], ()),
                    seen.get(row["user_id"], ()),
                ),
            )
            for row in rows
        ]
        return [(row, had, maybe) for row, had, maybe in leaks if had or maybe]

    @api.model
    def _terms(self, users, moment):
        """The access roles of these users, by user.

        A role that somebody holds and that no row tells was given outside Odoo, and
        the night has not found it yet: it counts as found at that moment.
        """
        codes = {name: code for code, name in statement.ACCESS_ROLE_NAMES.items()}
        terms = defaultdict(list)
        for user, role, since, until, found in self.env.execute_query(
            SQL(
                """
                SELECT user_id, role, since, until, bool_or(is_found)
                FROM client_role_assignment
                WHERE user_id = ANY(%s) AND role = ANY(%s) GROUP BY 1, 2, 3, 4
                """,
                list(users),
                list(codes),
            )
        ):
            terms[user].append(statement.Term(codes[role], since, until, found))
        log = self.env["client.access.log"].sudo()  # Elevated: reads groups only.
        for user in users:
            told = {term.role for term in terms[user] if term.until is None}
            held = set((log._role_of(user) or "").split(","))
            for role in (held & statement.ACCESS_ROLES) - told:
                terms[user].append(statement.Term(role, moment, None, True))
        return terms

    @api.model
    def _seen(self, users, terms, start, moment):
        """What the log shows of those who have, or had, an access role, by user."""
        seen = defaultdict(list)
        for user, role, first, last in self.env.execute_query(
            SQL(
                """
                SELECT user_id, role, min(moment), max(moment) FROM client_access_log
                WHERE user_id = ANY(%(users)s) AND moment BETWEEN %(start)s AND %(end)s
                    AND (user_id = ANY(%(known)s)
                        OR string_to_array(role, ',') && %(roles)s)
                GROUP BY 1, 2
                """,
                users=list(users),
                start=start,
                end=moment,
                known=[user for user in users if terms[user]],
                roles=sorted(statement.ACCESS_ROLES),
            )
        ):
            roles = frozenset((role or "").split(","))
            seen[user].append(statement.Seen(roles, first, last))
        return seen

    @api.model
    def _as_checks(self, checks):
        """Checks of conflicts, of supporters with an account, for the conclusions."""
        # Elevated: supporters of the organisation, also who left.
        supporters = self.env["client.supporter"].sudo().with_context(active_test=False)
        found = supporters.browse(set(checks.mapped("supporter_id"))).exists()
        users = {one.id: one.user_id.id for one in found}
        return [
            statement.Check(
                check.case_id, user, check.moment, conflict=bool(check.codes)
            )
            for check in checks
            if (user := users.get(check.supporter_id))
        ]

    @api.model
    def _shared(self, about, start, end, hidden=True):
        """How often something of files was told, with consent and without.

        :param about: a condition on `f`, a consent or a disclosure
        :param start: from this moment; `end`: before that one
        :param hidden: also what residents are not told yet for somebody's safety
        :return: consents_given, consents_withdrawn (by the resident or who represents
            one) and disclosures
        """
        [counted] = self.env.execute_query_dict(
            SQL(
                """
                SELECT
                    count(*) FILTER (WHERE consent AND began >= %(start)s
                        AND began < %(end)s) AS consents_given,
                    count(*) FILTER (WHERE ended >= %(start)s
                        AND ended < %(end)s) AS consents_withdrawn,
                    count(*) FILTER (WHERE NOT consent AND began >= %(start)s
                        AND began < %(end)s) AS disclosures
                FROM (
                    SELECT true AS consent, f.given_at AS began,
                           CASE WHEN f.withdrawn_how IN ('written', 'oral', 'portal')
                                THEN f.withdrawn_at END AS ended
                    FROM client_consent f WHERE %(about)s AND f.purpose != %(objection)s
                    UNION ALL
                    SELECT false, f.disclosed_at, NULL
                    FROM client_disclosure f
                    WHERE %(about)s AND (%(hidden)s OR NOT EXISTS (
                        SELECT FROM client_disclosure d
                        WHERE d.id = f.id AND %(is_hidden)s
                    ))
                ) told
                """,
                about=about,
                start=start,
                end=end,
                objection=OBJECTION,
                hidden=hidden,
                is_hidden=self.env["client.disclosure"]._is_hidden(),
            )
        )
        return counted
