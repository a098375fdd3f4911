"""Suppression: which numbers of a set of tables may leave the organisation.

Tables of counts of residents go out with exact totals. A count of one up to the
threshold is not shown (primary suppression). Others must then go as well, or whoever
has the totals, another table of the same run or the workbook of an earlier quarter
computes what is missing (secondary suppression). The threshold rule is that of
official statistics; the circuits along which partners are sought are those of the
hypercube method (Repsilber, 1994), the proof is by linear programming as in Fischetti
and Salazar (2001). The code is our own.

What is guaranteed, or nothing is published (`Exposed`):

- of every suppressed count of 1 .. threshold - 1 there is a complete set of tables in
  whole numbers, equal in everything shown, in which it is 1 or less, and one in which
  it is threshold - 1 or more. So nobody can bound it narrower than that, with all
  tables of this run and of the earlier ones at hand and all sums between them;
- only where a total that is published anyhow (`exact`, or by an earlier run) is itself
  under the threshold does the upper one become that total: of 3 new cases in a team, a
  part cannot look like 9. It is never pinned: two values at least stay possible;
- what an earlier run showed counts as known, what it suppressed stays suppressed;
- the result depends on the counts alone, not on the order in which they come.

A zero is shown: it is nobody. It is suppressed where it must be a partner, so that a
suppressed cell may be anything from zero on and does not say that somebody is there.
That all of a group have one characteristic (a cell equal to its total) can be read from
a table that shows both; see `small_base` for percentages.

Not covered is what somebody knows besides: who is one of two residents in a cell knows
the other.
"""

import math
import operator
from collections import defaultdict
from collections.abc import (
    Collection,
    Hashable,
    Iterable,
    Iterator,
    Mapping,
    Sequence,
)
from dataclasses import dataclass, field
from functools import cached_property
from itertools import combinations, islice, product

# In a cell's key: the sum over that dimension.
TOTAL = "*"
# In place of a number that is not shown; a sum over it fails instead of being wrong.
SUPPRESSED = None

# Costs of a circuit that is not wide enough, and of one through what must be shown:
# more than those of all numbers that a circuit can have.
NO_ROOM = 10**6
NEVER = 10**12

# How many steps an attacker takes towards a goal, and after how many exchanges it takes
# the equations as they were at first.
PATIENCE = 60
EXCHANGES = 20
# How many exchanges a run may take; after that attackers have little patience, so that
# more is hidden than perhaps need be, and an answer comes all the same.
EFFORT = 4000
HURRY = 15
# How near to a whole number counts as one, and which fractions are looked for.
NEARLY = 1e-7
DENOMINATORS = 61

# In place of what is counted: the difference between a total and a sum.
SLACK = object()

Cell = tuple[Hashable, ...]
# What is counted, when, and of whom: {(dimension, value), ...}. Equal in two tables, it
# is one number.
Number = tuple[Hashable, Hashable, frozenset]


class Exposed(Exception):
    """Some number cannot be protected whatever else is suppressed.

    `numbers` holds them as (measure, period, {dimension: value}), never their counts.
    """

    def __init__(self, numbers: Iterable[Number]):
        self.numbers = [
            (measure, period, dict(sorted(of, key=repr)))
            for measure, period, of in numbers
        ]
        super().__init__(f"cannot be protected: {self.numbers}")


@dataclass(frozen=True)
class Table:
    """Counts by up to three dimensions, with all their totals.

    `cells` has one value per dimension and no totals; a combination that is absent
    counts zero. Tables of the same `measure` and `period` count the same things, and
    their common totals must agree: give "unknown" a value of its own.

    `exact`: agreed performance and the like, shown whatever it counts.
    `overlapping`: dimensions whose values do not exclude each other, such as target
    groups; they have no total.
    `unique`: counts each resident once per period, so that a year is at most the sum of
    its quarters, and at least each of them, instead of being the sum.
    """

    name: str
    measure: Hashable
    dimensions: tuple[str, ...]
    cells: Mapping[Cell, int]
    period: Hashable = None
    exact: bool = False
    overlapping: Collection[str] = ()
    unique: bool = False

    @cached_property
    def values(self) -> dict[str, list]:
        """The values of every dimension, sorted."""
        if any(len(cell) != len(self.dimensions) for cell in self.cells):
            raise ValueError(f"{self.name}: a cell has one value per dimension")
        if any(TOTAL in cell for cell in self.cells):
            raise ValueError(f"{self.name}: totals are not given, they follow")
        if any(count < 0 for count in self.cells.values()):
            raise ValueError(f"{self.name}: a count cannot be negative")
        return {
            dimension: sorted({cell[place] for cell in self.cells}, key=_order)
            for place, dimension in enumerate(self.dimensions)
        }

    @cached_property
    def counts(self) -> dict[Cell, int]:
        """Every cell and total, in a fixed order."""
        counts = dict.fromkeys(product(*self.values.values()), 0)
        counts.update(self.cells)
        for place, dimension in enumerate(self.dimensions):
            if dimension not in self.overlapping:
                sums: dict[Cell, int] = defaultdict(int)
                for cell, count in counts.items():
                    sums[_replace(cell, place, TOTAL)] += count
                counts.update(sums)
        return counts

    def number(self, cell: Cell) -> Number:
        """Return what the cell or total counts, the same in every table."""
        pairs = zip(self.dimensions, cell, strict=True)
        of = frozenset(pair for pair in pairs if pair[1] != TOTAL)
        return self.measure, self.period, of


@dataclass(frozen=True)
class Release:
    """Tables as they went out: which of their cells and totals were suppressed."""

    tables: Sequence[Table]
    suppressed: Mapping[str, Collection[Cell]] = field(default_factory=dict)

    def shown(self, name: str) -> dict[Cell, int | None]:
        """Return every cell and total of a table: its count or `SUPPRESSED`."""
        table = next(table for table in self.tables if table.name == name)
        hidden = set(self.suppressed.get(name, ()))
        return {
            cell: SUPPRESSED if cell in hidden else count
            for cell, count in table.counts.items()
        }


def suppress(
    tables: Sequence[Table],
    threshold: int = 10,
    earlier: Sequence[Release] = (),
    spans: Mapping[Hashable, Sequence[Hashable]] | None = None,
) -> Release:
    """Return the tables as they may be published.

    :param threshold: the lowest count that is shown
    :param earlier: all that was published before on periods that `spans` ties to these
    :param spans: periods that consist of others: {"2026": ("2026-Q1", ...)}
    :raises Exposed: something could be computed whatever is suppressed here
    :raises ValueError: tables contradict each other, or what was published earlier
    """
    return _Run(tables, threshold, earlier, spans or {}).release()


def _order(value: Hashable) -> tuple:
    """Return a sort key under which None stands beside numbers and texts."""
    return type(value).__name__, value


def _replace(cell: Cell, place: int, value: Hashable) -> Cell:
    return (*cell[:place], value, *cell[place + 1 :])


class _Run:
    """All numbers that somebody sees or may want to know, and the sums between them.

    Numbers are numbered. `hidden` are suppressed, `fixed` must be shown; the others may
    become partners. `goals` are the values between which nobody may bound a number.
    """

    def __init__(self, tables, threshold, earlier, spans):
        self.tables = sorted(tables, key=lambda table: table.name)
        self.threshold = threshold
        self.spans = spans
        self.ids: dict[Number, int] = {}
        self.counts: list[int] = []
        self.relations: list[dict[int, int]] = []
        self.hidden: set[int] = set()
        self.fixed: set[int] = set()
        self.by_subject: dict[tuple, list[Table]] = defaultdict(list)
        if len({table.name for table in tables}) < len(tables):
            raise ValueError("two tables have the same name")
        for release in earlier:
            for table in sorted(release.tables, key=lambda table: table.name):
                self._add(table, release.suppressed.get(table.name, ()))
        for table in self.tables:
            self._add(table)
        for table in self._all_tables():
            self._add_sums(table)
            self._add_spans(table)
        self.keys = list(self.ids)
        self.goals = dict(self._goals())
        self.hidden.update(self.goals)
        # What was possible with fewer numbers hidden still is.
        self.proven: tuple[dict, dict] = {}, {}
        self.effort = EFFORT

    def release(self) -> Release:
        while exposed := self._exposed():
            # Some at a time: what is hidden for one often helps the next as well.
            hiding = filter(self._hide_partners, exposed)
            helped = list(islice(hiding, len(exposed) // 3 + 1))
            if helped or self._hide_around(exposed[0]):
                continue
            # All is hidden that can be: now it is worth looking as long as it takes.
            self.effort = math.inf
            if exposed := self._exposed():
                raise Exposed(self.keys[number] for number in exposed)
        suppressed = {
            table.name: [
                cell
                for cell in table.counts
                if self.ids[table.number(cell)] in self.hidden
            ]
            for table in self.tables
        }
        return Release(self.tables, suppressed)

    # What there is

    def _all_tables(self) -> list[Table]:
        return [table for tables in self.by_subject.values() for table in tables]

    def _add(self, table: Table, suppressed: Collection[Cell] | None = None) -> None:
        """Add its numbers; those of an earlier run are hidden or fixed from then on."""
        self.by_subject[table.measure, table.period].append(table)
        for cell, count in table.counts.items():
            key = table.number(cell)
            number = self.ids.setdefault(key, len(self.ids))
            if number == len(self.counts):
                self.counts.append(count)
            elif self.counts[number] != count:
                raise ValueError(f"{table.name} contradicts another table on {key}")
            if suppressed is not None and cell in suppressed:
                self.hidden.add(number)
            elif suppressed is not None or table.exact:
                self.fixed.add(number)
        self.hidden -= self.fixed

    def _add_sums(self, table: Table) -> None:
        """Every total is the sum of the cells or totals under it."""
        for cell in table.counts:
            for place, dimension in enumerate(table.dimensions):
                if cell[place] == TOTAL:
                    parts = (
                        table.number(_replace(cell, place, value))
                        for value in table.values[dimension]
                    )
                    self._relate(table.number(cell), parts)

    def _add_spans(self, table: Table) -> None:
        """A year is the sum of its quarters.

        What of it is not in any table counts as known: that is the careful side. So
        does a later correction, the difference between a year and its quarters.
        """
        for key in map(table.number, table.counts):
            measure, period, of = key
            periods = self.spans.get(period, ())
            parts = [(measure, part, of) for part in periods]
            there = [part for part in parts if part in self.ids]
            if there and not table.unique:
                self._relate(key, there)
            elif there:
                for part in there:
                    self._relate(key, (part, self._slack(key, (part,))))
                if len(there) == len(parts):
                    slack = self._slack(key, parts)
                    self._relate(key, parts, slack)

    def _slack(self, total: Number, parts: Sequence[Number]) -> Number:
        """Return a number nobody sees: by how much the total and the sum differ."""
        slack = (SLACK, total, frozenset(parts))
        if slack not in self.ids:
            self.ids[slack] = len(self.ids)
            counts = [self.counts[self.ids[part]] for part in parts]
            self.counts.append(abs(self.counts[self.ids[total]] - sum(counts)))
            self.hidden.add(self.ids[slack])
        return slack

    def _relate(self, total: Number, parts: Iterable[Number], *more: Number) -> None:
        """Say that the total, and what is more, change as much as the parts do."""
        relation = {self.ids[part]: 1 for part in parts}
        relation.update((self.ids[number], -1) for number in (total, *more))
        self.relations.append(relation)

    def _goals(self) -> Iterator[tuple[int, tuple[int, int]]]:
        """Yield every small number with the values that must stay possible."""
        for key, number in self.ids.items():
            small = 0 < self.counts[number] < self.threshold
            if small and key[0] != SLACK and number not in self.fixed:
                high = min([self.threshold - 1, *self._known_totals(key)])
                yield number, (min(1, high - 1), high)

    def _known_totals(self, key: Number) -> Iterator[int]:
        """Yield the counts of what includes this number and is shown in any case."""
        measure, period, of = key
        for around in self._around(period):
            for size in range(len(of) + 1):
                for some in combinations(of, size):
                    total = self.ids.get((measure, around, frozenset(some)))
                    if total in self.fixed:
                        yield self.counts[total]

    # What somebody can compute

    def _exposed(self) -> list[int]:
        attacker = Attacker(
            self.relations, self.counts, self.hidden, self.proven, self.effort
        )
        exposed = [
            number
            for number, goals in self.goals.items()
            if not all(attacker.may_reach(number, goal) for goal in goals)
        ]
        self.proven = attacker.lowest, attacker.highest
        self.effort = attacker.effort
        return exposed

    # What else to hide

    def _hide_partners(self, number: int) -> bool:
        """Hide the cheapest circuit along which it can move, if any is left."""
        low, high = self.goals[number]
        up, down = high - self.counts[number], self.counts[number] - low
        circuits = self._circuits(self.keys[number])
        best = min(
            (circuit for circuit in circuits if not self.hidden >= circuit.keys()),
            key=lambda circuit: self._cost(circuit, up, down),
            default={},
        )
        if not best or self.fixed & best.keys():
            return False
        self.hidden.update(best)
        return True

    def _cost(self, circuit: Mapping[int, int], up: int = 0, down: int = 0) -> int:
        """Few cells and small ones; a circuit must have room to move along."""
        cost = 0
        for number, sign in circuit.items():
            count = self.counts[number]
            cost += NO_ROOM * max(0, (down if sign > 0 else up) - count)
            if number in self.fixed:
                cost += NEVER
            elif number not in self.hidden:
                cost += self.threshold + count
        return cost

    def _circuits(self, key: Number) -> Iterator[dict[int, int]]:
        """Yield {number: sign}: what changes together without changing other sums.

        Think of people who change places: in some dimensions of the number some go from
        its value to another one and as many the other way round, all else being equal.
        """
        measure, period, of = key
        tables = [
            table
            for table in self.by_subject[measure, period]
            if {dimension for dimension, _ in of} <= set(table.dimensions)
        ]
        overlapping = {name for table in tables for name in table.overlapping}
        values = self._values(tables)
        pairs = sorted((pair for pair in of if pair[0] not in overlapping), key=repr)
        for size in range(len(pairs) + 1):
            for turning in combinations(pairs, size):
                staying = of.difference(pairs)
                carriers = of.difference(staying, turning)
                others = [
                    [(name, other) for other in values[name] if other != value]
                    for name, value in turning
                ]
                for turned in product(*others):
                    corners = {
                        staying.union(corner): (-1)
                        ** sum(map(operator.ne, corner, turning))
                        for corner in product(*zip(turning, turned, strict=True))
                    }
                    for leaf in self._leaves(measure, period):
                        yield self._circuit(measure, leaf, corners, carriers)

    def _circuit(self, measure, leaf, corners, carriers) -> dict[int, int]:
        circuit: dict[int, int] = {}
        for around in self._around(leaf):
            carriers = self._carry(circuit, measure, around, corners, carriers)
        return circuit

    def _values(self, tables: Iterable[Table]) -> dict[str, list]:
        values: dict[str, dict] = defaultdict(dict)
        for table in tables:
            for name, some in table.values.items():
                values[name].update(dict.fromkeys(some))
        return {name: list(some) for name, some in values.items()}

    def _leaves(self, measure: Hashable, period: Hashable) -> list:
        """The shortest periods that have tables, within this one."""
        parts = [
            p for p in self.spans.get(period, ()) if (measure, p) in self.by_subject
        ]
        return [leaf for p in parts for leaf in self._leaves(measure, p)] or [period]

    def _around(self, period: Hashable) -> list:
        """The period and all that it is a part of."""
        longer = [span for span, parts in self.spans.items() if period in parts]
        return [period, *(p for span in longer for p in self._around(span))]

    def _carry(self, circuit, measure, period, corners, carriers) -> frozenset:
        """Add what a table sees of those who change places.

        They are alike in all other dimensions: in which values is chosen here, so that
        the circuit costs least.

        :return: the carriers: those values, as {(dimension, value), ...}
        """
        own = {dimension for dimension, _ in next(iter(corners))}
        tables = [
            table
            for table in self.by_subject.get((measure, period), ())
            if own <= set(table.dimensions) and own.issuperset(table.overlapping)
        ]
        for table in sorted(tables, key=lambda table: -len(table.dimensions)):
            chosen = dict(carriers)
            choices = [
                [
                    (name, value)
                    for value in ([chosen[name]] if name in chosen else values)
                ]
                for name, values in table.values.items()
                if name not in own
            ]
            best, extra = min(
                (
                    (self._seen(measure, period, corners, extra), extra)
                    for extra in product(*choices)
                ),
                key=lambda option: self._cost(option[0]),
                default=({}, ()),
            )
            circuit.update(best)
            carriers |= frozenset(extra)
        return carriers

    def _seen(self, measure, period, corners, extra) -> dict[int, int]:
        """The numbers of the corners, by themselves and within those values."""
        numbers = {
            (measure, period, corner.union(some)): sign
            for corner, sign in corners.items()
            for size in range(len(extra) + 1)
            for some in combinations(extra, size)
        }
        return {
            self.ids[number]: sign
            for number, sign in numbers.items()
            if number in self.ids
        }

    def _hide_around(self, exposed: int) -> bool:
        """Hide all that is summed with it, or else all there is of the same things.

        For what no circuit has room for.

        :return: whether there was anything left to hide
        """
        measure, period, _ = self.keys[exposed]
        periods = self._around(period)
        choices = (
            {n for row in self.relations if exposed in row for n in row},
            {n for k, n in self.ids.items() if k[0] == measure and k[1] in periods},
        )
        for choice in choices:
            if left := choice - self.fixed - self.hidden:
                self.hidden |= left
                return True
        return False


class Attacker:
    """Somebody who knows all numbers but the hidden ones, and the sums between them.

    Goes from one complete set of tables that equals what is shown to another, by the
    steps of the simplex method, starting from the true ones: every set in whole numbers
    that it comes by is a proof of what the hidden may be. Hence it errs on one side
    only: what it does not reach might be possible all the same.

    The equations are kept solved: each number of `rows` is a constant minus the sum of
    {other number: coefficient}; the others may be moved one at a time. Fractions among
    the coefficients are only nearly right, which is many times faster; a proof does not
    rest on them, since no step is taken that would change any sum.
    """

    def __init__(
        self,
        relations: Iterable[Mapping[int, int]],
        counts: Sequence[int],
        hidden: Collection[int],
        proven: tuple[Mapping[int, int], Mapping[int, int]] = ({}, {}),
        effort: float = math.inf,
    ):
        self.effort = effort
        self.start = {number: counts[number] for number in sorted(hidden)}
        self.values = dict(self.start)
        self.lowest = {**self.start, **proven[0]}
        self.highest = {**self.start, **proven[1]}
        self.rows: dict[int, dict] = {}
        self.columns: dict[int, set[int]] = defaultdict(set)
        self.sums: dict[int, list[tuple[int, int]]] = defaultdict(list)
        for place, relation in enumerate(relations):
            unknown = {n: sign for n, sign in relation.items() if n in self.values}
            for n, sign in unknown.items():
                self.sums[n].append((place, sign))
            if unknown:
                self._solve(unknown)
        self.solved = self.rows
        self._restore()

    def may_reach(self, number: int, goal: int) -> bool:
        """Tell whether the number may be at the goal, or beyond it from its count."""
        if self.exchanged > EXCHANGES:
            self._restore()
        direction = 1 if goal > self.highest[number] else -1
        # From where the last search ended, then from the true counts.
        for _ in range(2):
            for _ in range(PATIENCE if self.effort > 0 else HURRY):
                if self.lowest[number] <= goal <= self.highest[number]:
                    return True
                left = (goal - self.values[number]) * direction
                if not self._step(number, direction, left):
                    break
            self.values = dict(self.start)
        return False

    def _restore(self) -> None:
        """Take the equations as they were solved at first: short and whole.

        Each exchange makes them longer, and every step after it slower.
        """
        self.rows = {number: dict(row) for number, row in self.solved.items()}
        self.columns = defaultdict(set)
        for number, row in self.rows.items():
            for n in row:
                self.columns[n].add(number)
        self.exchanged = 0

    def _solve(self, row: dict) -> None:
        """Take in an equation: express one of its numbers in the others."""
        for basic in [n for n in row if n in self.rows]:
            factor = row.pop(basic)
            for n, value in self.rows[basic].items():
                row[n] = _whole(row.get(n, 0) - factor * value)
        row = {n: value for n, value in row.items() if value}
        if row:
            pivot = min(row, key=lambda n: (abs(row[n]) != 1, len(self.columns[n]), n))
            self._enter(pivot, row)

    def _enter(self, pivot: int, row: dict) -> None:
        """Solve an equation of numbers not solved for, for the pivot."""
        factor = row.pop(pivot)
        if factor != 1:
            row = {n: _whole(value / factor) for n, value in row.items()}
        self.rows[pivot] = row
        for n in row:
            self.columns[n].add(pivot)
        for other in self.columns.pop(pivot, ()):
            target = self.rows[other]
            factor = target.pop(pivot)
            for n, value in row.items():
                new = target.get(n, 0) - factor * value
                if type(new) is float:
                    new = _whole(new)
                if new:
                    target[n] = new
                    self.columns[n].add(other)
                elif n in target:
                    del target[n]
                    self.columns[n].discard(other)

    def _leave(self, number: int) -> dict:
        """Return the equation the number was solved by, and forget it."""
        row = self.rows.pop(number)
        for n in row:
            self.columns[n].discard(number)
        return {**row, number: 1}

    def _step(self, number: int, direction: int, left: int) -> bool:
        """Bring the number nearer, by `left` at most; False when nothing does.

        The first that can move is moved, by as much as leaves all numbers whole and
        none below zero; when all are stuck, the first changes places with what it is
        stuck on.
        """
        stuck = None
        for mover, way in self._movers(number, direction):
            rates = {row: -self.rows[row][mover] * way for row in self.columns[mover]}
            steps = math.floor(left / abs(rates.get(number, 1)) + NEARLY)
            if way < 0:
                steps = min(steps, self.values[mover])
            blockers = [row for row, rate in rates.items() if rate < 0]
            for row in blockers:
                if not steps:
                    break
                steps = min(steps, math.floor(self.values[row] / -rates[row] + NEARLY))
            steps -= steps % _denominator(rates.values())
            if steps and self._move(
                {mover: way * steps}
                | {row: round(rate * steps) for row, rate in rates.items()}
            ):
                return True
            if stuck is None and blockers:
                stuck = mover, blockers, rates
        if stuck:
            mover, blockers, rates = stuck
            room = {row: self.values[row] / -rates[row] for row in blockers}
            blocker = min(
                blockers,
                # Of equal ones that which makes no fractions.
                key=lambda row: (round(room[row], 6), abs(rates[row]) != 1, row),
            )
            self._enter(mover, self._leave(blocker))
            self.exchanged += 1
            self.effort -= 1
        return bool(stuck)

    def _movers(self, number: int, direction: int) -> Iterator[tuple[int, int]]:
        """What can be moved, and which way, to bring the number nearer."""
        if number not in self.rows:
            yield number, direction
            return
        for mover, coefficient in sorted(self.rows[number].items()):
            way = -direction if coefficient > 0 else direction
            if way > 0 or self.values[mover]:
                yield mover, way

    def _move(self, changes: Mapping[int, int]) -> bool:
        """Change these numbers, unless a sum would change or one fall below zero."""
        sums: dict[int, int] = defaultdict(int)
        for number, change in changes.items():
            if self.values[number] + change < 0:
                return False
            for place, sign in self.sums[number]:
                sums[place] += sign * change
        if any(sums.values()):
            return False
        for number, change in changes.items():
            value = self.values[number] + change
            self.values[number] = value
            self.lowest[number] = min(self.lowest[number], value)
            self.highest[number] = max(self.highest[number], value)
        return True


def _whole(value):
    """What is nearly a whole number as that one."""
    nearest = round(value)
    return nearest if abs(value - nearest) < NEARLY else value


def _denominator(values: Iterable) -> int:
    """The least whole number that makes all these whole, or else one too large."""
    parts = [value for value in values if isinstance(value, float)]
    if not parts:
        return 1
    return next(
        (
            number
            for number in range(2, DENOMINATORS)
            if all(isinstance(_whole(value * number), int) for value in parts)
        ),
        NO_ROOM,
    )
