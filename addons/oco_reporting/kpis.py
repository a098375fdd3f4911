"""The KPIs K01 to K40, and our own, as SQL over facts and cubes, without a framework.

What each means in words stands in `data/oco_kpi_data.xml` under the same code. Here is
which rows it counts and what it makes of them. All SQL works on a relation `period
(kind, start, stop, day, company_id)`: the periods asked for, `day` being the last one
or today. Rows carry `kind`, `start`, `company_id` and `team_id`; they are grouped by
these and by the key of a breakdown.
"""

from dataclasses import dataclass, replace

from .cubes import PERIODS, SMALL_COUNT_BASE

ALL = tuple(PERIODS)
QUARTERLY = ("quarter", "half_year", "year")
YEARLY = ("year",)
# Units of what can be added up; the others are averages and shares of something.
COUNTS = frozenset({"n", "hours", "EUR"})

# How a number is kept from telling of few residents; docs/protection.md says why.
EXACT = "exact"  # Counts what was done, money or services: shown as it is.
CELLS = "cells"  # Taken from cells of a cube, which are protected already.
ROUNDED = "rounded"  # Taken from a table of its own, of which every cell is rounded.
AVERAGE = "average"  # Hidden where it rests on few, or would tell the one of few.
TOGETHER = "together"  # The share of each in what other parts show of all, as shown.
LARGEST = "largest"  # Hidden where it rests on few; the one of others does not follow.
ANSWERS = "answers"  # What the screens of the survey show, protected already.


@dataclass(frozen=True)
class Answers:
    """Which answers to a question count, and among which; none named are all.

    `model` shows the answers by themselves, in numbers that are protected.
    """

    code: str = ""
    counted: frozenset[str] = frozenset()
    of: frozenset[str] = frozenset()
    model: str = "oco.survey.result"


@dataclass(frozen=True)
class Part:
    """One number that a KPI gives: the main one, or one shown apart beside it.

    `numerator`, `denominator`, `value` and `base` are SQL aggregates over `rows`. The
    value is the numerator, divided by the denominator when there is one; `value` says
    otherwise. `base` is on how many residents (or answers) it rests.

    What is rounded says of which rows it is the sum of `weight`: those that are
    `counted`, of those that are in `of`. With `counts_people` the base counts every
    resident once, so that a year is not the sum of its quarters. `within` are the cells
    of a cube that counts the same rows by less: what they tell is shared out over the
    table, which is not rounded by itself. `points` is what each row counts for in a
    mean that is taken from rounded cells. Of a quantile one in `one_in` lies beyond it,
    and `beside` is the KPI that tells which share was within a norm. `answers` says
    what of the survey's own results it is. `together` names the parts that it adds up,
    of each of what is told apart and of all.
    """

    rows: str = ""
    numerator: str = "NULL"
    denominator: str = "NULL"
    value: str = "NULL"
    base: str = ""
    unit: str = "n"
    name: str = "main"
    shown_as: str = EXACT
    weight: str = "quantity"
    counted: str = "TRUE"
    of: str = "TRUE"
    counts_people: bool = False
    within: str = ""
    points: str = ""
    one_in: int = 0
    beside: str = ""
    answers: Answers | None = None
    together: tuple[str, ...] = ()

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

    With `is_several` what is counted may be of several of them: the key is then all of
    those in one text, with commas. Each counts it once, so they add up to more than
    there are, and what is of none of them has no row.
    """

    name: str
    key: str
    label: str = ""
    by_team: bool = False
    parts: tuple[Part, ...] = ()
    is_several: bool = False

    @property
    def each(self) -> str:
        """SQL of the key of a row; of several a row for each."""
        if self.is_several:
            return f"unnest(string_to_array({self.key}, ','))"
        return self.key

    def keys_in(self, key: str | None) -> list[str | None]:
        """The keys that a key of rows stands for."""
        return (key.split(",") if key else []) if self.is_several else [key]


@dataclass(frozen=True)
class Kpi:
    """`facts` are the models of which a change makes the value another one.

    `reach` says which periods change with a fact: its own (`period`), all from its own
    on (`onward`, for how things stand on a day), or any (`always`, when days that pass
    change it too). `over_periods` says what its counts are in a longer period: the sum
    of those in the shorter ones, the stock on its last day, or all that were there,
    each counted once (`unique`). `protects` is `nothing` for what counts no residents,
    and may leave the organisation as it is.
    """

    facts: tuple[str, ...]
    parts: tuple[Part, ...]
    breakdowns: tuple[Breakdown, ...] = ()
    periods: tuple[str, ...] = ALL
    reach: str = "period"
    over_periods: str = "sum"
    protects: str = "residents"
    teams: bool = True
    team_parts: tuple[Part, ...] = ()

    def tables(self):
        """Every breakdown with its parts: of the organisation, by team, by the rest."""
        yield Breakdown("organisation", "NULL"), self.parts
        if self.teams:
            yield Breakdown("team", "NULL", by_team=True), self.team_parts or self.parts
        for breakdown in self.breakdowns:
            yield replace(breakdown, by_team=False), breakdown.parts or self.parts
            if breakdown.by_team:
                name = f"team_{breakdown.name}"
                yield replace(breakdown, name=name), breakdown.parts or self.parts

    def averages(self):
        """What each average is told apart by: all of its breakdowns are shown together.

        :return: {rows: SQL of team and keys}
        """
        found = {}
        for breakdown, parts in self.tables():
            for part in parts:
                if part.shown_as == AVERAGE:
                    columns = found.setdefault(part.rows, {"team_id": None})
                    columns[breakdown.key] = None
        return {
            rows: [column for column in columns if column != "NULL"]
            for rows, columns in found.items()
        }

    def tallies(self):
        """The tables of which the cells are rounded together.

        :return: {rows: (names of parts, SQL of keys)}, each in a fixed order and the
            points last; all that is counted of the same rows comes from one table, or
            two numbers of the same residents could be held beside each other
        """
        found = {}
        for breakdown, parts in self.tables():
            for part in parts:
                if part.shown_as == ROUNDED:
                    names, keys = found.setdefault(part.rows, ({}, {}))
                    names[part.name] = part
                    keys[breakdown.key] = None
        return {
            rows: (
                tuple(names.values()),
                (
                    *(key for key in keys if key != "NULL"),
                    *(part.points for part in names.values() if part.points),
                ),
            )
            for rows, (names, keys) in found.items()
        }


# Rows ---------------------------------------------------------------------------------

# Periods end with a month; of the running one only what lies before today counts.
_LAST_OF_MONTH = """
    CASE WHEN date < date_trunc('month', CURRENT_DATE)
         THEN (date_trunc('month', date) + interval '1 month - 1 day')::date
         ELSE date END"""


def flow(fact: str, condition: str = "TRUE", join: str = "", extra: str = "") -> str:
    """Facts whose day lies in the period."""
    return (
        f"SELECT period.kind, start, stop, day, {extra} fact.* FROM period"
        f" JOIN oco_fact_{fact} fact USING (company_id) {join}"
        f" WHERE fact.date BETWEEN start AND stop AND ({condition})"
    )


def until(fact: str, condition: str, quantity: str, *dimensions: str) -> str:
    """Sums of facts up to the last day of the period, or today.

    They are summed up by month before they meet the periods, of which each counts all
    that came before it.
    """
    columns = ", ".join(("company_id", "team_id", *dimensions))
    return (
        "SELECT period.kind, start, stop, day, fact.* FROM period JOIN ("
        f" SELECT {columns}, {_LAST_OF_MONTH} AS date, SUM({quantity}) AS quantity"
        f" FROM oco_fact_{fact} WHERE {condition} GROUP BY {columns}, {_LAST_OF_MONTH}"
        ") AS fact USING (company_id) WHERE fact.date <= day"
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
        # Of an organisation that tells by quarter these are quarters.
        else "fact.period IN ('month', 'quarter') AND fact.date >= start"
        " AND fact.date_to <= stop"
    )
    return (
        "SELECT period.kind, start, stop, day, fact.* FROM period"
        f" JOIN oco_figure fact USING (company_id) WHERE fact.cube = '{name}'"
        f" AND fact.measure = '{measure}' AND {when}"
    )


# What a case is, by its events: it goes on after a start or a reopening.
_GOES_ON = "event IN ('new', 'reopened', 'closed')"
_SIGN = "CASE event WHEN 'closed' THEN -quantity ELSE quantity END"
# From one event of a case until the next one, with how often it was begun by then.
_SPELLS = f"""
    SELECT company_id, team_id, event_key, event, date, number_of_domains,
           target_groups, expected_end_date, person_key, kept, {_SIGN} AS change,
           LEAD(date) OVER life AS next,
           SUM({_SIGN}) OVER life AS level
      FROM oco_fact_case
     WHERE {_GOES_ON} AND event_key IS NOT NULL
    WINDOW life AS (PARTITION BY event_key ORDER BY date
                    ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)
"""
# Cases with an event in the period, or that went on when it began.
_LIFE = f"""
    SELECT period.kind, start, stop, day, company_id, team_id, event_key,
           MAX(person_key) AS person_key, BOOL_OR(kept) AS kept,
           MAX(number_of_domains) AS number_of_domains,
           MAX(target_groups) AS target_groups,
           MAX(expected_end_date) AS expected_end_date,
           COALESCE(SUM(level) FILTER (WHERE date < start), 0) AS before,
           COALESCE(SUM(change) FILTER (WHERE date >= start), 0) AS change,
           COALESCE(SUM(level) FILTER (WHERE next IS NULL OR next > day), 0)
               AS quantity,
           BOOL_OR(date >= start AND event != 'closed') AS went_on
      FROM period
      JOIN ({_SPELLS}) AS spell USING (company_id)
     WHERE date <= day AND (next IS NULL OR next >= start)
       AND (date >= start OR level != 0)
  GROUP BY 1, 2, 3, 4, 5, 6, 7
"""
# A team of which no case went on has zero; so has what is left of destroyed files.
_STARTED_AND_ENDED = f"""
    SELECT kind, start, company_id, team_id,
           (before > 0)::integer + change - (quantity > 0)::integer AS quantity
      FROM ({_LIFE}) AS life
     UNION ALL
    SELECT DISTINCT kind, start, company_id, team_id, 0
      FROM ({until("case", _GOES_ON, "quantity")}) AS known
"""
_STOCK = until("case", _GOES_ON, _SIGN, "funding_stream_id")
_ACTIVE_ON_DAY = f"SELECT * FROM ({_LIFE}) AS life WHERE quantity > 0"
_ACTIVE_IN_PERIOD = f"SELECT * FROM ({_LIFE}) AS life WHERE before > 0 OR went_on"
_COMES_IN = "event IN ('registered', 'assigned')"
_WAITING = f"""
    SELECT period.kind, start, day, company_id, team_id, since,
           person_key, kept, 1 AS quantity
      FROM period
      JOIN (SELECT company_id, team_id, event_key,
                   MIN(date) FILTER (WHERE event = 'registered') AS since,
                   MIN(date) FILTER (WHERE event = 'assigned') AS assigned,
                   MAX(person_key) AS person_key, BOOL_OR(kept) AS kept
              FROM oco_fact_case
             WHERE {_COMES_IN} AND event_key IS NOT NULL
          GROUP BY 1, 2, 3) AS file USING (company_id)
     WHERE since <= day AND (assigned IS NULL OR assigned > day)
"""
_CLOSED = flow(
    "case",
    "event = 'closed'",
    "LEFT JOIN client_closing_reason reason ON reason.id = fact.closing_reason_id",
    "reason.code AS reason_code, reason.success,",
)
# The same by reason, as their cube tells it.
_CLOSED_CELLS = f"""
    SELECT cell.*, reason.code AS reason_code, reason.success
      FROM ({cube("endings", "cases_closed")}) AS cell
      LEFT JOIN client_closing_reason reason ON reason.id = cell.closing_reason_id
"""
_ANSWERED = flow(
    "case", "event = 'closed' AND resident_answer IN ('yes', 'partly', 'no')"
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
# Of the groups that are hard to reach the residents, beside all that there were.
_REACHED_BY_GROUP = f"""
    SELECT cell.*, (
           SELECT SUM(quantity) FROM oco_figure every
            WHERE every.cube = 'areas' AND every.company_id = cell.company_id
              AND every.period = cell.kind AND every.date = cell.start) AS residents
      FROM ({cube("groups", "residents", by_period=True)}) AS cell
      JOIN target_group ON target_group.id = cell.target_group_id AND hard_to_reach
"""
# In any of those groups, by age: who is in two of them counts once. To fives, yet never
# fewer than one group has, nor more than all: else it would tell which of them are few.
_REACHED = f"""
    SELECT kind, start, company_id, NULL::integer AS team_id, quantity AS residents,
           0 AS hard
      FROM ({cube("areas", "residents", by_period=True)}) AS cell
     UNION ALL
    SELECT kind, start, company_id, NULL, 0,
           LEAST(together, GREATEST(largest, {SMALL_COUNT_BASE} * ROUND((
                 SELECT COUNT(DISTINCT person_key) FROM oco_fact_reach fact
                   JOIN target_group hard ON hard.id = target_group_id AND hard_to_reach
                  WHERE fact.company_id = of_group.company_id
                    AND fact.date BETWEEN start AND stop
                    AND fact.age_band IS NOT DISTINCT FROM of_group.age_band
                 ) / {SMALL_COUNT_BASE}.0)))::integer
      FROM (SELECT kind, start, stop, company_id, age_band,
                   MAX(quantity) AS largest, SUM(quantity) AS together
              FROM ({_REACHED_BY_GROUP}) AS cell
          GROUP BY 1, 2, 3, 4, 5) AS of_group
"""
_PER_THOUSAND = f"""
    SELECT cell.*, population.inhabitants
      FROM ({cube("areas", "residents", by_period=True)}) AS cell
     CROSS JOIN LATERAL (
           SELECT inhabitants FROM social_area_population
            WHERE area_id = cell.area_id AND year <= extract(year FROM cell.start)
              AND inhabitants > 0
         ORDER BY year DESC LIMIT 1) AS population
"""
_QUESTIONS_BY_DOMAIN = f"""
    SELECT cell.*, domain.code AS domain_code
      FROM ({cube("domains", "questions")}) AS cell
      JOIN life_domain domain ON domain.id = cell.life_domain_id
"""
# Questions as in their cube, and contacts of the same months or quarters, beside each
# other.
_IS_TOLD = """
    CASE WHEN fact.date >= company.quarterly_from
         THEN period.kind != 'month' AND fact.date < date_trunc('quarter', CURRENT_DATE)
         ELSE fact.date < date_trunc('month', CURRENT_DATE) END"""
_COMPANY = "JOIN res_company company ON company.id = fact.company_id"
_QUESTIONS_AND_CONTACTS = f"""
    SELECT kind, start, company_id, team_id, quantity AS questions, 0 AS contacts
      FROM ({cube("domains", "questions")}) AS question
     UNION ALL
    SELECT kind, start, company_id, team_id, 0, quantity
      FROM ({flow("contact", f"is_ia AND {_IS_TOLD}", _COMPANY)}) AS contact
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


# Of two residents on one case one counts: rather too few than too many.
_RESIDENTS = (
    "COUNT(DISTINCT person_key) + COALESCE(SUM(quantity) FILTER (WHERE kept), 0)"
)
_ANSWERS = "SUM(quantity)"


def _count(rows, condition="TRUE", name="main", **values):
    numerator = f"COALESCE(SUM(quantity) FILTER (WHERE {condition}), 0)"
    return Part(rows, numerator, name=name, **values)


def _cells(name, measure, by_period=False, **values):
    return _count(cube(name, measure, by_period), shown_as=CELLS, **values)


def _tally(rows, weight="quantity", base=_RESIDENTS):
    return Part(rows, f"SUM({weight})", base=base, shown_as=ROUNDED, weight=weight)


def _share(rows, condition, of="TRUE", name="main", base=_RESIDENTS, **values):
    values = {"weight": "quantity", "shown_as": ROUNDED, **values}
    weight = values["weight"]
    return Part(
        rows,
        f"COALESCE(SUM({weight}) FILTER (WHERE {condition}), 0)",
        f"SUM({weight}) FILTER (WHERE {of})",
        base=base,
        unit="%",
        name=name,
        counted=condition,
        of=of,
        **values,
    )


def _work(rows, condition, of="TRUE", name="main"):
    """A share of something else than residents."""
    return _share(rows, condition, of, name, base="", shown_as=EXACT)


def _said(rows, condition, answers, name="main"):
    """A share of answers, or of invitations."""
    return _share(
        rows, condition, name=name, base=_ANSWERS, shown_as=ANSWERS, answers=answers
    )


def _recommends(value):
    return Answers("OCO7", frozenset({value}), frozenset({"yes", "maybe", "no"}))


# Who does not know has none.
_OPINIONS = frozenset({"fully_disagree", "disagree", "neutral", "agree", "fully_agree"})

_ANONYMOUS = _count(
    flow(
        "contact",
        "is_ia AND person_key IS NULL AND event_key IS NULL AND kept IS NOT TRUE",
    ),
    name="anonymous",
)
_CAME_IN = _cells("arrivals", "cases_registered")
_FIRST_CALL = flow("case", "event = 'registered' AND first_call_date IS NOT NULL")
_NORM_PASSED = flow("case", "event = 'registered' AND first_call_due < CURRENT_DATE")
_GRADES = flow("survey", "code = 'OCO6' AND score IS NOT NULL")
_RECOMMEND = flow("survey", "code = 'OCO7' AND fact.value IN ('yes', 'maybe', 'no')")
_INDEPENDENT = flow("survey", "code = 'OCO1' AND fact.value != 'unknown'")
_OBJECTIONS = flow("step", "event = 'done' AND step_code = 'objection'")
_OUT = "direction = 'out' AND state NOT IN ('revoked')"
_REFERRED = "direction = 'in' AND organisation IS NOT NULL"
ASSURED = "has_declaration AND has_vog AND NOT has_conflict"

_CASE, _CONTACT, _REACH = ("oco.fact.case",), ("oco.fact.contact",), ("oco.fact.reach",)
_STEP, _TIME, _REFERRAL = ("oco.fact.step",), ("oco.fact.time",), ("oco.fact.referral",)
_SURVEY, _QUESTION = ("oco.fact.survey",), ("oco.fact.question",)

_BY_MOMENT = Breakdown("moment", "moment", "client.case.moment")
_BY_STREAM = Breakdown("stream", "funding_stream_id", "client.funding.stream")
_BY_FUNCTION = Breakdown("function", "function")
_BY_LAW = Breakdown("law", "law", "client.procedure.law")
_BY_ARRIVAL = Breakdown("arrival", "arrival_id", "client.arrival")
# Of all residents of a case, of whom each may belong to several.
_BY_GROUPS = Breakdown("group", "target_groups", "target.group", is_several=True)
_BY_DESTINATION = Breakdown("destination", "organisation")

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
                parts=(_cells("reasons", "contacts"),),
            ),
        ),
    ),
    "K02": Kpi(
        (*_REACH, *_CONTACT),
        (
            # Everybody lives in one district or in none that is known.
            _cells("areas", "residents", True, counts_people=True),
            _ANONYMOUS,
        ),
        (
            Breakdown(
                "age",
                "age_band",
                parts=(_cells("areas", "residents", True),),
            ),
            Breakdown(
                "group",
                "target_group_id",
                "target.group",
                parts=(_cells("groups", "residents", True),),
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
                        shown_as=CELLS,
                    ),
                ),
            ),
        ),
        periods=QUARTERLY,
        team_parts=(
            _cells("residents", "residents", True, counts_people=True),
            _ANONYMOUS,
        ),
    ),
    "K03": Kpi(
        _CASE,
        (_count(flow("case", "event = 'new'")),),
        (
            Breakdown(
                "moment",
                "moment",
                "client.case.moment",
                parts=(_cells("moments", "cases_new"),),
            ),
            replace(_BY_ARRIVAL, parts=(_tally(flow("case", "event = 'new'")),)),
            # Rows of its own, hence a table of its own: beside the roads of arrival it
            # tells no more than the exact number of each team, which both keep to.
            Breakdown(
                "law",
                "of_law",
                "oco.fact.case.law",
                parts=(_tally(flow("case", "event = 'new'", extra="law AS of_law,")),),
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
                parts=(_cells("endings", "cases_closed"),),
            ),
        ),
    ),
    "K05": Kpi(
        _CASE,
        (Part(_STOCK, "SUM(quantity)"),),
        (replace(_BY_STREAM, parts=(_tally(_STOCK, base="SUM(quantity)"),)),),
        reach="onward",
        over_periods="stock",
    ),
    "K06": Kpi(
        _CASE,
        (Part(_STARTED_AND_ENDED, "SUM(quantity)"),),
        reach="onward",
    ),
    "K07": Kpi(
        _QUESTION,
        (_cells("domains", "questions"),),
        (Breakdown("domain", "life_domain_id", "life.domain", by_team=True),),
    ),
    "K08": Kpi(
        (*_QUESTION, *_CONTACT),
        (
            Part(
                _QUESTIONS_AND_CONTACTS,
                "SUM(questions)",
                "SUM(contacts)",
                unit="ratio",
                shown_as=CELLS,
            ),
        ),
    ),
    "K09": Kpi(
        _CASE,
        (
            _share(
                _ACTIVE_IN_PERIOD,
                "number_of_domains >= 2",
                weight="1",
                counts_people=True,
            ),
        ),
        (_BY_GROUPS,),
        periods=QUARTERLY,
        reach="onward",
        over_periods="unique",
    ),
    "K10": Kpi(
        _REACH,
        (
            Part(
                _REACHED,
                "LEAST(SUM(hard), SUM(residents))",
                "SUM(residents)",
                unit="%",
                shown_as=CELLS,
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
                        "SUM(quantity)",
                        "MAX(residents)",
                        unit="%",
                        shown_as=CELLS,
                    ),
                ),
            ),
        ),
        periods=YEARLY,
        teams=False,
    ),
    "K11": Kpi(
        _CONTACT,
        (_work(_OUTREACH, "kind_code = 'outreach_met'"),),
        periods=QUARTERLY,
        protects="nothing",
    ),
    "K12": Kpi(
        _CASE,
        tuple(
            Part(
                _FIRST_CALL,
                "COUNT(*) FILTER (WHERE first_call_date <= first_call_due)",
                "COUNT(*)",
                f"PERCENTILE_CONT({at}) WITHIN GROUP (ORDER BY first_call_date - date)",
                base=_RESIDENTS,
                unit="days",
                name=name,
                shown_as=AVERAGE,
                counts_people=True,
                one_in=one_in,
                beside="K13",
            )
            for name, at, one_in in (("main", 0.5, 2), ("p90", 0.9, 10))
        ),
        periods=QUARTERLY,
        # As K13 beside it.
        reach="always",
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
            Part(
                until(
                    "case",
                    _COMES_IN,
                    "CASE event WHEN 'registered' THEN quantity ELSE -quantity END",
                ),
                "SUM(quantity)",
            ),
            Part(
                _WAITING,
                value="MAX(day - since)",
                base=_RESIDENTS,
                unit="days",
                name="longest",
                shown_as=LARGEST,
                counts_people=True,
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
                base=_RESIDENTS,
                unit="days",
                shown_as=AVERAGE,
                counts_people=True,
            ),
            Part(
                flow("case", "event = 'closed' AND days IS NOT NULL"),
                "SUM(days * quantity)",
                "SUM(quantity)",
                base=_RESIDENTS,
                unit="days",
                name="mean",
                shown_as=AVERAGE,
                counts_people=True,
            ),
        ),
        (_BY_MOMENT, _BY_STREAM),
        periods=QUARTERLY,
    ),
    "K16": Kpi(
        _CASE,
        (
            _share(
                _ACTIVE_ON_DAY,
                "expected_end_date < day",
            ),
        ),
        reach="onward",
        over_periods="stock",
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
        teams=False,
    ),
    "K20": Kpi(
        _STEP,
        (
            _tally(_OBJECTIONS),
            *(
                _share(
                    _OBJECTIONS,
                    f"outcome = '{outcome}'",
                    "outcome IN ('granted', 'partly', 'refused', 'withdrawn')",
                    name=outcome,
                )
                for outcome in ("granted", "partly", "refused", "withdrawn")
            ),
        ),
        (_BY_LAW,),
        periods=YEARLY,
        teams=False,
    ),
    "K21": Kpi(
        (*_CASE, *_CONTACT, *_REFERRAL),
        (_CAME_IN,),
        (
            replace(
                _BY_ARRIVAL,
                by_team=True,
                parts=(
                    _CAME_IN,
                    replace(_tally(flow("contact", "is_ia")), name="contacts"),
                    Part(
                        name="together",
                        unit="%",
                        shown_as=TOGETHER,
                        together=("main", "contacts"),
                    ),
                ),
            ),
            Breakdown(
                "found",
                "how_found",
                "client.case.how_found",
                parts=(_tally(flow("case", "event = 'registered'")),),
            ),
            Breakdown(
                "referrer",
                "organisation",
                parts=(_tally(flow("referral", _REFERRED)),),
            ),
        ),
        periods=QUARTERLY,
    ),
    "K22": Kpi(
        _REFERRAL,
        (_cells("referrals", "referrals_out"),),
        (
            Breakdown("referral_type", "referral_type_id", "client.referral.type"),
            replace(
                _BY_DESTINATION,
                parts=(_tally(flow("referral", "direction = 'out'")),),
            ),
            Breakdown(
                "form",
                "form",
                "social.service.formality",
                parts=(_tally(flow("referral", "direction = 'out'")),),
            ),
        ),
        periods=("quarter",),
    ),
    "K23": Kpi(
        _REFERRAL,
        (_share(flow("referral", f"{_OUT} AND is_warm"), "is_confirmed"),),
        (
            Breakdown("referral_type", "referral_type_id", "client.referral.type"),
            _BY_DESTINATION,
        ),
        periods=QUARTERLY,
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
        (
            Breakdown("medium", "informed_medium", "client.case.informed_medium"),
            # By who sent them: whether that one told.
            _BY_ARRIVAL,
            Breakdown("access", "access_organisation"),
        ),
        periods=QUARTERLY,
    ),
    "K25": Kpi(
        _CASE,
        (
            _share(
                _CLOSED,
                "success = 'yes'",
                "success IN ('yes', 'no')",
                within=_CLOSED_CELLS,
            ),
            _share(
                _CLOSED,
                "success = 'neutral'",
                name="not_applicable",
                within=_CLOSED_CELLS,
            ),
            *(
                _share(
                    _ANSWERED, f"resident_answer = '{answer}'", name=f"answer_{answer}"
                )
                for answer in ("yes", "partly", "no")
            ),
        ),
        (_BY_MOMENT, _BY_GROUPS),
        periods=QUARTERLY,
    ),
    "K26": Kpi(
        ("oco.fact.assessment",),
        (
            Part(
                flow("assessment"),
                "SUM((end_score - start_score) * quantity)",
                "SUM(quantity)",
                base=_RESIDENTS,
                unit="points",
                shown_as=ROUNDED,
                counts_people=True,
                points="end_score - start_score",
            ),
            *(
                _share(flow("assessment"), condition, name=name)
                for name, condition in (
                    ("improved", "end_score > start_score"),
                    ("equal", "end_score = start_score"),
                    ("worse", "end_score < start_score"),
                )
            ),
        ),
        (Breakdown("domain", "life_domain_id", "life.domain"),),
        periods=YEARLY,
    ),
    "K27": Kpi(
        _CASE,
        (
            _share(
                _CLOSED,
                "reason_code IN"
                " ('answered', 'own_network', 'general_provision', 'informal')",
                within=_CLOSED_CELLS,
            ),
        ),
        periods=YEARLY,
    ),
    "K28": Kpi(
        _SURVEY,
        (
            Part(
                _GRADES,
                "SUM(score * quantity)",
                "SUM(quantity)",
                unit="grade",
                shown_as=ANSWERS,
                answers=Answers("OCO6"),
            ),
            _said(
                _GRADES,
                "score <= 5",
                Answers("OCO6", frozenset("12345")),
                name="low",
            ),
        ),
        periods=YEARLY,
        reach="always",
    ),
    "K29": Kpi(
        _SURVEY,
        (
            _said(_RECOMMEND, "value = 'yes'", _recommends("yes")),
            _said(_RECOMMEND, "value = 'maybe'", _recommends("maybe"), name="maybe"),
        ),
        periods=YEARLY,
        reach="always",
        teams=False,
    ),
    "K30": Kpi(
        _SURVEY,
        (
            _said(
                _INDEPENDENT,
                "value IN ('agree', 'fully_agree')",
                Answers("OCO1", frozenset({"agree", "fully_agree"}), _OPINIONS),
            ),
        ),
        periods=YEARLY,
        reach="always",
        teams=False,
    ),
    "K31": Kpi(
        ("oco.fact.invitation",),
        (
            _said(
                flow("invitation", "is_sent"),
                "outcome = 'answered'",
                Answers("", frozenset({"answered"}), model="oco.survey.response"),
            ),
        ),
        periods=YEARLY,
        reach="always",
    ),
    "K32": Kpi(
        (),
        (Part(_ENTERED.format(code="K32"), value="AVG(value)", unit="%"),),
        (Breakdown("area", "area_id", "social.area"),),
        periods=YEARLY,
        reach="always",
        teams=False,
        protects="nothing",
    ),
    "K33": Kpi(
        _TIME,
        (Part(flow("time", "is_client_bound"), "SUM(quantity) / 60.0", unit="hours"),),
        (
            _BY_FUNCTION,
            Breakdown("activity", "activity_id", "client.time.activity"),
            _BY_MOMENT,
        ),
        teams=False,
        protects="nothing",
    ),
    "K34": Kpi(
        _TIME,
        (_work(_WORKED, "is_client_bound"),),
        (_BY_FUNCTION,),
        periods=QUARTERLY,
        teams=False,
        protects="nothing",
    ),
    "K35": Kpi(
        (*_CASE, *_TIME),
        (
            Part(
                _CLOSED_HOURS,
                "SUM(minutes) / 60.0",
                "COUNT(*)",
                base=_RESIDENTS,
                unit="hours_each",
                shown_as=AVERAGE,
                counts_people=True,
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
        (_work(latest("supporter"), ASSURED),),
        periods=QUARTERLY,
        reach="always",
        teams=False,
        protects="nothing",
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
        teams=False,
        protects="nothing",
    ),
    "K40": Kpi(
        ("oco.fact.complaint",),
        (
            _count(flow("complaint")),
            # Of those whose six weeks are over, or that were answered.
            _work(
                flow("complaint"),
                "closed_on <= date + 42",
                "closed_on IS NOT NULL OR date + 42 < CURRENT_DATE",
                name="in_time",
            ),
        ),
        periods=YEARLY,
        reach="always",
        teams=False,
        protects="nothing",
    ),
    "S01": Kpi(
        ("oco.fact.directory",),
        (_work(latest("directory"), "is_assured"),),
        periods=QUARTERLY,
        reach="always",
        teams=False,
        protects="nothing",
    ),
    "S02": Kpi(
        _QUESTION,
        (
            Part(
                _QUESTIONS_BY_DOMAIN,
                "COALESCE(SUM(quantity) FILTER"
                " (WHERE domain_code != 'youth_family'), 0)",
                "SUM(quantity)",
                unit="%",
                shown_as=CELLS,
            ),
        ),
        periods=QUARTERLY,
    ),
}
