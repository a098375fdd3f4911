"""The KPIs K01 to K40 as SQL over facts and cubes: plain data, no framework.

What each means in words stands in `data/oco_kpi_data.xml` under the same code. Here is
which rows it counts and what it makes of them. All SQL works on a relation `period
(kind, start, stop, day, company_id)`: the periods asked for, `day` being the last one
or today. Rows carry `kind`, `start`, `company_id` and `team_id`; they are grouped by
these and by the key of a breakdown.
"""

from dataclasses import dataclass, replace

from .cubes import PERIODS
from .rounding import round_small_counts
from .small_base import share

ALL = tuple(PERIODS)
QUARTERLY = ("quarter", "half_year", "year")
YEARLY = ("year",)
# Averages, shares and medians of fewer are not shown, nor numbers of residents.
LEAST_RESIDENTS = 10
# Under this no count that says something of residents is shown as it is.
SMALL_COUNT_BASE = 5
HIDDEN = {
    **dict.fromkeys(("value", "numerator", "denominator", "n")),
    "is_hidden": True,
}
# Units of what can be added up; the others are averages and shares of something.
COUNTS = frozenset({"n", "hours", "EUR"})


@dataclass(frozen=True)
class Part:
    """One number that a KPI gives: the main one, or one shown apart beside it.

    `numerator`, `denominator`, `value` and `base` are SQL aggregates over `rows`. The
    value is the numerator, divided by the denominator when there is one; `value` says
    otherwise. `base` is how many residents (or cases, or answers) it rests on.
    """

    rows: str
    numerator: str = "NULL"
    denominator: str = "NULL"
    value: str = "NULL"
    base: str = ""
    unit: str = "n"
    name: str = "main"
    counts_people: bool = False

    @property
    def n(self) -> str:
        return self.base or (
            self.numerator if self.denominator == "NULL" else self.denominator
        )


@dataclass(frozen=True)
class Breakdown:
    """By what a KPI is told apart: SQL of a key, and what the keys are.

    `label` is a model, for keys that are its ids, or a model and one of its fields,
    for codes of a selection; empty for keys that are words already.
    """

    name: str
    key: str
    label: str = ""
    by_team: bool = False
    parts: tuple[Part, ...] = ()


@dataclass(frozen=True)
class Kpi:
    """`facts` are the models of which a change makes the value another one.

    `reach` says which periods change with a fact: its own (`period`), all from its own
    on (`onward`, for how things stand on a day), or any (`always`, when days that pass
    change it too). `protects`: `nothing` counts no residents; `base` hides what rests
    on few; `small` rounds counts and hides a share that tells of few, since it says
    something of residents.
    """

    facts: tuple[str, ...]
    parts: tuple[Part, ...]
    breakdowns: tuple[Breakdown, ...] = ()
    periods: tuple[str, ...] = ALL
    reach: str = "period"
    protects: str = "base"
    teams: bool = True

    def tables(self):
        """Every breakdown with its parts: of the organisation, by team, by the rest."""
        yield Breakdown("organisation", "NULL"), self.parts
        if self.teams:
            yield Breakdown("team", "NULL", by_team=True), self.parts
        for breakdown in self.breakdowns:
            yield replace(breakdown, by_team=False), breakdown.parts or self.parts
            if breakdown.by_team:
                name = f"team_{breakdown.name}"
                yield replace(breakdown, name=name), breakdown.parts or self.parts


def shown(part: Part, protects: str, row: dict, least: int) -> dict:
    """Return what may be seen of a row with numerator, denominator, value and n.

    Small counts of a part with a key were rounded together before (`round_counts`).

    >>> percent = Part("", "a", "b", unit="%")
    >>> row = {"numerator": 15, "denominator": 20, "value": None, "n": 20}
    >>> shown(percent, "base", row, 10)["value"]
    75.0
    >>> shown(percent, "small", row, 10)["is_hidden"]  # five are not in it
    True
    """
    numerator, denominator, n = row["numerator"], row["denominator"], row["n"] or 0
    is_average = part.unit not in COUNTS
    if protects != "nothing" and (is_average or part.counts_people) and n < least:
        return HIDDEN
    tells = protects == "small" and part.unit == "%" and denominator
    if tells and share(int(numerator or 0), int(denominator), least) is None:
        return HIDDEN
    value = row["value"]
    if value is None and part.denominator == "NULL":
        value = numerator
    elif value is None and denominator:
        value = (100 if part.unit == "%" else 1) * (numerator or 0) / denominator
    if protects == "small" and is_average:
        # Whole percents and tenths of a point, and not what they were made of.
        value = value and round(value, 0 if part.unit == "%" else 1)
        numerator = denominator = None
    return {
        "value": value,
        "numerator": numerator,
        "denominator": denominator,
        "n": n,
        "is_hidden": False,
    }


def round_counts(rows: list[dict], base: int) -> list[dict]:
    """Round the small counts of one table of a KPI; what becomes zero is left out.

    :param rows: of one organisation and period, with `team_id`, `key`, `numerator`
    """
    counts = round_small_counts(
        {(row["team_id"], row["key"]): int(row["numerator"] or 0) for row in rows}, base
    )
    return [
        {**row, "numerator": counts[row["team_id"], row["key"]]}
        for row in rows
        if (row["team_id"], row["key"]) in counts
    ]


# Rows ---------------------------------------------------------------------------------


def flow(fact: str, condition: str = "TRUE", join: str = "", extra: str = "") -> str:
    """Facts whose day lies in the period."""
    return (
        f"SELECT period.kind, start, stop, day, {extra} fact.* FROM period"
        f" JOIN oco_fact_{fact} fact USING (company_id) {join}"
        f" WHERE fact.date BETWEEN start AND stop AND ({condition})"
    )


def until(fact: str, condition: str = "TRUE") -> str:
    """Facts up to the last day of the period, or today."""
    return (
        f"SELECT period.kind, start, stop, day, fact.* FROM period"
        f" JOIN oco_fact_{fact} fact USING (company_id)"
        f" WHERE fact.date <= day AND ({condition})"
    )


def latest(fact: str) -> str:
    """Facts of the last month of the period of which there are any."""
    return flow(
        fact,
        f"fact.date = (SELECT MAX(date) FROM oco_fact_{fact} last WHERE"
        " last.company_id = fact.company_id AND last.date BETWEEN start AND stop)",
    )


def cube(name: str, measure: str, by_period: bool = False) -> str:
    """Cells of a cube, protected as they are; of unique residents those counted anew
    for the period."""
    when = (
        "fact.period = period.kind AND fact.date = start"
        if by_period
        else "fact.period = 'month' AND fact.date BETWEEN start AND stop"
    )
    return (
        "SELECT period.kind, start, stop, day, fact.* FROM period"
        f" JOIN oco_figure fact USING (company_id) WHERE fact.cube = '{name}'"
        f" AND fact.measure = '{measure}' AND {when}"
    )


# What a case is, by its events: it goes on after a start or a reopening.
_GOES_ON = "event IN ('new', 'reopened', 'closed')"
_SIGN = "CASE event WHEN 'closed' THEN -quantity ELSE quantity END"
_LIFE = f"""
    SELECT kind, start, stop, day, company_id, team_id, event_key,
           MAX(moment) AS moment, MAX(funding_stream_id) AS funding_stream_id,
           MAX(number_of_domains) AS number_of_domains,
           MAX(expected_end_date) AS expected_end_date,
           COALESCE(SUM({_SIGN}) FILTER (WHERE date < start), 0) AS before,
           COALESCE(SUM({_SIGN}) FILTER (WHERE date >= start), 0) AS change,
           SUM({_SIGN}) AS quantity,
           BOOL_OR(date >= start AND event != 'closed') AS went_on
      FROM ({until("case", _GOES_ON)}) AS event
  GROUP BY 1, 2, 3, 4, 5, 6, 7
"""
# Of a destroyed file there is a count and no key.
_ACTIVE_ON_DAY = f"SELECT * FROM ({_LIFE}) AS life WHERE quantity > 0"
_ACTIVE_IN_PERIOD = (
    f"SELECT * FROM ({_LIFE}) AS life"
    " WHERE event_key IS NOT NULL AND (before > 0 OR went_on)"
)
_WAITING = f"""
    SELECT kind, start, day, company_id, team_id, event_key, MIN(date) AS since,
           SUM(CASE event WHEN 'registered' THEN quantity ELSE -quantity END)
               AS quantity
      FROM ({until("case", "event IN ('registered', 'assigned')")}) AS event
  GROUP BY 1, 2, 3, 4, 5, 6
"""
_CLOSED = flow(
    "case",
    "event = 'closed'",
    "LEFT JOIN client_closing_reason reason ON reason.id = fact.closing_reason_id",
    "reason.code AS reason_code, reason.success,",
)
_CLOSED_HOURS = f"""
    SELECT closed.*, COALESCE(minutes, 0) AS minutes
      FROM (SELECT DISTINCT ON (kind, start, company_id, event_key) *
              FROM ({flow("case", "event = 'closed' AND event_key IS NOT NULL")}) AS e
          ORDER BY kind, start, company_id, event_key, date DESC) AS closed
      LEFT JOIN (SELECT event_key, SUM(quantity) AS minutes FROM oco_fact_time
                  WHERE event_key IS NOT NULL GROUP BY 1) AS worked USING (event_key)
"""
_OUTREACH = flow(
    "contact",
    "kind.code IN ('outreach_met', 'outreach_not_home')",
    "JOIN client_contact_kind kind ON kind.id = fact.kind_id",
    "kind.code AS kind_code,",
)
_REACHED = flow("reach", "fact.target_group_id IS NULL")
# A row for every resident and hard-to-reach group.
_REACHED_BY_GROUP = f"""
    SELECT kind, start, company_id, NULL::integer AS team_id, person_key,
           hard.id AS target_group_id, hard.id = ANY(groups) AS belongs
      FROM (SELECT kind, start, company_id, person_key,
                   array_agg(DISTINCT target_group_id) AS groups
              FROM ({flow("reach", "fact.person_key IS NOT NULL")}) AS reach
          GROUP BY 1, 2, 3, 4) AS resident
     CROSS JOIN (SELECT id FROM target_group WHERE hard_to_reach) AS hard
"""
_HARD = flow(
    "reach",
    "fact.person_key IS NOT NULL",
    "LEFT JOIN target_group grp ON grp.id = fact.target_group_id",
    "COALESCE(grp.hard_to_reach, FALSE) AS is_hard,",
)
_PER_THOUSAND = f"""
    SELECT cell.*, population.inhabitants
      FROM ({cube("areas", "residents", by_period=True)}) AS cell
     CROSS JOIN LATERAL (
           SELECT inhabitants FROM social_area_population
            WHERE area_id = cell.area_id AND year <= extract(year FROM cell.start)
              AND inhabitants > 0
         ORDER BY year DESC LIMIT 1) AS population
"""
# Questions as in their cube, and contacts, beside each other.
_QUESTIONS_AND_CONTACTS = f"""
    SELECT kind, start, company_id, team_id, quantity AS questions, 0 AS contacts
      FROM ({cube("domains", "questions")}) AS question
     UNION ALL
    SELECT kind, start, company_id, team_id, 0, quantity
      FROM ({flow("contact", "is_ia")}) AS contact
"""
_WORKED = flow(
    "time",
    "activity.code IS DISTINCT FROM 'leave'",
    "LEFT JOIN client_time_activity activity ON activity.id = fact.activity_id",
)
_ENTERED = """
    SELECT period.kind, start, period.company_id, NULL::integer AS team_id,
           benchmark.area_id, benchmark.value
      FROM period
      JOIN oco_kpi_benchmark benchmark ON benchmark.company_id = period.company_id
       AND benchmark.year = extract(year FROM start)
      JOIN oco_kpi kpi ON kpi.id = benchmark.kpi_id AND kpi.code = '{code}'
"""

# Which cells of which cube are what a grant agreed on. A stock counts at the end.
AGREED_CELLS = {
    "K01": ("contacts", "contacts"),
    "K03": ("cases", "cases_new"),
    "K04": ("cases", "cases_closed"),
    "K05": ("stock", "cases_end"),
    "K39": ("signals", "signals"),
}


def _months(first: str, last: str) -> str:
    """SQL of how many months lie from a day to another one, both counted."""
    year, month = (
        f"(date_part('{part}', {last}) - date_part('{part}', {first}))"
        for part in ("year", "month")
    )
    return f"({year} * 12 + {month} + 1)"


# A grant of more than a year: its costs by the months of it that lie in the period.
_MONTHS_WITHIN = _months("GREATEST(start, date_from)", "LEAST(stop, date_to)")
_COSTS = f"""
    SELECT period.kind, start, period.company_id, NULL::integer AS team_id,
           post.realised * {_MONTHS_WITHIN} / {_months("date_from", "date_to")}
               AS costs,
           0 AS minutes, 0 AS case_minutes, 0 AS closed, 0 AS contacts
      FROM period
      JOIN oco_grant awarded ON awarded.company_id = period.company_id
       AND awarded.state != 'requested' AND date_from <= stop AND date_to >= start
      JOIN oco_grant_budget post ON post.grant_id = awarded.id
       AND post.kind = 'cost' AND post.is_eligible
     UNION ALL
    SELECT kind, start, company_id, NULL, NULL, quantity,
           CASE WHEN event_key IS NULL THEN 0 ELSE quantity END, 0, 0
      FROM ({flow("time", "is_client_bound")}) AS worked
     UNION ALL
    SELECT kind, start, company_id, NULL, NULL, 0, 0, quantity, 0
      FROM ({flow("case", "event = 'closed'")}) AS ended
     UNION ALL
    SELECT kind, start, company_id, NULL, NULL, 0, 0, 0, quantity
      FROM ({flow("contact", "is_ia")}) AS met
"""
_CELL_VALUES = ", ".join(
    f"('{code}', '{name}', '{measure}')"
    for code, (name, measure) in AGREED_CELLS.items()
)
# As `oco.realised` has it, from the first day of the grant up to the last one of the
# period. What was counted by hand is of the whole: it stands in the last period, and
# as long as the grant runs in that of today.
_REALISED = f"""
    SELECT period.kind, start, period.company_id, NULL::integer AS team_id,
           line.id AS line_id, line.agreed, realised.quantity
      FROM period
      JOIN oco_grant awarded ON awarded.company_id = period.company_id
       AND awarded.state != 'requested' AND date_from <= stop AND date_to >= start
      JOIN oco_grant_line line ON line.grant_id = awarded.id AND line.agreed > 0
      LEFT JOIN (VALUES {_CELL_VALUES}) AS cell (code, cube, measure)
        ON cell.code = trim(line.kpi_code)
     CROSS JOIN LATERAL (
           SELECT CASE
             WHEN cell.cube = 'stock' THEN COALESCE((
                  SELECT SUM(quantity) FROM oco_figure own
                   WHERE own.cube = 'stock' AND own.company_id = period.company_id
                     AND own.date_to = (
                         SELECT MAX(last.date_to) FROM oco_figure last
                          WHERE last.cube = 'stock'
                            AND last.company_id = period.company_id
                            AND last.date_to <= LEAST(stop, awarded.date_to))), 0)
             WHEN cell.cube IS NOT NULL THEN COALESCE((
                  SELECT SUM(quantity) FROM oco_figure own
                   WHERE own.cube = cell.cube AND own.measure = cell.measure
                     AND own.company_id = period.company_id AND own.period = 'month'
                     AND own.date >= awarded.date_from
                     AND own.date_to <= LEAST(stop, awarded.date_to)), 0)
             WHEN trim(line.kpi_code) = 'K33' THEN COALESCE((
                  SELECT SUM(quantity) / 60.0 FROM oco_figure own
                   WHERE own.cube = 'hours' AND own.is_client_bound
                     AND own.company_id = period.company_id
                     AND own.date >= awarded.date_from
                     AND own.date_to <= LEAST(stop, awarded.date_to)), 0)
             WHEN trim(line.kpi_code) = 'K07' THEN COALESCE((
                  SELECT SUM(quantity) FROM oco_fact_question own
                   WHERE own.company_id = period.company_id
                     AND own.date BETWEEN awarded.date_from
                         AND LEAST(stop, awarded.date_to)), 0)
             WHEN COALESCE(trim(line.kpi_code), '') = '' AND line.is_entered
                  AND stop >= LEAST(awarded.date_to, CURRENT_DATE)
             THEN line.realised_entered
           END AS quantity
     ) AS realised
     WHERE realised.quantity IS NOT NULL
"""


def _count(rows, condition="TRUE", name="main", **values):
    numerator = f"COALESCE(SUM(quantity) FILTER (WHERE {condition}), 0)"
    return Part(rows, numerator, name=name, **values)


def _share(rows, condition, of="TRUE", name="main"):
    return Part(
        rows,
        f"COALESCE(SUM(quantity) FILTER (WHERE {condition}), 0)",
        f"SUM(quantity) FILTER (WHERE {of})",
        unit="%",
        name=name,
    )


_PEOPLE = (
    "COUNT(DISTINCT person_key)"
    " + COALESCE(SUM(quantity) FILTER (WHERE kept_period = kind), 0)"
)
_FIRST_CALL = flow("case", "event = 'registered' AND first_call_date IS NOT NULL")
_NORM_PASSED = flow("case", "event = 'registered' AND first_call_due < CURRENT_DATE")
_GRADES = flow("survey", "code = 'OCO6' AND score IS NOT NULL")
_RECOMMEND = flow("survey", "code = 'OCO7' AND fact.value IN ('yes', 'maybe', 'no')")
_INDEPENDENT = flow("survey", "code = 'OCO1' AND fact.value != 'unknown'")
_OUT = "direction = 'out' AND state NOT IN ('revoked')"
_ASSURED = "has_declaration AND has_vog AND NOT has_conflict"

_CASE, _CONTACT, _REACH = ("oco.fact.case",), ("oco.fact.contact",), ("oco.fact.reach",)
_STEP, _TIME, _REFERRAL = ("oco.fact.step",), ("oco.fact.time",), ("oco.fact.referral",)
_SURVEY, _QUESTION = ("oco.fact.survey",), ("oco.fact.question",)

_BY_MOMENT = Breakdown("moment", "moment", "client.case.moment")
_BY_STREAM = Breakdown("stream", "funding_stream_id", "client.funding.stream")
_BY_FUNCTION = Breakdown("function", "function")
_BY_LAW = Breakdown("law", "law", "client.procedure.law")

KPIS = {
    "K01": Kpi(
        _CONTACT,
        (_count(flow("contact", "is_ia")),),
        (
            Breakdown("channel", "channel_id", "client.contact.channel"),
            Breakdown(
                "reason",
                "reason_id",
                "client.contact.reason",
                parts=(_count(cube("reasons", "contacts")),),
            ),
        ),
    ),
    "K02": Kpi(
        (*_REACH, *_CONTACT),
        (
            Part(_REACHED, _PEOPLE, counts_people=True),
            _count(
                flow(
                    "contact",
                    "is_ia AND person_key IS NULL AND event_key IS NULL"
                    " AND kept IS NOT TRUE",
                ),
                name="anonymous",
            ),
        ),
        (
            Breakdown(
                "age",
                "age_band",
                parts=(_count(cube("residents", "residents", True)),),
            ),
            Breakdown(
                "group",
                "target_group_id",
                "target.group",
                parts=(_count(cube("groups", "residents", True)),),
            ),
            Breakdown(
                "area",
                "area_id",
                "social.area",
                parts=(
                    Part(
                        _PER_THOUSAND,
                        "SUM(quantity)",
                        "MAX(inhabitants) / 1000.0",
                        base="SUM(quantity)",
                        unit="per_1000",
                        name="per_1000",
                    ),
                ),
            ),
        ),
        periods=QUARTERLY,
    ),
    "K03": Kpi(
        _CASE,
        (_count(flow("case", "event = 'new'")),),
        (
            Breakdown(
                "moment",
                "moment",
                "client.case.moment",
                parts=(_count(cube("moments", "cases_new")),),
            ),
        ),
    ),
    "K04": Kpi(
        _CASE,
        (_count(flow("case", "event = 'closed'")),),
        (
            Breakdown(
                "closing_reason",
                "closing_reason_id",
                "client.closing.reason",
                parts=(_count(cube("endings", "cases_closed")),),
            ),
        ),
    ),
    "K05": Kpi(
        _CASE,
        (Part(until("case", _GOES_ON), f"SUM({_SIGN})"),),
        (_BY_STREAM,),
        reach="onward",
    ),
    "K06": Kpi(
        _CASE,
        (
            Part(
                _LIFE,
                "SUM(CASE WHEN event_key IS NULL THEN 0 ELSE"
                " (before > 0)::integer + change - (quantity > 0)::integer END)",
            ),
        ),
        reach="onward",
    ),
    "K07": Kpi(
        _QUESTION,
        (_count(cube("domains", "questions")),),
        (Breakdown("domain", "life_domain_id", "life.domain", by_team=True),),
    ),
    "K08": Kpi(
        (*_QUESTION, *_CONTACT),
        (
            Part(
                _QUESTIONS_AND_CONTACTS, "SUM(questions)", "SUM(contacts)", unit="ratio"
            ),
        ),
    ),
    "K09": Kpi(
        _CASE,
        (
            Part(
                _ACTIVE_IN_PERIOD,
                "COUNT(*) FILTER (WHERE number_of_domains >= 2)",
                "COUNT(*)",
                unit="%",
            ),
        ),
        periods=QUARTERLY,
        reach="onward",
        protects="small",
    ),
    "K10": Kpi(
        _REACH,
        (
            Part(
                _HARD,
                "COUNT(DISTINCT person_key) FILTER (WHERE is_hard)",
                "COUNT(DISTINCT person_key)",
                unit="%",
            ),
        ),
        (
            Breakdown(
                "group",
                "target_group_id",
                "target.group",
                parts=(
                    Part(
                        _REACHED_BY_GROUP,
                        "COUNT(*) FILTER (WHERE belongs)",
                        "COUNT(*)",
                        unit="%",
                    ),
                ),
            ),
        ),
        periods=YEARLY,
        protects="small",
        teams=False,
    ),
    "K11": Kpi(
        _CONTACT,
        (_share(_OUTREACH, "kind_code = 'outreach_met'"),),
        periods=QUARTERLY,
    ),
    "K12": Kpi(
        _CASE,
        tuple(
            Part(
                _FIRST_CALL,
                value=f"PERCENTILE_CONT({at}) WITHIN GROUP"
                " (ORDER BY first_call_date - date)",
                base="SUM(quantity)",
                unit="days",
                name=name,
            )
            for name, at in (("main", 0.5), ("p90", 0.9))
        ),
        periods=QUARTERLY,
    ),
    "K13": Kpi(
        _CASE,
        (
            _share(_NORM_PASSED, "first_call_date <= first_call_due"),
            _share(
                _NORM_PASSED,
                "LEAST(first_call_date, first_attempt_date) <= first_call_due",
                name="attempts",
            ),
        ),
        periods=QUARTERLY,
        reach="always",
    ),
    "K14": Kpi(
        _CASE,
        (
            Part(_WAITING, "SUM(quantity)"),
            Part(
                f"SELECT * FROM ({_WAITING}) AS file"
                " WHERE event_key IS NOT NULL AND quantity > 0",
                value="MAX(day - since)",
                base="COUNT(*)",
                unit="days",
                name="longest",
            ),
        ),
        reach="onward",
    ),
    "K15": Kpi(
        _CASE,
        (
            Part(
                flow("case", "event = 'closed' AND days IS NOT NULL"),
                value="PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY days)",
                base="SUM(quantity)",
                unit="days",
            ),
            Part(
                flow("case", "event = 'closed' AND days IS NOT NULL"),
                "SUM(days * quantity)",
                "SUM(quantity)",
                unit="days",
                name="mean",
            ),
        ),
        (_BY_MOMENT, _BY_STREAM),
        periods=QUARTERLY,
    ),
    "K16": Kpi(
        _CASE,
        (
            Part(
                f"SELECT * FROM ({_ACTIVE_ON_DAY}) AS file WHERE event_key IS NOT NULL",
                "COUNT(*) FILTER (WHERE expected_end_date < day)",
                "COUNT(*)",
                unit="%",
            ),
        ),
        reach="onward",
    ),
    "K17": Kpi(
        _STEP,
        (
            _share(
                flow("step", "event = 'done' AND step_code = 'talk'"), "is_attended"
            ),
            _share(
                flow("step", "event = 'done' AND step_code = 'talk'"),
                "is_declined",
                name="declined",
            ),
        ),
        periods=QUARTERLY,
        protects="small",
    ),
    "K18": Kpi(
        _STEP,
        (
            _share(
                flow(
                    "step",
                    "event = 'started' AND step_code = 'personal_plan'"
                    " AND supported_on <= due_date",
                ),
                "done_date <= due_date",
            ),
        ),
        (_BY_LAW,),
        periods=YEARLY,
        protects="small",
        teams=False,
    ),
    "K19": Kpi(
        _STEP,
        (
            _share(
                flow(
                    "step",
                    "event = 'due' AND responsible IN ('college', 'body', 'ciz')"
                    " AND (done_date IS NOT NULL OR fact.due_date < CURRENT_DATE)",
                ),
                "done_date <= due_date",
            ),
        ),
        (Breakdown("step", "step_code"), _BY_LAW),
        periods=QUARTERLY,
        reach="always",
        protects="small",
        teams=False,
    ),
    "K20": Kpi(
        _STEP,
        (
            _count(flow("step", "event = 'done' AND step_code = 'objection'")),
            *(
                _share(
                    flow("step", "event = 'done' AND step_code = 'objection'"),
                    f"outcome = '{outcome}'",
                    "outcome IN ('granted', 'partly', 'refused', 'withdrawn')",
                    name=outcome,
                )
                for outcome in ("granted", "partly", "refused", "withdrawn")
            ),
        ),
        (_BY_LAW,),
        periods=YEARLY,
        protects="small",
        teams=False,
    ),
    "K21": Kpi(
        _CASE,
        (_count(cube("arrivals", "cases_registered")),),
        (Breakdown("arrival", "arrival_id", "client.arrival", by_team=True),),
        periods=QUARTERLY,
    ),
    "K22": Kpi(
        _REFERRAL,
        (_count(cube("referrals", "referrals_out")),),
        (
            Breakdown("referral_type", "referral_type_id", "client.referral.type"),
            Breakdown(
                "destination",
                "organisation",
                parts=(_count(flow("referral", "direction = 'out'")),),
            ),
            Breakdown(
                "form",
                "form",
                "social.service.formality",
                parts=(_count(flow("referral", "direction = 'out'")),),
            ),
        ),
        periods=("quarter",),
        protects="small",
    ),
    "K23": Kpi(
        _REFERRAL,
        (_share(flow("referral", f"{_OUT} AND is_warm"), "is_confirmed"),),
        (Breakdown("referral_type", "referral_type_id", "client.referral.type"),),
        periods=QUARTERLY,
        protects="small",
    ),
    "K24": Kpi(
        _CASE,
        (
            _share(
                flow("case", "event = 'new' AND told IS NOT NULL"),
                "told = 'yes'",
                "told != 'unknown'",
            ),
            _share(
                flow("case", "event = 'new' AND told IS NOT NULL"),
                "told = 'unknown'",
                name="unknown",
            ),
        ),
        (Breakdown("medium", "informed_medium", "client.case.informed_medium"),),
        periods=QUARTERLY,
        protects="small",
    ),
    "K25": Kpi(
        _CASE,
        (
            _share(_CLOSED, "success = 'yes'", "success IN ('yes', 'no')"),
            _share(_CLOSED, "success = 'neutral'", name="not_applicable"),
            *(
                _share(
                    _CLOSED,
                    f"resident_answer = '{answer}'",
                    "resident_answer IN ('yes', 'partly', 'no')",
                    name=f"answer_{answer}",
                )
                for answer in ("yes", "partly", "no")
            ),
        ),
        (_BY_MOMENT,),
        periods=QUARTERLY,
        protects="small",
    ),
    "K26": Kpi(
        ("oco.fact.assessment",),
        (
            Part(
                flow("assessment"),
                "SUM((end_score - start_score) * quantity)",
                "SUM(quantity)",
                base="COUNT(DISTINCT person_key)",
                unit="points",
            ),
            *(
                Part(
                    flow("assessment"),
                    f"COALESCE(SUM(quantity) FILTER (WHERE {condition}), 0)",
                    "SUM(quantity)",
                    base="COUNT(DISTINCT person_key)",
                    unit="%",
                    name=name,
                )
                for name, condition in (
                    ("improved", "end_score > start_score"),
                    ("equal", "end_score = start_score"),
                    ("worse", "end_score < start_score"),
                )
            ),
        ),
        (Breakdown("domain", "life_domain_id", "life.domain"),),
        periods=YEARLY,
        protects="small",
    ),
    "K27": Kpi(
        _CASE,
        (
            _share(
                _CLOSED,
                "reason_code IN"
                " ('answered', 'own_network', 'general_provision', 'informal')",
            ),
        ),
        periods=YEARLY,
        protects="small",
    ),
    "K28": Kpi(
        _SURVEY,
        (
            Part(_GRADES, "SUM(score * quantity)", "SUM(quantity)", unit="grade"),
            _share(_GRADES, "score <= 5", name="low"),
        ),
        periods=YEARLY,
        protects="small",
    ),
    "K29": Kpi(
        _SURVEY,
        (
            _share(_RECOMMEND, "value = 'yes'"),
            _share(_RECOMMEND, "value = 'maybe'", name="maybe"),
        ),
        periods=YEARLY,
        protects="small",
        teams=False,
    ),
    "K30": Kpi(
        _SURVEY,
        (_share(_INDEPENDENT, "value IN ('agree', 'fully_agree')"),),
        periods=YEARLY,
        protects="small",
        teams=False,
    ),
    "K31": Kpi(
        ("oco.fact.invitation",),
        (_share(flow("invitation", "is_sent"), "outcome = 'answered'"),),
        periods=YEARLY,
    ),
    "K32": Kpi(
        (),
        (Part(_ENTERED.format(code="K32"), value="AVG(value)", unit="%"),),
        (Breakdown("area", "area_id", "social.area"),),
        periods=YEARLY,
        reach="always",
        protects="nothing",
        teams=False,
    ),
    "K33": Kpi(
        _TIME,
        (Part(flow("time", "is_client_bound"), "SUM(quantity) / 60.0", unit="hours"),),
        (
            _BY_FUNCTION,
            Breakdown("activity", "activity_id", "client.time.activity"),
            _BY_MOMENT,
        ),
        protects="nothing",
        teams=False,
    ),
    "K34": Kpi(
        _TIME,
        (_share(_WORKED, "is_client_bound"),),
        (_BY_FUNCTION,),
        periods=QUARTERLY,
        protects="nothing",
        teams=False,
    ),
    "K35": Kpi(
        (*_CASE, *_TIME),
        (
            Part(
                _CLOSED_HOURS,
                "SUM(minutes) / 60.0",
                "COUNT(*)",
                unit="hours_each",
            ),
        ),
        (_BY_MOMENT, _BY_STREAM),
        periods=YEARLY,
        reach="always",
    ),
    "K36": Kpi(
        (),
        (
            Part(
                _COSTS,
                "SUM(costs)",
                "CASE WHEN SUM(costs) > 0 THEN SUM(minutes) / 60.0 END",
                unit="EUR",
            ),
            # The costs by the hours on each, over those that were helped.
            *(
                Part(
                    _COSTS,
                    value=f"SUM(costs) * SUM({minutes}) / NULLIF(SUM(minutes), 0)"
                    f" / NULLIF(SUM({helped}), 0)",
                    base=f"SUM({helped})",
                    unit="EUR",
                    name=name,
                )
                for name, minutes, helped in (
                    ("per_case", "case_minutes", "closed"),
                    ("per_contact", "minutes - case_minutes", "contacts"),
                )
            ),
        ),
        periods=YEARLY,
        reach="always",
        protects="nothing",
        teams=False,
    ),
    "K37": Kpi(
        (),
        (
            Part(
                _REALISED,
                value="100 * AVG(quantity / agreed)",
                base="COUNT(*)",
                unit="%",
            ),
        ),
        (
            Breakdown(
                "line",
                "line_id",
                "oco.grant.line",
                parts=(Part(_REALISED, "SUM(quantity)", "SUM(agreed)", unit="%"),),
            ),
        ),
        periods=("quarter", "year"),
        reach="always",
        protects="nothing",
        teams=False,
    ),
    "K38": Kpi(
        ("oco.fact.supporter",),
        (_share(latest("supporter"), _ASSURED),),
        periods=QUARTERLY,
        reach="always",
        protects="nothing",
        teams=False,
    ),
    "K39": Kpi(
        ("oco.fact.signal",),
        (_count(flow("signal")),),
        (
            Breakdown("signal", "signal_kind", "client.signal.kind"),
            Breakdown("state", "state", "client.signal.state"),
            Breakdown("domain", "life_domain_id", "life.domain"),
        ),
        periods=QUARTERLY,
        protects="nothing",
        teams=False,
    ),
    "K40": Kpi(
        ("oco.fact.complaint",),
        (
            _count(flow("complaint")),
            # Of those whose six weeks are over, or that were answered.
            _share(
                flow("complaint"),
                "closed_on <= date + 42",
                "closed_on IS NOT NULL OR date + 42 < CURRENT_DATE",
                name="in_time",
            ),
        ),
        periods=YEARLY,
        reach="always",
        protects="nothing",
        teams=False,
    ),
    "S01": Kpi(
        ("oco.fact.directory",),
        (_share(latest("directory"), "is_assured"),),
        periods=QUARTERLY,
        reach="always",
        protects="nothing",
        teams=False,
    ),
}
