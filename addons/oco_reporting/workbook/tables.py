"""Blocks that several sheets are made of: a matrix and the stock of cases."""

from collections.abc import Sequence
from dataclasses import dataclass

from xlsxwriter.utility import xl_range, xl_rowcol_to_cell

from .cells import Formula, count, text, texts
from .grid import Grid, Style

TOTAL = "totaal"
Count = int | str  # a text, such as "<10", is the mark of a count that is not shown


@dataclass(frozen=True)
class CaseRow:
    """Cases of one team; `derived`: the start follows from the other three.

    `reopened`: those that went on after they had ended; None where nobody counted.
    """

    team: str
    start: int
    new: int
    closed: int
    end: int
    derived: bool = False
    reopened: int | None = None


@dataclass(frozen=True)
class Matrix:
    """Counts by two dimensions, one row of `values` per label.

    Where cells are not shown the totals cannot be added up from what is: then
    `right`, `below` and `grand` hold those of before.
    """

    header: str
    labels: Sequence[str]
    columns: Sequence[str]
    values: Sequence[Sequence[Count]]
    right: Sequence[Count] = ()
    below: Sequence[Count] = ()
    grand: Count | None = None

    def __post_init__(self):
        check_shape(self.labels, self.columns, self.values)
        marked = any(isinstance(value, str) for row in self.values for value in row)
        stated = (len(self.right), len(self.below), self.grand is not None)
        if marked and stated != (len(self.labels), len(self.columns), True):
            raise ValueError("totals over cells that are not shown must be given")


def check_shape(
    labels: Sequence[str], columns: Sequence[str], values: Sequence[Sequence[Count]]
) -> None:
    """Refuse what would become a wrong sheet.

    :raises ValueError: no labels or columns, or values that do not fit them.
    :raises TypeError: a value is not a whole number, nor a mark.
    """
    if not labels or not columns:
        raise ValueError("a sheet has at least one row and one column")
    if len(values) != len(labels) or any(len(row) != len(columns) for row in values):
        raise ValueError("a sheet has one value for each row and column")
    for value in (value for row in values for value in row):
        # A mark, "<10" or "x", is no number written as a text.
        if type(value) is not int and not (
            isinstance(value, str) and value and not value.isdigit()
        ):
            raise TypeError("a count is a whole number")


def add_cases(grid: Grid, rows: Sequence[CaseRow]) -> None:
    """Stock and flow by team; start + new - closed - end must be zero (K06).

    With a column of what was reopened where that is counted, and added as well.
    """
    again = any(row.reopened is not None for row in rows)
    columns = ["beginstand", "nieuw", "heropend", "afgesloten", "eindstand", "controle"]
    if not again:
        columns.remove("heropend")
    top = grid.add(texts("team", *columns), Style.HEAD) + 1
    for row in rows:
        flows = [row.new, row.reopened or 0] if again else [row.new]
        start, *more, closed, end = (
            xl_rowcol_to_cell(grid.next, column) for column in range(1, len(columns))
        )
        grid.add(
            [
                text(row.team),
                count(row.start, italic=row.derived),
                *map(count, (*flows, row.closed, row.end)),
                Formula(f"={'+'.join([start, *more])}-{closed}-{end}"),
            ]
        )
    line = _add_sums(grid, top, len(columns))
    for column, name in enumerate(columns, start=1):
        grid.call(f"trajecten_{name}", line, column)


def add_matrix(grid: Grid, matrix: Matrix, name: str, label: str, column: str) -> None:
    """A table with a total row and column.

    `name`, `label` and `column` make the names of the ranges of its totals.
    """
    width = len(matrix.columns)
    top = grid.add(texts(matrix.header, *matrix.columns, TOTAL), Style.HEAD) + 1
    right = matrix.right or [None] * len(matrix.labels)
    for words, values, stated in zip(matrix.labels, matrix.values, right, strict=True):
        total = Formula(f"=SUM({xl_range(grid.next, 1, grid.next, width)})")
        marked = any(isinstance(value, str) for value in values)
        grid.add([text(words), *map(count, values), count(stated) if marked else total])
    columns = [*zip(*matrix.values, strict=True), matrix.right]
    below = [*matrix.below, matrix.grand]
    line = _add_sums(
        grid,
        top,
        width + 1,
        {
            place: below[place]
            for place, values in enumerate(columns)
            if any(isinstance(value, str) for value in values)
        },
    )
    grid.call(f"{name}_totaal", line, width + 1)
    grid.call(f"{name}_per_{label}", top, width + 1, line - 1, width + 1)
    grid.call(f"{name}_per_{column}", line, 1, line, width)


def _add_sums(grid: Grid, top: int, width: int, stated=None) -> int:
    """Add the row of sums below the block that begins at `top`.

    `stated` holds the totals, by their place, of columns with cells not shown.
    """
    stated = stated or {}
    last = grid.next - 1
    sums = [
        count(stated[place])
        if place in stated
        else Formula(f"=SUM({xl_range(top, place + 1, last, place + 1)})")
        for place in range(width)
    ]
    return grid.add([text(TOTAL), *sums], Style.TOTAL)
