from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain
from odoo.tools import format_date
from odoo.tools.misc import formatLang

from odoo.addons.client_support.roles import COORDINATOR, FINANCE, MANAGER
from odoo.addons.client_support.screen import labels

from ..cubes import PERIODS, period_end, period_start
from ..kpis import KPIS

# What each role is asked about first; who has two roles sees the first.
TILES = {
    MANAGER: ("K02", "K03", "K13", "K14", "K25", "K28"),
    FINANCE: ("K01", "K03", "K04", "K33", "K34", "K35"),
    COORDINATOR: ("K03", "K05", "K12", "K13", "K14", "K16"),
}
# Of these the estimate of unmet need is told too: who was reached, and who knew.
BESIDE_NEED = ("K02", "K32")
# How often a year is met in each rhythm that an agreement may say.
MEETINGS_A_YEAR = {"week": 52, "month": 12, "quarter": 4, "half_year": 2, "year": 1}
# How many periods the bars of a tile show.
BARS = 8


class OcoOverview(models.AbstractModel):
    """The page that figures open on: six KPIs for who looks, and what grants asked.

    Everything is read with the user's own rights, as it was built and protected; what
    is hidden stays hidden here.
    """

    _name = "oco.overview"
    _description = "Overview of figures"

    @api.model
    def read_page(self, kind="quarter", date=False, team_id=False):
        """What the page shows, in the words and notation of the user.

        :param kind: the kind of period (`cubes.PERIODS`)
        :param date: a day in the period; none: the last period that is over
        :param team_id: of one team; none: of the organisation, or of a coordinator
            the first team
        :raises AccessError: for who has no figures
        """
        values = self.env["oco.kpi.value"]
        if not values.has_access("read"):
            raise AccessError(
                self.env._("Figures are for managers, finance and coordinators.")
            )
        kind = kind if kind in PERIODS else "quarter"
        role = next(filter(self.env.user.has_group, TILES), MANAGER)
        kpis = self.env["oco.kpi"].search([("code", "in", TILES[role])])
        teams = self._teams(role)
        team = teams.filtered(lambda team: team.id == team_id)
        if role == COORDINATOR:
            team = team or self._first_counted(teams, kpis)
        whose = Domain("company_id", "=", self.env.company.id) & Domain(
            [("breakdown", "=", "team"), ("team_id", "=", team.id)]
            if team or role == COORDINATOR
            else [("breakdown", "=", "organisation")]
        )
        first, last = self._span(whose & Domain("period", "=", kind))
        start = self._start(kind, fields.Date.to_date(date), first, last)
        closed = self._closed_periods()
        kinds = labels(values, "period")
        stop = period_end(start, kind)
        return {
            "kind": kind,
            "kinds": [{"code": code, "name": kinds[code]} for code in PERIODS],
            "teams": [{"id": team.id, "name": team.name} for team in teams],
            "team_id": team.id,
            "has_organisation": role != COORDINATOR,
            "date": start,
            "period": values.new({"period": kind, "date": start}).period_name,
            "previous": first and first < start and start - relativedelta(days=1),
            "next": last and last > start and stop + relativedelta(days=1),
            "is_running": stop >= fields.Date.context_today(self),
            "closing": self._closing(closed, start, stop),
            "is_empty": not first,
            "tiles": first and self._tiles(role, kpis, whose, kind, start, closed),
            "grants": self._grants(start, stop),
            "meetings": self._meetings(self.env.company, stop),
        }

    @api.model
    def _teams(self, role):
        mine = [("coordinator_id", "=", self.env.uid)] if role == COORDINATOR else []
        return self.env["client.team"].search(
            [("company_id", "=", self.env.company.id), *mine], order="name"
        )

    @api.model
    def _own_team(self):
        """The team that the page opens on for a coordinator."""
        kpis = self.env["oco.kpi"].search([("code", "in", TILES[COORDINATOR])])
        return self._first_counted(self._teams(COORDINATOR), kpis)

    @api.model
    def _first_counted(self, teams, kpis):
        """The first team that any of these KPIs counted something of."""
        found = self.env["oco.kpi.value"]._read_group(
            [
                ("kpi_id", "in", kpis.ids),
                ("breakdown", "=", "team"),
                ("team_id", "in", teams.ids),
                ("has_value", "=", True),
            ],
            ["team_id"],
        )
        counted = {team for (team,) in found}
        return teams.filtered(counted.__contains__)[:1] or teams[:1]

    @api.model
    def _span(self, domain):
        """The first days of the first and of the last period with values."""
        [span] = self.env["oco.kpi.value"]._read_group(
            domain, aggregates=["date:min", "date:max"]
        )
        return span

    @api.model
    def _start(self, kind, date, first, last):
        """The first day of the period to show, within those that there are."""
        today = fields.Date.context_today(self)
        # Of a running period numbers are still small: it is one step further.
        start = period_start(
            date or period_start(today, kind) - relativedelta(days=1), kind
        )
        return max(first, min(start, last)) if first else start

    # Tiles ---------------------------------------------------------------------------

    @api.model
    def _kind_of(self, code, kind):
        """The shortest kind, from the one chosen on, that a KPI is counted by."""
        return next(
            longer
            for longer in PERIODS
            if PERIODS[longer] >= PERIODS[kind] and longer in KPIS[code].periods
        )

    @api.model
    def _start_of(self, kind, chosen, start):
        """The first day of the period of a tile.

        A KPI that is counted by a longer one than was chosen shows the last that is
        over: a mark of the year would be empty until the year is.
        """
        first = period_start(start, kind)
        today = fields.Date.context_today(self)
        if kind != chosen and period_end(first, kind) >= today:
            first -= relativedelta(months=PERIODS[kind])
        return first

    @api.model
    def _tiles(self, role, kpis, whose, kind, start, closed):
        kinds = {kpi: self._kind_of(kpi.code, kind) for kpi in kpis}
        starts = {longer: self._start_of(longer, kind, start) for longer in PERIODS}
        values = self.env["oco.kpi.value"].search(
            whose
            & Domain("part", "=", "main")
            & Domain.OR(
                Domain(
                    [
                        ("kpi_id", "=", kpi.id),
                        ("period", "=", kind),
                        ("date", "<=", starts[kind]),
                        (
                            "date",
                            ">",
                            starts[kind] - relativedelta(months=BARS * PERIODS[kind]),
                        ),
                    ]
                )
                for kpi, kind in kinds.items()
            ),
            order="date",
        )
        found = values.grouped("kpi_id")
        order = TILES[role]
        return [
            self._tile(
                kpi,
                kinds[kpi],
                starts[kinds[kpi]],
                found.get(kpi, values.browse()),
                closed,
            )
            for kpi in kpis.sorted(lambda kpi: order.index(kpi.code))
        ]

    @api.model
    def _tile(self, kpi, kind, start, values, closed):
        now = values.filtered(lambda value: value.date == start)[:1]
        shown_now = now or values.new({"period": kind, "date": start})
        return {
            "id": kpi.id,
            "code": kpi.code,
            "name": kpi.name,
            "kind": kind,
            "date": start,
            "period": shown_now.period_name,
            "is_closed": bool(self._closing(closed, start, period_end(start, kind))),
            "is_running": period_end(start, kind) >= fields.Date.context_today(self),
            "is_hidden": now.is_hidden,
            "shown": now.shown or "–",
            "change": now.change,
            "target": now.target_shown,
            "target_value": now.has_target and now.target,
            "judgement": now.judgement,
            "definition": [
                {"term": name, "text": text}
                for name, text in (
                    ("", kpi.meaning),
                    (self.env._("Counts"), kpi.formula),
                    (self.env._("On which day"), kpi.date_field),
                    (self.env._("Left out"), kpi.exclusions),
                    (self.env._("To read as"), labels(kpi, "direction")[kpi.direction]),
                )
                if text
            ],
            "estimates": self._estimates(kpi, period_end(start, kind)),
            "bars": [
                {
                    "period": value.period_name,
                    "shown": value.shown,
                    "value": value.has_value and value.value,
                    "is_hidden": value.is_hidden,
                }
                for value in values
            ],
        }

    @api.model
    def _estimates(self, kpi, stop):
        """What others estimate of unmet need, in words, up to a day."""
        needs = self.env["oco.unmet.need"]
        if kpi.code not in BESIDE_NEED or not needs.has_access("read"):
            return []
        return [need._in_words() for need in needs._latest(self.env.company, stop)]

    # Closed periods -------------------------------------------------------------------

    @api.model
    def _closed_periods(self):
        """Closed periods of the organisation, the first closing first."""
        periods = self.env["oco.period"]
        if not periods.has_access("read"):  # A coordinator closes none.
            return periods
        return periods.search(
            [("company_id", "=", self.env.company.id), ("state", "=", "closed")],
            order="closing_id",
        )

    @api.model
    def _closing(self, closed, start, stop):
        """The closed period that froze the days between, which may be a longer one."""
        around = closed.filtered(
            lambda period: period.date <= start and period.date_to >= stop
        )[:1]
        if not around:
            return False
        day = fields.Datetime.context_timestamp(self, around.closing_id.closed_on)
        return {"id": around.id, "on": format_date(self.env, day.date())}

    # Grants ---------------------------------------------------------------------------

    @api.model
    def _grants(self, start, stop):
        """Grants of the period: of each performance what was agreed and realised."""
        grants = self.env["oco.grant"]
        if not grants.has_access("read"):
            return []
        found = grants.search(
            [
                ("company_id", "=", self.env.company.id),
                ("state", "!=", "requested"),
                ("date_from", "<=", stop),
                ("date_to", ">=", start),
            ]
        )
        return [
            {
                "id": grant.id,
                "name": grant.display_name,
                "from": format_date(self.env, grant.date_from),
                "to": format_date(self.env, grant.date_to),
                "passed": self._passed(grant),
                "may_account": grant.state == "granted" and grant.has_access("write"),
                "lines": [self._line(line) for line in grant.line_ids],
            }
            for grant in found
        ]

    @api.model
    def _passed(self, grant):
        """Which part of the period of a grant is over, in whole percents."""
        days = (grant.date_to - grant.date_from).days + 1
        passed = (fields.Date.context_today(self) - grant.date_from).days
        return min(100, max(0, round(100 * passed / days)))

    @api.model
    def _line(self, line):
        return {
            "id": line.id,
            "name": line.display_name,
            "unit": labels(line, "unit")[line.unit],
            **self._pair(line.agreed, line.realised, line.is_known),
            "share": line.is_known and f"{self._number(round(line.share))}%",
            "explanation_due": line.explanation_due and not line.explanation,
        }

    @api.model
    def _pair(self, agreed, realised, is_known=True):
        """Two numbers in words, and how wide their bars are."""
        most = max(agreed, realised) or 1
        return {
            "agreed": self._number(agreed),
            "agreed_width": round(100 * agreed / most),
            "realised": is_known and self._number(realised),
            "realised_width": round(100 * realised / most),
        }

    # Meetings -------------------------------------------------------------------------

    @api.model
    def _meetings(self, company, stop):
        """Of each agreement how many meetings were held in the year up to a day, beside
        how many were agreed.
        """
        meetings = self.env["client.meeting"]
        if not meetings.has_access("read"):
            return []
        since = stop - relativedelta(years=1)
        found = self.env["social.agreement"].search(
            [
                ("company_id", "=", company.id),
                ("rhythm", "in", list(MEETINGS_A_YEAR)),
                ("date_from", "<=", stop),
                "|",
                ("date_until", "=", False),
                ("date_until", ">", since),
            ]
        )
        held = dict(
            meetings._read_group(
                [
                    ("agreement_id", "in", found.ids),
                    ("date", ">", since),
                    ("date", "<=", stop),
                ],
                ["agreement_id"],
                ["__count"],
            )
        )
        return [
            {
                "id": agreement.id,
                "name": agreement.name,
                **self._pair(MEETINGS_A_YEAR[agreement.rhythm], held.get(agreement, 0)),
            }
            for agreement in found
        ]

    @api.model
    def _number(self, number):
        return formatLang(self.env, number, digits=0 if number == int(number) else 2)
