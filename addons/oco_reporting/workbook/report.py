"""What an accountability workbook is made of: plain data, one class per sheet.

A count is a number, or the mark of one that is not shown ("<10", "x"): the data hold
no more than the workbook shows. A sheet whose figures are not there is `Absent`, with
the reason.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from .. import settlement
from .tables import CaseRow, Count, Matrix

COST = "cost"
INCOME = "income"
SUBSIDY = "subsidy"


class Unexplained(ValueError):
    """Deviations above the threshold without the explanation that is due."""

    def __init__(self, lines: Sequence[str]):
        super().__init__("; ".join(lines))
        self.lines = lines


@dataclass(frozen=True)
class Absent:
    """A sheet without figures, and why."""

    reason: str


@dataclass(frozen=True)
class Grant:
    """The decision that is accounted for. Amounts in euros, shares as a fraction.

    `mode` is how it is settled (`settlement`): `PART` where this workbook does not.
    """

    recipient: str
    registration: str
    payer: str
    municipalities: Sequence[str]
    number: str
    decided_on: date
    regulation: str
    funding_stream: str
    amount: Decimal
    mode: str
    mode_name: str
    indexation: str
    vat: str
    distribution: str
    audit: str
    deviation: Decimal
    own_contribution: Decimal = Decimal()
    reserve: settlement.Reserve | None = None


@dataclass(frozen=True)
class Run:
    """One run of the workbook; `made_by` is an office, never a name.

    `interim`: the grant goes on after it, so that less than agreed needs no word yet.
    `closings`: the closed periods that the figures are of, each with its checksum.
    """

    reference: str
    date_from: date
    date_to: date
    version: int
    draft: bool
    made_by: str
    measured_at: datetime
    reason: str = ""
    interim: bool = False
    closings: Sequence[str] = ()


@dataclass(frozen=True)
class Performance:
    """Sheet 01; `part` is what it stands for in euros of the grant."""

    code: str
    name: str
    unit: str
    agreed: Decimal
    realised: Decimal | None
    part: Decimal
    explanation: str = ""


@dataclass(frozen=True)
class Subset:
    """What some rows of a list come to, of some more of them: rows by their place."""

    title: str
    part_name: str
    part: Sequence[int]
    whole_name: str
    whole: Sequence[int]


@dataclass(frozen=True)
class Counts:
    """A list of counts by one dimension, with its total as counted.

    `additive`: each thing counts once, so that the parts make the total. `shares`: the
    part of the total is shown beside it. `subset` is shown where all its rows are.
    """

    title: str
    header: str
    unit: str
    rows: Sequence[tuple[str, Count]]
    total: Count
    additive: bool = True
    shares: bool = False
    note: str = ""
    subset: Subset | None = None


@dataclass(frozen=True)
class Referral:
    """Sheet 08: where to, what sort, how many, and how many confirmed warm."""

    destination: str
    sort: str
    number: Count
    warm: Count


@dataclass(frozen=True)
class Term:
    """Sheet 10; `own`: our own norm, else information on what others did."""

    step: str
    measured: Count
    met: Count
    own: bool


@dataclass(frozen=True)
class Question:
    """Sheet 11; without distribution and mean when `number` is too small."""

    text: str
    number: Count
    distribution: Sequence[tuple[str, Count]] = ()
    mean: Decimal | None = None


@dataclass(frozen=True)
class HoursRow:
    """Sheet 12: hours of one function on one activity, per month of the period."""

    function: str
    activity: str
    client_bound: bool
    months: Sequence[Decimal]


@dataclass(frozen=True)
class Hours:
    months: Sequence[str]
    rows: Sequence[HoursRow]


@dataclass(frozen=True)
class Rate:
    """Sheet 13; `first` and `last` are the months of sheet 12 it holds for, from 0."""

    function: str
    scale: str
    rate: Decimal
    valid_from: date
    valid_to: date | None
    first: int
    last: int


@dataclass(frozen=True)
class Post:
    """Sheet 14; `kind` is COST, INCOME (other income) or SUBSIDY."""

    kind: str
    name: str
    budgeted: Decimal
    realised: Decimal
    previous: Decimal | None = None
    explanation: str = ""
    eligible: bool = True


@dataclass(frozen=True)
class Advance:
    received_on: date
    amount: Decimal


@dataclass(frozen=True)
class Criterion:
    """Sheet 17; `assured` is None when nobody can know.

    `proof` says from what it follows and `reports` how often it was otherwise, or had
    to be acted on; None when nobody can know.
    """

    text: str
    assured: bool | None
    proof: str
    reports: int | None


@dataclass(frozen=True)
class Signal:
    number: int
    made_on: date
    kind: str
    life_domain: str
    summary: str
    recipient: str
    state: str


@dataclass(frozen=True)
class Definition:
    code: str
    name: str
    formula: str
    numerator: str
    denominator: str
    source: str


@dataclass(frozen=True)
class Check:
    """A cross-foot, counted before anything was left out.

    `hidden` is how many cells of the table it is about are not shown. Where the two
    numbers are not shown themselves there are words for how they compare.
    """

    name: str
    expected: Decimal | str
    found: Decimal | str
    hidden: int = 0

    @property
    def holds(self) -> bool:
        return self.expected == self.found


@dataclass(frozen=True)
class Report:
    """All that one workbook says."""

    grant: Grant
    run: Run
    performances: Sequence[Performance]
    cases: Sequence[CaseRow] | Absent
    contacts: Matrix | Absent
    domains: Matrix | Absent
    groups: Sequence[Counts] | Absent
    tasks: Sequence[Counts] | Absent
    sources: Counts | Absent
    referrals: Sequence[Referral] | Absent
    results: Counts | Absent
    terms: Sequence[Term] | Absent
    experience: Sequence[Question] | Absent
    hours: Hours | Absent
    rates: Sequence[Rate]
    posts: Sequence[Post]
    advances: Sequence[Advance]
    criteria: Sequence[Criterion] | Absent
    signals: Sequence[Signal] | Absent
    definitions: Sequence[Definition] | Absent
    checks: Sequence[Check] = ()
    notes: Sequence[tuple[str, str]] = ()
    referral_total: Referral | None = None

    @property
    def settles(self) -> bool:
        """Whether it is of the whole grant: advances are settled with that alone."""
        return self.grant.mode != settlement.PART

    def costs(self) -> settlement.Costs:
        return settlement.Costs(
            eligible=self._realised(COST, eligible=True),
            other_income=self._realised(INCOME),
            own=self.grant.own_contribution,
        )

    def determined(self) -> Decimal | None:
        """What the grant would be determined at, as `settlement` has it."""
        return settlement.determined(
            self.grant.mode,
            self.grant.amount,
            self.costs(),
            [
                settlement.Result(line.part, line.agreed, line.realised)
                for line in self.performances
            ],
        )

    def settled(self) -> settlement.Settlement | None:
        determined = self.determined()
        if determined is None:
            return None
        return settlement.settle(
            determined,
            sum((one.amount for one in self.advances), Decimal()),
            self.costs(),
            self.grant.reserve,
        )

    def unexplained(self) -> list[str]:
        """The lines that deviate more than the grant allows without a word on why."""
        lines = [
            f"Prestaties: {line.code} {line.name}"
            for line in self.performances
            if not line.explanation and self.due(line.agreed, line.realised)
        ]
        lines += [
            f"Baten en lasten: {post.name}"
            for post in self.posts
            if not post.explanation and self.due(post.budgeted, post.realised)
        ]
        return lines

    def due(self, planned: Decimal, found: Decimal | None) -> bool:
        """Whether a line needs an explanation; what nobody knows counts as nothing."""
        found = found or Decimal()
        if self.run.interim or not self.settles:
            return False
        return deviates(planned, found, self.grant.deviation)

    def _realised(self, kind: str, eligible: bool = False) -> Decimal:
        return sum(
            (
                post.realised
                for post in self.posts
                if post.kind == kind and (post.eligible or not eligible)
            ),
            Decimal(),
        )


def deviates(planned: Decimal, found: Decimal, threshold: Decimal) -> bool:
    """Whether `found` is further from `planned` than a share of it."""
    return abs(found - planned) > abs(planned) * threshold
