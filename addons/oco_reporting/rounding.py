"""Small count rounding: no cell of a published cube counts fewer than a few people.

The idea is that of statistical offices, described by Langsrud and Heldal ("An
Algorithm for Small Count Rounding of Tabular Data", Privacy in Statistical Databases
2018): instead of rounding every number of a table by itself, change only the inner
cells that are too small, to zero or to the rounding base, and choose which becomes
which so that the margins come out nearest to the truth. All sums are then taken from
the changed cells, so that every table made of them adds up. The search below is our
own, in the same greedy spirit: it spreads the bases over the cells one by one, then
turns and exchanges cells as long as the margins come nearer.

Nearer means: the sum over all margins of the squared deviation is smaller. Margins
are the total and the one- and two-way tables of the cube's dimensions, as far as they
are coarser than the cube itself.

What is guaranteed:

- a cell is absent (zero) or at least the base; cells of the base and more, and empty
  ones, are untouched, so that a cell changes by less than the base;
- the total deviates by half the base at most;
- no exchange of two cells that differ in one dimension brings the margins nearer. A
  bound on each single margin does not follow; in cubes like ours two-way margins stay
  within about one base and a half;
- the result depends on the counts alone, not on their order, a clock or a random
  number. This is not for beauty: rounding the same data again must give the same
  cells, or whoever reads two builds could average the noise away.

What is not: an exact total published beside a rounded cube tells how far the small
cells were moved together. It belongs to the caller not to publish one from which a
single small cell follows.
"""

from collections.abc import Hashable, Mapping
from itertools import combinations

Cell = tuple[Hashable, ...]


def round_small_counts(counts: Mapping[Cell, int], base: int = 5) -> dict[Cell, int]:
    """Return `counts` with every cell under `base` set to zero or to `base`.

    A key holds one value per dimension; the values of a dimension may be of any types
    that sort among themselves, None included. Cells that are or become zero are left
    out: in the result, no cell means "fewer than `base`, possibly none".

    :raises ValueError: a count is negative, or keys are not of the same length.
    """
    if len({len(cell) for cell in counts}) > 1:
        raise ValueError("the cells of a cube have the same dimensions")
    if any(count < 0 for count in counts.values()):
        raise ValueError("a count cannot be negative")
    rounded = {cell: count for cell, count in counts.items() if count >= base}
    small = sorted((c for c, count in counts.items() if 0 < count < base), key=_order)
    raised = _Search(small, [counts[cell] for cell in small], base).run()
    rounded.update(dict.fromkeys(raised, base))
    return {cell: rounded[cell] for cell in sorted(rounded, key=_order)}


def _order(cell: Cell) -> tuple:
    """Return a sort key under which None stands beside numbers and texts."""
    return tuple((type(value).__name__, value) for value in cell)


class _Search:
    """Which small cells to raise to the base, the others being lowered to zero.

    Cells and margins are numbered. `strain` of a cell is the sum of the deviations
    (rounded - true) of the margins it belongs to. Turning a cell changes each of them
    by the base b, hence the sum of squares by b * (k * b + 2 * strain) when the cell
    is raised and b * (k * b - 2 * strain) when it is lowered, k being their number.
    """

    def __init__(self, cells: list[Cell], counts: list[int], base: int):
        self.cells = cells
        self.counts = counts
        self.base = base
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
        self._settle_total()
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
            if self._is_nearer(cell):
                self._turn(cell)

    def _turn_where_nearer(self) -> None:
        """Turn single cells until none helps; ends, as the sum of squares falls."""
        turned = True
        while turned:
            turned = False
            for cell in range(len(self.cells)):
                if self._is_nearer(cell):
                    self._turn(cell)
                    turned = True

    def _settle_total(self) -> None:
        """Turn the cells that harm least until the total is within half the base."""
        while 2 * abs(deviation := self._total_deviation()) > self.base:
            lower = deviation > 0
            candidates = [c for c, raised in enumerate(self.raised) if raised == lower]
            self._turn((max if lower else min)(candidates, key=self._strain))

    def _total_deviation(self) -> int:
        raised = sum(self.raised)
        return raised * self.base - sum(self.counts)

    def _exchange(self) -> None:
        """Raise one cell of a line and lower another until no such pair helps.

        A line is the cells that differ in one dimension only. An exchange leaves the
        margins they share alone, the total among them; those that differ are the
        tables with that dimension, twice. Ends, as the sum of squares falls.
        """
        lines = [
            (cells, sum(dimension in table for table in self.tables))
            for dimension in self.dimensions
            for cells in self._lines(dimension)
        ]
        exchanged = True
        while exchanged:
            exchanged = False
            for cells, differing in lines:
                while self._exchange_best(cells, differing):
                    exchanged = True

    def _lines(self, dimension: int) -> list[list[int]]:
        lines: dict[Cell, list[int]] = {}
        for number, cell in enumerate(self.cells):
            rest = cell[:dimension] + cell[dimension + 1 :]
            lines.setdefault(rest, []).append(number)
        return list(lines.values())

    def _exchange_best(self, cells: list[int], differing: int) -> bool:
        """Exchange the pair of the line that helps most, if one does."""
        lowered = [cell for cell in cells if not self.raised[cell]]
        raised = [cell for cell in cells if self.raised[cell]]
        if not lowered or not raised:
            return False
        up = min(lowered, key=self._strain)
        down = max(raised, key=self._strain)
        if self._strain(down) - self._strain(up) <= self.base * differing:
            return False
        self._turn(up)
        self._turn(down)
        return True
