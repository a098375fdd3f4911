"""The fixed set of cubes that figures are built in, as plain data.

A cube counts facts of one kind by its dimensions. *Workload* cubes say what a team did
and are exact. *Characteristics* cubes say something on residents: beside the period
and the organisation they have three dimensions at most, and their small counts are
rounded when they are built (`rounding`), of months that are over: who could watch the
running month would see each case come. A screen shows one cube, never a mixture.
"""

from dataclasses import dataclass
from datetime import date

from dateutil.relativedelta import relativedelta

# Characteristics say something on a person: those counts are rounded when built.
SMALL_COUNT_BASE = 5

# Months in each kind of period; a period begins in a month after a multiple of them.
PERIODS = {"month": 1, "quarter": 3, "half_year": 6, "year": 12}


def period_start(day: date, period: str) -> date:
    """Return the first day of the period that `day` lies in."""
    months = PERIODS[period]
    return date(day.year, (day.month - 1) // months * months + 1, 1)


def period_end(start: date, period: str) -> date:
    """Return the last day of the period that begins on `start`."""
    return start + relativedelta(months=PERIODS[period], days=-1)


def sql_period_start(period: str) -> str:
    """Return `period_start` of the column `date`, as SQL."""
    months = PERIODS[period]
    return (
        "make_date(extract(year FROM date)::integer,"
        f" (extract(month FROM date)::integer - 1) / {months} * {months} + 1, 1)"
    )


@dataclass(frozen=True)
class Cube:
    """What is counted, by what.

    `measure` is SQL over the fact; `condition` leaves facts out. With `counts_people` a
    cell counts unique residents: such cells do not add up over periods, hence they are
    counted anew for each kind of period. With `may_be_quarterly` an organisation may
    choose to have it by quarter, in place of months of which too little can be told.
    Not what a KPI of a quarter counts in another way: two roundings of the same
    quarter, one of which says 0 and the other 5, tell that somebody is there.
    """

    name: str
    fact: str
    measure: str
    dimensions: tuple[str, ...]
    condition: str = "TRUE"
    is_rounded: bool = True
    counts_people: bool = False
    may_be_quarterly: bool = False

    def counted(self, period: str) -> str:
        """SQL that is true for the facts that count in a kind of period."""
        if not self.is_rounded:
            return self.condition
        finished = "month" if self.counts_people else period
        return f"{self.condition} AND date < date_trunc('{finished}', CURRENT_DATE)"

    @property
    def known_totals(self) -> tuple[int, ...] | None:
        """The places of the dimensions by which workload cubes give exact totals."""
        if "team_id" in self.dimensions:
            return (self.dimensions.index("team_id"),)
        return None

    @property
    def periods(self) -> tuple[str, ...]:
        if self.counts_people:
            return tuple(PERIODS)
        return ("month", "quarter") if self.may_be_quarterly else ("month",)


CUBES = (
    Cube(
        name="contacts",
        fact="oco.fact.contact",
        measure="CASE WHEN is_ia THEN 'contacts' ELSE 'contacts_other' END",
        dimensions=("team_id", "channel_id", "kind_id"),
        is_rounded=False,
    ),
    Cube(
        name="cases",
        fact="oco.fact.case",
        measure="'cases_' || event",
        dimensions=("team_id",),
        condition="event IN ('registered', 'new', 'closed')",
        is_rounded=False,
    ),
    Cube(
        name="hours",
        fact="oco.fact.time",
        measure="'minutes'",
        dimensions=("function", "staff_code", "activity_id", "is_client_bound"),
        is_rounded=False,
    ),
    Cube(
        name="signals",
        fact="oco.fact.signal",
        measure="'signals'",
        dimensions=("signal_kind", "life_domain_id", "area_id"),
        is_rounded=False,
    ),
    Cube(
        name="domains",
        fact="oco.fact.question",
        measure="'questions'",
        dimensions=("team_id", "life_domain_id"),
        may_be_quarterly=True,
    ),
    Cube(
        name="frameworks",
        fact="oco.fact.question",
        measure="'questions'",
        dimensions=("team_id", "legal_framework"),
        may_be_quarterly=True,
    ),
    Cube(
        name="reasons",
        fact="oco.fact.contact",
        measure="'contacts'",
        dimensions=("team_id", "reason_id"),
        condition="is_ia",
        may_be_quarterly=True,
    ),
    Cube(
        name="moments",
        fact="oco.fact.case",
        measure="'cases_new'",
        dimensions=("team_id", "moment"),
        condition="event = 'new'",
        may_be_quarterly=True,
    ),
    Cube(
        name="arrivals",
        fact="oco.fact.case",
        measure="'cases_registered'",
        dimensions=("team_id", "arrival_id"),
        condition="event = 'registered'",
        may_be_quarterly=True,
    ),
    Cube(
        name="endings",
        fact="oco.fact.case",
        measure="'cases_closed'",
        dimensions=("team_id", "closing_reason_id", "result"),
        condition="event = 'closed'",
    ),
    Cube(
        name="tasks",
        fact="oco.fact.closed.task",
        measure="'tasks_closed'",
        dimensions=("team_id", "task_kind_id"),
        may_be_quarterly=True,
    ),
    Cube(
        name="referrals",
        fact="oco.fact.referral",
        measure="'referrals_' || direction",
        dimensions=("team_id", "referral_type_id"),
        may_be_quarterly=True,
    ),
    Cube(
        name="residents",
        fact="oco.fact.reach",
        measure="'residents'",
        dimensions=("team_id", "age_band"),
        condition="target_group_id IS NULL",
        counts_people=True,
    ),
    Cube(
        name="groups",
        fact="oco.fact.reach",
        measure="'residents'",
        dimensions=("target_group_id", "age_band"),
        condition="target_group_id IS NOT NULL",
        counts_people=True,
    ),
    Cube(
        name="areas",
        fact="oco.fact.reach",
        measure="'residents'",
        dimensions=("area_id", "age_band"),
        condition="target_group_id IS NULL",
        counts_people=True,
    ),
)

# Of these an organisation has months or quarters, never both of the same days.
MAY_BE_QUARTERLY = tuple(cube.name for cube in CUBES if cube.may_be_quarterly)
