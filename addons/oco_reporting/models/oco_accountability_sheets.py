from collections import defaultdict
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.tools import format_date

from ..cubes import PERIODS, period_end, period_start
from ..workbook import report
from ..workbook.tables import CaseRow, Matrix
from .oco_engine import SMALL_COUNT_BASE
from .oco_grant import decimal

# The offset that finance reads on the cover; figures are not timed to the hour.
_HOME = "Europe/Amsterdam"


class OcoAccountabilitySheets(models.AbstractModel):
    """Reads what there is into the plain data of a workbook, sheet by sheet.

    Figures are those that the user sees in the pivots: read as the user, from the same
    cells. A sheet whose figures are not counted yet says so.
    """

    _name = "oco.accountability.sheets"
    _description = "Data of an accountability workbook"

    @api.model
    def _report(self, run):
        """The data of a run (`oco.accountability`), in Dutch as the workbook is."""
        dutch = self.env["res.lang"]._lang_get("nl_NL")
        self = self.with_context(lang=dutch.code) if dutch else self
        run = run.with_env(self.env)
        grant = run.grant_id
        contacts, domains = self._contacts(run), self._domains(run)
        not_yet = report.Absent(self.env._("this is not counted yet."))
        return report.Report(
            grant=self._grant(grant),
            run=self._run(run),
            performances=self._performances(run),
            cases=self._cases(run),
            contacts=contacts,
            domains=domains,
            groups=self._groups(run),
            tasks=self._moments(run),
            sources=self._sources(run),
            referrals=self._referrals(run),
            results=self._results(run),
            terms=not_yet,
            experience=not_yet,
            hours=self._hours(run),
            rates=self._rates(grant, self._months(run)),
            posts=self._posts(grant),
            advances=[
                report.Advance(advance.date, decimal(advance.amount))
                for advance in grant.advance_ids
            ],
            criteria=self._criteria(run),
            signals=self._signals(run),
            definitions=not_yet,
            checks=self._checks(run, contacts, domains),
            notes=self._notes(run),
        )

    # The grant -----------------------------------------------------------------------

    def _grant(self, grant):
        company = grant.company_id
        return report.Grant(
            recipient=company.name,
            registration=company.company_registry or "",
            payer=grant.partner_id.name,
            municipalities=grant.area_ids.mapped("name"),
            number=grant.name,
            decided_on=grant.decided_on,
            regulation=grant.regulation or "",
            funding_stream=grant.funding_stream_id.name,
            amount=decimal(grant.amount),
            mode=grant.mode,
            mode_name=self._label(grant, "mode"),
            indexation=grant.indexation or "",
            vat=grant.vat or "",
            distribution=grant.distribution or "",
            audit=self.env._("asked for")
            if grant.audit_required
            else self.env._("not asked for"),
            deviation=grant._threshold(),
            own_contribution=decimal(grant.own_contribution),
            reserve=grant._reserve(),
        )

    def _run(self, run):
        moment = fields.Datetime.context_timestamp(
            run.with_context(tz=_HOME), run.measured_at
        )
        return report.Run(
            reference=run.reference,
            date_from=run.date_from,
            date_to=run.date_to,
            version=run.version,
            draft=True,
            # An office, never who works there.
            made_by=self.env._("finance, %s", run.company_id.name),
            measured_at=moment,
            reason=run.reason or "",
            interim=run.date_to < run.grant_id.date_to,
        )

    def _performances(self, run):
        grant = run.grant_id
        return [
            report.Performance(
                code=line.code,
                name=line.name,
                unit=self._label(line, "unit"),
                agreed=decimal(line.agreed),
                realised=line._realised(run.date_from, run.date_to),
                part=part,
                explanation=line.explanation or "",
            )
            for line, part in zip(grant.line_ids, grant._parts(), strict=True)
        ]

    def _rates(self, grant, months):
        """Those that hold in the period, with the months of it that they hold for."""
        rates = []
        for rate in grant.rate_ids:
            holds = [
                place
                for place, month in enumerate(months)
                if rate.valid_from <= month
                and (not rate.valid_to or month <= rate.valid_to)
            ]
            if holds:
                rates.append(
                    report.Rate(
                        function=rate.function,
                        scale=rate.scale or "",
                        rate=decimal(rate.rate),
                        valid_from=rate.valid_from,
                        valid_to=rate.valid_to or None,
                        first=holds[0],
                        last=holds[-1],
                    )
                )
        return rates

    def _posts(self, grant):
        return [
            report.Post(
                kind=post.kind,
                name=post.name,
                budgeted=decimal(post.budgeted),
                realised=decimal(post.realised),
                previous=decimal(post.previous_year) if post.previous_year else None,
                explanation=post.explanation or "",
                eligible=post.is_eligible,
            )
            for post in grant.budget_ids
        ]

    # Figures -------------------------------------------------------------------------

    def _within(self, run, cube):
        return [
            ("cube", "=", cube),
            ("company_id", "=", run.company_id.id),
            ("period", "=", "month"),
            ("date", ">=", run.date_from),
            ("date_to", "<=", run.date_to),
        ]

    def _quantities(self, domain, *groupby):
        """Sums of cells by the keys asked for; what is not there is zero."""
        groups = self.env["oco.figure"]._read_group(
            domain, groupby=groupby, aggregates=["quantity:sum"]
        )
        return defaultdict(int, {tuple(keys): quantity for *keys, quantity in groups})

    def _teams(self, run):
        """The teams of the organisation and those that have figures, by name."""
        teams = self.env["client.team"].search([("company_id", "=", run.company_id.id)])
        for cube in ("contacts", "cases", "stock", "domains"):
            counted = self._quantities(self._within(run, cube), "team_id")
            teams |= teams.union(*(team for (team,) in counted))
        return teams.sorted("name")

    def _no_teams(self):
        return report.Absent(self.env._("this organisation has no teams."))

    def _months(self, run):
        count = (run.date_to.year - run.date_from.year) * 12
        count += run.date_to.month - run.date_from.month + 1
        return [run.date_from + relativedelta(months=n) for n in range(count)]

    def _month_names(self, run):
        months = self._months(run)
        return [format_date(self.env, month, date_format="MMM y") for month in months]

    def _cases(self, run):
        teams = self._teams(run)
        if not teams:
            return self._no_teams()
        changed = self._quantities(self._within(run, "cases"), "team_id", "measure")
        start = self._stock(run, run.date_from - timedelta(days=1))
        end = self._stock(run, self._last_counted(run))
        return [
            CaseRow(
                team=team.name,
                start=start[team,],
                new=changed[team, "cases_new"],
                closed=changed[team, "cases_closed"],
                end=end[team,],
            )
            for team in teams
        ]

    def _last_counted(self, run):
        """The last month's end that may have figures: in a draft, that of today."""
        today = fields.Date.context_today(self)
        return min(run.date_to, fields.Date.end_of(today, "month"))

    def _stock(self, run, day):
        """Active cases by team on the last day of a month (K05)."""
        company = run.company_id.id
        domain = [
            ("cube", "=", "stock"),
            ("company_id", "=", company),
            ("date_to", "=", day),
        ]
        return self._quantities(domain, "team_id")

    def _contacts_counted(self, run, *groupby):
        domain = [*self._within(run, "contacts"), ("measure", "=", "contacts")]
        return self._quantities(domain, *groupby)

    def _contacts(self, run):
        teams = self._teams(run)
        if not teams:
            return self._no_teams()
        counted = self._contacts_counted(run, "team_id", "date:month")
        months = self._months(run)
        return Matrix(
            header="team",
            labels=teams.mapped("name"),
            columns=self._month_names(run),
            values=[[counted[team, month] for month in months] for team in teams],
        )

    def _domains(self, run):
        teams = self._teams(run)
        domains = self.env["life.domain"].search([("active", "=", True)])
        if not teams:
            return self._no_teams()
        counted = self._quantities(
            self._within(run, "domains"), "life_domain_id", "team_id"
        )
        return Matrix(
            header="leefgebied",
            labels=domains.mapped("name"),
            columns=teams.mapped("name"),
            values=[[counted[domain, team] for team in teams] for domain in domains],
        )

    def _counted(self, run, cube, field, **words):
        """A list of the counts of a cube by one of its dimensions."""
        counted = self._quantities(self._within(run, cube), field)
        return self._listed(counted, field, **words)

    def _listed(self, counted, field, **words):
        if not counted:
            return report.Absent(self.env._("nothing was counted in this period."))
        rows = sorted((self._named(field, key), n) for (key,), n in counted.items())
        return report.Counts(rows=rows, total=sum(counted.values()), **words)

    def _named(self, field, key):
        """What a value of a dimension is called."""
        if not key:
            return self.env._("not known")
        column = self.env["oco.figure"]._fields[field]
        if column.type == "many2one":
            return key.display_name
        return dict(column._description_selection(self.env))[key]

    def _groups(self, run):
        """Unique residents (K02); only of a period for which they are counted."""
        period = next(
            (
                period
                for period in PERIODS
                if period_start(run.date_from, period) == run.date_from
                and period_end(run.date_from, period) == run.date_to
            ),
            None,
        )
        if not period:
            return report.Absent(
                self.env._(
                    "unique residents are counted by month, quarter, half-year and "
                    "year, and this period is none of them."
                )
            )

        def counted(cube, field):
            domain = [
                ("cube", "=", cube),
                ("company_id", "=", run.company_id.id),
                ("period", "=", period),
                ("date", "=", run.date_from),
            ]
            return self._quantities(domain, field)

        # Everybody lives in one district: those of all of them are unique residents.
        ages = counted("areas", "age_band")
        groups = counted("groups", "target_group_id")
        if not ages:
            return report.Absent(self.env._("nothing was counted in this period."))
        unit = "aantal inwoners"
        lists = [
            self._listed(
                ages,
                "age_band",
                title="Leeftijd",
                header="leeftijdsgroep",
                unit=unit,
            )
        ]
        if groups:
            listed = self._listed(
                groups,
                "target_group_id",
                title="Doelgroepen",
                header="doelgroep",
                unit=unit,
                additive=False,
            )
            lists.insert(0, replace(listed, total=sum(ages.values())))
        return lists

    def _moments(self, run):
        moments = self._counted(
            run,
            "moments",
            "moment",
            title="Moment",
            header="moment",
            unit="aantal nieuwe trajecten",
            note=self.env._("Tasks are not counted yet."),
        )
        return moments if isinstance(moments, report.Absent) else [moments]

    def _sources(self, run):
        return self._counted(
            run,
            "arrivals",
            "arrival_id",
            title="",
            header="bron",
            unit="aantal",
            shares=True,
        )

    def _results(self, run):
        return self._counted(
            run,
            "endings",
            "closing_reason_id",
            title="",
            header="afsluitreden",
            unit="aantal",
            shares=True,
        )

    def _referrals(self, run):
        """By sort; figures tell no destinations and no confirmed handovers apart."""
        domain = [
            *self._within(run, "referrals"),
            ("measure", "=", "referrals_out"),
        ]
        counted = self._quantities(domain, "referral_type_id")
        if not counted:
            return report.Absent(self.env._("nothing was counted in this period."))
        return [
            report.Referral(
                destination=self.env._("all together"),
                sort=self._named("referral_type_id", kind),
                number=number,
                warm=self.env._("not counted"),
            )
            for (kind,), number in counted.items()
        ]

    def _hours(self, run):
        """Hours by function and activity; nobody is named (K33)."""
        counted = self._quantities(
            self._within(run, "hours"),
            "function",
            "activity_id",
            "is_client_bound",
            "date:month",
        )
        if not counted:
            return report.Absent(self.env._("no hours were recorded in this period."))
        months = self._months(run)
        worked = defaultdict(lambda: [Decimal()] * len(months))
        for (function, activity, bound, month), minutes in counted.items():
            name = function or self.env._("function not known")
            key = (name, activity.sequence, self._named("activity_id", activity), bound)
            worked[key][months.index(month)] += decimal(Decimal(minutes) / 60)
        return report.Hours(
            self._month_names(run),
            [
                report.HoursRow(function, activity, bound, hours)
                for (function, _place, activity, bound), hours in sorted(worked.items())
            ],
        )

    # Assurance -----------------------------------------------------------------------

    def _criteria(self, run):
        """What the statement of independence of the period concludes (KPI K38)."""
        figures = self.env["client.statement.figures"]._figures(
            run.company_id, run.date_from, run.date_to
        )
        claims = self.env["client.statement.period"]._claims(run.company_id, figures)
        return [
            report.Criterion(
                claim["text"], claim["holds"], claim["proof"], claim["count"]
            )
            for claim in claims
        ]

    def _signals(self, run):
        """Signals that were sent to the municipality in the period (KPI K39).

        Only those: what is in them has been read, and the municipality has it.
        """
        # Elevated: finance reads no signals; these have left the organisation already.
        signals = (
            self.env["client.signal"]
            .sudo()
            .search(
                [
                    ("company_id", "=", run.company_id.id),
                    ("recipient_kind", "=", "municipality"),
                    ("sent_on", ">=", run.date_from),
                    ("sent_on", "<=", run.date_to),
                ],
                order="sent_on, id",
            )
        )
        if not signals:
            return report.Absent(
                self.env._("no signal went to the municipality in this period.")
            )
        return [
            report.Signal(
                number=number,
                made_on=signal.sent_on,
                kind=self._label(signal, "kind"),
                life_domain=signal.life_domain_id.name or "",
                summary=signal.description,
                recipient=signal.partner_id.name
                or self._label(signal, "recipient_kind"),
                state=self._label(signal, "state"),
            )
            for number, signal in enumerate(signals, start=1)
        ]

    def _checks(self, run, contacts, domains):
        """Cross-foots: the cells of a sheet against a total that is asked apart."""
        checks = []

        def compare(name, expected, found, hidden=0):
            checks.append(report.Check(name, Decimal(expected), Decimal(found), hidden))

        if isinstance(contacts, Matrix):
            asked = sum(self._contacts_counted(run, "measure").values())
            compare(
                self.env._("I&A contacts: the cells together and the total"),
                asked,
                sum(map(sum, contacts.values)),
            )
        if isinstance(domains, Matrix):
            asked = sum(self._quantities(self._within(run, "domains"), "cube").values())
            compare(
                self.env._("Life domains: the cells together and the total"),
                asked,
                sum(map(sum, domains.values)),
            )
        return checks

    def _notes(self, run):
        rounded = self.env._(
            "Counts below %(base)s are rounded to 0 or %(base)s, so that nobody can be "
            "recognised.",
            base=SMALL_COUNT_BASE,
        )
        notes = []
        if self._last_counted(run) < run.date_to:
            words = self.env._(
                "The period is not over: the end is that of %s.",
                format_date(self.env, self._last_counted(run)),
            )
            notes.append(("02", words))
        if run.date_to < run.grant_id.date_to:
            words = self.env._(
                "In between: what was agreed and granted is for %(first)s to %(last)s.",
                first=format_date(self.env, run.grant_id.date_from),
                last=format_date(self.env, run.grant_id.date_to),
            )
            notes += [(sheet, words) for sheet in ("01", "13", "14", "15", "16")]
        return [
            *notes,
            (
                "01",
                self.env._(
                    "What follows from a figure counts the whole organisation: "
                    "municipalities and funding streams are not counted apart."
                ),
            ),
            *((sheet, rounded) for sheet in ("04", "05", "06", "07", "08", "09")),
            (
                "12",
                self.env._("By function; hours are not counted to a single person."),
            ),
        ]

    def _label(self, record, name):
        selection = record._fields[name]._description_selection(self.env)
        return dict(selection)[record[name]]
