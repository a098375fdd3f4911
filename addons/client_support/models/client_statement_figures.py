from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

from ..access import KINDS
from ..days import HERE, midnight
from ..roles import COORDINATOR, FINANCE, MANAGER, PRIVACY_OFFICER
from ..statement import STANDING_BESIDE, despite_conflict
from .client_access_log import SHOWN

# Who may have the figures of a period; a case is for who sees it and the officer.
REPORTERS = (COORDINATOR, MANAGER, FINANCE, PRIVACY_OFFICER)
# The checks that found a conflict, by what followed.
FOLLOWED = {
    "refused": ("assign", "register", "consult", "second_opinion"),
    "left_out": ("cover",),
    "ended": ("provider", "fact"),
}


class ClientStatementFigures(models.AbstractModel):
    """What independence looks like in numbers: of acts, never of one person."""

    _name = "client.statement.figures"
    _description = "Figures of independence"

    @api.model
    def _figures(self, company, date_from, date_until):
        """Numbers by name, of an organisation from one day up to another.

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
            midnight(date_from, HERE),
            midnight(date_until + relativedelta(days=1), HERE),
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
        shared = self.env["client.statement.evidence"]._shared(
            SQL(
                "f.resident_id IN"
                " (SELECT id FROM client_resident WHERE company_id = %s)",
                company.id,
            ),
            start,
            end,
        )
        return {
            "cases": cases,
            **self._access_figures(company, start, end),
            **shared,
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
        evidence = self.env["client.statement.evidence"]
        rows = evidence._rows(within, now)
        leaks = evidence._leaks(rows, now)
        # Elevated: nobody but the officer reads checks; only numbers come out.
        checks = self.env["client.conflict.check"].sudo()
        checks = checks.search(
            [("organisation_id", "=", company.id), ("moment", "<", end)]
        )
        figures = {
            f"access_{kind}": by_kind.get(kind, {}).get("stood", 0)
            for kind, _label in KINDS
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
                {
                    (row["user_id"], row["resident_id"])
                    for row, had, _maybe in leaks
                    if had
                }
            ),
            "unknown_access": len(
                {
                    (row["user_id"], row["resident_id"])
                    for row, had, _maybe in leaks
                    if not had
                }
            ),
            "conflicts_ignored": len(
                despite_conflict(rows, evidence._as_checks(checks))
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
                leak=self.env["client.statement.evidence"]._is_leak(),
                unfounded=self.env["client.statement.evidence"]._is_unfounded(),
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
