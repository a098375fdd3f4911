from decimal import Decimal

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.tools import format_date
from odoo.tools.misc import formatLang

from .. import settlement
from ..workbook import figures, report
from .oco_grant import decimal

# The offset that finance reads on the cover; figures are not timed to the hour.
_HOME = "Europe/Amsterdam"
# The KPIs that the sheets show; their definitions stand on sheet 19.
SHOWN_KPIS = (
    *("K01", "K02", "K03", "K04", "K05", "K06", "K07", "K13", "K19", "K21", "K22"),
    *("K23", "K25", "K28", "K29", "K30", "K31", "K33", "K37", "K38", "K39"),
)
# Of the KPIs that a sheet is the sum of: which sheet, and which of the counts.
SHEET_OF = {
    "K01": ("03", "contacts"),
    "K03": ("02", "cases_new"),
    "K04": ("02", "cases_closed"),
    "K05": ("02", "end"),
}


class OcoAccountabilitySheets(models.AbstractModel):
    """Reads what there is into the plain data of a workbook, sheet by sheet.

    Figures are those of the closings that the run was made of. Of a period that is not
    closed only what teams did is shown, as managers see it: counts of residents wait
    for the closing, for whoever made drafts of every month that begins would subtract
    one from the other.
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
        counts = self._counts(run)
        shown = self._figures(run, counts)
        checks = [*self._checks(run, counts), *shown.pop("checks")]
        return report.Report(
            **shown,
            grant=self._grant(run),
            run=self._run(run),
            performances=self._performances(run, counts),
            rates=self._rates(grant, self._months(run)),
            posts=self._posts(grant),
            advances=self._advances(run),
            criteria=self._criteria(run),
            signals=self._signals(run),
            definitions=self._definitions(run),
            checks=checks,
            notes=self._notes(run, shown),
        )

    # The grant -----------------------------------------------------------------------

    def _grant(self, run):
        grant = run.grant_id
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
            mode=settlement.PART if run.is_part else grant.mode,
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
            closings=[
                f"{closing.period_id.date:%d-%m-%Y} t/m "
                f"{closing.period_id.date_to:%d-%m-%Y}, versie {closing.version}, "
                f"SHA-256 {closing.checksum}"
                for closing in run.closing_ids.sorted(
                    lambda closing: closing.period_id.date
                )
            ],
        )

    def _performances(self, run, counts):
        grant = run.grant_id
        questions = Decimal(sum(counts.tables["questions"].values()))
        return [
            report.Performance(
                code=line.code,
                name=line.name,
                unit=self._label(line, "unit"),
                agreed=decimal(line.agreed),
                # Questions are asked of the closing, as sheet 04 does.
                realised=questions
                if line.kpi_code == "K07"
                else line._realised(run.date_from, run.date_to),
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
        """With the year before where one is known; of a post it may be nothing."""
        has_previous = any(grant.budget_ids.mapped("previous_year"))
        return [
            report.Post(
                kind=post.kind,
                name=post.name,
                budgeted=decimal(post.budgeted),
                realised=decimal(post.realised),
                previous=decimal(post.previous_year) if has_previous else None,
                explanation=post.explanation or "",
                eligible=post.is_eligible,
            )
            for post in grant.budget_ids
        ]

    def _advances(self, run):
        """All of them; of a part of the grant those until then."""
        return [
            report.Advance(advance.date, decimal(advance.amount))
            for advance in run.grant_id.advance_ids
            if not run.is_part or advance.date <= run.date_to
        ]

    # Figures -------------------------------------------------------------------------

    def _counts(self, run):
        """The exact counts: of the closings that it was made of, or of now."""
        if run.closing_ids:
            return self.env["oco.release"]._counts_of(run.closing_ids)
        return self.env["oco.accountability.counts"]._counts(
            run.company_id, run.date_from, run.date_to
        )

    def _figures(self, run, counts):
        """What a workbook says of figures, as fields of its report.

        Of closed periods alone these follow from the closings and from what was
        withheld: the same again as often as one asks.
        """
        shown = figures.work(counts, run.date_from, run.date_to)
        # Elevated: what was released decides what is shown.
        if release := run.sudo().release_id:
            return shown | figures.protected(release._shown())
        if run.closing_ids:
            reason = (
                "dit tijdvak valt voor een deel samen met dat van een eerdere "
                "verantwoording; uit beide samen zouden kleine aantallen volgen."
            )
        else:
            reason = (
                "aantallen van inwoners staan erin zodra het tijdvak is vastgesteld "
                "(Cijfers, Tijdvakken)."
            )
        return shown | figures.absent(reason)

    def _months(self, run):
        count = (run.date_to.year - run.date_from.year) * 12
        count += run.date_to.month - run.date_from.month + 1
        return [run.date_from + relativedelta(months=n) for n in range(count)]

    def _definitions(self, run):
        """Of the KPIs that the sheets show, and of those of the performances."""
        codes = {*SHOWN_KPIS, *run.grant_id.line_ids.mapped("kpi_code")}
        kpis = self.env["oco.kpi"].search(
            [("code", "in", list(filter(None, codes)))], order="code"
        )
        return [
            report.Definition(
                kpi.code,
                kpi.name,
                kpi.formula,
                kpi.numerator,
                kpi.denominator or "",
                kpi.source,
            )
            for kpi in kpis
        ]

    # Assurance -----------------------------------------------------------------------

    def _criteria(self, run):
        """KPI K38, and what the statement of independence of the period concludes."""
        figures = self.env["client.statement.figures"]._figures(
            run.company_id, run.date_from, run.date_to
        )
        claims = self.env["client.statement.period"]._claims(run.company_id, figures)
        return [
            self._supporters(run),
            *(
                report.Criterion(
                    claim["text"], claim["holds"], claim["proof"], claim["count"]
                )
                for claim in claims
            ),
        ]

    def _supporters(self, run):
        """Whether independence is assured of all supporters, at the period's end (K38).

        Supporters, not residents: exact, as the KPI is.
        """
        kpi = self.env["oco.kpi"].search([("code", "=", "K38")])
        text = f"{kpi.code} {kpi.name}: {kpi.numerator}"
        found = self.env["oco.accountability.counts"]._supporters(
            run.company_id, run.date_from, run.date_to
        )
        if not found:
            return report.Criterion(
                text, None, self.env._("not measured in this period"), None
            )
        day, assured, number = found
        proof = self.env._(
            "%(assured)s of %(number)s active supporters (%(share)s%%) on %(day)s",
            assured=assured,
            number=number,
            share=formatLang(self.env, 100 * assured / number, digits=1),
            day=format_date(self.env, min(day, fields.Date.context_today(run))),
        )
        return report.Criterion(text, assured == number, proof, number - assured)

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

    def _checks(self, run, counts):
        """Sheets against totals that are asked apart, and against each other."""
        asked = {
            code: self.env["oco.realised"]._quantity(
                code, run.company_id, run.date_from, run.date_to
            )
            for code in SHEET_OF
        }
        return [
            report.Check(
                self.env._(
                    "Sheet %(sheet)s: the cells together and %(code)s",
                    sheet=sheet,
                    code=code,
                ),
                asked[code],
                Decimal(sum(counts.plain[name].values())),
            )
            for code, (sheet, name) in SHEET_OF.items()
        ]

    def _notes(self, run, shown):
        notes = []
        last = self.env["oco.accountability.counts"]._last_counted(run.date_to)
        if last < run.date_to:
            words = self.env._(
                "The period is not over: the end is that of %s.",
                format_date(self.env, last),
            )
            notes.append(("02", words))
        if run.is_part:
            words = self.env._(
                "A part of the grant: what was agreed and granted is for %(first)s to "
                "%(last)s.",
                first=format_date(self.env, run.grant_id.date_from),
                last=format_date(self.env, run.grant_id.date_to),
            )
            notes += [(sheet, words) for sheet in ("01", "13", "14", "15", "16")]
        if not isinstance(shown["referrals"], report.Absent):
            words = self.env._(
                "“warm %” is of all referrals in the row. K23 is of those for which a "
                "warm handover was meant."
            )
            notes.append(("08", words))
        if not isinstance(shown["experience"], report.Absent):
            words = self.env._(
                "n is everybody who answered the question, also with “I do not know”. "
                "Means are of answers with points only, and K30 is of answers with an "
                "opinion: neither has “I do not know” in it."
            )
            notes.append(("11", words))
        notes += [(sheet, figures.MARKED) for sheet in figures.marked(shown)]
        whole = self.env._(
            "What follows from a figure counts the whole organisation: municipalities "
            "and funding streams are not counted apart."
        )
        hours = self.env._("By function; hours are not counted to a single person.")
        signals = self.env._(
            "Signals that went to the municipality in this period. K39 counts all that "
            "were written."
        )
        return [*notes, ("01", whole), ("12", hours), ("18", signals)]

    def _label(self, record, name):
        selection = record._fields[name]._description_selection(self.env)
        return dict(selection)[record[name]]
