"""Small count rounding: no cell of a published cube counts fewer than a few people.

The idea is that of statistical offices, described by Langsrud and Heldal ("An
Algorithm for Small Count Rounding of Tabular Data", Privacy in Statistical Databases
2018): instead of rounding every number of a table by itself, change only inner cells,
down or up to a multiple of the rounding base, and choose which goes which way so that
the margins come out nearest to the truth. All sums are then taken from the changed
cells, so that every table made of them adds up. The search below is our own, in the
same greedy spirit: it spreads the bases over the cells one by one, then turns and
exchanges cells as long as the margins come nearer.

They leave cells of the base and more as they are. We cannot: a manager also has exact
workload cubes. Of 105 new cases in a team, 60 of one moment and 42 of another, the
third has 3, whatever is put in its place. And two cubes of the same month, one of which
is exact in all its cells, have the team's total in common. So here all cells are
multiples of the base, and what is known of one is at most that it lies less than a base
away from the number shown.

Nearer means: the sum over all margins of the squared deviation is smaller. Margins
are the total and the one- and two-way tables of the cube's dimensions, as far as they
are coarser than the cube itself.

What is guaranteed:

- a cell is absent (zero) or a multiple of the base, and less than the base away from
  the truth; empty cells stay empty;
- the total deviates by half the base at most; with `exact`, each of those totals does,
  if it is the base or more. Under a smaller one all cells are absent. With `parts` they
  may deviate more: those go first;
- no exchange of two cells that differ in one dimension brings the margins nearer. A
  bound on each single margin does not follow;
- who knows the totals of `exact` too, and all other cubes that share no more than those
  with this one, cannot tell of a cell shown as zero that somebody is there, nor bound
  it under 2, and not of a cell shown as the base that it is a small one (both as long
  as the total is the base or more and has two cells it may consist of);
- the result depends on the counts alone, not on their order, a clock or a random
  number. This is not for beauty: rounding the same data again must give the same
  cells, or whoever reads two builds could average the noise away.

What the caller must do: name in `exact` the finest totals of the same things that are
shown exactly anywhere; show no exact sum of only some cells of such a total (a share of
successful endings beside a cube of endings); show of the same things and period no two
cubes that share more than those totals, but take the coarser from the finer by adding
up; and not build the cube anew every hour while a month runs: of two builds between
which one case came, the difference is that case.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from itertools import combinations

Cell = tuple[Hashable, ...]


def round_small_counts(
    counts: Mapping[Cell, int],
    base: int = 5,
    exact: Iterable[int] | None = None,
    parts: Sequence[Mapping[Cell, int]] = (),
    most: Mapping[Cell, int] | None = None,
    before: Mapping[Cell, int] | None = None,
) -> dict[Cell, int]:
    """Return `counts` with every cell set to a multiple of `base`.

    A key holds one value per dimension; the values of a dimension may be of any types
    that sort among themselves, None included. Cells that are or become zero are left
    out: in the result, no cell means "fewer than `base`, possibly none".

    :param exact: the places in the key of the dimensions by which exact totals are
        known: (0,) for those of every value of the first one, () for the total alone,
        None when no total is
    :param parts: of unique people: what this gave for each of the shorter periods that
        make up this one, which are neither more than it nor, together, less
    :param most: the multiple of the base that a cell does not go beyond, as it lies
        within something that is told as so many, without adding up to it: of ten people
        fifteen with something would say that all of them have it
    :param before: what this gave a period ago, of things that stay (open cases): who
        knows how few came and went would see that two cells are of the same ones. So a
        small count is told as it was, and one that was told as none as the least it can
        be; the totals of `exact` may deviate by less than the base for it
    :raises ValueError: a count is negative, or keys are not of the same length.
    """
    if len({len(cell) for cell in counts}) > 1:
        raise ValueError("the cells of a cube have the same dimensions")
    if any(count < 0 for count in counts.values()):
        raise ValueError("a count cannot be negative")
    known = () if exact is None else tuple(exact)
    groups: dict[Cell, int] = defaultdict(int)
    for cell, count in counts.items():
        groups[_part(cell, known)] += count
    told = {
        cell: count
        for cell, count in counts.items()
        if exact is None or groups[_part(cell, known)] >= base
    }
    between = sorted((c for c, count in told.items() if count % base), key=_order)
    decided = {
        number: up
        for number, cell in enumerate(between)
        if (up := _decide(told[cell], [part.get(cell, 0) for part in parts], base))
        is not None
    }
    decided |= {
        number: False
        for number, cell in enumerate(between)
        if most and told[cell] >= most[cell]
    }
    kept = {
        number: before.get(cell, 0) > told[cell]
        for number, cell in enumerate(between)
        if before and (told[cell] < base or not before.get(cell))
    }
    search = _Search(
        between, [told[cell] % base for cell in between], base, known, decided, kept
    )
    rounded = {cell: count - count % base for cell, count in told.items()}
    for cell in search.run():
        rounded[cell] += base
    return {
        cell: rounded[cell] for cell in sorted(rounded, key=_order) if rounded[cell]
    }


def _decide(count: int, parts: list[int], base: int) -> bool | None:
    """Return whether a count of unique people must be raised; None when it may be.

    Who was there in a month was there in the quarter, and who was there in the quarter
    was so in one of its months. Rounded apart, a quarter lower than its month would say
    that the month is a small one, and one higher than its months that each of them is
    none of the least.
    """
    lower, spread = count - count % base, base - 1
    if any(part > lower for part in parts):
        return True
    for place, part in enumerate(parts):
        others = sum(p + spread for p in parts[:place] + parts[place + 1 :])
        if lower + base - spread > others + max(0, part - spread):
            return False
    return None


def _part(cell: Cell, places: Iterable[int]) -> Cell:
    return tuple(cell[place] for place in places)


def _order(cell: Cell) -> tuple:
    """Return a sort key under which None stands beside numbers and texts."""
    return tuple((type(value).__name__, value) for value in cell)


class _Search:
    """Which cells to raise to the next multiple of the base, the others being lowered.

    `counts` is what each is above the lower one, in which all that follows is counted.
    Cells and margins are numbered. `strain` of a cell is the sum of the deviations
    (rounded - true) of the margins it belongs to. Turning a cell changes each of them
    by the base b, hence the sum of squares by b * (k * b + 2 * strain) when the cell
    is raised and b * (k * b - 2 * strain) when it is lowered, k being their number.
    """

    def __init__(
        self,
        cells: list[Cell],
        counts: list[int],
        base: int,
        known: Cell,
        decided: Mapping[int, bool],
        kept: Mapping[int, bool],
    ):
        self.cells = cells
        self.counts = counts
        self.base = base
        self.known = known
        # Those of `kept` are turned where a total would deviate by the base otherwise.
        self.decided = decided
        self.kept = {**kept, **decided}
        self.dimensions = range(len(cells[0]) if cells else 0)
        sizes = range(max(1, min(3, len(self.dimensions))))
        self.tables = [t for size in sizes for t in combinations(self.dimensions, size)]
        numbers: dict[tuple, int] = {}
        self.margins = [
            [
                numbers.setdefault((table, *(cell[i] for i in table)), len(numbers))
                for table in self.tables
            ]
            for cell in cells
        ]
        self.deviations = [0] * len(numbers)
        self.raised = [False] * len(cells)

    def run(self) -> list[Cell]:
        """Return the cells to raise."""
        self._spread()
        self._turn_where_nearer()
        for group in self._alike(self.known):
            self._settle(group)
        self._exchange()
        return [
            cell for cell, raised in zip(self.cells, self.raised, strict=True) if raised
        ]

    def _strain(self, cell: int) -> int:
        deviations = self.deviations
        return sum([deviations[margin] for margin in self.margins[cell]])

    def _move(self, cell: int, change: int) -> None:
        for margin in self.margins[cell]:
            self.deviations[margin] += change

    def _turn(self, cell: int) -> None:
        self._move(cell, -self.base if self.raised[cell] else self.base)
        self.raised[cell] = not self.raised[cell]

    def _is_nearer(self, cell: int) -> bool:
        """Tell whether turning the cell lowers the sum of squares."""
        strain = self._strain(cell)
        gain = strain if self.raised[cell] else -strain
        return 2 * gain > self.base * len(self.tables)

    def _spread(self) -> None:
        """Decide cell by cell, as if those not yet seen did not exist."""
        for cell, count in enumerate(self.counts):
            self._move(cell, -count)
            if self.kept.get(cell, self._is_nearer(cell)):
                self._turn(cell)

    def _turn_where_nearer(self) -> None:
        """Turn single cells until none helps; ends, as the sum of squares falls."""
        turned = True
        while turned:
            turned = False
            for cell in range(len(self.cells)):
                if cell not in self.kept and self._is_nearer(cell):
                    self._turn(cell)
                    turned = True

    def _settle(self, group: list[int]) -> None:
        """Turn the cells that harm least until their sum is within half the base."""
        while True:
            raised = sum(self.raised[cell] for cell in group)
            deviation = raised * self.base - sum(self.counts[cell] for cell in group)
            if 2 * abs(deviation) <= self.base:
                break
            lower = deviation > 0
            candidates = [
                cell
                for cell in group
                if self.raised[cell] == lower and cell not in self.decided
            ]
            free = [cell for cell in candidates if cell not in self.kept]
            if not free and abs(deviation) < self.base or not candidates:
                break
            candidates = free or candidates
            self._turn((max if lower else min)(candidates, key=self._strain))

    def _exchange(self) -> None:
        """Raise one cell of a line and lower another until no such pair helps.

        A line is the cells that differ in one dimension only, and have a known total
        in common. An exchange leaves the margins they share alone, that total among
        them; those that differ are the tables with that dimension, twice. Ends, as the
        sum of squares falls.
        """
        lines = [
            (cells, sum(dimension in table for table in self.tables))
            for dimension in self.dimensions
            if dimension not in self.known
            for cells in self._alike([d for d in self.dimensions if d != dimension])
        ]
        exchanged = True
        while exchanged:
            exchanged = False
            for cells, differing in lines:
                while self._exchange_best(cells, differing):
                    exchanged = True

    def _alike(self, places: Iterable[int]) -> list[list[int]]:
        """Return the cells in groups that have the same values in these places."""
        groups: dict[Cell, list[int]] = defaultdict(list)
        for number, cell in enumerate(self.cells):
            groups[_part(cell, places)].append(number)
        return list(groups.values())

    def _exchange_best(self, cells: list[int], differing: int) -> bool:
        """Exchange the pair of the line that helps most, if one does."""
        free = [cell for cell in cells if cell not in self.kept]
        lowered = [cell for cell in free if not self.raised[cell]]
        raised = [cell for cell in free if self.raised[cell]]
        if not lowered or not raised:
            return False
        up = min(lowered, key=self._strain)
        down = max(raised, key=self._strain)
        if self._strain(down) - self._strain(up) <= self.base * differing:
            return False
        self._turn(up)
        self._turn(down)
        return True
